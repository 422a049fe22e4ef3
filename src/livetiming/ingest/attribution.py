"""On which stretch of which decoder's time does a passing lie, or has it been heard before?

Numbers and times of one run of a counter and a clock rise together. A passing belongs where its
number and its time fit between those of its neighbours; where it fits nowhere, the decoder, its
counter or its clock is not what it was. So a late or resent passing finds the segment in whose time
it was heard, whatever has happened to the decoder since.
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
from livetiming.scoring.decoders import Counter
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.gaps import BLOCK_BELOW, present_segment
from livetiming.scoring.heard import Heard, clock_of, identity
from livetiming_decoders.events import Passing

RECENT = 8
"""How many segments back a passing is looked for: its clock was set eight times within a meeting."""


class Place(msgspec.Struct, frozen=True):
    """Where a passing lies; `uncertain`: it might as well lie on another run of the clock."""

    segment: SegmentOpened
    uncertain: bool = False


class Fresh(msgspec.Struct, frozen=True):
    """The passing begins a segment; what of the present one goes on in it.

    A resent passing that fits nowhere was heard on a run of the clock that came and went while nobody
    listened: `past_us` is then a track time between those of its neighbours.
    """

    keeps_counter: bool = False
    keeps_clock: bool = False
    past_us: int | None = None


def attribute(evidence: Evidence, arrival: PassingArrived) -> Place | Fresh | None:
    """The place of a passing, that it needs a fresh one, or ``None`` when it was heard before."""
    segments = _segments(evidence, arrival)
    if not segments:
        return Fresh()
    if arrival.passing.number is None:
        return _by_time(evidence, arrival, segments)
    return _by_number(evidence, arrival, arrival.passing.number, segments)


def _segments(evidence: Evidence, arrival: PassingArrived) -> list[SegmentOpened]:
    """The last segments of the decoder that reported the passing, newest first."""
    log = evidence.decoders.get(arrival.source)
    recent = log.segments[: -RECENT - 1 : -1] if log is not None else []
    decoder = arrival.passing.decoder
    return [
        segment
        for segment in map(evidence.segments.__getitem__, recent)
        if segment.decoder is None or decoder is None or segment.decoder == decoder
    ]


def _by_number(
    evidence: Evidence, arrival: PassingArrived, number: int, segments: list[SegmentOpened]
) -> Place | Fresh | None:
    """Of all runs of the counter where the passing fits, the one whose numbers it continues best."""
    best: tuple[int, Place] | None = None
    for counter in dict.fromkeys(segment.counter for segment in segments):
        known = evidence.identities.get((counter, -1, number))
        if known is not None and _same(evidence, known, arrival.passing):
            return None
        if number in evidence.counters[counter].numbers:
            continue
        between = _neighbours(evidence, evidence.counters[counter], number)
        fitting = [
            segment
            for segment in _likeliest_first(evidence, counter, segments, between)
            if _fits(evidence, arrival, number, segment, between)
        ]
        if not fitting:
            continue
        distance = _distance(number, between)
        if best is None or distance < best[0]:
            best = (distance, _in_order(arrival, fitting, between))
        if distance <= 1:
            break
    if best is not None:
        return best[1]
    present = present_segment(evidence, arrival.source)
    if present is None or present not in segments:
        return Fresh()
    return _fresh(evidence, arrival, number, present)


class _Between(msgspec.Struct, frozen=True):
    """The passings with the next lower and the next higher number."""

    before: Heard | None
    after: Heard | None


def _neighbours(evidence: Evidence, counter: Counter, number: int) -> _Between:
    return _Between(
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


def _likeliest_first(
    evidence: Evidence, counter: int, segments: list[SegmentOpened], between: _Between
) -> Iterator[SegmentOpened]:
    """The stretches of time on which the counter ran: in a hole those of its edges, else the newest."""
    if between.after is not None:
        for edge in (between.before, between.after):
            if edge is not None:
                yield evidence.segments[edge.segment]
    for segment in segments:
        if segment.counter == counter:
            yield segment


def _fits(
    evidence: Evidence, arrival: PassingArrived, number: int, segment: SegmentOpened, between: _Between
) -> bool:
    track_us = arrival.passing.decoder_time_us + segment.shift_us
    before, after = between.before, between.after
    if before is not None and not _follows(evidence, before, number, segment, track_us):
        return False
    if after is not None and not _precedes(evidence, after, number, segment, track_us):
        return False
    if not _within_clock(evidence, arrival, segment, track_us):
        return False
    if before is None and after is not None:
        reach = number >= (after.number or 0) - BLOCK_BELOW
        return reach if arrival.resent else track_us >= after.track_us - LATE_US
    return after is not None or _prompt(evidence, arrival, segment, track_us)


def _follows(evidence: Evidence, before: Heard, number: int, segment: SegmentOpened, track_us: int) -> bool:
    """Whether a passing can have this number at this time, after the one before."""
    later_us = track_us - before.track_us + _slack(evidence, before, segment)
    return later_us >= 0 and plausible_rise(number - (before.number or 0), later_us)


def _precedes(evidence: Evidence, after: Heard, number: int, segment: SegmentOpened, track_us: int) -> bool:
    """Whether a passing can have this number at this time, before the one after."""
    earlier_us = after.track_us - track_us + _slack(evidence, after, segment)
    return earlier_us >= 0 and plausible_rise((after.number or 0) - number, earlier_us)


def _in_order(arrival: PassingArrived, fitting: list[SegmentOpened], between: _Between) -> Place:
    """The first of the segments in which the passing's time runs least against its number."""

    def disorder_us(segment: SegmentOpened) -> int:
        track_us = arrival.passing.decoder_time_us + segment.shift_us
        before_us = between.before.track_us if between.before is not None else track_us
        after_us = between.after.track_us if between.after is not None else track_us
        return max(0, before_us - track_us) + max(0, track_us - after_us)

    if len(fitting) == 1:
        return Place(fitting[0])
    best = min(fitting, key=disorder_us)
    equal = {clock_of(segment) for segment in fitting if disorder_us(segment) == disorder_us(best)}
    late = arrival.resent or between.after is not None
    return Place(best, uncertain=late and len(equal) > 1)


