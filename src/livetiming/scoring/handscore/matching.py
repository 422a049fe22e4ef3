"""Which crossing each tap stands for, by its number: the nearest of the karts that carry it."""

from collections.abc import Sequence

from livetiming.scoring.handscore.chart import Chart
from livetiming.scoring.handscore.loop import Loop


class Matcher:
    """Matches number by number and remembers those whose taps and crossings have not changed."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[tuple[object, ...], dict[int, int]]] = {}

    def match(self, chart: Chart, placed: Sequence[int], loop: Loop, reach_us: int) -> dict[int, int]:
        """Crossing by tap, by index, no crossing twice; none farther than `reach_us`."""
        taps_of: dict[str, list[int]] = {}
        for index, tap in enumerate(chart.taps):
            number = loop.field.read(tap.number)
            if number is not None:
                taps_of.setdefault(number, []).append(index)
        crossing_of: dict[int, int] = {}
        for number, taps in taps_of.items():
            at_us = [placed[tap] for tap in taps]
            crossings = loop.of_number[number]
            key = (taps, at_us, crossings, [loop.times_us[index] for index in crossings], reach_us)
            known = self._known.get(number)
            if known is None or known[0] != key:
                known = self._known[number] = (key, _pairs(*key))
            crossing_of |= known[1]
        return crossing_of


def _pairs(
    taps: list[int], at_us: list[int], crossings: list[int], times_us: list[int], reach_us: int
) -> dict[int, int]:
    """Crossing by tap. Two karts with one number may cross together, so pairs keep their order."""
    events = sorted(
        [(us, 0, tap) for tap, us in zip(taps, at_us, strict=True)]
        + [(us, 1, crossing) for crossing, us in zip(crossings, times_us, strict=True)]
    )
    found: dict[int, int] = {}
    group: list[tuple[int, int, int]] = []
    for event in events:
        if group and event[0] - group[-1][0] > reach_us:
            _pair(group, reach_us, found)
            group = []
        group.append(event)
    _pair(group, reach_us, found)
    return found


def _pair(group: list[tuple[int, int, int]], reach_us: int, found: dict[int, int]) -> None:
    """Pair what is close together: as many as can be, at the least distance in all."""
    taps = [(us, index) for us, kind, index in group if kind == 0]
    crossings = [(us, index) for us, kind, index in group if kind == 1]
    if len(taps) == len(crossings) == 1:
        if abs(taps[0][0] - crossings[0][0]) <= reach_us:
            found[taps[0][1]] = crossings[0][1]
        return
    # best[k]: (number unpaired, distance, pairs) of the taps so far with the first k crossings.
    best: list[_Pairing] = [(0, 0, ())] * (len(crossings) + 1)
    for us, tap in taps:
        alone = (best[0][0] + 1, *best[0][1:])
        row: list[_Pairing] = [alone]
        for k, (crossing_us, crossing) in enumerate(crossings):
            options = [(best[k + 1][0] + 1, *best[k + 1][1:]), row[k]]
            distance_us = abs(us - crossing_us)
            if distance_us <= reach_us:
                unpaired, total_us, pairs = best[k]
                options.append((unpaired, total_us + distance_us, (*pairs, (tap, crossing))))
            row.append(min(options))
        best = row
    found.update(best[-1][2])


_Pairing = tuple[int, int, tuple[tuple[int, int], ...]]
