"""Journals in memory that hold a commit back, or fail as a full disk does."""

import asyncio
from collections.abc import Sequence

from livetiming.errors import NotSaved
from livetiming.facts import AnyFact
from livetiming.journal import Journal, Record
from livetiming.journal.memory import MemoryJournal


class HeldJournal(MemoryJournal):
    """Commits only when the test lets it."""

    def __init__(self, stream: str = "held") -> None:
        super().__init__(stream)
        self._open = asyncio.Event()
        self._open.set()
        self.waiting = asyncio.Event()
        """Set while a commit is held back."""

    def hold(self) -> None:
        self._open.clear()

    def let_go(self) -> None:
        self._open.set()

    async def append(self, records: Sequence[Record]) -> int:
        if not self._open.is_set():
            self.waiting.set()
            await self._open.wait()
            self.waiting.clear()
        return await super().append(records)


class FullJournal(MemoryJournal):
    """Has room for so many facts more (``None``: any number), as a disk that runs full."""

    def __init__(self, stream: str = "full") -> None:
        super().__init__(stream)
        self.room: int | None = None
        self.attempts = 0

    async def append(self, records: Sequence[Record]) -> int:
        self.attempts += 1
        if self.room is not None:
            if len(records) > self.room:
                raise NotSaved("The store could not be written (database or disk is full).")
            self.room -= len(records)
        return await super().append(records)

    async def probe(self) -> None:
        if self.room is not None and self.room < 1:
            raise NotSaved("The store could not be written (database or disk is full).")


async def facts_of(journal: Journal, after_n: int = 0) -> list[tuple[int, AnyFact, str | None]]:
    """All that a journal holds after a number."""
    return [(n, fact, key) async for piece in journal.read(after_n) for n, fact, key in piece]
