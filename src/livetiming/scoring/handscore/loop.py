"""What the loop has of the session: the accepted crossings of all karts, in one order.

Also what would count: a hand-scored crossing after a kart's finish, or while the race stood still,
changes nothing.
"""

from bisect import bisect_left, bisect_right
from enum import Enum
from itertools import pairwise
from statistics import median_low

import msgspec

from livetiming.scoring.handscore.field import Field, Kart

DEFAULT_LAP_US = 60_000_000
"""A lap, where nobody has completed one yet."""


class Role(Enum):
    """What a crossing at an instant would do for a kart."""

    NOTHING = 0
    OPENS = 1
    COMPLETES = 2


class Stretch(msgspec.Struct, frozen=True, gc=False):
    """Racing from a start to a stop. Crossings from `from_us` on belong to it, and those before
    `opens_until_us` open the first lap."""

    from_us: int
    opens_until_us: int
    until_us: int


class Crossing(msgspec.Struct, frozen=True, gc=False, order=True):
    """A crossing that the loop has, by the passing of fact `n` (or the fact that credited it)."""

    track_us: int
    n: int
    entry: str


class Stranger(msgspec.Struct, frozen=True, gc=False, order=True):
    """A crossing of a transponder that is nobody's in this session."""

    track_us: int
    transponder: int


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """Karts by entry and crossings by time, with the stretches of racing in which crossings count.

    `out_us` says from when a kart is out of the session: it has finished, or was removed. `strangers`
    are transponders that are nobody's here. `closed`: nothing more will come.
    """

    karts: tuple[Kart, ...]
    crossings: tuple[Crossing, ...]
    stretches: tuple[Stretch, ...]
    out_us: dict[str, int] = {}
    strangers: tuple[Stranger, ...] = ()
    closed: bool = False


class Loop:
    """What the loop has, in the shapes in which it is asked for. Indices are those of `crossings`."""

    def __init__(self, heard: Heard) -> None:
        self.heard = heard
        self.field = Field(heard.karts)
        self.crossings = heard.crossings
        self.times_us = [crossing.track_us for crossing in self.crossings]
        self.of_number: dict[str, list[int]] = {number: [] for number in self.field.entries_of}
        self.of_entry: dict[str, list[int]] = {entry: [] for entry in self.field.karts}
        for index, crossing in enumerate(self.crossings):
            self.of_entry[crossing.entry].append(crossing.track_us)
            self.of_number[self.field.karts[crossing.entry].number].append(index)
        self.lap_us = self._lap_us()

    def role(self, entry: str, at_us: int) -> Role:
        """What a crossing of a kart at that instant would do."""
        out_us = self.heard.out_us.get(entry)
        if out_us is not None and at_us > out_us:
            return Role.NOTHING
        for stretch in self.heard.stretches:
            if stretch.from_us <= at_us <= stretch.until_us:
                return Role.OPENS if at_us < stretch.opens_until_us else Role.COMPLETES
        return Role.NOTHING

    def lap_number(self, entry: str, at_us: int) -> int:
        """The lap that a crossing of the kart at that instant completes, by the loop's count; 0: none."""
        before = self.of_entry[entry][: bisect_left(self.of_entry[entry], at_us)]
        if self.role(entry, at_us) is Role.OPENS:
            return 0
        return 1 + sum(self.role(entry, us) is Role.COMPLETES for us in before)

    def lap_around_us(self, at_us: int) -> int:
        """How long the field takes for a lap about then: slow under a caution."""
        laps = []
        for times_us in self.of_entry.values():
            after = bisect_right(times_us, at_us)
            if 0 < after < len(times_us):
                laps.append(times_us[after] - times_us[after - 1])
            elif after > 1:
                laps.append(times_us[-1] - times_us[-2])
        return median_low(laps) if len(laps) >= 3 else self.lap_us

    def _lap_us(self) -> int:
        laps = [
            after_us - before_us
            for times_us in self.of_entry.values()
            for before_us, after_us in pairwise(times_us)
        ]
        return median_low(laps) if laps else DEFAULT_LAP_US
