"""The tower state of told race days: what officials see, and what of it they can act upon."""

import pytest

from livetiming import commands
from livetiming.clock import TrackUs
from livetiming.commands import AnyCommand
from livetiming.facts import Authority, SessionAct, SessionKind, ShownFlag
from livetiming.officials.roles import Role
from livetiming.publish.board import Board
from livetiming.publish.tower.builder import PASSINGS, TowerBoard
from livetiming.publish.tower.changes import apply, diff
from livetiming.publish.tower.messages import (
    DecisionInfo,
    PassingInfo,
    PassingUse,
    SessionInfo,
    StoreInfo,
    TowerState,
)
from livetiming.rulings import DockedPlaces, SessionRules
from livetiming.scoring.phases import Act, State
from support.clocks import us
from support.day import LOOP, Day, track, transponder_of

SAVED = StoreInfo(saved=True)


class Tower:
    """The officials' view of a day, kept from one look to the next."""

    def __init__(self, day: Day) -> None:
        self._day = day
        self._tower = TowerBoard(day.evidence, day.engine.scorer)

    def state(self) -> TowerState:
        """The state now; the same as one made from nothing."""
        state = self._state(self._tower)
        assert state == self._state(TowerBoard(self._day.evidence, self._day.engine.scorer))
        return state

    def _state(self, tower: TowerBoard) -> TowerState:
        board = Board(self._day.evidence, self._day.engine.scorer)
        public = board.state(self._day.clock.server_us())
        return tower.state(public, board.standings, (), SAVED)

    @property
    def race(self) -> SessionInfo:
        return next(session for session in self.state().sessions if session.id == "race")

    def uses(self, count: int = 4) -> list[tuple[str | None, PassingUse, int | None]]:
        """Whose the last passings were and what became of them."""
        return [(each.entry, each.use, each.lap) for each in self.state().passings[-count:]]

    def decision(self, n: int) -> DecisionInfo:
        return next(each for each in self.state().decisions if each.n == n)


def test_before_anything_there_is_nothing() -> None:
    with Day(heard_before=False) as day:
        state = Tower(day).state()
        assert (state.sessions, state.passings, state.decoders) == ((), (), ())
        assert state.track.offset_us is None
        assert not state.track.sure


def test_a_session_is_told_with_what_can_be_done_to_it() -> None:
    with Day(["7"]) as day:
        tower = Tower(day)
        day.race(5, grid=["7"])
        assert (tower.race.state, set(tower.race.acts)) == (State.PLANNED, {Act.OPEN, Act.ABANDON})
        day.open("race", -60)
        day.green()
        assert tower.race.state is State.GREEN
        assert Act.OPEN not in tower.race.acts
        assert (tower.race.laps, tower.race.grid, tower.race.opened_track_us) == (5, ("7",), track(-60))
        day.flag("race", ShownFlag.RED, 50)
        assert (tower.race.state, tower.race.stopped_track_us) == (State.RED, track(50))
        day.do(commands.RescheduleLaps(session="race", laps=4))
        assert tower.race.laps == 4
        last = day.close("race", 90)
        assert (tower.race.state, tower.race.closed_track_us) == (State.FINISHED, track(90))
        assert tower.race.last_decision == last
        day.do(commands.PublishResult(session="race"))
        assert (tower.race.state, tower.race.result_version) == (State.PROVISIONAL, 1)


