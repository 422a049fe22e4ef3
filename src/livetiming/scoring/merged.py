"""One crossing of the line, heard more than once: by a backup loop, or by the kart's second transponder.

Each way of hearing a kart (a loop and a transponder) lies a little before or behind the first one, by
the median difference of the passings that both heard. Where the first heard the kart its time counts
and the others' are duplicates; where it did not, the next one's time does, moved by that median.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Sequence
from statistics import median_low

import msgspec

from livetiming.facts import LoopRole
from livetiming.scoring.carriage import Span
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.heard import Heard

SAME_CROSSING_US = 5_000_000
"""Passings of one kart on two ways of hearing it that are no further apart are one crossing: loops on
one line are metres apart, and no lap is this short."""

PAIRS_MIN = 3
"""How many pairs of a kart make a median; with fewer, that of all karts is taken."""

PAIRS_EACH = 3
"""How many of each transponder's last passings go into the median of all karts."""


class Crossings(msgspec.Struct, frozen=True):
    """A kart's crossings as (track time, fact number) in time order, and which facts they rest on."""

    marks: list[tuple[int, int]]
    moved: frozenset[int]
    """Those whose time is that of a second transponder, moved by the median."""
    duplicates: list[int]
    tied: bool
    """Whether they rest on the median of all karts, for want of pairs of this one."""


class Ties:
    """By how much each decoder's times lie behind another's, by all karts' last passings."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._heard_count = -1
        self._behind_us: dict[tuple[str, str], int] = {}

    def now(self) -> dict[tuple[str, str], int]:
        """By the first's source and the other's."""
        if self._heard_count != self._evidence.heard_count:
            self._heard_count = self._evidence.heard_count
            self._behind_us = _ties(self._evidence)
        return self._behind_us


def heard_by_several(evidence: Evidence, spans: Sequence[Span], order: Sequence[int]) -> bool:
    """Whether a kart with these transponders, entered with those of `order`, is heard in several ways.

    A transponder that an official assigned replaces the entered one; it is not carried beside it.
    """
    if len(order) > 1 and len(spans) > 1:
        return True
    return bool(evidence.several_ears) and any(span.transponder in evidence.several_ears for span in spans)


def merged(
    evidence: Evidence,
    ties: Ties,
    spans: Sequence[Span],
    order: Sequence[int],
    *,
    min_lap_us: int,
    stands: Callable[[int], bool],
) -> Crossings:
    """All crossings of a kart.

    `order` has its transponders, the one that counts first; `stands` tells of the number of a passing
    whether it has not been struck.
    """
    same_us = min(SAME_CROSSING_US, min_lap_us)
    first, *others = _ways(evidence, spans, order, stands) or [_Way("", [])]
    marks = [(track_us, heard.n) for track_us, heard in first.passings]
    moved: set[int] = set()
    duplicates: list[int] = []
    tied = False
    for way in others:
        behind_us = _own_behind_us(first, way)
        if behind_us is None:
            tied = True
            behind_us = ties.now().get((first.source, way.source), 0)
        for track_us, heard in way.passings:
            mark = (track_us - behind_us, heard.n)
            if _is_near(marks, mark[0], same_us):
                duplicates.append(heard.n)
                continue
            insort(marks, mark)
            if way.source == first.source:
                moved.add(heard.n)
    return Crossings(marks, frozenset(moved), duplicates, tied)


class _Way(msgspec.Struct, frozen=True):
    """What one loop heard of one transponder, by the track clock or where an official moved it to."""

    source: str
    passings: list[tuple[int, Heard]]


def _ways(
    evidence: Evidence, spans: Sequence[Span], order: Sequence[int], stands: Callable[[int], bool]
) -> list[_Way]:
    """The ways in which the kart was heard, the one that counts first."""
    found: dict[tuple[str, int], list[tuple[int, Heard]]] = {}
    for span in spans:
        for heard in evidence.heard.get(span.transponder, ()):
            track_us = evidence.moved.get(heard.n, heard.track_us)
            if stands(heard.n) and span.covers(track_us):
                source = evidence.segments[heard.segment].source
                found.setdefault((source, span.transponder), []).append((track_us, heard))
    sources = list(evidence.decoders)
    place = {transponder: i for i, transponder in enumerate(order)}

    def rank(way: tuple[str, int]) -> tuple[bool, int, int, int]:
        source, transponder = way
        backup = evidence.decoders[source].role is LoopRole.BACKUP
        return backup, sources.index(source), place.get(transponder, len(place)), transponder

    return [_Way(way[0], sorted(found[way])) for way in sorted(found, key=rank)]


def _own_behind_us(first: _Way, other: _Way) -> int | None:
    """By how much the other way's times lie behind the first's; ``None`` where all karts must tell."""
    pairs = _pairs(first.passings, other.passings)
    if len(pairs) >= PAIRS_MIN:
        return median_low(pairs)
    return 0 if first.source == other.source else None


def _pairs(first: list[tuple[int, Heard]], other: list[tuple[int, Heard]]) -> list[int]:
    """How far each of the other's passings lies behind the first's nearest, where that is the same."""
    times_us = [track_us for track_us, _ in first]
    pairs: list[int] = []
    for track_us, _ in other:
        at = bisect_left(times_us, track_us)
        around_us = times_us[max(at - 1, 0) : at + 1]
        apart_us = min((track_us - time_us for time_us in around_us), key=abs, default=None)
        if apart_us is not None and abs(apart_us) <= SAME_CROSSING_US:
            pairs.append(apart_us)
    return pairs


def _is_near(marks: list[tuple[int, int]], track_us: int, same_us: int) -> bool:
    """Whether there is a crossing already that this is."""
    at = bisect_left(marks, (track_us, 0))
    return any(abs(mark[0] - track_us) < same_us for mark in marks[max(at - 1, 0) : at + 1])


def _ties(evidence: Evidence) -> dict[tuple[str, str], int]:
    pairs: dict[tuple[str, str], list[int]] = {}
    for transponder in evidence.several_ears:
        by_source: dict[str, list[tuple[int, Heard]]] = {}
        for heard in evidence.heard.get(transponder, ())[-2 * PAIRS_EACH :]:
            source = evidence.segments[heard.segment].source
            by_source.setdefault(source, []).append((heard.track_us, heard))
        for first, passings in by_source.items():
            for other, others in by_source.items():
                if first != other:
                    pairs.setdefault((first, other), []).extend(_pairs(passings, others))
    return {sources: median_low(found) for sources, found in pairs.items() if found}
