"""What the loop has of the session: the accepted crossings of all karts, in one order."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from statistics import median_low

import msgspec

from livetiming.scoring.handscore.field import Field
from livetiming.scoring.handscore.racing import Racing, Role

DEFAULT_LAP_US = 60_000_000
"""A lap, where nobody has completed one yet."""

ROUNDED_US = 500_000
"""The usual lap is rounded to this, so that one more crossing seldom changes it."""

EVER_US = 1 << 60


class Crossing(msgspec.Struct, frozen=True, gc=False, order=True):
    """A crossing that the loop has, by the passing of fact `n` (or the fact that credited it)."""

    track_us: int
    n: int
    entry: str


class Stranger(msgspec.Struct, frozen=True, gc=False, order=True):
    """A crossing of a transponder that is nobody's in this session."""

    track_us: int
    transponder: int


class Loop:
    """Crossings and strangers in the order of time, in the shapes in which they are asked for. Indices are
    those of `crossings`."""

    def __init__(
        self,
        field: Field,
        racing: Racing,
        crossings: tuple[Crossing, ...],
        strangers: tuple[Stranger, ...] = (),
    ) -> None:
        self.field = field
        self.racing = racing
        self.crossings = crossings
        self.strangers = strangers
        self.times_us = [crossing.track_us for crossing in crossings]
        self.of_number: dict[str, list[int]] = {number: [] for number in field.entries_of}
        self.of_entry: dict[str, list[int]] = {entry: [] for entry in field.karts}
        for index, crossing in enumerate(crossings):
            self.of_entry[crossing.entry].append(crossing.track_us)
            self.of_number[field.karts[crossing.entry].number].append(index)
        self.lap_us = self._lap_us()
        self._laps_around_us: dict[int, int] = {}

    def same(self, racing: Racing, crossings: tuple[Crossing, ...], strangers: tuple[Stranger, ...]) -> bool:
        """Whether it is made from these."""
        return (self.racing, self.crossings, self.strangers) == (racing, crossings, strangers)

    def role(self, entry: str, at_us: int) -> Role:
        """What a crossing of a kart at that instant would do."""
        return self.racing.role(entry, at_us)

    def lap_number(self, entry: str, at_us: int) -> int:
        """The lap that a crossing of the kart at that instant completes, by the loop's count; 0: none."""
        if self.role(entry, at_us) is Role.OPENS:
            return 0
        times_us = self.of_entry[entry]
        before = bisect_left(times_us, at_us)
        for stretch in self.racing.stretches:
            opening = bisect_left(times_us, stretch.from_us)
            before -= opening < before and times_us[opening] < stretch.opens_until_us
        return 1 + before

    def lap_around_us(self, at_us: int) -> int:
        """How long the field takes for a lap about then: slow under a caution."""
        if at_us not in self._laps_around_us:
            self._laps_around_us[at_us] = self._lap_around_us(at_us)
        return self._laps_around_us[at_us]

    def _lap_around_us(self, at_us: int) -> int:
        laps = []
        for times_us in self.of_entry.values():
            after = bisect_right(times_us, at_us)
            if 0 < after < len(times_us):
                laps.append(times_us[after] - times_us[after - 1])
            elif after > 1:
                laps.append(times_us[-1] - times_us[-2])
        return median_low(laps) if len(laps) >= 3 else self.lap_us

    def same_until_us(self, other: "Loop") -> int:
        """Up to which instant two loops say the same."""
        if self is other:
            return EVER_US
        if (self.lap_us, self.racing.stretches) != (other.lap_us, other.racing.stretches):
            return -EVER_US
        if self.field is not other.field:
            return -EVER_US
        instants = [EVER_US]
        for out_us, others_us in (
            (self.racing.out_us, other.racing.out_us),
            (other.racing.out_us, self.racing.out_us),
        ):
            instants += [us for entry, us in out_us.items() if others_us.get(entry) != us]
        shared = common(self.crossings, other.crossings)
        instants += self.times_us[shared : shared + 1] + other.times_us[shared : shared + 1]
        return min(instants)

    def _lap_us(self) -> int:
        laps = [
            after_us - before_us
            for times_us in self.of_entry.values()
            for before_us, after_us in pairwise(times_us)
        ]
        usual_us = median_low(laps) if laps else DEFAULT_LAP_US
        return max(ROUNDED_US, round(usual_us / ROUNDED_US) * ROUNDED_US)


def common(one: Sequence[object], other: Sequence[object]) -> int:
    """How many of their first elements two sequences have in common."""
    low, high = 0, min(len(one), len(other))
    if one[:high] == other[:high]:
        return high
    while high - low > 1:
        middle = (low + high) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle
    return low
