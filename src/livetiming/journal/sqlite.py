"""The journal in an SQLite file: WAL mode, ``synchronous=FULL``, one commit a batch.

The store is one file with ``-wal`` and ``-shm`` beside it while it is open; copying those by hand
gives a broken store, `livetiming.journal.backup` gives a whole one.
"""

import asyncio
import sqlite3
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, closing
from pathlib import Path
from typing import cast

import aiosqlite

from livetiming.errors import NotSaved, StoreCorrupt, StoreError, StoreTooNew
from livetiming.journal import Record, Stored, codec
from livetiming.journal.lock import StoreLock

FORMAT_VERSION = 1
"""Of the tables; facts have versions of their own."""

APPLICATION_ID = 0x6C740001
"""Marks the file as a livetiming store (SQLite ``application_id``)."""

BACKUP_ID = 0x6C740002
"""Marks it as a backup of one."""

_MAGIC = b"SQLite format 3\0"

_READ_ROWS = 5_000
"""Rows read at a time: few thread hops, and a bounded piece of memory."""

_TABLES = (
    "CREATE TABLE journal (n INTEGER PRIMARY KEY, fact TEXT NOT NULL, key TEXT)",
    "CREATE UNIQUE INDEX journal_key ON journal (key) WHERE key IS NOT NULL",
    "CREATE TABLE store (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
)


Statement = tuple[str, Sequence[Sequence[object]]]
"""SQL, and the rows of values that it is carried out with, one after the other."""


class SqliteJournal:
    """See `livetiming.journal` for the promise. Made by `open_store`.

    It owns the one connection that writes to the store; who keeps tables of their own there does so
    through `write` and `rows`.
    """

    def __init__(self, connection: aiosqlite.Connection, lock: StoreLock, stream: str, last_n: int) -> None:
        self._connection = connection
        self._lock = lock
        self._writing = asyncio.Lock()
        self.stream = stream
        self.last_n = last_n

    @property
    def connection(self) -> aiosqlite.Connection:
        """The one connection, for a backup while the store is open."""
        return self._connection

    async def append(self, records: Sequence[Record]) -> int:
        """Append all or none, durably."""
        first_n = self.last_n + 1
        rows = [(n, codec.encode(record.fact), record.key) for n, record in enumerate(records, first_n)]
        await self.write(("INSERT INTO journal (n, fact, key) VALUES (?, ?, ?)", rows))
        self.last_n += len(rows)
        return self.last_n

    async def probe(self) -> None:
        """Write and commit a value that nothing reads."""
        await self.write(
            ("INSERT OR REPLACE INTO store (name, value) VALUES (?, ?)", [("probe", str(self.last_n))])
        )

    async def write(self, *statements: Statement) -> None:
        """Carry out statements as one transaction, after those under way. Raises `NotSaved`."""
        connection = self._connection
        async with self._writing:
            try:
                await connection.execute("BEGIN IMMEDIATE")
                for statement, rows in statements:
                    await connection.executemany(statement, rows)
                await connection.commit()
            except sqlite3.Error as error:
                await self._roll_back()
                raise NotSaved(f"The store could not be written ({error}).") from error
            except asyncio.CancelledError:
                # What is under way goes on in the connection's thread; this comes after it.
                await connection.rollback()
                raise

    async def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """All that a query finds. Raises `StoreCorrupt`."""
        try:
            async with self._connection.execute(query, values) as cursor:
                return [tuple(row) for row in await cursor.fetchall()]
        except sqlite3.DatabaseError as error:
            raise StoreCorrupt(f"The store is damaged ({error}); restore a backup.") from error

    async def _roll_back(self) -> None:
        if not self._connection.in_transaction:
            return
        try:
            await self._connection.rollback()
        except sqlite3.Error as error:
            raise NotSaved(f"The store could not be written, nor the attempt undone ({error}).") from error

    async def read(self, after_n: int = 0) -> AsyncIterator[Sequence[Stored]]:
        """The facts after a number, in pieces."""
        expected = after_n + 1
        try:
            async with self._connection.execute(
                "SELECT n, fact, key FROM journal WHERE n > ? ORDER BY n", (after_n,)
            ) as cursor:
                while rows := cast("list[codec.Row]", await cursor.fetchmany(_READ_ROWS)):
                    if rows[0][0] != expected or rows[-1][0] != expected + len(rows) - 1:
                        raise StoreCorrupt(
                            f"Facts are missing after number {expected - 1}; restore a backup."
                        )
                    expected += len(rows)
                    yield codec.stored(rows)
        except sqlite3.DatabaseError as error:
            raise StoreCorrupt(f"The store is damaged ({error}); restore a backup.") from error

    async def close(self) -> None:
        """Close the file and let others have it."""
        try:
            await self._connection.close()
        finally:
            self._lock.close()


