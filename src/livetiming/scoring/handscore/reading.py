"""One chart set against the loop: every tap placed, matched or explained, and what it covers."""

from bisect import bisect_left

import msgspec

from livetiming.scoring.handscore.chart import Chart
from livetiming.scoring.handscore.explain import Explainer, Finding, Misread
from livetiming.scoring.handscore.loop import Loop, Role
from livetiming.scoring.handscore.matching import Matcher
from livetiming.scoring.handscore.offset import offset_of
from livetiming.scoring.handscore.placing import placed_by_clock, placed_by_order
from livetiming.scoring.handscore.sequence import Sequence

SETTLING_US = 3_000_000
"""A crossing this recent may still be written down."""

LEAD_US = 2_000_000
"""A chart may have missed karts this long before the first that it has."""

PAUSE_MIN = 8
"""So many crossings in a row that are not on the chart, or half the field: the scorer was not there."""

FOLLOWED_OF = 5
FOLLOWED_MIN = 10
"""A class of which, in so many crossings, not even one in five is on the chart is not followed by it."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A chart as it is understood. `offset_us`: track clock minus device clock, of a chart with times.

    `placed_us` has the track time of every tap, `crossing_of` the crossing (by index) of those that
    have one, `findings` what became of the others, `covered` the crossings that should be on it.
    """

    chart: Chart
    offset_us: int | None
    placed_us: list[int]
    crossing_of: dict[int, int]
    findings: list[Finding]
    covered: frozenset[int]

    @property
    def sure(self) -> bool:
        """Whether the chart has found its place against the loop."""
        return bool(self.placed_us)

    def at_us(self, tap: int) -> int:
        """When the tap's crossing was: by the loop where it has it."""
        return self.placed_us[tap]


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
        crossing_of = self._matcher.match(chart, placed, loop) if placed else {}
        covered = _covered(loop, crossing_of)
        taken = set(crossing_of.values())
        free = [index for index in sorted(covered) if index not in taken]
        findings = Explainer(chart, loop, placed, crossing_of, free).findings() if placed else []
        return Reading(
            chart=chart,
            offset_us=offset_us,
            placed_us=placed,
            crossing_of=crossing_of,
            findings=findings,
            covered=frozenset(covered),
        )


def missed(reading: Reading) -> list[int]:
    """The crossings that should be on the chart and are not, under any number."""
    misread = {finding.crossing for finding in reading.findings if isinstance(finding, Misread)}
    return sorted(reading.covered - set(reading.crossing_of.values()) - misread)


def _covered(loop: Loop, crossing_of: dict[int, int]) -> list[int]:
    """The crossings that count and that a scorer who was there should have written down."""
    if not crossing_of:
        return []
    on_chart = sorted(crossing_of.values())
    first = bisect_left(loop.times_us, loop.times_us[on_chart[0]] - LEAD_US)
    until_us = loop.times_us[on_chart[-1]] - SETTLING_US
    last = len(loop.crossings) if loop.heard.closed else bisect_left(loop.times_us, until_us)
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
    return _followed(loop, covered, present)


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
