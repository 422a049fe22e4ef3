"""What became of the taps that have no crossing, and of the crossings that have no tap, on one chart.

Each tap left over has several explanations: the loop missed the kart; the number stands for another
kart that crossed then; both; or nobody crossed (a finger twice on the key). Each costs the negative
logarithm of about how often it happens, and of how well it fits the kart's other crossings: a lap of
twice the usual time speaks for a missed read in its middle. The cheapest holds.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence

from livetiming.scoring.handscore.chart import Chart
from livetiming.scoring.handscore.findings import (
    Claim,
    Cluster,
    Finding,
    Interval,
    Misread,
    Outside,
    Spurious,
)
from livetiming.scoring.handscore.loop import Loop
from livetiming.scoring.handscore.racing import Role
from livetiming.scoring.handscore.slips import COST, Slip, slip

READ_MISSED = 3.9
TAP_MISSED = 3.0
MISTYPED = 4.6
NOTHING_CROSSED = 7.5
KEY_TWICE = 5.5
"""A read missed in fifty, a tap in twenty, a number wrong in a hundred; taps for nothing are rare, but
for a second tap right behind the first."""

GAP_EXPLAINED = 4.0
GAP_OF_LAPS = 1.65
"""A missed read explains a lap of about twice the usual time, which needs an explanation anyway."""

OUTSIDE = 1.0
"""A tap of a kart that has finished, or while nothing counts: scorers do that, and it changes nothing."""

FIT_MAX = 8.0
LATENESS_US = 750_000
"""How far from its mean the lateness of a tap may be."""

ORDER_US = 400_000
"""Within this, karts may be written down in the wrong order."""

NEAR_US = 2_500_000
TWICE_US = 4_000_000
CLUSTER_US = 6_000_000
REMEMBERED_LAPS = 3
"""So many laps behind a cluster nothing bears on it any more."""

MARGIN_US = 2_000_000
"""By how much a lap may seem shorter than the least, because taps are not exact."""


class Explainer:
    """Explains the taps left over on one chart, given the crossings that are free.

    What a cluster of taps comes to depends on nothing that lies laps behind it, so one that was
    explained before the last change there (`kept`, good until `same_until_us`) is not explained again.
    """

    def __init__(
        self,
        chart: Chart,
        loop: Loop,
        placed: Sequence[int],
        crossing_of: dict[int, int],
        free: Sequence[int],
    ) -> None:
        self._chart = chart
        self._timed = chart.timed
        self._loop = loop
        self._placed = placed
        self._crossing_of = crossing_of
        self._matched = sorted(crossing_of)
        self._free = list(free)
        self._free_us = [loop.times_us[index] for index in free]
        self._left_over = [tap for tap in range(len(placed)) if tap not in crossing_of]
        self._seen_us: dict[str, list[int]] = {}
        self._written_us: dict[str, list[int]] = {}
        for tap in self._left_over:
            self._written_us.setdefault(chart.taps[tap].number, []).append(placed[tap])

    def clusters(self, kept: Sequence[Cluster], same_until_us: int) -> list[Cluster]:
        """The taps left over, in the order of the chart, with a finding for each."""
        known = {cluster.taps: cluster for cluster in kept}
        good_until_us = same_until_us - REMEMBERED_LAPS * self._loop.lap_us
        clusters: list[Cluster] = []
        for taps in self._clusters():
            until_us = max(self._placed[tap] for tap in taps)
            free = self._free_near(taps)
            cluster = known.get(taps)
            if cluster is None or cluster.free != free or until_us > good_until_us:
                cluster = Cluster(taps, free, until_us, tuple(self._explained(taps)))
            else:
                for finding in cluster.findings:
                    self._take(finding)
            clusters.append(cluster)
        return clusters

    def _explained(self, taps: tuple[int, ...]) -> Iterator[Finding]:
        """The cheapest explanation of any of them first: it may use up what others would need."""
        waiting = list(taps)
        while waiting:
            _, tap, finding = min(
                (self._cheapest(tap) for tap in waiting), key=lambda option: (option[0], option[1])
            )
            waiting.remove(tap)
            self._take(finding)
            yield finding

    def _clusters(self) -> Iterator[tuple[int, ...]]:
        """Taps left over, those close together at once."""
        cluster: list[int] = []
        for tap in self._left_over:
            if cluster and self._placed[tap] - self._placed[cluster[-1]] > CLUSTER_US:
                yield tuple(cluster)
                cluster = []
            cluster.append(tap)
        if cluster:
            yield tuple(cluster)

    def _free_near(self, taps: tuple[int, ...]) -> tuple[int, ...]:
        """The free crossings that any of the taps might stand for."""
        intervals = [self._interval(tap) for tap in taps]
        first = bisect_left(self._free_us, min(each.from_us for each in intervals) - NEAR_US)
        last = bisect_right(self._free_us, max(each.until_us for each in intervals) + NEAR_US)
        return tuple(self._free[first:last])

    def _take(self, finding: Finding) -> None:
        """What a finding uses up."""
        if isinstance(finding, Claim):
            insort(self._seen(finding.entry), finding.at_us)
        elif isinstance(finding, Misread):
            at = self._free.index(finding.crossing)
            del self._free[at], self._free_us[at]

    def _seen(self, entry: str) -> list[int]:
        """When the kart crossed, by the loop and by what was found already."""
        if entry not in self._seen_us:
            self._seen_us[entry] = list(self._loop.of_entry[entry])
        return self._seen_us[entry]

    def _cheapest(self, tap: int) -> tuple[float, int, Finding]:
        interval = self._interval(tap)
        meant = self._loop.field.read(self._chart.taps[tap].number)
        options = [self._for_nothing(tap, interval)]
        options += self._misreads(tap, meant, interval)
        carrying = self._loop.field.entries_of.get(meant or "", ())
        racing = [entry for entry in carrying if self._loop.role(entry, interval.at_us) is not Role.NOTHING]
        for entry in racing:
            options += self._claims(tap, entry, interval, None)
        if carrying and not racing:
            options.append((OUTSIDE, Outside(tap=tap)))
        options += self._misread_claims(tap, interval)
        cost, finding = min(options, key=lambda option: option[0])
        return cost, tap, finding

    def _interval(self, tap: int) -> Interval:
        """From the tap's own place and from the crossings of the taps before and behind it."""
        at_us = self._placed[tap]
        behind = bisect_left(self._matched, tap)
        before_us = self._us(self._matched[behind - 1]) if behind else None
        after_us = self._us(self._matched[behind]) if behind < len(self._matched) else None
        if self._timed:
            from_us, until_us = at_us - LATENESS_US, at_us + LATENESS_US
            if before_us is not None:
                from_us = max(from_us, min(before_us, until_us))
            if after_us is not None:
                until_us = min(until_us, max(after_us, from_us))
        else:
            from_us = before_us if before_us is not None else at_us - NEAR_US
            until_us = after_us if after_us is not None else max(at_us, from_us) + NEAR_US
            from_us, until_us = min(from_us, until_us), max(from_us, until_us)
        return Interval(from_us, min(max(at_us, from_us), until_us), until_us)

    def _us(self, tap: int) -> int:
        return self._loop.times_us[self._crossing_of[tap]]

    def _for_nothing(self, tap: int, interval: Interval) -> tuple[float, Finding]:
        number = self._chart.taps[tap].number
        twin = next(
            (
                near
                for near in (tap - 1, tap + 1, tap - 2, tap + 2)
                if near in self._crossing_of
                and self._chart.taps[near].number == number
                and abs(self._placed[near] - self._placed[tap]) <= TWICE_US
            ),
            None,
        )
        cost = NOTHING_CROSSED if twin is None else KEY_TWICE
        return cost, Spurious(tap=tap, at_us=interval.at_us, twin=twin)

    def _misreads(self, tap: int, meant: str | None, interval: Interval) -> list[tuple[float, Finding]]:
        """The free crossings near, of karts with other numbers. Taking one also explains why that kart
        is not on the chart."""
        written = self._chart.taps[tap].number
        first = bisect_left(self._free_us, interval.from_us - NEAR_US)
        last = bisect_right(self._free_us, interval.until_us + NEAR_US)
        options: list[tuple[float, Finding]] = []
        for crossing in self._free[first:last]:
            number = self._number_of(self._loop.crossings[crossing].entry)
            if number == meant:
                continue
            how = slip(written, number)
            off_us = interval.off_us(self._loop.times_us[crossing])
            cost = MISTYPED - TAP_MISSED + COST[how] + _square(off_us / ORDER_US)
            options.append((cost, Misread(tap=tap, crossing=crossing, slip=how)))
        return options

    def _number_of(self, entry: str) -> str:
        return self._loop.field.karts[entry].number

    def _misread_claims(self, tap: int, interval: Interval) -> list[tuple[float, Finding]]:
        """A mistyped number of a kart that the loop missed as well."""
        options: list[tuple[float, Finding]] = []
        for number, how in self._loop.field.like(self._chart.taps[tap].number):
            for entry in self._loop.field.entries_of[number]:
                if self._loop.role(entry, interval.at_us) is Role.COMPLETES:
                    options += self._claims(tap, entry, interval, how)
        return options

    def _claims(
        self, tap: int, entry: str, interval: Interval, how: Slip | None
    ) -> list[tuple[float, Finding]]:
        """The loop missed this kart; none when it cannot have crossed then."""
        loop = self._loop
        written = loop.field.karts[entry].number
        seen_us = self._seen(entry)
        behind = bisect_left(seen_us, interval.at_us)
        before_us = seen_us[behind - 1] if behind else None
        after_us = seen_us[behind] if behind < len(seen_us) else None
        least_us = loop.field.karts[entry].min_lap_us - MARGIN_US
        if before_us is not None and interval.at_us - before_us < least_us:
            return []
        if after_us is not None and after_us - interval.at_us < least_us:
            return []
        fit, due_us = self._fit(interval, before_us, after_us, self._written_us.get(written, ()))
        at_us = interval.at_us if self._timed or due_us is None else interval.clamp(due_us)
        cost = READ_MISSED + fit + (0.0 if how is None else MISTYPED + COST[how])
        return [(cost, Claim(tap=tap, entry=entry, at_us=at_us, cost=cost, slip=how))]

    def _fit(
        self, interval: Interval, before_us: int | None, after_us: int | None, written_us: Sequence[int]
    ) -> tuple[float, int | None]:
        """How badly a crossing there fits the kart's others, and when it would fit best. Other taps of its
        number that have no crossing either (`written_us`) are as good as crossings in this."""
        at_us = interval.at_us
        lap_us = self._loop.lap_around_us(at_us)
        explains = (
            before_us is not None and after_us is not None and after_us - before_us >= GAP_OF_LAPS * lap_us
        )
        for us in written_us:
            if us < at_us - lap_us // 2 and (before_us is None or us > before_us + lap_us // 2):
                before_us = us
            elif us > at_us + lap_us // 2 and (after_us is None or us < after_us - lap_us // 2):
                after_us = us
        if before_us is None or after_us is None:
            known_us = before_us if before_us is not None else after_us
            if known_us is None:
                return 1.0, None
            laps = max(1, round(abs(at_us - known_us) / lap_us))
            due_us = known_us + (laps if known_us < at_us else -laps) * lap_us
            misfit = _square(interval.off_us(due_us) / (lap_us * 0.12 + ORDER_US))
            return misfit + (laps - 1) * (READ_MISSED + TAP_MISSED), due_us
        before = max(1, round((at_us - before_us) / lap_us))
        after = max(1, round((after_us - at_us) / lap_us))
        each_us = (after_us - before_us) // (before + after)
        due_us = before_us + each_us * before
        cost = _square(interval.off_us(due_us) / (lap_us * 0.06 + ORDER_US))
        cost += _square(max(0.0, 0.9 - each_us / lap_us) / 0.1)
        cost += (before + after - 2) * (READ_MISSED + TAP_MISSED)
        return cost - (GAP_EXPLAINED if explains else 0.0), due_us


def _square(deviations: float) -> float:
    return min(deviations * deviations / 2, FIT_MAX)
