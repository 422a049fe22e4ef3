"""Charts without times: which crossings a sequence of numbers follows.

The numbers of the chart and those of the loop are two readings of one sequence. A chain is a run of
(tap, crossing) pairs with the same number that goes forward in both; leaving out taps or crossings
costs, so the best chain keeps to one lap. Chains are grown tap by tap: another tap at the end costs
one step, and only a change further back grows them anew.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from math import log2

import msgspec

from livetiming.scoring.handscore.chart import Chart
from livetiming.scoring.handscore.loop import Loop

REACH = 10
"""How many taps back a chain may be continued from; the best chain of all from anywhere."""

TAP_LEFT_OUT = 0.35
CROSSING_LEFT_OUT = 0.25
JUMP_MAX = 3.0
"""What leaving out taps and crossings costs, against 1 for a pair; a scorer may pause, so a long jump
costs no more than this."""

STALE = 0.05
"""What a pair costs for each lap, up to three, by which its crossing is older than the tap's arrival: a
chart that arrives as it is written is about the present."""

LAPS_LEFT_OUT = 0.5
LAPS_LEFT_OUT_AT_END = 0.6
"""For each doubling of the laps that a chain leaves out: before its first crossing or on the way, and
after its last. Where the order never changes, these alone tell the laps apart."""

SETTLED_LAPS = 2
"""From so many laps of taps on, a tap looks for its crossing near the best chain only."""

NEAR_LAPS = 2.5


class _Link(msgspec.Struct, gc=False):
    """A chain by its last pair. `standing` is the score less the price of ending here."""

    score: float
    standing: float
    tap: int
    crossing: int
    before: "_Link | None"


class Sequence:
    """The best chain of one chart, grown as taps come."""

    def __init__(self) -> None:
        self._taps: list[tuple[str, int]] = []
        self._crossings: tuple[object, ...] = ()
        self._lap_us = 0
        self._links: list[list[_Link]] = []
        self._best: list[_Link | None] = []
        """The best chain that ends at or before each tap, by its standing."""
        self._strongest: list[_Link | None] = []
        """The same by its score: the best to go on from."""

    def anchors(self, chart: Chart, loop: Loop) -> list[tuple[int, int]]:
        """Pairs of tap and crossing, by index, forward in both."""
        taps = [(tap.number, bound) for tap, bound in zip(chart.taps, chart.bounds_us, strict=True)]
        self._keep(taps, loop)
        for tap in range(len(self._links), len(taps)):
            links = self._grown(tap, taps[tap], loop)
            self._links.append(links)
            _note(self._best, links, _standing)
            _note(self._strongest, links, _score)
        self._taps, self._crossings, self._lap_us = taps, loop.crossings, loop.lap_us
        link = self._best[-1] if self._best else None
        anchors = []
        while link is not None:
            anchors.append((link.tap, link.crossing))
            link = link.before
        anchors.reverse()
        return anchors

    def _keep(self, taps: list[tuple[str, int]], loop: Loop) -> None:
        """Forget what was grown from taps or crossings that are no longer the same."""
        pairs = zip(self._taps, taps, strict=False)
        same = next((i for i, (known, present) in enumerate(pairs) if known != present), None)
        if same is None:
            same = min(len(self._taps), len(taps))
        known_crossings = len(self._crossings)
        if loop.crossings[:known_crossings] != self._crossings or loop.lap_us != self._lap_us:
            same = 0
        elif len(loop.crossings) > known_crossings:
            # A tap may have been waiting for the crossing that has come since.
            newest_us = loop.times_us[known_crossings]
            while same and taps[same - 1][1] >= newest_us:
                same -= 1
        for grown in (self._links, self._best, self._strongest):
            del grown[same:]

    def _grown(self, tap: int, written: tuple[str, int], loop: Loop) -> list[_Link]:
        """The chains that end with this tap, in the order of their crossings."""
        meant = loop.field.read(written[0])
        if meant is None:
            return []
        karts = max(1, len(loop.field.karts))
        arrived = bisect_right(loop.times_us, written[1])
        latest_us = loop.times_us[arrived - 1] if arrived else 0
        grown = []
        for crossing in self._candidates(tap, loop.of_number[meant], arrived, karts):
            before, score = self._continued(tap, crossing, karts)
            started = -LAPS_LEFT_OUT * log2(1 + crossing / karts)
            if started > score:
                before, score = None, started
            stale_laps = (latest_us - loop.times_us[crossing]) / loop.lap_us
            score += 1 - STALE * min(3.0, max(stale_laps, 0.0))
            standing = score - LAPS_LEFT_OUT_AT_END * log2(1 + (arrived - crossing - 1) / karts)
            grown.append(_Link(score, standing, tap, crossing, before))
        return grown

    def _candidates(self, tap: int, indices: list[int], arrived: int, karts: int) -> list[int]:
        """The crossings that a tap may stand for: before its arrival, and once the chart has found its
        place near that, or among the last."""
        until = bisect_left(indices, arrived)
        if tap < SETTLED_LAPS * karts:
            return indices[:until]
        near: set[int] = set(indices[max(0, until - 2) : until])
        for chain in (self._best[-1], self._strongest[-1]):
            if chain is not None:
                first = bisect_left(indices, chain.crossing - int(NEAR_LAPS * karts))
                last = bisect_left(indices, chain.crossing + int(NEAR_LAPS * karts))
                near.update(indices[first : min(last, until)])
        return sorted(near)

    def _continued(self, tap: int, crossing: int, karts: int) -> tuple[_Link | None, float]:
        """The best chain before a crossing, and its score with the way to there."""
        best: _Link | None = None
        best_score = -1e9
        for back, links in enumerate(reversed(self._links[max(0, tap - REACH) : tap])):
            nearest = bisect_left(links, crossing, key=_crossing) - 1
            if nearest >= 0:
                link = links[nearest]
                score = link.score - _gap(back, crossing - link.crossing - 1, karts)
                if score > best_score:
                    best, best_score = link, score
        chain = self._strongest[-1] if self._strongest else None
        if chain is not None and chain.crossing < crossing:
            score = chain.score - _gap(tap - chain.tap - 1, crossing - chain.crossing - 1, karts)
            if score > best_score:
                best, best_score = chain, score
        return best, best_score


def _note(best: list[_Link | None], links: list[_Link], value: Callable[[_Link], float]) -> None:
    """Append the best chain so far."""
    known = best[-1] if best else None
    candidate = max(links, key=value, default=None)
    if candidate is None or (known is not None and value(candidate) < value(known)):
        candidate = known
    best.append(candidate)


def _gap(taps: int, crossings: int, karts: int) -> float:
    """What it costs to leave out taps and crossings between two pairs."""
    cost = min(TAP_LEFT_OUT * taps, JUMP_MAX)
    if crossings * CROSSING_LEFT_OUT < JUMP_MAX:
        return cost + CROSSING_LEFT_OUT * crossings
    return cost + JUMP_MAX + LAPS_LEFT_OUT * log2(1 + crossings / karts)


def _crossing(link: _Link) -> int:
    return link.crossing


def _score(link: _Link) -> float:
    return link.score


def _standing(link: _Link) -> float:
    return link.standing
