"""How the facts of the machine change the evidence: what decoders heard, and how far to trust it."""

from bisect import insort
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import msgspec

from livetiming import facts
from livetiming.clock import ServerUs
from livetiming.facts import LinkState
from livetiming.scoring.decoders import Counter, DecoderLog, Doubt
from livetiming.scoring.heard import Heard, clock_of, identity
from livetiming.scoring.offset import shift_between

if TYPE_CHECKING:
    from livetiming.scoring.evidence import Evidence


def _epoch_started(evidence: "Evidence", _n: int, fact: facts.EpochStarted) -> None:
    shift_us = shift_between(evidence.epoch, fact)
    evidence.offsets.start_epoch(evidence.epoch, fact)
    for instants in (evidence.unplaced, evidence.tentative):
        for n, at in instants.items():
            instants[n] = msgspec.structs.replace(at, server_us=ServerUs(at.server_us + shift_us))
    evidence.epoch = fact
    evidence.links.clear()
    for log in evidence.decoders.values():
        if log.link is not None and log.link.state is LinkState.LIVE:
            log.doubt(log.last_us, None, "the server was not running")
        log.link = None
        log.attended = False


def _loop_assigned(evidence: "Evidence", n: int, fact: facts.LoopAssigned) -> None:
    log = _log(evidence, fact.source)
    changed = (fact.role, fact.photocells) != (log.role, tuple(log.photocells))
    log.listen(fact.role, fact.name, fact.photocells)
    if changed and log.segments:
        _file_again(evidence, n)


def _link_changed(evidence: "Evidence", _n: int, fact: facts.LinkChanged) -> None:
    log = _log(evidence, fact.source)
    was_live = log.link is not None and log.link.state is LinkState.LIVE
    evidence.links[fact.source] = log.link = fact
    track_us = fact.at.track_us
    if fact.state is LinkState.LIVE:
        log.resume(track_us)
    elif was_live:
        log.attended = False
        from_us = None if track_us is None else track_us - fact.quiet_us
        log.doubt(from_us, None, fact.detail or "the connection was lost")


def _segment_opened(evidence: "Evidence", _n: int, fact: facts.SegmentOpened) -> None:
    log = _log(evidence, fact.source)
    evidence.segments[fact.segment] = fact
    if fact.counter == fact.segment:
        known = [evidence.segments[segment].decoder for segment in log.segments]
        restarted = fact.decoder in known
        if restarted:
            log.settle(numbered=False)
            log.doubts.append(Doubt(from_us=log.last_us, until_us=None, why=fact.reason))
        evidence.counters[fact.segment] = Counter(fact, restarted=restarted, open_below=not log.attended)
    log.segments.append(fact.segment)
    if not fact.past:
        log.present = fact.segment


def _passing_heard(evidence: "Evidence", n: int, fact: facts.PassingHeard) -> None:
    segment = evidence.segments[fact.segment]
    number, transponder, decoder_time_us = fact.number, fact.transponder, fact.decoder_time_us
    track_us = decoder_time_us + segment.shift_us
    heard = Heard(track_us, n, transponder, fact.segment, number, fact.strength, fact.hits)
    evidence.passings[n] = heard
    evidence.identities[identity(segment, number, transponder, decoder_time_us)] = heard
    evidence.first_of_segment.setdefault(fact.segment, track_us)
    clock = clock_of(segment)
    if track_us > evidence.last_of_clock.get(clock, track_us - 1):
        evidence.last_of_clock[clock] = track_us
    evidence.heard_count += 1
    log = evidence.decoders[segment.source]
    if fact.uncertain:
        evidence.uncertain.add(n)
    _file(evidence, log, heard)
    if number is not None:
        counter = evidence.counters[segment.counter]
        if log.unsettled and (counter.last is None or number > counter.last):
            log.settle(numbered=counter.last is not None)
        counter.take(number, fact.others)
    elif log.unsettled:
        log.settle(numbered=False)
    if log.last_us is None or track_us > log.last_us:
        _reached(log, track_us)
    if fact.resent:
        log.recovered += 1
    else:
        evidence.offsets.observe(segment.source, track_us, fact.arrived_us)


