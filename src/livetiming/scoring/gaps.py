"""What may be missing of what the decoders heard: by number, or by time where nobody can count."""

import msgspec

from livetiming.facts import SegmentOpened
from livetiming.scoring.decoders import Counter, DecoderLog, Doubt
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
        found += [_uncounted(log, doubt) for doubt in (*log.doubts, *log.unsettled)]
    return found


def present_segment(evidence: Evidence, source: str) -> SegmentOpened | None:
    """The stretch of time on which a decoder is now; ``None`` before it was heard."""
    log = evidence.decoders.get(source)
    return evidence.segments[log.segments[-1]] if log is not None and log.segments else None


def missing_numbers(evidence: Evidence, source: str) -> list[Range]:
    """What a decoder can be asked for: the numbers missing from its present counter."""
    segment = present_segment(evidence, source)
    return [] if segment is None else evidence.counters[segment.counter].missing()


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


def _heard_at(evidence: Evidence, counter: Counter, number: int | None) -> Heard | None:
    return None if number is None else evidence.identities.get((counter.began, -1, number))


def _uncounted(log: DecoderLog, doubt: Doubt) -> Gap:
    return Gap(source=log.source, after_us=doubt.from_us, before_us=doubt.until_us, size=None, why=doubt.why)
