"""Where each tap of a chart lies on the track clock, as far as can be told."""

from bisect import bisect_left, bisect_right
from itertools import pairwise

from livetiming.scoring.handscore.chart import Chart
from livetiming.scoring.handscore.loop import Loop

STEP_US = 500_000
"""Between taps of which nothing is known but their order."""

PLACES_OFF = 3
"""By how many places a number may be out of order."""

BLIND_TAPS = 4
"""From this many taps in a row without a crossing on, each is placed a lap after its kart was last seen,
and no longer evenly between its neighbours."""


def placed_by_clock(chart: Chart, offset_us: int) -> list[int]:
    """By the device's clock; taps without a time directly behind the one before."""
    placed: list[int] = []
    for tap in chart.taps:
        if tap.device_us is not None:
            placed.append(tap.device_us + offset_us)
        else:
            placed.append(placed[-1] if placed else _first_time(chart) + offset_us)
    return placed


def _first_time(chart: Chart) -> int:
    return next((tap.device_us for tap in chart.taps if tap.device_us is not None), 0)


def placed_by_order(chart: Chart, loop: Loop, anchors: list[tuple[int, int]]) -> list[int]:
    """By the crossings that some of the taps stand for (`anchors`: pairs of tap and crossing)."""
    return _Placing(chart, loop, anchors).placed() if anchors else []


class _Placing:
    def __init__(self, chart: Chart, loop: Loop, anchors: list[tuple[int, int]]) -> None:
        self._chart = chart
        self._loop = loop
        self._anchors = anchors
        self._free = set(range(len(loop.crossings))) - {crossing for _, crossing in anchors}
        self._placed = [0] * len(chart.taps)
        self._seen_us: dict[str, int] = {}

    def placed(self) -> list[int]:
        first, crossing = self._anchors[0]
        for tap in range(first):
            even_us = self._loop.times_us[crossing] - (first - tap) * STEP_US
            self._place(tap, self._out_of_order(tap, crossing, crossing) or even_us)
        self._place(first, self._loop.times_us[crossing])
        for before, after in pairwise(self._anchors):
            self._between(before, after)
            self._place(after[0], self._loop.times_us[after[1]])
        self._behind(*self._anchors[-1])
        return self._placed

    def _place(self, tap: int, at_us: int) -> None:
        self._placed[tap] = at_us
        self._seen_us[self._chart.taps[tap].number] = at_us

    def _between(self, before: tuple[int, int], after: tuple[int, int]) -> None:
        """The taps between two that have a crossing."""
        (first, first_crossing), (last, last_crossing) = before, after
        from_us, until_us = self._loop.times_us[first_crossing], self._loop.times_us[last_crossing]
        blind = last - first - 1 >= BLIND_TAPS
        for tap in range(first + 1, last):
            at_us = self._out_of_order(tap, first_crossing, last_crossing)
            if at_us is None:
                due_us = self._seen_us.get(self._chart.taps[tap].number) if blind else None
                if due_us is not None:
                    at_us = min(max(due_us + self._loop.lap_us, self._placed[tap - 1]), until_us)
                else:
                    at_us = from_us + (until_us - from_us) * (tap - first) // (last - first)
            self._place(tap, at_us)

    def _behind(self, last: int, last_crossing: int) -> None:
        """The taps behind the last that has a crossing: a lap after their karts were last seen."""
        bounds_us = self._chart.bounds_us
        for tap in range(last + 1, len(self._placed)):
            at_us = self._out_of_order(tap, last_crossing, last_crossing)
            if at_us is None:
                seen_us = self._seen_us.get(self._chart.taps[tap].number)
                due_us = self._placed[tap - 1] if seen_us is None else seen_us + self._loop.lap_us
                at_us = max(self._placed[tap - 1], min(due_us, bounds_us[tap]))
            self._place(tap, at_us)

    def _out_of_order(self, tap: int, first: int, last: int) -> int | None:
        """The time of a crossing with the tap's number among those a few places around: karts that were
        written down in the wrong order."""
        number = self._loop.field.read(self._chart.taps[tap].number)
        indices = self._loop.of_number.get(number or "", [])
        near = indices[bisect_left(indices, first - PLACES_OFF) : bisect_right(indices, last + PLACES_OFF)]
        free = [index for index in near if index in self._free]
        if not free:
            return None
        nearest = min(free, key=lambda index: max(first - index, index - last, 0))
        self._free.discard(nearest)
        return self._loop.times_us[nearest]
