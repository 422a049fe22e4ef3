"""When a crossing counts: not after the kart's finish, nor while the race stood still."""

from enum import Enum

import msgspec


class Role(Enum):
    """What a crossing at an instant does for a kart."""

    NOTHING = 0
    OPENS = 1
    COMPLETES = 2


class Stretch(msgspec.Struct, frozen=True, gc=False):
    """Racing from a start to a stop. Crossings from `from_us` on belong to it, and those before
    `opens_until_us` open the first lap."""

    from_us: int
    opens_until_us: int
    until_us: int


class Racing(msgspec.Struct, frozen=True, kw_only=True):
    """The stretches of a session, and from when each kart is out of it: it has finished, or was removed.

    `closed`: nothing more will come.
    """

    stretches: tuple[Stretch, ...]
    out_us: dict[str, int] = {}
    closed: bool = False

    def role(self, entry: str, at_us: int) -> Role:
        """What a crossing of a kart at that instant would do."""
        out_us = self.out_us.get(entry)
        if out_us is not None and at_us > out_us:
            return Role.NOTHING
        for stretch in self.stretches:
            if stretch.from_us <= at_us <= stretch.until_us:
                return Role.OPENS if at_us < stretch.opens_until_us else Role.COMPLETES
        return Role.NOTHING