def _clock_reported(evidence: "Evidence", _n: int, fact: facts.ClockReported) -> None:
    segment = evidence.segments[fact.segment]
    track_us = fact.decoder_time_us + segment.shift_us
    clock = clock_of(segment)
    evidence.clock_reports[clock] = fact
    evidence.first_of_segment.setdefault(fact.segment, track_us)
    evidence.last_of_clock[clock] = max(track_us, evidence.last_of_clock.get(clock, track_us))
    evidence.offsets.measure(segment.source, track_us, fact.asked_us, fact.arrived_us)


def _counter_reported(evidence: "Evidence", _n: int, fact: facts.CounterReported) -> None:
    segment = evidence.segments[fact.segment]
    counter = evidence.counters[segment.counter]
    evidence.decoders[segment.source].settle(numbered=counter.last is not None)
    counter.report(fact.first_number, fact.last_number)


def _resend_given_up(evidence: "Evidence", _n: int, fact: facts.ResendGivenUp) -> None:
    evidence.counters[fact.counter].given_up.add(fact.from_number, fact.until_number)


def _records_damaged(evidence: "Evidence", _n: int, fact: facts.RecordsDamaged) -> None:
    log = _log(evidence, fact.source)
    log.doubt(log.last_us, fact.at.track_us, f"damaged record ({fact.reason})")


def _line_tripped(evidence: "Evidence", n: int, fact: facts.LineTripped) -> None:
    evidence.trips[n] = fact


def _instant_placed(evidence: "Evidence", n: int, fact: facts.InstantPlaced) -> None:
    evidence.placed[fact.placed] = fact.track_us
    at = evidence.unplaced.pop(fact.placed, None) or evidence.tentative.pop(fact.placed, None)
    if at is not None and not evidence.offsets.sure:
        evidence.tentative[fact.placed] = at
    evidence.plan_version = n
    for session in evidence.sessions.values():
        session.place(fact.placed, fact.track_us)


def _log(evidence: "Evidence", source: str) -> DecoderLog:
    log = evidence.decoders.get(source)
    if log is None:
        log = evidence.decoders[source] = DecoderLog(source)
    return log


def _reached(log: DecoderLog, track_us: int) -> None:
    """The decoder's latest passing is this one: what began before it and had no end ends here."""
    log.last_us = track_us
    if log.doubts:
        for doubt in reversed(log.doubts):
            if not doubt.open:
                break
            doubt.open, doubt.until_us = False, track_us


def _file(evidence: "Evidence", log: DecoderLog, heard: Heard) -> None:
    """Put a passing where its loop's are kept."""
    if not log.at_line or heard.transponder in log.photocells:
        insort(evidence.elsewhere.setdefault(log.source, []), heard)
        return
    transponder = heard.transponder
    passings = evidence.heard.get(transponder)
    if passings is None:
        evidence.heard[transponder] = [heard]
        return
    first = passings[0].segment
    if heard.segment != first and evidence.segments[first].source != log.source:
        evidence.several_ears.add(transponder)
    if heard.track_us >= passings[-1].track_us:
        passings.append(heard)
    else:
        insort(passings, heard)
        evidence.transponder_version[transponder] = heard.n


def _file_again(evidence: "Evidence", n: int) -> None:
    """A decoder's loop has changed: whatever was heard goes where it now belongs."""
    evidence.heard = {}
    evidence.several_ears = set()
    evidence.elsewhere = {}
    for heard in sorted(evidence.passings.values()):
        _file(evidence, evidence.decoders[evidence.segments[heard.segment].source], heard)
    evidence.transponder_version = dict.fromkeys(
        {heard.transponder for heard in evidence.passings.values()}, n
    )


MACHINES = cast(
    "dict[type[facts.AnyFact], Callable[[Evidence, int, facts.AnyFact], None]]",
    {
        facts.EpochStarted: _epoch_started,
        facts.LoopAssigned: _loop_assigned,
        facts.LinkChanged: _link_changed,
        facts.SegmentOpened: _segment_opened,
        facts.PassingHeard: _passing_heard,
        facts.ClockReported: _clock_reported,
        facts.CounterReported: _counter_reported,
        facts.ResendGivenUp: _resend_given_up,
        facts.RecordsDamaged: _records_damaged,
        facts.LineTripped: _line_tripped,
        facts.InstantPlaced: _instant_placed,
    },
)
"""What each fact of the machine does to the evidence."""
