"""From a decoder's report to facts: is it news, and on which stretch of which clock does it lie?

Pure: takes the evidence as it is and returns the facts to append.
"""

from typing import NamedTuple

from livetiming.clock import DecoderUs, ServerUs, TrackUs
from livetiming.facts import (
    AnyFact,
    ClockReported,
    InstantPlaced,
    PassingHeard,
    SegmentOpened,
)
from livetiming.ingest.attribution import Fresh, Place, attribute
from livetiming.ingest.signal import ClockHeard, PassingArrived
from livetiming.ingest.tolerance import DRIFT_PPM, LATE_US, REPORT_US, REPORTS_US
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.gaps import present_segment
from livetiming.scoring.heard import clock_of

REPORT_EVERY_US = 600_000_000
"""A clock that keeps its time is put on record this often."""

TIGHT_US = 100_000
"""An answer that came sooner than this is as good as any."""


def passing_facts(evidence: Evidence, epoch: int, arrival: PassingArrived) -> list[AnyFact]:
    """The facts that a reported passing makes; none when it is known already (a resend).

    A new segment comes first where the decoder, its counter or its clock is not what it was, and
    instants that waited for a sure estimate of the offset are placed after it.
    """
    found = attribute(evidence, arrival)
    if found is None:
        return []
    facts: list[AnyFact] = []
    if isinstance(found, Fresh):
        found = Place(_opened_by_passing(evidence, arrival, found))
        facts.append(found.segment)
    segment = found.segment
    passing = arrival.passing
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
            resent=arrival.resent,
            uncertain=found.uncertain,
            others=arrival.others,
        )
    )
    offset_us = arrival.arrived_us - (passing.decoder_time_us + segment.shift_us)
    return facts + _placed(evidence, None if arrival.resent else offset_us)


def clock_facts(evidence: Evidence, epoch: int, heard: ClockHeard) -> list[AnyFact]:
    """The facts that a decoder's answer about its time makes: a new segment where its clock was set,
    and the report itself where it tells something."""
    segment = _present(evidence, heard.source, heard.report.decoder)
    facts: list[AnyFact] = []
    if segment is None or not _agrees(evidence, epoch, segment, heard):
        segment = _opened_by_report(evidence, heard, segment)
        facts.append(segment)
    elif not _is_news(evidence, segment, heard):
        return []
    facts.append(
        ClockReported(
            segment=segment.segment,
            decoder_time_us=DecoderUs(heard.report.decoder_time_us),
            epoch=epoch,
            asked_us=heard.asked_us,
            arrived_us=heard.arrived_us,
        )
    )
    middle_us = (heard.asked_us + heard.arrived_us) // 2
    return facts + _placed(evidence, middle_us - (heard.report.decoder_time_us + segment.shift_us))


def _present(evidence: Evidence, source: str, decoder: int | None) -> SegmentOpened | None:
    """The segment on which this decoder is now; ``None`` when another one, or none, was heard there."""
    segment = present_segment(evidence, source)
    if segment is None:
        return None
    if decoder is not None and segment.decoder is not None and decoder != segment.decoder:
        return None
    return segment


class _Offset(NamedTuple):
    """Server clock minus decoder clock lies between these."""

    least_us: int
    most_us: int


def _offset(asked_us: int, arrived_us: int, decoder_time_us: int) -> _Offset:
    return _Offset(asked_us - decoder_time_us, arrived_us - decoder_time_us)


def _agrees(evidence: Evidence, epoch: int, segment: SegmentOpened, heard: ClockHeard) -> bool:
    """Whether the decoder's clock is where the segment has it: by its last report, or by its passings."""
    last = evidence.clock_reports.get(clock_of(segment))
    if last is not None and last.epoch == epoch:
        was = _offset(last.asked_us, last.arrived_us, last.decoder_time_us)
        now = _offset(heard.asked_us, heard.arrived_us, heard.report.decoder_time_us)
        apart_us = REPORTS_US + (heard.arrived_us - last.arrived_us) * DRIFT_PPM // 1_000_000
        return was.least_us - apart_us <= now.most_us and now.least_us <= was.most_us + apart_us
    earliest_us = evidence.track_of(heard.asked_us)
    latest_us = evidence.track_of(heard.arrived_us)
    if earliest_us is None or latest_us is None:
        return True
    track_us = heard.report.decoder_time_us + segment.shift_us
    # Before the estimate is sure, all passings may have come late, and the clock be ahead of them.
    doubt_us = evidence.offsets.doubt_us
    ahead_us = REPORT_US if evidence.offsets.sure else LATE_US + doubt_us
    return earliest_us - REPORT_US - doubt_us <= track_us <= latest_us + ahead_us


