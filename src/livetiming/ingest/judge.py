"""What a decoder's signal means: the facts to append, by the evidence as it is. Pure."""

from livetiming.clock import ServerUs
from livetiming.facts import (
    AnyFact,
    CounterReported,
    Instant,
    LineTripped,
    LinkChanged,
    LoopAssigned,
    RecordsDamaged,
    ResendGivenUp,
)
from livetiming.ingest.anchor import clock_facts, passing_facts
from livetiming.ingest.signal import (
    ClockHeard,
    CounterHeard,
    DamageHeard,
    LineTouched,
    LinkTurned,
    LoopGiven,
    PassingArrived,
    ResendFailed,
    Signal,
)
from livetiming.ingest.tolerance import plausible_rise
from livetiming.scoring.decoders import DecoderLog
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.gaps import present_segment

DAMAGE_EVERY_US = 10_000_000
"""Damage to what a decoder without numbers sends is put on record this often at most."""


def signal_facts(evidence: Evidence, epoch: int, signal: Signal) -> list[AnyFact]:
    """The facts that a signal makes; none for one that tells nothing new."""
    match signal:
        case PassingArrived():
            return passing_facts(evidence, epoch, signal)
        case ClockHeard():
            return clock_facts(evidence, epoch, signal)
        case LinkTurned():
            return [_link_changed(evidence, epoch, signal)]
        case CounterHeard():
            return _counter_facts(evidence, epoch, signal)
        case ResendFailed():
            return _resend_facts(evidence, epoch, signal)
        case DamageHeard():
            return _damage_facts(evidence, epoch, signal)
        case LoopGiven():
            return _loop_facts(evidence, signal)
        case LineTouched():
            at = _instant(evidence, epoch, signal.at_us)
            return [LineTripped(source=signal.source, track_us=at.track_us, at=at)]


def _instant(evidence: Evidence, epoch: int, at_us: ServerUs) -> Instant:
    return Instant(epoch=epoch, server_us=at_us, track_us=evidence.track_of(at_us))


def _link_changed(evidence: Evidence, epoch: int, signal: LinkTurned) -> LinkChanged:
    return LinkChanged(
        source=signal.source,
        state=signal.state,
        at=_instant(evidence, epoch, signal.at_us),
        detail=signal.detail,
        quiet_us=signal.quiet_us,
    )


def _loop_facts(evidence: Evidence, signal: LoopGiven) -> list[AnyFact]:
    """The loop, where it is not what is known, or what goes without saying."""
    log = evidence.decoders.get(signal.source) or DecoderLog(signal.source)
    if (log.role, log.name, log.photocells) == (signal.role, signal.name, frozenset(signal.photocells)):
        return []
    return [
        LoopAssigned(source=signal.source, role=signal.role, name=signal.name, photocells=signal.photocells)
    ]


def _counter_facts(evidence: Evidence, epoch: int, signal: CounterHeard) -> list[AnyFact]:
    """What the decoder holds, where it tells of passings that were not heard, or that there are none.

    A report that ends before what is known is left to the next passing: the counter may have begun
    again, or the decoder may hold nothing.
    """
    report = signal.report
    segment = present_segment(evidence, signal.source)
    if segment is None or not report.last_number:
        return []
    if report.decoder is not None and segment.decoder is not None and report.decoder != segment.decoder:
        return []
    log = evidence.decoders[signal.source]
    counter = evidence.counters[segment.counter]
    last = counter.last
    if last is not None:
        now_us = evidence.track_of(signal.at_us)
        elapsed_us = 0 if now_us is None or log.last_us is None else now_us - log.last_us
        if report.last_number < last or not plausible_rise(report.last_number - last, elapsed_us):
            return []
        starts_below = counter.open_below and counter.reported_first is None
        if report.last_number == last and not log.unsettled and not starts_below:
            return []
    return [
        CounterReported(
            segment=segment.segment,
            first_number=report.first_number,
            last_number=report.last_number,
            at=_instant(evidence, epoch, signal.at_us),
        )
    ]


def _resend_facts(evidence: Evidence, epoch: int, signal: ResendFailed) -> list[AnyFact]:
    """The numbers of the range that are still missing, and were not given up before."""
    segment = present_segment(evidence, signal.source)
    if segment is None:
        return []
    counter = evidence.counters[segment.counter]
    at = _instant(evidence, epoch, signal.at_us)
    return [
        ResendGivenUp(counter=counter.began, from_number=given_first, until_number=given_last, at=at)
        for first, last in counter.numbers.missing(signal.from_number, signal.until_number)
        for given_first, given_last in counter.given_up.missing(first, last)
    ]


def _damage_facts(evidence: Evidence, epoch: int, signal: DamageHeard) -> list[AnyFact]:
    """Damage, unless it is known already that something may be missing just now."""
    log = evidence.decoders.get(signal.source)
    if log is None or log.unsettled:
        return []
    at = _instant(evidence, epoch, signal.at_us)
    if log.doubts and at.track_us is not None:
        until_us = log.doubts[-1].until_us
        if until_us is not None and at.track_us - until_us < DAMAGE_EVERY_US:
            return []
    return [RecordsDamaged(source=signal.source, at=at, reason=signal.reason)]