def _within_clock(evidence: Evidence, arrival: PassingArrived, segment: SegmentOpened, track_us: int) -> bool:
    """Whether that run of the clock had begun, and had come so far, and had not been ended yet."""
    begun_us, ended_us = _span_of_clock(evidence, segment)
    if begun_us is not None and track_us < begun_us - ACROSS_US:
        return False
    if ended_us is not None and track_us > ended_us + ACROSS_US:
        return False
    now_us = evidence.track_of(arrival.arrived_us)
    early_us = EARLY_US if evidence.offsets.sure else LATE_US
    return now_us is None or track_us <= now_us + early_us


def _prompt(evidence: Evidence, arrival: PassingArrived, segment: SegmentOpened, track_us: int) -> bool:
    """Whether a passing that nobody asked for comes soon enough after it happened."""
    now_us = evidence.track_of(arrival.arrived_us)
    if now_us is None or arrival.resent or track_us >= now_us - LATE_US:
        return True
    report = evidence.clock_reports.get(clock_of(segment))
    return report is not None and arrival.arrived_us - report.arrived_us <= VERIFIED_US


def _span_of_clock(evidence: Evidence, segment: SegmentOpened) -> tuple[int | None, int | None]:
    """When the run of the clock before this one was last heard of, and the one after it first.

    ``None``: there is none before, or none after, or nobody knows.
    """
    begun_us: int | None = None
    clock = clock_of(segment)
    if segment.past:
        return None, None
    for other in evidence.decoders[segment.source].segments:
        if evidence.segments[other].past:
            continue
        other_clock = clock_of(evidence.segments[other])
        if other_clock < clock:
            begun_us = evidence.last_of_clock.get(other_clock, begun_us)
        elif other_clock > clock:
            return begun_us, evidence.first_of_segment.get(other)
    return begun_us, None


def _by_time(
    evidence: Evidence, arrival: PassingArrived, segments: list[SegmentOpened]
) -> Place | Fresh | None:
    """Decoders without numbers: the newest run of the clock on which the passing comes neither from
    the future nor too late."""
    passing = arrival.passing
    for segment in segments:
        track_us = passing.decoder_time_us + segment.shift_us
        if not _within_clock(evidence, arrival, segment, track_us):
            continue
        if not _prompt(evidence, arrival, segment, track_us):
            continue
        if identity(segment, None, passing.transponder, passing.decoder_time_us) in evidence.identities:
            return None
        return Place(segment)
    return Fresh()


def _fresh(evidence: Evidence, arrival: PassingArrived, number: int, present: SegmentOpened) -> Fresh:
    """What of the present segment goes on, now that the passing does not belong to it."""
    counter = evidence.counters[present.counter]
    log = evidence.decoders[arrival.source]
    track_us = arrival.passing.decoder_time_us + present.shift_us
    follows = log.last_us is None or track_us >= log.last_us - ORDER_US
    keeps_clock = follows and _within_clock(evidence, arrival, present, track_us)
    last = counter.numbers.last
    if last is not None and number <= last and keeps_clock:
        return Fresh(keeps_clock=True)
    now_us = evidence.track_of(arrival.arrived_us)
    if arrival.resent and now_us is not None:
        between = _neighbours(evidence, counter, number)
        after_us = now_us if between.after is None else between.after.track_us
        before_us = after_us if between.before is None else between.before.track_us
        return Fresh(keeps_counter=True, past_us=(before_us + after_us) // 2)
    elapsed_us = 0 if now_us is None or log.last_us is None else now_us - log.last_us
    rises = last is None or (number > last and plausible_rise(number - last, elapsed_us))
    return Fresh(keeps_counter=rises, keeps_clock=not rises and keeps_clock)


def _same(evidence: Evidence, known: Heard, passing: Passing) -> bool:
    decoder_time_us = known.track_us - evidence.segments[known.segment].shift_us
    return known.transponder == passing.transponder and decoder_time_us == passing.decoder_time_us


def _distance(number: int, between: _Between) -> int:
    """How far the number is from the one it follows."""
    if between.before is not None and between.before.number is not None:
        return number - between.before.number
    if between.after is not None and between.after.number is not None:
        return between.after.number - number
    return 0


def _slack(evidence: Evidence, neighbour: Heard, segment: SegmentOpened) -> int:
    same_clock = clock_of(evidence.segments[neighbour.segment]) == clock_of(segment)
    return ORDER_US if same_clock else ACROSS_US