def _is_news(evidence: Evidence, segment: SegmentOpened, heard: ClockHeard) -> bool:
    last = evidence.clock_reports.get(clock_of(segment))
    if last is None or heard.doubted or heard.arrived_us - last.arrived_us >= REPORT_EVERY_US:
        return True
    was = _offset(last.asked_us, last.arrived_us, last.decoder_time_us)
    now = _offset(heard.asked_us, heard.arrived_us, heard.report.decoder_time_us)
    drifted = now.most_us < was.least_us or was.most_us < now.least_us
    width_us = was.most_us - was.least_us
    return drifted or (width_us > TIGHT_US and now.most_us - now.least_us < width_us // 2)


def _opened_by_passing(evidence: Evidence, arrival: PassingArrived, fresh: Fresh) -> SegmentOpened:
    decoder = arrival.passing.decoder
    present = _present(evidence, arrival.source, decoder)
    number = len(evidence.segments)
    if present is not None and fresh.keeps_clock:
        shift_us = present.shift_us
    else:
        track_us = evidence.track_of(arrival.arrived_us) if fresh.past_us is None else fresh.past_us
        shift_us = _shift(track_us, arrival.passing.decoder_time_us)
    keeps_counter = present is not None and fresh.keeps_counter
    return SegmentOpened(
        segment=number,
        source=arrival.source,
        decoder=decoder,
        counter=present.counter if present is not None and keeps_counter else number,
        clock=clock_of(present) if present is not None and fresh.keeps_clock else number,
        shift_us=shift_us,
        past=fresh.past_us is not None,
        reason=_reason(evidence, arrival.source, decoder, present, fresh, shift_us),
    )


def _opened_by_report(evidence: Evidence, heard: ClockHeard, present: SegmentOpened | None) -> SegmentOpened:
    number = len(evidence.segments)
    middle_us = ServerUs((heard.asked_us + heard.arrived_us) // 2)
    shift_us = _shift(evidence.track_of(middle_us), heard.report.decoder_time_us)
    fresh = Fresh(keeps_counter=present is not None)
    return SegmentOpened(
        segment=number,
        source=heard.source,
        decoder=heard.report.decoder,
        counter=number if present is None else present.counter,
        clock=number,
        shift_us=shift_us,
        reason=_reason(evidence, heard.source, heard.report.decoder, present, fresh, shift_us),
    )


def _shift(track_us: int | None, decoder_time_us: int) -> int:
    """What carries a clock onto the track clock; the first clock that is heard is the track clock."""
    return 0 if track_us is None else track_us - decoder_time_us


def _reason(
    evidence: Evidence,
    source: str,
    decoder: int | None,
    present: SegmentOpened | None,
    fresh: Fresh,
    shift_us: int,
) -> str:
    if present is None:
        log = evidence.decoders.get(source)
        if log is None or not log.segments:
            return "first heard"
        return f"another decoder ({decoder:#x})" if decoder is not None else "another decoder"
    if fresh.past_us is not None:
        return "the clock was set twice while nobody listened"
    if fresh.keeps_clock:
        return "the passing counter began again"
    moved_us = present.shift_us - shift_us
    if not fresh.keeps_counter and moved_us < 0:
        return "the decoder was restarted"
    return (
        f"the decoder's clock was set {'forward' if moved_us > 0 else 'back'} by {_duration(abs(moved_us))}"
    )


def _duration(time_us: int) -> str:
    seconds = round(time_us / 1_000_000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _placed(evidence: Evidence, offset_us: int | None) -> list[AnyFact]:
    """Instants decided before any decoder was heard find their place by the first that is, and those
    placed before the estimate of the offset was sure are placed again once it is."""
    facts: list[AnyFact] = []
    if offset_us is not None:
        facts += [
            InstantPlaced(placed=n, track_us=TrackUs(at.server_us - offset_us))
            for n, at in sorted(evidence.unplaced.items())
        ]
    if evidence.offsets.sure:
        for n, at in sorted(evidence.tentative.items()):
            track_us = evidence.track_of(at.server_us)
            if track_us is not None:
                facts.append(InstantPlaced(placed=n, track_us=track_us))
    return facts
