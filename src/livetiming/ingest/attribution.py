"""On which stretch of which decoder's time does a passing lie, or has it been heard before?

Numbers and times of one run of a counter and a clock rise together. A passing belongs where its
number and its time fit between those of its neighbours; where it fits nowhere, the decoder, its
counter or its clock is not what it was. So a late or resent passing finds the segment in whose time
it was heard, whatever has happened to the decoder since.
"""

from collections.abc import Iterator

import msgspec

from livetiming.facts import SegmentOpened
from livetiming.ingest.fitting import Between, fits, neighbours, prompt, within_clock
from livetiming.ingest.signal import PassingArrived
from livetiming.ingest.tolerance import ORDER_US, plausible_rise
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.gaps import present_segment
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
        between = neighbours(evidence, evidence.counters[counter], number)
        fitting = [
            segment
            for segment in _likeliest_first(evidence, counter, segments, between)
            if fits(evidence, arrival, number, segment, between)
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


def _likeliest_first(
    evidence: Evidence, counter: int, segments: list[SegmentOpened], between: Between
) -> Iterator[SegmentOpened]:
    """The stretches of time on which the counter ran: in a hole those of its edges, else the newest."""
    if between.after is not None:
        for edge in (between.before, between.after):
            if edge is not None:
                yield evidence.segments[edge.segment]
    for segment in segments:
        if segment.counter == counter:
            yield segment


def _in_order(arrival: PassingArrived, fitting: list[SegmentOpened], between: Between) -> Place:
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


def _by_time(
    evidence: Evidence, arrival: PassingArrived, segments: list[SegmentOpened]
) -> Place | Fresh | None:
    """Decoders without numbers: the newest run of the clock on which the passing comes neither from
    the future nor too late."""
    passing = arrival.passing
    for segment in segments:
        track_us = passing.decoder_time_us + segment.shift_us
        if not within_clock(evidence, arrival, segment, track_us):
            continue
        if not prompt(evidence, arrival, segment, track_us):
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
    keeps_clock = follows and within_clock(evidence, arrival, present, track_us)
    last = counter.numbers.last
    if last is not None and number <= last and keeps_clock:
        return Fresh(keeps_clock=True)
    now_us = evidence.track_of(arrival.arrived_us)
    if arrival.resent and now_us is not None:
        between = neighbours(evidence, counter, number)
        after_us = now_us if between.after is None else between.after.track_us
        before_us = after_us if between.before is None else between.before.track_us
        return Fresh(keeps_counter=True, past_us=(before_us + after_us) // 2)
    elapsed_us = 0 if now_us is None or log.last_us is None else now_us - log.last_us
    rises = last is None or (number > last and plausible_rise(number - last, elapsed_us))
    return Fresh(keeps_counter=rises, keeps_clock=not rises and keeps_clock)


def _same(evidence: Evidence, known: Heard, passing: Passing) -> bool:
    decoder_time_us = known.track_us - evidence.segments[known.segment].shift_us
    return known.transponder == passing.transponder and decoder_time_us == passing.decoder_time_us


def _distance(number: int, between: Between) -> int:
    """How far the number is from the one it follows."""
    if between.before is not None and between.before.number is not None:
        return number - between.before.number
    if between.after is not None and between.after.number is not None:
        return between.after.number - number
    return 0
