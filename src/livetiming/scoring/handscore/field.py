"""The karts of the session, and what a written number can mean."""

from collections.abc import Iterable

import msgspec

from livetiming.scoring.handscore.slips import Slip, slip


class Kart(msgspec.Struct, frozen=True, kw_only=True):
    """A kart that may cross the line in this session."""

    entry: str
    number: str
    class_id: str
    min_lap_us: int


class Field:
    """The karts by entry and by number. Karts of two classes may carry the same number."""

    def __init__(self, karts: Iterable[Kart]) -> None:
        self.karts = {kart.entry: kart for kart in karts}
        self.entries_of: dict[str, tuple[str, ...]] = {}
        for kart in self.karts.values():
            self.entries_of[kart.number] = (*self.entries_of.get(kart.number, ()), kart.entry)
        self._read: dict[str, str | None] = {}
        self._like: dict[str, tuple[tuple[str, Slip], ...]] = {}
        self._bare: dict[str, str] = {}
        for number in sorted(self.entries_of):
            self._bare.setdefault(_bare(number), number)

    def read(self, written: str) -> str | None:
        """The number that is meant: as written, else the one that differs by leading zeros only (``7``
        for ``07``); ``None`` when no kart carries it."""
        if written not in self._read:
            number = written.strip()
            self._read[written] = number if number in self.entries_of else self._bare.get(_bare(number))
        return self._read[written]

    def like(self, written: str) -> tuple[tuple[str, Slip], ...]:
        """The other numbers that it may be a slip for, each with the slip."""
        if written not in self._like:
            meant = self.read(written)
            slips = [(number, slip(written, number)) for number in self.entries_of if number != meant]
            self._like[written] = tuple((number, how) for number, how in slips if how is not Slip.UNLIKE)
        return self._like[written]


def _bare(number: str) -> str:
    return number.lstrip("0") or "0"
