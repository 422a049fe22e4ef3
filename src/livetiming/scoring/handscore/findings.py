"""What became of a tap that has no crossing."""

import msgspec

from livetiming.scoring.handscore.slips import Slip


class Claim(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The kart crossed at about `at_us`, and the loop does not have it. `slip` when it was written down
    under another number. `cost` is how much speaks against it."""

    tap: int
    entry: str
    at_us: int
    cost: float
    slip: Slip | None = None


class Misread(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The tap stands for a crossing of a kart with another number."""

    tap: int
    crossing: int
    slip: Slip


class Spurious(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Nobody crossed; `twin` is the tap of the same number right before or behind it, if there is one."""

    tap: int
    at_us: int
    twin: int | None


class Outside(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A tap of a time when nothing counts."""

    tap: int


Finding = Claim | Misread | Spurious | Outside


class Interval(msgspec.Struct, frozen=True, gc=False):
    """Where a tap's crossing lies: most likely `at_us`, surely between the taps around it."""

    from_us: int
    at_us: int
    until_us: int

    def off_us(self, us: int) -> int:
        """How far outside an instant lies."""
        return max(self.from_us - us, us - self.until_us, 0)

    def clamp(self, us: int) -> int:
        """The nearest instant inside."""
        return min(max(us, self.from_us), self.until_us)


class Cluster(msgspec.Struct, frozen=True, gc=False):
    """Taps close together that compete for the same free crossings, and what became of them."""

    taps: tuple[int, ...]
    free: tuple[int, ...]
    until_us: int
    findings: tuple[Finding, ...]
