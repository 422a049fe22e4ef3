"""One chart set against the loop: every tap placed, matched or explained, and what it covers."""

from bisect import bisect_left

import msgspec

from livetiming.scoring.handscore.chart import Chart
from livetiming.scoring.handscore.explain import Explainer
from livetiming.scoring.handscore.findings import Cluster, Finding, Misread
from livetiming.scoring.handscore.loop import EVER_US, Loop, common
from livetiming.scoring.handscore.matching import Matcher
from livetiming.scoring.handscore.offset import offset_of
from livetiming.scoring.handscore.placing import PLACES_OFF, placed_by_clock, placed_by_order
from livetiming.scoring.handscore.racing import Role
from livetiming.scoring.handscore.sequence import Sequence

SETTLING_US = 3_000_000
"""A crossing this recent may still be written down."""

REACH_US = 5_000_000
"""How far a tap with a time may lie from its crossing. One kart crosses far less often, so that even a
scorer who fell behind in a pack is understood. Charts without times are placed at the crossings."""

REACH_OF_LAP = 3
"""Nor farther than the lap divided by this."""

LEAD_US = 2_000_000
"""A chart may have missed karts this long before the first that it has."""

PAUSE_MIN = 8
"""So many crossings in a row that are not on the chart, or half the field: the scorer was not there."""

DENSE = 4
"""A chart begins, and ends, where at least so many of twice as many crossings are on it."""

FOLLOWED_OF = 5
FOLLOWED_MIN = 10
"""A class of which, in so many crossings, not even one in five is on the chart is not followed by it."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A chart as it is understood. `offset_us`: track clock minus device clock, of a chart with times.

    `placed_us` has the track time of every tap, `crossing_of` the crossing (by index) of those that
    have one, `clusters` what became of the others, `covered` the crossings that should be on it. What is
    later than `settled_us` may still be written down.
    """

    chart: Chart
    offset_us: int | None
    placed_us: list[int]
    crossing_of: dict[int, int]
    clusters: list[Cluster]
    covered: list[int]
    settled_us: int

    @property
    def sure(self) -> bool:
        """Whether the chart has found its place against the loop."""
        return bool(self.placed_us)

    @property
    def findings(self) -> list[Finding]:
        """What became of each tap that has no crossing; not of the last, and not of those beside taps that
        have not arrived: these may explain them."""
        return [
            finding
            for cluster in self.clusters
            for finding in cluster.findings
            if self.placed_us[finding.tap] <= self.settled_us and not self.waits_at(finding.tap)
        ]

    def waits_at(self, tap: int) -> bool:
        """Whether taps beside this one have not arrived."""
        return any(abs(tap - gap) <= PLACES_OFF for gap in self.chart.gaps)

    @property
    def missed(self) -> list[int]:
        """The crossings that should be on the chart and are not, under any number."""
        written = set(self.crossing_of.values())
        for cluster in self.clusters:
            written |= {finding.crossing for finding in cluster.findings if isinstance(finding, Misread)}
        return [index for index in self.covered if index not in written]