async def open_store(path: Path) -> SqliteJournal:
    """Open a store, making it where there is none.

    Raises `StoreBusy` when another process has it, `StoreTooNew`, `StoreCorrupt`, or `StoreError`
    when the place cannot be written.
    """
    _check_place(path)
    async with AsyncExitStack() as undo:
        lock = undo.enter_context(closing(StoreLock(path)))
        connection = await _connect(path)
        undo.push_async_callback(connection.close)
        stream, last_n = await _prepared(connection, path)
        undo.pop_all()
    return SqliteJournal(connection, lock, stream, last_n)


def _check_place(path: Path) -> None:
    if path.is_dir() or not path.parent.is_dir():
        raise StoreError(f"{path} cannot be a store: it is a folder, or its folder does not exist.")
    if path.exists() and not _may_be_sqlite(path):
        raise StoreCorrupt(f"{path} is no store or is damaged; restore a backup.")


def _may_be_sqlite(path: Path) -> bool:
    """SQLite itself would make a new store of a file with a byte or two in it."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) in {b"", _MAGIC}


async def _connect(path: Path) -> aiosqlite.Connection:
    try:
        return await aiosqlite.connect(path, isolation_level=None)
    except sqlite3.Error as error:
        raise StoreError(f"{path} cannot be opened ({error}).") from error


async def _prepared(connection: aiosqlite.Connection, path: Path) -> tuple[str, int]:
    try:
        return await _prepare(connection, path)
    except sqlite3.OperationalError as error:
        raise StoreError(f"{path} cannot be opened ({error}).") from error
    except sqlite3.DatabaseError as error:
        raise StoreCorrupt(f"{path} is no store or is damaged ({error}); restore a backup.") from error


async def _prepare(connection: aiosqlite.Connection, path: Path) -> tuple[str, int]:
    version = await _pragma(connection, "user_version")
    application = await _pragma(connection, "application_id")
    objects = await _value(connection, "SELECT count(*) FROM sqlite_schema")
    if application == BACKUP_ID:
        raise StoreError(f"{path} is a backup; make a store of it with `livetiming restore`.")
    if objects and application != APPLICATION_ID:
        raise StoreCorrupt(f"{path} is an SQLite file of another program, not a livetiming store.")
    if version > FORMAT_VERSION:
        raise StoreTooNew(
            f"{path} was written by a newer livetiming (format {version}, this one knows {FORMAT_VERSION}); "
            "install the newer version."
        )
    await connection.execute("PRAGMA journal_mode = WAL")
    await connection.execute("PRAGMA synchronous = FULL")
    if not objects:
        await _create(connection)
    async with connection.execute("SELECT value FROM store WHERE name = 'stream'") as cursor:
        stream = await cursor.fetchone()
    if stream is None:
        raise StoreCorrupt(f"{path} has lost the id of its stream; restore a backup.")
    return str(stream[0]), await _value(connection, "SELECT coalesce(max(n), 0) FROM journal")


async def _create(connection: aiosqlite.Connection) -> None:
    await connection.execute("BEGIN IMMEDIATE")
    for statement in _TABLES:
        await connection.execute(statement)
    await connection.execute("INSERT INTO store (name, value) VALUES ('stream', ?)", (uuid.uuid4().hex,))
    await connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    await connection.execute(f"PRAGMA user_version = {FORMAT_VERSION}")
    await connection.commit()


async def _pragma(connection: aiosqlite.Connection, name: str) -> int:
    return await _value(connection, f"PRAGMA {name}")


async def _value(connection: aiosqlite.Connection, query: str) -> int:
    async with connection.execute(query) as cursor:
        row = await cursor.fetchone()
    return int(row[0]) if row is not None else 0
