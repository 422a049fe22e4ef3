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

from livetiming.scoring.handscore.chart import ARRIVAL_SLACK_US, Chart
from livetiming.scoring.handscore.loop import Loop, common

REACH = 10
"""How many taps back a chain may be continued from; the best chain of all from anywhere."""

TAP_LEFT_OUT = 0.35
CROSSING_LEFT_OUT = 0.5
JUMP_MAX = 4.0
"""What leaving out taps and crossings costs, against 1 for a pair; a scorer may pause, so a long jump
costs no more than this."""

STALE = 0.05
"""What a pair costs for each lap, up to three, by which its crossing is older than the tap's arrival: a
chart that arrives tap by tap, as it is written, is about the present."""

LAPS_LEFT_OUT = 0.5
LAPS_LEFT_OUT_AT_END = 0.6
"""For each doubling of the laps that a chain leaves out: before its first crossing or on the way, and
after its last. Where the order never changes, these alone tell the laps apart."""

SETTLED_LAPS = 2
NEAR_LAPS = 2.5
FEW = 12
RIVALS = 4
"""From so many laps of taps on, a tap looks for its crossing near the best chains, among them so many of
the tap before; unless there are but few to look through."""


class _Link(msgspec.Struct, gc=False):
    """A chain by its last pair. `standing` is the score less the price of ending here."""

    score: float
    standing: float
    tap: int
    crossing: int
    before: "_Link | None"


class _Followed:
    """The crossings of the karts that are on the chart at all; a scorer may follow one class only.

    Places are those among them; `indices` has the index of each in the loop's.
    """

    def __init__(self, chart: Chart, loop: Loop) -> None:
        numbers = {loop.field.read(tap.number) for tap in chart.taps}
        of_number = {number: loop.of_number[number] for number in numbers if number is not None}
        self.indices = sorted(index for own in of_number.values() for index in own)
        self.crossings = tuple(loop.crossings[index] for index in self.indices)
        self.times_us = [crossing.track_us for crossing in self.crossings]
        place_of = {index: place for place, index in enumerate(self.indices)}
        self.of_number = {number: [place_of[index] for index in own] for number, own in of_number.items()}
        self.karts = max(1, sum(len(loop.field.entries_of[number]) for number in of_number))
        self.lap_us = loop.lap_us


class Sequence:
    """The best chain of one chart, grown as taps come."""

    def __init__(self) -> None:
        self._taps: list[tuple[str | None, int]] = []
        self._crossings: tuple[object, ...] = ()
        self._lap_us = 0
        self._links: list[list[_Link]] = []
        self._best: list[_Link | None] = []
        """The best chain that ends at or before each tap, by its standing."""
        self._strongest: list[_Link | None] = []
        """The same by its score: the best to go on from."""

    def anchors(self, chart: Chart, loop: Loop) -> list[tuple[int, int]]:
        """Pairs of tap and crossing, by index, forward in both."""
        followed = _Followed(chart, loop)
        numbers = (loop.field.read(tap.number) for tap in chart.taps)
        bounds_us = (bound_us + ARRIVAL_SLACK_US for bound_us in chart.bounds_us)
        taps = list(zip(numbers, bounds_us, strict=True))
        self._keep(taps, followed)
        self._taps, self._crossings, self._lap_us = taps, followed.crossings, followed.lap_us
        for tap in range(len(self._links), len(taps)):
            links = self._grown(tap, followed)
            self._links.append(links)
            _note(self._best, links, _standing)
            _note(self._strongest, links, _score)
        link = self._best[-1] if self._best else None
        anchors = []
        while link is not None:
            anchors.append((link.tap, followed.indices[link.crossing]))
            link = link.before
        anchors.reverse()
        return anchors

    def _keep(self, taps: list[tuple[str | None, int]], followed: _Followed) -> None:
        """Forget what was grown from taps or crossings that are no longer the same."""
        same = common(self._taps, taps)
        known = len(self._crossings)
        if followed.crossings[:known] != self._crossings or followed.lap_us != self._lap_us:
            same = 0
        elif len(followed.crossings) > known:
            # A tap may have been waiting for the crossing that has come since.
            while same and taps[same - 1][1] >= followed.times_us[known]:
                same -= 1
        for grown in (self._links, self._best, self._strongest):
            del grown[same:]

    def _grown(self, tap: int, followed: _Followed) -> list[_Link]:
        """The chains that end with this tap, in the order of their crossings."""
        number, bound_us = self._taps[tap]
        if number is None:
            return []
        karts = followed.karts
        arrived = bisect_right(followed.times_us, bound_us)
        latest_us = followed.times_us[arrived - 1] if arrived else 0
        live = tap == 0 or bound_us != self._taps[tap - 1][1]
        grown = []
        for crossing in self._candidates(tap, followed.of_number[number], arrived, karts):
            before, score = self._continued(tap, crossing, karts)
            started = -LAPS_LEFT_OUT * log2(1 + crossing / karts)
            if started > score:
                before, score = None, started
            score += 1
            if live:
                score -= STALE * min(3.0, (latest_us - followed.times_us[crossing]) / followed.lap_us)
            standing = score - LAPS_LEFT_OUT_AT_END * log2(1 + (arrived - crossing - 1) / karts)
            grown.append(_Link(score, standing, tap, crossing, before))
        return grown

    def _candidates(self, tap: int, places: list[int], arrived: int, karts: int) -> list[int]:
        """The crossings that a tap may stand for: before its arrival, and once the chart has found its
        place near that, or among the last."""
        until = bisect_left(places, arrived)
        if tap < SETTLED_LAPS * karts or until <= FEW:
            return places[:until]
        near: set[int] = set(places[max(0, until - 2) : until])
        rivals = sorted(self._links[tap - 1], key=_score)[-RIVALS:]
        for chain in (self._best[-1], self._strongest[-1], *rivals):
            if chain is not None:
                first = bisect_left(places, chain.crossing - int(NEAR_LAPS * karts))
                last = bisect_left(places, chain.crossing + int(NEAR_LAPS * karts))
                near.update(places[first : min(last, until)])
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
