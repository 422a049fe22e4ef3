"""The meeting as the tower sees it: its sessions with what can be done to them, and its entries."""

from livetiming.control.checks import is_open
from livetiming.control.lineups import stop_of
from livetiming.publish.tower.messages import EntryInfo, SessionInfo
from livetiming.scoring.carriage import Carriage
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.phases import TRANSITIONS, Act, State, state_of
from livetiming.scoring.plans import SessionLog

_IN_THE_END_US = 1 << 62


def session_infos(evidence: Evidence) -> tuple[SessionInfo, ...]:
    """Every session of the meeting, in the order of planning."""
    return tuple(_session(log, evidence.last_decision(session)) for session, log in evidence.sessions.items())


def entry_infos(evidence: Evidence, carried: Carriage) -> tuple[EntryInfo, ...]:
    """Every entry of the meeting, in the order of registration."""
    return tuple(
        EntryInfo(
            id=entry.entry,
            class_id=entry.class_id,
            number=entry.number,
            name=entry.name,
            public_name=entry.public_name,
            transponders=entry.transponders,
            carries=tuple(
                span.transponder for span in carried.spans.get(entry.entry, ()) if span.covers(_IN_THE_END_US)
            ),
        )
        for entry in evidence.meeting.entries.values()
    )


def _acts(log: SessionLog, state: State) -> tuple[Act, ...]:
    """What race control would do now: what the table allows, and a result can be out before or after the
    session has left the track."""
    not_now = Act.OPEN if is_open(log) else Act.CLOSE
    return tuple(act for act in TRANSITIONS[state] if act is not not_now)


def _session(log: SessionLog, last_decision: int) -> SessionInfo:
    plan = log.plan
    state = state_of(log)
    return SessionInfo(
        id=plan.session,
        name=plan.name,
        kind=plan.kind,
        state=state,
        acts=_acts(log, state),
        class_ids=plan.class_ids,
        laps=log.laps,
        duration_us=plan.duration_us,
        grid=plan.grid,
        scores_unknown=plan.scores_unknown,
        opened_track_us=None if log.opened is None else log.opened.track_us,
        closed_track_us=None if log.closed is None else log.closed.track_us,
        stopped_track_us=stop_of(log),
        last_decision=last_decision,
        result_version=log.results[-1][1].version if log.results else 0,
        lineup_version=log.lineups[-1][1].version if log.lineups else 0,
    )
