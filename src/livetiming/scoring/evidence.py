"""Evidence: what happened, folded from the facts of the journal.

`Evidence.apply` takes one numbered fact and changes the evidence in place, and nothing else; it
computes no lap and no position. Everything a screen shows is derived from evidence by the other
modules of this package. A passing belongs to a transponder on the track clock, never to a session:
sessions and assignments select from it later, so a passing is kept whatever the session's state.
"""

from collections.abc import Callable, Iterable
from typing import cast

import msgspec

from livetiming import facts
from livetiming.clock import ServerUs, TrackUs
from livetiming.rulebooks.reading import parse
from livetiming.scoring.decoders import Counter, DecoderLog
from livetiming.scoring.heard import Heard, Identity
from livetiming.scoring.hearing import MACHINES
from livetiming.scoring.officials import OFFICIALS
from livetiming.scoring.offset import Offsets
from livetiming.scoring.plans import EMPTY_MEETING, Assignment, MeetingPlan, SessionLog


class Evidence:
    """The state of a store at journal number `n`."""

    def __init__(self) -> None:
        self.n = 0
        self.epoch: facts.EpochStarted | None = None
        self.decoders: dict[str, DecoderLog] = {}
        """By source, the URL of a decoder without its options."""
        self.segments: dict[int, facts.SegmentOpened] = {}
        self.first_of_segment: dict[int, int] = {}
        """The track time at which each segment was first heard of."""
        self.last_of_clock: dict[int, int] = {}
        """The last track time at which each run of a clock is known to have gone on."""
        self.counters: dict[int, Counter] = {}
        self.clock_reports: dict[int, facts.ClockReported] = {}
        """The last report of each run of a clock."""
        self.links: dict[str, facts.LinkChanged] = {}
        self.offsets = Offsets()
        self.heard: dict[int, list[Heard]] = {}
        """By transponder, what was heard at the start/finish line, in time order."""
        self.several_ears: set[int] = set()
        """Transponders that more than one decoder has heard there."""
        self.passings: dict[int, Heard] = {}
        """Everything ever heard, by the number of its fact."""
        self.uncertain: set[int] = set()
        """The passings that may as well have been heard on another run of the clock."""
        self.elsewhere: dict[str, list[Heard]] = {}
        """By source, what was heard at all other loops, and photocells', in time order."""
        self.trips: dict[int, facts.LineTripped] = {}
        self.identities: dict[Identity, Heard] = {}
        self.heard_count = 0
        self.transponder_version: dict[int, int] = {}
        self.meeting: MeetingPlan = EMPTY_MEETING
        self.sessions: dict[str, SessionLog] = {}
        self.current: str | None = None
        self.unplaced: dict[int, facts.Instant] = {}
        self.tentative: dict[int, facts.Instant] = {}
        """Instants placed before the offset was sure, by the number of their fact."""
        self.placed: dict[int, TrackUs] = {}
        self.assignments: dict[int, list[Assignment]] = {}
        self.plan_version = 0
        self.ignored: dict[int, int] = {}
        self.moved: dict[int, TrackUs] = {}
        """Where officials say that passings belong, by the number of the passing's fact."""
        self.decisions: dict[int, facts.Decision] = {}
        """The decisions in force, by the number of their fact."""
        self.withdrawn: dict[int, int] = {}
        self.decided: dict[str, int] = {}

    def apply(self, n: int, fact: facts.AnyFact) -> None:
        """Fold fact number `n`. Facts come in the order of their numbers."""
        _APPLY[type(fact)](self, n, fact)
        self.n = n

    def overlay(self) -> "Evidence":
        """A copy for trying decisions out: what was heard is shared, what officials decided is copied.

        Only facts of officials and of the meeting may be applied to it.
        """
        copy = Evidence()
        copy.__dict__.update(self.__dict__)
        copy.transponder_version = dict(self.transponder_version)
        copy.sessions = {name: log.copy() for name, log in self.sessions.items()}
        copy.unplaced = dict(self.unplaced)
        copy.tentative = dict(self.tentative)
        copy.assignments = {transponder: list(own) for transponder, own in self.assignments.items()}
        copy.ignored = dict(self.ignored)
        copy.moved = dict(self.moved)
        copy.decisions = dict(self.decisions)
        copy.withdrawn = dict(self.withdrawn)
        copy.decided = dict(self.decided)
        return copy

    @property
    def told_count(self) -> int:
        """How many facts there are but passings: while it stays, nothing has happened but driving."""
        return self.n - self.heard_count

    @property
    def closed_count(self) -> int:
        """How many decisions in force close a session."""
        return sum(isinstance(decision, facts.SessionClosed) for decision in self.decisions.values())

    def last_decision(self, session: str) -> int:
        """The number of the last fact that an official made about a session; 0 if there is none."""
        return self.decided.get(session, 0)

    def place(self, n: int, at: facts.Instant) -> TrackUs | None:
        """The track time of the instant in fact `n`; ``None`` while no decoder has been heard."""
        return self.placed.get(n, at.track_us)

    def track_of(self, at: ServerUs) -> TrackUs | None:
        """The track clock at a server instant of the running epoch; ``None`` before any passing."""
        return self.offsets.track_of(at)


def fold(facts_in_order: Iterable[tuple[int, facts.AnyFact]]) -> Evidence:
    """The evidence of a journal read from its beginning."""
    evidence = Evidence()
    table = _APPLY
    for n, fact in facts_in_order:
        table[type(fact)](evidence, n, fact)
        evidence.n = n
    return evidence


def _meeting_opened(evidence: Evidence, n: int, fact: facts.MeetingOpened) -> None:
    evidence.meeting = MeetingPlan(n=n, opened=fact)
    evidence.sessions = {}
    evidence.current = None
    evidence.assignments = {}
    evidence.plan_version = n
    if fact.at is not None and fact.at.track_us is None:
        evidence.unplaced[n] = fact.at
    for log in evidence.decoders.values():
        log.attended = log.link is not None and log.link.state is facts.LinkState.LIVE
    for counter in evidence.counters.values():
        counter.begin_meeting(live=evidence.decoders[counter.source].attended)


def _rulebook_adopted(evidence: Evidence, n: int, fact: facts.RulebookAdopted) -> None:
    evidence.meeting = msgspec.structs.replace(evidence.meeting, rulebook=parse(fact.text))
    evidence.plan_version = n


def _class_defined(evidence: Evidence, n: int, fact: facts.ClassDefined) -> None:
    evidence.meeting = evidence.meeting.with_class(fact)
    evidence.plan_version = n


def _entry_registered(evidence: Evidence, n: int, fact: facts.EntryRegistered) -> None:
    evidence.meeting = evidence.meeting.with_entry(fact)
    evidence.plan_version = n


def _session_planned(evidence: Evidence, n: int, fact: facts.SessionPlanned) -> None:
    evidence.sessions[fact.session] = SessionLog(fact)
    evidence.plan_version = n


_APPLY = cast(
    "dict[type[facts.AnyFact], Callable[[Evidence, int, facts.AnyFact], None]]",
    {
        **MACHINES,
        facts.MeetingOpened: _meeting_opened,
        facts.RulebookAdopted: _rulebook_adopted,
        facts.ClassDefined: _class_defined,
        facts.EntryRegistered: _entry_registered,
        facts.SessionPlanned: _session_planned,
        **OFFICIALS,
    },
)
