"""The karts of the session, and what a written number can mean."""

from collections.abc import Iterable

import msgspec


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
        self._bare: dict[str, str] = {}
        for number in sorted(self.entries_of):
            self._bare.setdefault(_bare(number), number)

    def read(self, written: str) -> str | None:
        """The number that is meant: as written, else the one that differs by leading zeros only (``7``
        for ``07``); ``None`` when no kart carries it."""
        written = written.strip()
        return written if written in self.entries_of else self._bare.get(_bare(written))


def _bare(number: str) -> str:
    return number.lstrip("0") or "0"