class Reader:
    """Reads one device's chart again and again as it grows, doing again only what has changed."""

    def __init__(self) -> None:
        self._sequence = Sequence()
        self._matcher = Matcher()
        self._last: tuple[Chart, Loop, Reading] | None = None

    def read(self, chart: Chart, loop: Loop) -> Reading:
        """The chart against the loop."""
        if self._last is not None and self._last[0] == chart and self._last[1] is loop:
            return self._last[2]
        reading = self._read(chart, loop)
        self._last = (chart, loop, reading)
        return reading

    def _read(self, chart: Chart, loop: Loop) -> Reading:
        offset_us = offset_of(chart, loop) if chart.timed else None
        if offset_us is not None:
            placed = placed_by_clock(chart, offset_us)
        elif not chart.timed:
            placed = placed_by_order(chart, loop, self._sequence.anchors(chart, loop))
        else:
            placed = []
        reach_us = min(REACH_US, loop.lap_us // REACH_OF_LAP) if chart.timed else 0
        crossing_of = self._matcher.match(chart, placed, loop, reach_us) if placed else {}
        settled_us = EVER_US if loop.racing.closed else _last_us(loop, crossing_of) - SETTLING_US
        covered = _covered(chart, loop, crossing_of, settled_us)
        taken = set(crossing_of.values())
        recent = range(covered[-1] + 1, len(loop.crossings)) if covered else ()
        free = [index for index in (*covered, *recent) if index not in taken]
        clusters: list[Cluster] = []
        if placed:
            kept, same_until_us = self._kept(chart, placed, loop)
            clusters = Explainer(chart, loop, placed, crossing_of, free).clusters(kept, same_until_us)
        return Reading(
            chart=chart,
            offset_us=offset_us,
            placed_us=placed,
            crossing_of=crossing_of,
            clusters=clusters,
            covered=covered,
            settled_us=settled_us,
        )

    def _kept(self, chart: Chart, placed: list[int], loop: Loop) -> tuple[list[Cluster], int]:
        """What was explained last time, and up to which instant chart and loop are as they were then."""
        if self._last is None:
            return [], 0
        last_chart, last_loop, last = self._last
        same_us = loop.same_until_us(last_loop)
        shared = min(common(chart.taps, last_chart.taps), common(placed, last.placed_us))
        changed = placed[shared : shared + 1] + last.placed_us[shared : shared + 1]
        return last.clusters, min([same_us, *changed, EVER_US])


def _last_us(loop: Loop, crossing_of: dict[int, int]) -> int:
    return loop.times_us[max(crossing_of.values())] if crossing_of else -EVER_US


def _covered(chart: Chart, loop: Loop, crossing_of: dict[int, int], settled_us: int) -> list[int]:
    """The crossings that count and that a scorer who was there should have written down."""
    if not crossing_of:
        return []
    on_chart = _dense(sorted(crossing_of.values()), loop)
    if not on_chart:
        return []
    first = bisect_left(loop.times_us, loop.times_us[on_chart[0]] - LEAD_US)
    last = bisect_left(loop.times_us, settled_us)
    pause = max(PAUSE_MIN, len(loop.field.karts) // 2)
    present = set(on_chart)
    covered: list[int] = []
    away: list[int] = []
    for index in range(first, last):
        crossing = loop.crossings[index]
        if index in present:
            covered += away if len(away) < pause else []
            away = []
            covered.append(index)
        elif loop.role(crossing.entry, crossing.track_us) is not Role.NOTHING:
            away.append(index)
    covered += away if len(away) < pause else []
    still_out = _still_out(chart, crossing_of)
    return _followed(loop, [index for index in covered if index not in still_out], present)


def _still_out(chart: Chart, crossing_of: dict[int, int]) -> set[int]:
    """The crossings that taps which have not arrived may stand for."""
    taps = sorted(crossing_of) if chart.gaps else []
    still_out: set[int] = set()
    for gap in chart.gaps:
        at = bisect_left(taps, gap)
        if 0 < at < len(taps):
            first, last = sorted((crossing_of[taps[at - 1]], crossing_of[taps[at]]))
            still_out.update(range(first - PLACES_OFF, last + PLACES_OFF + 1))
    return still_out


def _dense(on_chart: list[int], loop: Loop) -> list[int]:
    """Without what stands alone at either end: a wrong number there seems to begin or end the chart laps
    off."""

    def alone(end: int, near: int, far: int) -> bool:
        away_us = abs(loop.times_us[on_chart[near]] - loop.times_us[on_chart[end]])
        return away_us > loop.lap_us // 2 or abs(on_chart[far] - on_chart[end]) >= 2 * DENSE

    first, last = 0, len(on_chart) - 1
    while last - first >= DENSE and alone(first, first + 1, first + DENSE - 1):
        first += 1
    while last - first >= DENSE and alone(last, last - 1, last - DENSE + 1):
        last -= 1
    return on_chart[first : last + 1]


def _followed(loop: Loop, covered: list[int], on_chart: set[int]) -> list[int]:
    counts: dict[str, list[int]] = {}
    for index in covered:
        count = counts.setdefault(loop.field.karts[loop.crossings[index].entry].class_id, [0, 0])
        count[0] += 1
        count[1] += index in on_chart
    ignored = {
        class_id
        for class_id, (crossings, written) in counts.items()
        if crossings >= FOLLOWED_MIN and written * FOLLOWED_OF < crossings
    }
    return [
        index for index in covered if loop.field.karts[loop.crossings[index].entry].class_id not in ignored
    ]
