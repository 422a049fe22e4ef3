"""What may be missing of what the decoders heard: by number, or by time where nobody can count."""

import msgspec

from livetiming.facts import SegmentOpened
from livetiming.scoring.decoders import BLOCK_BELOW, Counter, DecoderLog, Doubt
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.heard import Heard
from livetiming.scoring.numbers import Range


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """Passings that were not heard, or may not have been.

    They lie between the track times `after_us` and `before_us` (``None``: not known, or not over).
    `size` is their number, the most that it can be if other records share the counter (`at_most`),
    and ``None`` where nobody can know. `given_up`: the decoder was asked and did not send them all.
    """

    source: str
    after_us: int | None
    before_us: int | None
    size: int | None
    at_most: bool = False
    numbers: Range | None = None
    given_up: bool = False
    why: str


def gaps(evidence: Evidence) -> list[Gap]:
    """Every gap of the meeting, by decoder, counted ones first."""
    found: list[Gap] = []
    for log in evidence.decoders.values():
        counters = dict.fromkeys(evidence.segments[segment].counter for segment in log.segments)
        for began in counters:
            counter = evidence.counters[began]
            found += [_counted(evidence, counter, missing) for missing in counter.missing()]
            found += [_before_the_first(evidence, counter, missing) for missing in _below(evidence, counter)]
        found += [_uncounted(log, doubt) for doubt in (*log.doubts, *log.unsettled)]
    return found


def present_segment(evidence: Evidence, source: str) -> SegmentOpened | None:
    """The stretch of time on which a decoder is now; ``None`` before it was heard."""
    log = evidence.decoders.get(source)
    return None if log is None or log.present is None else evidence.segments[log.present]


def missing_numbers(evidence: Evidence, source: str) -> list[Range]:
    """What a decoder can be asked for: the numbers missing from its present counter, and block by
    block those it heard since the meeting opened and before it was connected."""
    segment = present_segment(evidence, source)
    if segment is None:
        return []
    counter = evidence.counters[segment.counter]
    return _below(evidence, counter) + counter.missing()


def _below(evidence: Evidence, counter: Counter) -> list[Range]:
    opened = evidence.meeting.opened
    if opened is None or opened.at is None or not counter.open_below:
        return []
    opened_us = evidence.place(evidence.meeting.n, opened.at)
    if opened_us is None or counter.floor is None or counter.reported_first is None:
        return []
    earliest = _heard_at(evidence, counter, counter.floor)
    if earliest is not None and earliest.track_us <= opened_us:
        return []
    first = max(counter.reported_first, counter.floor - BLOCK_BELOW)
    return [(first, counter.floor - 1)] if first < counter.floor else []


def _counted(evidence: Evidence, counter: Counter, missing: Range) -> Gap:
    first, last = missing
    after = _heard_at(evidence, counter, counter.numbers.before(first))
    before = _heard_at(evidence, counter, counter.numbers.after(last))
    return Gap(
        source=counter.source,
        after_us=None if after is None else after.track_us,
        before_us=None if before is None else before.track_us,
        size=last - first + 1,
        at_most=counter.shared,
        numbers=missing,
        given_up=not counter.given_up.missing(first, last),
        why="passing numbers are missing",
    )


def _before_the_first(evidence: Evidence, counter: Counter, missing: Range) -> Gap:
    """Passings that the decoder held when it was first heard; how many are of this meeting it would tell."""
    opened = evidence.meeting.opened
    after_us = None if opened is None or opened.at is None else evidence.place(evidence.meeting.n, opened.at)
    before = _heard_at(evidence, counter, counter.numbers.after(missing[1]))
    return Gap(
        source=counter.source,
        after_us=after_us,
        before_us=None if before is None else before.track_us,
        size=None,
        given_up=not counter.given_up.missing(*missing),
        why="the decoder was not connected when the meeting opened",
    )


def _heard_at(evidence: Evidence, counter: Counter, number: int | None) -> Heard | None:
    return None if number is None else evidence.identities.get((counter.began, -1, number))


def _uncounted(log: DecoderLog, doubt: Doubt) -> Gap:
    return Gap(source=log.source, after_us=doubt.from_us, before_us=doubt.until_us, size=None, why=doubt.why)