@pytest.mark.parametrize("state", State)
def test_every_act_that_is_offered_is_one_that_race_control_takes(state: State) -> None:
    """And none that is not offered is taken: page and server read one table."""
    ways: dict[State, list[AnyCommand]] = {
        State.PLANNED: [],
        State.STAGED: [commands.OpenSession(session="race")],
        State.FORMATION: [*_opened(), _act(SessionAct.FORM_UP)],
        State.GREEN: [*_opened(), _flag(ShownFlag.GREEN)],
        State.CAUTION: [*_opened(), _flag(ShownFlag.GREEN), _flag(ShownFlag.YELLOW)],
        State.RED: [*_opened(), _flag(ShownFlag.GREEN), _flag(ShownFlag.RED)],
        State.RESTART: [*_opened(), _flag(ShownFlag.GREEN), _flag(ShownFlag.RED), _act(SessionAct.FORM_UP)],
        State.WHITE: [*_opened(), _flag(ShownFlag.GREEN), _flag(ShownFlag.WHITE)],
        State.CHEQUERED: [*_opened(), _flag(ShownFlag.GREEN), _flag(ShownFlag.CHEQUERED)],
        State.FINISHED: [*_opened(), commands.CloseSession(session="race")],
        State.PROVISIONAL: [*_closed(), commands.PublishResult(session="race")],
        State.OFFICIAL: [
            *_closed(),
            commands.PublishResult(session="race"),
            commands.PublishResult(session="race", official=True),
        ],
        State.ABANDONED: [_act(SessionAct.ABANDON)],
    }
    for act in Act:
        with Day(["7"]) as day:
            day.race(5)
            for command in ways[state]:
                day.clock.advance(us(30))
                day.do(command)
            race = Tower(day).race
            assert race.state is state
            day.clock.advance(us(30))
            taken = isinstance(day.ask(_command(act), by=BY), commands.Accepted)
            assert taken == (act in race.acts), act


def test_an_entry_carries_what_was_assigned_to_it() -> None:
    with Day(["7", "8"]) as day:
        tower = Tower(day)
        assert [entry.carries for entry in tower.state().entries] == [(1007,), (1008,)]
        number = day.do(commands.AssignTransponder(transponder=1007, entry="8", from_track_us=track(50)))
        seven, eight = tower.state().entries
        assert (seven.transponders, seven.carries) == ((1007,), ())
        assert sorted(eight.carries) == [1007, 1008]
        day.withdraw(number)
        assert [entry.carries for entry in tower.state().entries] == [(1007,), (1008,)]


def test_passings_are_told_with_what_became_of_them() -> None:
    with Day(["7"]) as day:
        tower = Tower(day)
        day.started_race(2)
        day.hear({"7": [-30, 1, 40, 41, 80, 120]})
        assert tower.uses(6) == [
            ("7", PassingUse.OUTSIDE, None),
            ("7", PassingUse.START, None),
            ("7", PassingUse.LAP, 1),
            ("7", PassingUse.DUPLICATE, None),
            ("7", PassingUse.LAP, 2),
            ("7", PassingUse.UNCOUNTED, None),
        ]
        lap = tower.state().passings[-2]
        assert lap == PassingInfo(
            n=day.fact_of("7", 80),
            track_us=track(80),
            transponder=transponder_of("7"),
            entry="7",
            use=PassingUse.LAP,
            lap=2,
            lap_us=us(40),
            source=LOOP,
            number=lap.number,
        )


def test_a_passing_that_was_struck_or_moved_says_so() -> None:
    with Day(["7"]) as day:
        tower = Tower(day)
        day.started_race(9)
        day.hear({"7": [1, 40, 80]})
        struck = day.do(commands.IgnorePassing(passing=day.fact_of("7", 80)))
        day.do(commands.MovePassing(passing=day.fact_of("7", 40), track_us=track(38)))
        moved, ignored = tower.state().passings[-2:]
        assert (moved.track_us, moved.heard_track_us, moved.lap) == (track(38), track(40), 1)
        assert (ignored.use, ignored.ignored) == (PassingUse.IGNORED, struck)


def test_an_unknown_transponder_has_no_entry_until_it_is_assigned() -> None:
    with Day(["7"]) as day:
        tower = Tower(day)
        day.started_race(9)
        day.hear({"55": [1, 40]})
        assert tower.uses(1) == [(None, PassingUse.LAP, 1)]
        day.do(commands.AssignTransponder(transponder=transponder_of("55"), entry="7"))
        assert tower.uses(1) == [("7", PassingUse.LAP, 1)]


