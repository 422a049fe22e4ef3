"""Reading a store that its server has open: from threads and other processes, without its connection.

A reader in WAL mode sees what was committed when it begins, and holds nobody up.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from livetiming.errors import StoreCorrupt
from livetiming.facts import AnyFact, EpochStarted
from livetiming.journal import Stored, codec

_EPOCHS = """SELECT n, fact, key FROM journal WHERE fact LIKE '{"fact":"epoch_started"%' ORDER BY n"""
_ALL = "SELECT n, fact, key FROM journal WHERE n > ? ORDER BY n LIMIT ?"
_BUT_PASSINGS = """SELECT n, fact, key FROM journal WHERE n > ? AND fact NOT LIKE '{"fact":"passing_heard"%'
    ORDER BY n LIMIT ?"""


def facts_until(store: Path, after_n: int, until_n: int) -> Iterator[tuple[int, AnyFact]]:
    """The facts after one number up to another. Raises `StoreCorrupt`, `StoreTooNew`."""
    for n, fact, _ in _stored(
        store, "SELECT n, fact, key FROM journal WHERE n > ? AND n <= ? ORDER BY n", after_n, until_n
    ):
        yield n, fact


def facts_after(store: Path, after_n: int, limit: int, *, passings: bool = True) -> list[Stored]:
    """At most `limit` facts after a number, passings among them or not. Raises as `facts_until` does."""
    return list(_stored(store, _ALL if passings else _BUT_PASSINGS, after_n, limit))


def epochs(store: Path) -> dict[int, EpochStarted]:
    """Every start of the server, by its number. Raises as `facts_until` does."""
    return {fact.epoch: fact for _, fact, _ in _stored(store, _EPOCHS) if isinstance(fact, EpochStarted)}


def _stored(store: Path, query: str, *values: int) -> Iterator[Stored]:
    try:
        with closing(sqlite3.connect(f"{store.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            for n, text, key in connection.execute(query, values):
                yield Stored(n, codec.decode(n, text), key)
    except sqlite3.DatabaseError as error:
        raise StoreCorrupt(f"The store cannot be read ({error}).") from error
