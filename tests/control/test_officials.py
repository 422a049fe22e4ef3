"""Officials at work, as a state machine: whatever they do in whatever order, the promises hold.

- the live state is the fold of the journal, to the byte;
- what is kept between derivations equals what fresh hands derive;
- every scored row has its own place, without a gap;
- when everything that can be withdrawn has been, the result is the raw one.
"""

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from livetiming import commands
from livetiming.clock import ServerUs
from livetiming.commands import Accepted, AnyCommand, Refused
from livetiming.facts import DecisionWithdrawn, Instant, SessionAct, SessionOpened, ShownFlag
from livetiming.rulings import (
    AnyRuling,
    Disqualified,
    DockedLaps,
    DockedPlaces,
    Investigated,
    RearOfField,
    Removal,
    Removed,
    TimePenalty,
)
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.explain import RuledByOfficial, explain
from livetiming.scoring.standing import Standing
from livetiming.scoring.standings import Scorer, Standings
from livetiming.scoring.words import reason_words
from support.day import DIRECTOR, Day, track
from support.dump import dump, plain

KARTS = ("1", "2", "3", "4")
RULINGS: tuple[AnyRuling, ...] = (
    DockedPlaces(places=1),
    DockedPlaces(places=3),
    RearOfField(),
    DockedLaps(laps=1),
    DockedLaps(laps=-1),
    TimePenalty(penalty_us=5_000_000),
    Removed(reason=Removal.MECHANICAL),
    Removed(reason=Removal.SLOW),
    Disqualified(),
    Investigated(),
)
karts = st.sampled_from(KARTS)
seconds = st.integers(-30, 500).map(float)


