"""A session's states are the table, and nothing but the table."""

from hypothesis import given
from hypothesis import strategies as st

from livetiming import commands
from livetiming.commands import Refused
from livetiming.facts import Authority, SessionAct, ShownFlag
from livetiming.scoring.phases import OFF_TRACK, TRANSITIONS, Act, State, state_of
from support.day import Day, track

REASON = Authority(who="Dirk Director", role="director", why="the loop was dead")


def command_for(act: Act, at: float) -> commands.AnyCommand:
    """What an official sends to do it to the race."""
    match act:
        case Act.OPEN:
            return commands.OpenSession(session="race", at_track_us=track(at))
        case Act.CLOSE:
            return commands.CloseSession(session="race", at_track_us=track(at))
        case Act.PUBLISH | Act.CONFIRM:
            return commands.PublishResult(session="race", official=act is Act.CONFIRM)
        case Act.FORM_UP | Act.ABANDON | Act.REOPEN:
            return commands.ActOnSession(session="race", act=SessionAct(act.value))
        case _:
            flag = ShownFlag(act.value)
            return commands.ShowFlag(session="race", flag=flag, at_track_us=track(at))


def test_every_state_can_be_reached_and_none_is_a_trap() -> None:
    """From planned every state follows, and from every state there is an act."""
    reached = {State.PLANNED}
    while True:
        following = reached | {after for state in reached for after in TRANSITIONS[state].values()}
        if following == reached:
            break
        reached = following
    assert reached == set(State)
    assert all(TRANSITIONS[state] for state in State)


@given(st.lists(st.sampled_from(list(Act)), max_size=14))
def test_act_is_accepted_exactly_when_the_table_names_it(acts: list[Act]) -> None:
    """Random acts: what the table does not name is refused with what is possible, and changes nothing."""
    with Day(["1", "2"]) as day:
        day.race(5)
        for second, act in enumerate(acts):
            log = day.evidence.sessions["race"]
            before, n = state_of(log), day.evidence.n
            answer = day.ask(command_for(act, second), by=REASON)
            log = day.evidence.sessions["race"]
            if act not in TRANSITIONS[before]:
                assert isinstance(answer, Refused)
                assert day.evidence.n == n
                assert state_of(log) is before
            elif not isinstance(answer, Refused):
                after = state_of(log)
                assert after is TRANSITIONS[before][act] or act in {Act.OPEN, Act.REOPEN}
                assert (after in OFF_TRACK) == (TRANSITIONS[before][act] in OFF_TRACK)


def test_refusal_says_what_is_possible() -> None:
    """In words that an operator can act upon."""
    with Day(["1"]) as day:
        day.race(5)
        why = day.refused(commands.ShowFlag(session="race", flag=ShownFlag.GREEN))
        assert why == "Race is planned: green is not possible now; possible: open, abandon."


def test_withdrawing_a_green_that_a_red_rests_on_is_refused_by_name() -> None:
    """An illegal undo names what depends on it; from the end backwards it is legal."""
    with Day(["1"]) as day:
        day.race(5)
        day.open("race", -60)
        green = day.green("race", 0)
        red = day.flag("race", ShownFlag.RED, 100)
        assert f"FlagShown {red}" in day.refused(commands.WithdrawDecision(decision=green))
        day.withdraw(red)
        day.withdraw(green)
        assert state_of(day.evidence.sessions["race"]) is State.STAGED


def test_reopened_session_goes_on_where_it_was() -> None:
    """Field fault 8: a stop is reversible, and the passings after it are there."""
    with Day(["1"]) as day:
        day.started_race(5)
        day.hear({"1": [60]})
        day.close("race", 70)
        day.hear({"1": [120]})
        assert day.sheet() == [("1", 1, 60)]
        day.do(commands.ActOnSession(session="race", act=SessionAct.REOPEN), by=REASON)
        assert state_of(day.evidence.sessions["race"]) is State.GREEN
        assert day.sheet() == [("1", 2, 120)]


def test_reopening_needs_a_reason() -> None:
    """What changes a finished session says why."""
    with Day(["1"]) as day:
        day.started_race(5)
        day.close("race", 70)
        command = commands.ActOnSession(session="race", act=SessionAct.REOPEN)
        assert "reason" in day.refused(command, by=Authority(who="x", role="operator"))
