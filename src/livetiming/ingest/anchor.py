"""From a decoder's report to facts: is the passing new, and on which stretch of which clock is it?

Pure: takes the evidence as it is and returns the facts to append.
"""

from livetiming.clock import DecoderUs, ServerUs, TrackUs
from livetiming.facts import AnyFact, InstantPlaced, PassingHeard, SegmentOpened
from livetiming.ingest.signal import PassingArrived
from livetiming.scoring.evidence import Evidence, identity

CLOCK_STEP_US = 2_000_000
"""A newer passing number with a time this much before the last one means that the clock was set back:
passings can overtake each other on the wire, numbers do not run against the clock for long."""


def passing_facts(evidence: Evidence, epoch: int, arrival: PassingArrived) -> list[AnyFact]:
    """The facts that a reported passing makes; none when it is known already (a resend).

    A new segment comes first where the decoder, its counter or its clock is not what it was, and
    instants that waited for the first passing are placed after it.
    """
    opened = _segment_for(evidence, arrival)
    segment = opened if opened is not None else evidence.segments[evidence.segment_of_source[arrival.source]]
    passing = arrival.passing
    if identity(segment, passing.number, passing.transponder, passing.decoder_time_us) in evidence.identities:
        return []
    facts: list[AnyFact] = [] if opened is None else [opened]
    facts.append(
        PassingHeard(
            segment=segment.segment,
            number=passing.number,
            transponder=passing.transponder,
            decoder_time_us=DecoderUs(passing.decoder_time_us),
            strength=passing.strength,
            hits=passing.hits,
            flags=passing.flags or None,
            epoch=epoch,
            arrived_us=arrival.arrived_us,
        )
    )
    if evidence.unplaced:
        facts += _place(evidence, TrackUs(passing.decoder_time_us + segment.shift_us), arrival.arrived_us)
    return facts


def _segment_for(evidence: Evidence, arrival: PassingArrived) -> SegmentOpened | None:
    """The segment to open for this passing, or ``None`` when the present one goes on."""
    passing = arrival.passing
    present = evidence.segment_of_source.get(arrival.source)
    if present is None:
        return _open(evidence, arrival, "first passing of this decoder", counter=None)
    segment = evidence.segments[present]
    if passing.decoder is not None and segment.decoder is not None and passing.decoder != segment.decoder:
        return _open(evidence, arrival, f"another decoder ({passing.decoder:#x})", counter=None)
    known = evidence.identities.get(
        identity(segment, passing.number, passing.transponder, passing.decoder_time_us)
    )
    if known is not None:
        at_us = passing.decoder_time_us + evidence.segments[known.segment].shift_us
        if known.transponder != passing.transponder or known.track_us != at_us:
            return _open(evidence, arrival, "the passing counter was reset", counter=None)
        return None
    last = evidence.last_of_segment.get(present)
    if last is None or passing.number is None or last.number is None:
        return None
    if (
        passing.number > last.number
        and passing.decoder_time_us + segment.shift_us < last.track_us - CLOCK_STEP_US
    ):
        return _open(evidence, arrival, "the decoder's clock was set back", counter=segment.counter)
    return None


def _open(evidence: Evidence, arrival: PassingArrived, reason: str, counter: int | None) -> SegmentOpened:
    number = len(evidence.segments)
    track_us = evidence.track_of(arrival.arrived_us)
    shift_us = 0 if track_us is None else track_us - arrival.passing.decoder_time_us
    return SegmentOpened(
        segment=number,
        source=arrival.source,
        decoder=arrival.passing.decoder,
        counter=number if counter is None else counter,
        shift_us=shift_us,
        reason=reason,
    )


def _place(evidence: Evidence, track_us: TrackUs, arrived_us: ServerUs) -> list[AnyFact]:
    """Instants decided before any decoder was heard find their place by the first passing."""
    return [
        InstantPlaced(placed=n, track_us=TrackUs(track_us - (arrived_us - at.server_us)))
        for n, at in sorted(evidence.unplaced.items())
    ]
