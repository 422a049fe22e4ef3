"""Whether a passing fits a stretch of a decoder's time: by its number, its time and its arrival.

Numbers and times of one run of a counter and a clock rise together, nothing comes from the future, and
nothing that was not asked for comes very late.
"""

from collections.abc import Callable, Iterator

import msgspec

from livetiming.facts import SegmentOpened
from livetiming.ingest.signal import PassingArrived
from livetiming.ingest.tolerance import (
    ACROSS_US,
    EARLY_US,
    LATE_US,
    ORDER_US,
    VERIFIED_US,
    plausible_rise,
)
from livetiming.scoring.decoders import BLOCK_BELOW, Counter
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.heard import Heard, clock_of


class Between(msgspec.Struct, frozen=True):
    """The passings with the next lower and the next higher number."""

    before: Heard | None
    after: Heard | None


def neighbours(evidence: Evidence, counter: Counter, number: int) -> Between:
    """What was heard before and after the number, in one run of the counter."""
    return Between(
        before=_passing_at(evidence, counter, counter.numbers.before, number),
        after=_passing_at(evidence, counter, counter.numbers.after, number),
    )


def _passing_at(
    evidence: Evidence, counter: Counter, step: Callable[[int], int | None], number: int
) -> Heard | None:
    """The next number that a passing has, past those that other records took."""
    following = step(number)
    while following is not None:
        heard = evidence.identities.get((counter.began, -1, following))
        if heard is not None:
            return heard
        following = step(following)
    return None


def fits(
    evidence: Evidence, arrival: PassingArrived, number: int, segment: SegmentOpened, between: Between
) -> bool:
    """Whether a passing with this number may lie on this segment, between those."""
    track_us = arrival.passing.decoder_time_us + segment.shift_us
    before, after = between.before, between.after
    if before is not None and not _follows(evidence, before, number, segment, track_us):
        return False
    if after is not None and not _precedes(evidence, after, number, segment, track_us):
        return False
    if not within_clock(evidence, arrival, segment, track_us):
        return False
    counted_until_us = _end_of_counter(evidence, segment)
    if counted_until_us is not None and track_us > counted_until_us + ACROSS_US:
        return False
    if before is None and after is not None:
        if arrival.resent:
            return number >= (after.number or 0) - BLOCK_BELOW
        # Older than all that was heard: late by a little, or resent because another program asked.
        return track_us >= after.track_us - LATE_US or _is_verified(evidence, arrival, segment)
    return after is not None or prompt(evidence, arrival, segment, track_us)


def _follows(evidence: Evidence, before: Heard, number: int, segment: SegmentOpened, track_us: int) -> bool:
    """Whether a passing can have this number at this time, after the one before."""
    later_us = track_us - before.track_us + _slack(evidence, before, segment)
    return later_us >= 0 and plausible_rise(number - (before.number or 0), later_us)


def _precedes(evidence: Evidence, after: Heard, number: int, segment: SegmentOpened, track_us: int) -> bool:
    """Whether a passing can have this number at this time, before the one after."""
    earlier_us = after.track_us - track_us + _slack(evidence, after, segment)
    return earlier_us >= 0 and plausible_rise((after.number or 0) - number, earlier_us)


def within_clock(evidence: Evidence, arrival: PassingArrived, segment: SegmentOpened, track_us: int) -> bool:
    """Whether that run of the clock had begun, and had come so far, and had not been ended yet."""
    begun_us, ended_us = _span_of_clock(evidence, segment)
    if begun_us is not None and track_us < begun_us - ACROSS_US:
        return False
    if ended_us is not None and track_us > ended_us + ACROSS_US:
        return False
    now_us = evidence.track_of(arrival.arrived_us)
    early_us = EARLY_US if evidence.offsets.sure else LATE_US + evidence.offsets.doubt_us
    return now_us is None or track_us <= now_us + early_us


def prompt(evidence: Evidence, arrival: PassingArrived, segment: SegmentOpened, track_us: int) -> bool:
    """Whether a passing that nobody asked for comes soon enough after it happened."""
    now_us = evidence.track_of(arrival.arrived_us)
    if now_us is None or arrival.resent or track_us >= now_us - LATE_US - evidence.offsets.doubt_us:
        return True
    return _is_verified(evidence, arrival, segment)


def _is_verified(evidence: Evidence, arrival: PassingArrived, segment: SegmentOpened) -> bool:
    """Whether the decoder has just told that its clock is still that of the segment."""
    report = evidence.clock_reports.get(clock_of(segment))
    return report is not None and arrival.arrived_us - report.arrived_us <= VERIFIED_US


def _span_of_clock(evidence: Evidence, segment: SegmentOpened) -> tuple[int | None, int | None]:
    """When the run of the clock before this one was last heard of, and the one after it first.

    ``None``: there is none before, or none after, or nobody knows.
    """
    begun_us: int | None = None
    clock = clock_of(segment)
    for other in _others(evidence, segment):
        other_clock = clock_of(other)
        if other_clock < clock:
            begun_us = evidence.last_of_clock.get(other_clock, begun_us)
        elif other_clock > clock:
            return begun_us, evidence.first_of_segment.get(other.segment)
    return begun_us, None


def _end_of_counter(evidence: Evidence, segment: SegmentOpened) -> int | None:
    """When the run of the counter after this one was first heard of; ``None`` for the present one."""
    for other in _others(evidence, segment):
        if other.counter > segment.counter:
            return evidence.first_of_segment.get(other.segment)
    return None


def _others(evidence: Evidence, segment: SegmentOpened) -> Iterator[SegmentOpened]:
    """The decoder's segments, in the order of time; none for one of which nobody knows when it was."""
    if segment.past:
        return
    for number in evidence.decoders[segment.source].segments:
        other = evidence.segments[number]
        if not other.past:
            yield other


def _slack(evidence: Evidence, neighbour: Heard, segment: SegmentOpened) -> int:
    same_clock = clock_of(evidence.segments[neighbour.segment]) == clock_of(segment)
    return ORDER_US if same_clock else ACROSS_US