class Officials(RuleBasedStateMachine):
    """One race of four karts and everybody who may interfere with it."""

    def __init__(self) -> None:
        super().__init__()
        self.day = Day(KARTS)
        self.day.race(5, grid=KARTS)
        self.day.open("race", -60)

    def teardown(self) -> None:
        """Withdraw everything, the last decision first, and compare with the raw result."""
        with self.day as day:
            for decision in sorted(day.evidence.decisions, reverse=True):
                if not isinstance(day.evidence.decisions.get(decision), SessionOpened):
                    self.attempt(commands.WithdrawDecision(decision=decision))
            left = {type(each) for each in day.evidence.decisions.values()}
            assert left <= {SessionOpened}
            assert self.rows(day.standings()) == self.raw_result()

    def raw_result(self) -> list[tuple[object, ...]]:
        """The result of what was heard and nothing decided but the opening."""
        with Day(KARTS) as raw:
            raw.race(5, grid=KARTS)
            raw.open("race", -60)
            for transponder, heard in self.day.evidence.heard.items():
                if transponder != 1000:
                    times = [(passing.track_us - track(0)) / 1_000_000 for passing in heard]
                    raw.hear({str(transponder - 1000): times})
            return self.rows(raw.standings())

    @staticmethod
    def rows(standings: Standings) -> list[tuple[object, ...]]:
        return [(row.row, *row.outcome) for row in standings.rows]

    def attempt(self, command: AnyCommand) -> bool:
        """Ask; a refusal changes nothing."""
        n = self.day.evidence.n
        answer = self.day.ask(command, by=DIRECTOR)
        if isinstance(answer, Refused):
            assert self.day.evidence.n == n
            assert answer.why
            return False
        assert isinstance(answer, Accepted)
        return True

    @rule(kart=karts, at=seconds)
    def hear(self, kart: str, at: float) -> None:
        """A passing comes, early, late or out of order."""
        self.day.hear({kart: [at]})

    @rule(flag=st.sampled_from(list(ShownFlag)), at=seconds)
    def show(self, flag: ShownFlag, at: float) -> None:
        """A flag, legal or not."""
        self.attempt(commands.ShowFlag(session="race", flag=flag, at_track_us=track(at)))

    @rule(kart=karts, ruling=st.sampled_from(RULINGS), at=seconds)
    def judge(self, kart: str, ruling: AnyRuling, at: float) -> None:
        """A ruling about a kart."""
        self.attempt(commands.Rule(session="race", entry=kart, ruling=ruling, at_track_us=track(at)))

    @rule(kart=karts, at=seconds)
    def insert(self, kart: str, at: float) -> None:
        """A crossing credited."""
        self.attempt(commands.InsertPassing(session="race", entry=kart, track_us=track(at)))

    @rule(data=st.data(), at=seconds, move=st.booleans())
    def correct(self, data: st.DataObject, at: float, move: bool) -> None:
        """A passing struck or moved."""
        numbers = [passing.n for heard in self.day.evidence.heard.values() for passing in heard]
        n = data.draw(st.sampled_from(numbers))
        self.attempt(
            commands.MovePassing(passing=n, track_us=track(at)) if move else commands.IgnorePassing(passing=n)
        )

    @rule(one=karts, other=karts, at=st.none() | seconds)
    def swap(self, one: str, other: str, at: float | None) -> None:
        """Two karts carry each other's transponders."""
        from_us = None if at is None else track(at)
        self.attempt(commands.SwapTransponders(entry=one, other=other, from_track_us=from_us))

    @rule(laps=st.integers(-1, 2))
    def credit(self, laps: int) -> None:
        """Laps for the whole field."""
        self.attempt(commands.CreditField(session="race", laps=laps))

    @rule(at=seconds)
    def close(self, at: float) -> None:
        """The session leaves the track."""
        self.attempt(commands.CloseSession(session="race", at_track_us=track(at)))

    @rule(act=st.sampled_from(list(SessionAct)))
    def act(self, act: SessionAct) -> None:
        """Form up, abandon, reopen."""
        self.attempt(commands.ActOnSession(session="race", act=act))

    @rule(official=st.booleans())
    def publish(self, official: bool) -> None:
        """A result by value."""
        self.attempt(commands.PublishResult(session="race", official=official))

    @precondition(lambda self: self.day.evidence.decisions)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        """Any decision is undone, or the refusal says why not."""
        decision = data.draw(st.sampled_from(sorted(self.day.evidence.decisions)))
        self.attempt(commands.WithdrawDecision(decision=decision))

    @precondition(lambda self: self.day.evidence.decisions)
    @rule(data=st.data())
    def preview(self, data: st.DataObject) -> None:
        """A preview changes nothing, and what it shows is what happens."""
        decision = data.draw(st.sampled_from(sorted(self.day.evidence.decisions)))
        before = dump(self.day.evidence)
        self.day.ask_for_preview(commands.WithdrawDecision(decision=decision))
        assert dump(self.day.evidence) == before

    @rule(data=st.data())
    def explain(self, data: st.DataObject) -> None:
        """Every row has its reasons, in words; a ruling that is cited with effect changes the row when it
        is withdrawn, and one that is cited without effect does not."""
        rows = self.day.standings().scored
        row = data.draw(st.sampled_from(rows))
        reasons = explain(self.day.evidence, self.day.engine.scorer, "race", row.row)
        assert reasons
        for reason in reasons:
            assert reason_words(reason).endswith(".")
            assert all(0 < n <= self.day.evidence.n for n in reason.facts)
            if isinstance(reason, RuledByOfficial):
                self.check_effect(row, reason)

    def check_effect(self, row: Standing, reason: RuledByOfficial) -> None:
        overlay = self.day.evidence.overlay()
        withdrawn = DecisionWithdrawn(
            decision=reason.facts[0], at=Instant(epoch=1, server_us=ServerUs(0)), by=DIRECTOR
        )
        overlay.apply(overlay.n + 1, withdrawn)
        without = next(each for each in Scorer(overlay).standings("race").rows if each.row == row.row)
        assert (without.outcome != row.outcome) == reason.effect

    @invariant()
    def places_are_whole(self) -> None:
        """One, two, three: nobody shares a place and none is missing."""
        places = [row.position for row in self.day.standings().scored]
        assert places == list(range(1, len(places) + 1))

    @invariant()
    def kept_equals_fresh(self) -> None:
        """What the live scorer keeps is what a new one derives."""
        fresh = Scorer(self.day.evidence).standings("race")
        assert msgspec.json.encode(plain(self.day.standings())) == msgspec.json.encode(plain(fresh))

    @invariant()
    def live_is_the_fold(self) -> None:
        """Reading the journal again gives the same, to the byte."""
        folded = Evidence()
        for n, fact in self.day.journal_facts():
            folded.apply(n, fact)
        assert dump(folded) == dump(self.day.evidence)


Officials.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestOfficials = pytest.mark.timeout(300)(Officials.TestCase)
