"""A journal in memory, for rehearsals that need no file and for tests."""

from collections.abc import AsyncIterator, Sequence

from livetiming.journal import Record, Stored, codec


class MemoryJournal:
    """Keeps facts as the text a store would keep, so that reading goes the same way."""

    def __init__(self, stream: str) -> None:
        self.stream = stream
        self._rows: list[tuple[str, str | None]] = []

    @property
    def last_n(self) -> int:
        """The number of the last fact."""
        return len(self._rows)

    async def append(self, records: Sequence[Record]) -> int:
        """Append all."""
        self._rows.extend((codec.encode(record.fact), record.key) for record in records)
        return self.last_n

    async def read(self, after_n: int = 0) -> AsyncIterator[Sequence[Stored]]:
        """The facts after a number."""
        yield codec.stored([(n, *row) for n, row in enumerate(self._rows[after_n:], after_n + 1)])

    async def probe(self) -> None:
        """Memory can always be written."""

    async def close(self) -> None:
        """Nothing to let go of."""
