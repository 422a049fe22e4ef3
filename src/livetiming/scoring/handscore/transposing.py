"""Where a chart has karts in another order than the loop."""

import msgspec

from livetiming.scoring.handscore.reading import Reading

SIDE_BY_SIDE_US = 400_000
"""Karts that cross within this are told apart by the loop, and hardly by the eye."""


class Swap(msgspec.Struct, frozen=True, gc=False):
    """Crossings (by index) in the order of the chart, and the taps they are written with."""

    crossings: tuple[int, ...]
    taps: tuple[int, ...]


def swaps(reading: Reading) -> list[Swap]:
    """The shortest stretches of the chart that are a reordering of a stretch of the loop's crossings, so
    far as both have them."""
    written = sorted(reading.crossing_of.items())
    rank = {crossing: rank for rank, crossing in enumerate(sorted(reading.crossing_of.values()))}
    found: list[Swap] = []
    first = highest = 0
    for place, (_, crossing) in enumerate(written):
        highest = max(highest, rank[crossing])
        if highest == place:
            if place > first:
                stretch = written[first : place + 1]
                if not any(reading.waits_at(tap) for tap, _ in stretch):
                    found.append(
                        Swap(tuple(crossing for _, crossing in stretch), tuple(tap for tap, _ in stretch))
                    )
            first = highest = place + 1
    return found
