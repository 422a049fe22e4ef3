"""The officials' door over a store of its own, with secrets that can be foretold and cheap hashes."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

from argon2 import PasswordHasher

from livetiming.clock import Clock
from livetiming.errors import NotSaved
from livetiming.journal.sqlite import SqliteJournal, open_store
from livetiming.officials.desk import Officials, open_officials
from livetiming.officials.passwords import Passwords
from livetiming.officials.tables import Tables

HOME = "192.168.1.7"
"""An address to log in from."""


def cheap_passwords() -> Passwords:
    """Real hashes that cost a millisecond."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def counted_secrets(prefix: str = "secret") -> Callable[[], str]:
    """Secrets that tell their number: ``0001-secret``, ``0002-secret``, …"""
    numbers = count(1)
    return lambda: f"{next(numbers):04}-{prefix}"


async def officials_of(journal: SqliteJournal, clock: Clock, prefix: str = "secret") -> Officials:
    """The door of an open store."""
    return await open_officials(
        Tables(journal), clock, passwords=cheap_passwords(), secret=counted_secrets(prefix)
    )


class FullStore:
    """A store that can be read only."""

    stream = "stream"

    async def write(self, *statements: object) -> None:
        raise NotSaved("The store could not be written (disk is full).")

    async def rows(self, query: str, values: object = ()) -> list[tuple[object, ...]]:
        return []


@asynccontextmanager
async def door(store: Path, clock: Clock, prefix: str = "secret") -> AsyncIterator[Officials]:
    """The door of a store, from one start of a server to its end."""
    journal = await open_store(store)
    try:
        yield await officials_of(journal, clock, prefix)
    finally:
        await journal.close()
