"""A session's states, and what leads from one to the next.

`TRANSITIONS` is the whole of it: an act that it does not name for a state is refused and changes
nothing. The state is where the acts of officials have led; that a race's laps are done or a session's
time is up is derived (`livetiming.scoring.ending`) and shown beside it.
"""

from collections.abc import Sequence
from enum import StrEnum

from livetiming.facts import SessionAct, ShownFlag
from livetiming.scoring.plans import SessionLog


class State(StrEnum):
    """Where a session stands."""

    PLANNED = "planned"
    STAGED = "staged"
    FORMATION = "formation"
    GREEN = "green"
    CAUTION = "caution"
    RED = "red"
    RESTART = "restart"
    WHITE = "white"
    CHEQUERED = "chequered"
    FINISHED = "finished"
    PROVISIONAL = "provisional"
    OFFICIAL = "official"
    ABANDONED = "abandoned"


class Act(StrEnum):
    """What officials do to a session."""

    OPEN = "open"
    FORM_UP = "form_up"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    WHITE = "white"
    CHEQUERED = "chequered"
    CLOSE = "close"
    PUBLISH = "publish"
    CONFIRM = "confirm"
    ABANDON = "abandon"
    REOPEN = "reopen"


TRANSITIONS: dict[State, dict[Act, State]] = {
    State.PLANNED: {Act.OPEN: State.STAGED, Act.ABANDON: State.ABANDONED},
    State.STAGED: {
        Act.FORM_UP: State.FORMATION,
        Act.GREEN: State.GREEN,
        Act.CHEQUERED: State.CHEQUERED,
        Act.CLOSE: State.FINISHED,
        Act.ABANDON: State.ABANDONED,
    },
    State.FORMATION: {
        Act.FORM_UP: State.FORMATION,
        Act.GREEN: State.GREEN,
        Act.RED: State.RED,
        Act.CLOSE: State.FINISHED,
        Act.ABANDON: State.ABANDONED,
    },
    State.GREEN: {
        Act.GREEN: State.GREEN,
        Act.YELLOW: State.CAUTION,
        Act.RED: State.RED,
        Act.WHITE: State.WHITE,
        Act.CHEQUERED: State.CHEQUERED,
        Act.CLOSE: State.FINISHED,
        Act.ABANDON: State.ABANDONED,
    },
    State.CAUTION: {
        Act.FORM_UP: State.RESTART,
        Act.GREEN: State.GREEN,
        Act.RED: State.RED,
        Act.CHEQUERED: State.CHEQUERED,
        Act.CLOSE: State.FINISHED,
        Act.ABANDON: State.ABANDONED,
    },
    State.RED: {
        Act.FORM_UP: State.RESTART,
        Act.GREEN: State.GREEN,
        Act.CHEQUERED: State.CHEQUERED,
        Act.CLOSE: State.FINISHED,
        Act.ABANDON: State.ABANDONED,
    },
    State.RESTART: {
        Act.FORM_UP: State.RESTART,
        Act.GREEN: State.GREEN,
        Act.YELLOW: State.CAUTION,
        Act.RED: State.RED,
        Act.CHEQUERED: State.CHEQUERED,
        Act.CLOSE: State.FINISHED,
        Act.ABANDON: State.ABANDONED,
    },
    State.WHITE: {
        Act.YELLOW: State.CAUTION,
        Act.RED: State.RED,
        Act.CHEQUERED: State.CHEQUERED,
        Act.CLOSE: State.FINISHED,
        Act.ABANDON: State.ABANDONED,
    },
    State.CHEQUERED: {
        Act.RED: State.RED,
        Act.CLOSE: State.FINISHED,
        Act.PUBLISH: State.PROVISIONAL,
        Act.ABANDON: State.ABANDONED,
    },
    State.FINISHED: {
        Act.PUBLISH: State.PROVISIONAL,
        Act.REOPEN: State.STAGED,
        Act.OPEN: State.STAGED,
        Act.ABANDON: State.ABANDONED,
    },
    State.PROVISIONAL: {
        Act.PUBLISH: State.PROVISIONAL,
        Act.CONFIRM: State.OFFICIAL,
        Act.CLOSE: State.PROVISIONAL,
        Act.REOPEN: State.STAGED,
    },
    State.OFFICIAL: {Act.PUBLISH: State.PROVISIONAL, Act.REOPEN: State.STAGED},
    State.ABANDONED: {Act.REOPEN: State.STAGED},
}

_REOPENED = {Act.OPEN, Act.REOPEN}


def state_of(log: SessionLog) -> State:
    """Where the acts that are in force have led the session, in the order in which they were decided.

    Reopening goes back to the state before the session was closed, published or abandoned.
    """
    return _follow(_acts(log))[0]


def dependents_of(log: SessionLog, decision: int) -> list[int]:
    """The acts that would no longer be possible without the act of fact `decision`."""
    acts = _acts(log)
    impossible = set(_follow(acts)[1])
    return [n for n in _follow([act for act in acts if act[0] != decision])[1] if n not in impossible]


def _follow(acts: Sequence[tuple[int, Act]]) -> tuple[State, list[int]]:
    """The state that the acts lead to, and the facts of those that were not possible in their place."""
    state = State.PLANNED
    on_track = State.STAGED
    impossible: list[int] = []
    for n, act in acts:
        following = TRANSITIONS[state].get(act)
        if following is None:
            impossible.append(n)
            continue
        state = on_track if act in _REOPENED and state is not State.PLANNED else following
        if state not in OFF_TRACK:
            on_track = state
    return state, impossible


OFF_TRACK = frozenset({State.PLANNED, State.FINISHED, State.PROVISIONAL, State.OFFICIAL, State.ABANDONED})
"""States in which a session takes no passings."""


def _acts(log: SessionLog) -> list[tuple[int, Act]]:
    steps: list[tuple[int, Act]] = [(mark.n, _FLAG_ACTS[mark.flag]) for mark in log.flags]
    steps += [(n, _SESSION_ACTS[act]) for n, act in log.acts]
    steps += [(n, Act.CONFIRM if result.official else Act.PUBLISH) for n, result in log.results]
    steps += [(n, Act.OPEN) for n in log.openings]
    steps += [(mark.n, Act.CLOSE) for mark in log.closings]
    return sorted(steps)


_FLAG_ACTS = {flag: Act(flag.value) for flag in ShownFlag}
_SESSION_ACTS = {act: Act(act.value) for act in SessionAct}