def test_an_assignment_from_an_instant_on_leaves_earlier_passings_where_they_were() -> None:
    with Day(["7", "8"]) as day:
        tower = Tower(day)
        day.started_race(9)
        day.hear({"7": [1, 40, 80]})
        day.do(commands.AssignTransponder(transponder=1007, entry="8", from_track_us=track(60)))
        assert [entry for entry, _, _ in tower.uses(3)] == ["7", "7", "8"]


def test_laps_under_a_caution_that_does_not_count_complete_none() -> None:
    with Day(["7"]) as day:
        tower = Tower(day)
        day.race(9, rules=SessionRules(caution_laps_count=False))
        day.open("race", -60)
        day.green()
        day.hear({"7": [1, 40]})
        day.flag("race", ShownFlag.YELLOW, 50)
        day.hear({"7": [100]})
        assert tower.uses(2) == [("7", PassingUse.LAP, 1), ("7", PassingUse.UNCOUNTED, None)]


def test_only_the_last_passings_are_in_the_state() -> None:
    with Day(["7"]) as day:
        tower = Tower(day)
        day.timed(SessionKind.PRACTICE)
        day.open("session", 0)
        day.hear({"7": [30 * lap for lap in range(1, 2 * PASSINGS)]})
        passings = tower.state().passings
        assert len(passings) == PASSINGS
        assert [each.n for each in passings] == sorted(each.n for each in passings)
        assert passings[-1].lap == 2 * PASSINGS - 2


def test_decisions_of_the_session_are_told_in_words_with_who_may_undo_them() -> None:
    with Day(["7", "8"]) as day:
        tower = Tower(day)
        day.started_race(9)
        docked = day.rule("7", DockedPlaces(places=2), at=30)
        decision = tower.decision(docked)
        assert decision.words == "7 Driver 7: docked 2 places (600.1)"
        assert (decision.kind, decision.entry, decision.undo) == ("ruled", "7", True)
        assert decision.by.who == "Dirk Director"
        assert decision.undo_roles == (Role.ADMINISTRATOR, Role.OPERATOR, Role.DIRECTOR)
        day.withdraw(docked)
        assert docked not in [each.n for each in tower.state().decisions]


def test_a_decision_that_others_depend_on_names_them() -> None:
    with Day(["7"]) as day:
        tower = Tower(day)
        day.race(9)
        opened = day.open("race", -60)
        green = day.green()
        yellow = day.flag("race", ShownFlag.YELLOW, 30)
        assert tower.decision(yellow).undo
        held = tower.decision(green)
        assert (held.undo, held.held_by) == (False, (yellow,))
        assert "depend on it" in (held.why_not or "")
        assert "close it instead" in (tower.decision(opened).why_not or "")
        day.withdraw(yellow)
        assert tower.decision(green).undo


def test_what_is_said_to_be_undoable_is_undone() -> None:
    with Day(["7"]) as day:
        tower = Tower(day)
        day.started_race(9)
        day.hear({"7": [1, 40, 80]})
        day.do(commands.IgnorePassing(passing=day.fact_of("7", 40)))
        day.do(commands.InsertPassing(session="race", entry="7", track_us=track(41)))
        day.do(commands.CreditField(session="race", laps=1))
        day.flag("race", ShownFlag.YELLOW, 90)
        day.close("race", 100)
        while undoable := [each for each in tower.state().decisions if each.undo]:
            day.withdraw(undoable[-1].n)
        assert [each.kind for each in tower.state().decisions] == ["session_opened"]


def test_decisions_of_earlier_meetings_are_over() -> None:
    with Day(["7"]) as day:
        tower = Tower(day)
        assigned = day.do(commands.AssignTransponder(transponder=5, entry="7"))
        assert tower.decision(assigned).undo
        day.do(commands.OpenMeeting(meeting="n", name="Next day", date="2026-05-24"))
        assert tower.state().decisions == ()
        assert "earlier meeting" in day.refused(commands.WithdrawDecision(decision=assigned))


