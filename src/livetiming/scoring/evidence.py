"""Evidence: what happened, folded from the facts of the journal.

`Evidence.apply` takes one numbered fact and changes the evidence in place, and nothing else; it
computes no lap and no position. Everything a screen shows is derived from evidence by the other
modules of this package. A passing belongs to a transponder on the track clock, never to a session:
sessions and assignments select from it later, so a passing is kept whatever the session's state.
"""

from bisect import insort
from collections.abc import Callable, Iterable
from typing import cast

import msgspec

from livetiming import facts
from livetiming.clock import ServerUs, TrackUs
from livetiming.scoring.officials import OFFICIALS
from livetiming.scoring.offset import Offsets
from livetiming.scoring.plans import EMPTY_MEETING, Assignment, MeetingPlan, SessionLog


class Heard(msgspec.Struct, frozen=True, gc=False, order=True):
    """A passing on the track clock. Sorts by time, then by fact number."""

    track_us: int
    n: int
    transponder: int
    segment: int
    number: int | None
    strength: int | None
    hits: int | None


Identity = tuple[int, int, int]
"""See `identity`."""


class Evidence:
    """The state of a store at journal number `n`."""

    def __init__(self) -> None:
        self.n = 0
        self.epoch: facts.EpochStarted | None = None
        self.segments: dict[int, facts.SegmentOpened] = {}
        self.segment_of_source: dict[str, int] = {}
        self.links: dict[str, facts.LinkChanged] = {}
        self.offsets = Offsets()
        self.heard: dict[int, list[Heard]] = {}
        self.identities: dict[Identity, Heard] = {}
        self.last_of_segment: dict[int, Heard] = {}
        self.heard_count = 0
        self.transponder_version: dict[int, int] = {}
        self.meeting: MeetingPlan = EMPTY_MEETING
        self.sessions: dict[str, SessionLog] = {}
        self.current: str | None = None
        self.unplaced: dict[int, facts.Instant] = {}
        self.placed: dict[int, TrackUs] = {}
        self.assignments: dict[int, list[Assignment]] = {}
        self.plan_version = 0
        self.ignored: dict[int, int] = {}
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
        copy.assignments = {transponder: list(own) for transponder, own in self.assignments.items()}
        copy.ignored = dict(self.ignored)
        copy.decisions = dict(self.decisions)
        copy.withdrawn = dict(self.withdrawn)
        copy.decided = dict(self.decided)
        return copy

    @property
    def closed_count(self) -> int:
        """How many decisions in force close a session."""
        return sum(isinstance(decision, facts.SessionClosed) for decision in self.decisions.values())

    def last_decision(self, session: str) -> int:
        """The number of the last fact that an official made about a session; 0 if there is none."""
        return self.decided.get(session, 0)

    def place(self, n: int, at: facts.Instant) -> TrackUs | None:
        """The track time of the instant in fact `n`; ``None`` while no decoder has been heard."""
        return at.track_us if at.track_us is not None else self.placed.get(n)

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


def _epoch_started(evidence: Evidence, _n: int, fact: facts.EpochStarted) -> None:
    evidence.offsets.start_epoch(evidence.epoch, fact)
    evidence.epoch = fact
    evidence.links.clear()


def _link_changed(evidence: Evidence, _n: int, fact: facts.LinkChanged) -> None:
    evidence.links[fact.source] = fact


def _segment_opened(evidence: Evidence, _n: int, fact: facts.SegmentOpened) -> None:
    evidence.segments[fact.segment] = fact
    evidence.segment_of_source[fact.source] = fact.segment


def _passing_heard(evidence: Evidence, n: int, fact: facts.PassingHeard) -> None:
    segment = evidence.segments[fact.segment]
    track_us = fact.decoder_time_us + segment.shift_us
    transponder = fact.transponder
    heard = Heard(track_us, n, transponder, fact.segment, fact.number, fact.strength, fact.hits)
    passings = evidence.heard.get(transponder)
    if passings is None:
        evidence.heard[transponder] = [heard]
    elif heard.track_us >= passings[-1].track_us:
        passings.append(heard)
    else:
        insort(passings, heard)
        evidence.transponder_version[transponder] = n
    evidence.identities[identity(segment, fact.number, transponder, fact.decoder_time_us)] = heard
    last = evidence.last_of_segment.get(fact.segment)
    if last is None or track_us > last.track_us:
        evidence.last_of_segment[fact.segment] = heard
    evidence.heard_count += 1
    evidence.offsets.observe(track_us, fact.epoch, fact.arrived_us)


def identity(
    segment: facts.SegmentOpened, number: int | None, transponder: int, decoder_time_us: int
) -> Identity:
    """What makes two reports the same passing: its number within one run of the decoder's counter,
    or, from a decoder that does not number, transponder and time within one clock segment."""
    if number is not None:
        return (segment.counter, -1, number)
    return (segment.segment, transponder, decoder_time_us)


def _instant_placed(evidence: Evidence, n: int, fact: facts.InstantPlaced) -> None:
    evidence.placed[fact.placed] = fact.track_us
    evidence.unplaced.pop(fact.placed, None)
    evidence.plan_version = n
    for log in evidence.sessions.values():
        log.place(fact.placed, fact.track_us)


def _meeting_opened(evidence: Evidence, n: int, fact: facts.MeetingOpened) -> None:
    evidence.meeting = MeetingPlan(n=n, opened=fact)
    evidence.sessions = {}
    evidence.current = None
    evidence.assignments = {}
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
        facts.EpochStarted: _epoch_started,
        facts.LinkChanged: _link_changed,
        facts.SegmentOpened: _segment_opened,
        facts.PassingHeard: _passing_heard,
        facts.InstantPlaced: _instant_placed,
        facts.MeetingOpened: _meeting_opened,
        facts.ClassDefined: _class_defined,
        facts.EntryRegistered: _entry_registered,
        facts.SessionPlanned: _session_planned,
        **OFFICIALS,
    },
)
