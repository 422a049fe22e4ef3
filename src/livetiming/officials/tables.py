"""Accounts and logins in the store, in tables of their own beside the journal.

They are written through the connection that owns the store, between two batches of facts. A login counts
for the stream in which it was made: a store that was restored from a backup lets nobody in who was shut
out since.
"""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from livetiming.journal.sqlite import Statement
from livetiming.officials.account import Account, Login

_TABLES = (
    """CREATE TABLE IF NOT EXISTS official_account (
        name TEXT PRIMARY KEY, role TEXT NOT NULL, password_hash TEXT NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS official_login (
        id TEXT PRIMARY KEY, stream TEXT NOT NULL, token_hash TEXT NOT NULL, who TEXT NOT NULL,
        role TEXT NOT NULL, account TEXT, since_wall_us INTEGER NOT NULL, expires_wall_us INTEGER NOT NULL
    ) WITHOUT ROWID""",
)


class Store(Protocol):
    """What the tables need of the store: `livetiming.journal.sqlite.SqliteJournal` has it."""

    stream: str

    async def write(self, *statements: Statement) -> None:
        """Carry out statements as one transaction. Raises `NotSaved`."""

    async def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """What a query finds. Raises `StoreCorrupt`."""


class Tables:
    """Keeps accounts and logins. Each method that writes raises `NotSaved`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def load(self) -> tuple[list[Account], list[Login]]:
        """All that is kept."""
        await self._store.write(*((table, [()]) for table in _TABLES))
        accounts = await self._store.rows("SELECT name, role, password_hash FROM official_account")
        logins = await self._store.rows(
            "SELECT id, token_hash, who, role, account, since_wall_us, expires_wall_us"
            " FROM official_login WHERE stream = ?",
            (self._store.stream,),
        )
        return [_account(row) for row in accounts], [_login(row) for row in logins]

    async def keep_account(self, account: Account) -> None:
        """Add or change an account."""
        row = (account.name, account.role.value, account.password_hash)
        await self._store.write(("INSERT OR REPLACE INTO official_account VALUES (?, ?, ?)", [row]))

    async def drop_account(self, name: str) -> None:
        """Forget an account."""
        await self._store.write(("DELETE FROM official_account WHERE name = ?", [(name,)]))

    async def keep_login(self, login: Login) -> None:
        """Add a login."""
        row = (
            login.id,
            self._store.stream,
            login.token_hash,
            login.who,
            login.role.value,
            login.account,
            login.since_wall_us,
            login.expires_wall_us,
        )
        await self._store.write(("INSERT INTO official_login VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [row]))

    async def drop_logins(self, ids: Sequence[str]) -> None:
        """Forget logins."""
        await self._store.write(("DELETE FROM official_login WHERE id = ?", [(id_,) for id_ in ids]))


def _account(row: Sequence[object]) -> Account:
    return msgspec.convert(dict(zip(Account.__struct_fields__, row, strict=True)), Account)


def _login(row: Sequence[object]) -> Login:
    return msgspec.convert(dict(zip(Login.__struct_fields__, row, strict=True)), Login)