def test_flags_of_earlier_meetings_stay_where_they_are() -> None:
    with Day(["7"]) as day:
        day.race(5)
        day.open("race", -60)
        green = day.green()
        day.do(commands.OpenMeeting(meeting="n", name="Next day", date="2026-05-24"))
        for command in (
            commands.MoveFlag(flag=green, track_us=TrackUs(1)),
            commands.WithdrawDecision(decision=green),
        ):
            assert "earlier meeting" in day.refused(command)


def test_missed_reads_are_proposed_until_they_are_inserted_or_struck() -> None:
    with Day(["7"]) as day:
        tower = Tower(day)
        day.started_race(20)
        day.hear({"7": [1, 31, 61, 121, 151]})
        [proposal] = tower.state().proposals
        assert (proposal.entry, proposal.lap, proposal.times) == ("7", 3, (track(91),))
        inserted = day.do(commands.InsertPassing(session="race", entry="7", track_us=track(91)))
        assert tower.state().proposals == ()
        day.withdraw(inserted)
        assert tower.state().proposals == (proposal,)
        day.hear({"7": [181, 211, 241]})
        day.do(commands.IgnorePassing(passing=day.fact_of("7", 211)))
        assert tower.state().proposals == (proposal,), "who struck a passing does not want it back"


def test_decoders_of_a_store_without_lines_are_those_that_were_heard() -> None:
    with Day(["7"]) as day:
        tower = Tower(day)
        [decoder] = tower.state().decoders
        assert (decoder.source, decoder.missing) == (LOOP, 0)
        day.deliver(day.passings({"7": [1, 40, 80]})[::2])
        [decoder] = tower.state().decoders
        assert decoder.missing == 1
        [gap] = tower.state().gaps
        assert (gap.after_track_us, gap.before_track_us, gap.size) == (track(1), track(80), 1)


def test_a_page_that_follows_the_changes_is_never_wrong() -> None:
    with Day(["7", "8"]) as day:
        tower = Tower(day)
        held = tower.state()
        day.started_race(3)
        for step in (
            lambda: day.hear({"7": [1, 40], "8": [2, 41]}),
            lambda: day.do(commands.IgnorePassing(passing=day.fact_of("7", 40))),
            lambda: day.enter("9"),
            lambda: day.hear({"7": [80, 120], "8": [81, 160], "55": [90]}),
            lambda: day.close("race", 170),
            lambda: day.do(commands.PublishResult(session="race")),
            lambda: day.do(commands.OpenMeeting(meeting="n", name="Next day", date="2026-05-24")),
        ):
            step()
            state = tower.state()
            held = apply(held, diff(held, state))
            assert held == state


BY = Authority(who="Tess Tower", role="operator", why="told to")


def _flag(flag: ShownFlag) -> AnyCommand:
    return commands.ShowFlag(session="race", flag=flag)


def _act(act: SessionAct) -> AnyCommand:
    return commands.ActOnSession(session="race", act=act)


def _opened() -> list[AnyCommand]:
    return [commands.OpenSession(session="race")]


def _closed() -> list[AnyCommand]:
    return [*_opened(), _flag(ShownFlag.GREEN), commands.CloseSession(session="race")]


def _command(act: Act) -> AnyCommand:
    """The command by which an act is done, as a page sends it."""
    match act:
        case Act.OPEN:
            return commands.OpenSession(session="race")
        case Act.CLOSE:
            return commands.CloseSession(session="race")
        case Act.PUBLISH | Act.CONFIRM:
            return commands.PublishResult(session="race", official=act is Act.CONFIRM)
        case Act.FORM_UP | Act.ABANDON | Act.REOPEN:
            return _act(SessionAct(act.value))
    return _flag(ShownFlag(act.value))
