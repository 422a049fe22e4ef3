"""Accounts: who can log in with a password, and in which role."""

import asyncio
import contextlib

from livetiming.errors import NotSaved
from livetiming.officials.account import Account, known_as
from livetiming.officials.errors import NotFound, NotPossible
from livetiming.officials.passwords import Passwords
from livetiming.officials.roles import Role
from livetiming.officials.tables import Tables

LAST_ADMINISTRATOR = "This is the last administrator; make another one first."


class Accounts:
    """The accounts of a store. What changes one raises `NotSaved`, and then has changed nothing."""

    def __init__(self, tables: Tables, passwords: Passwords, accounts: list[Account]) -> None:
        self._tables = tables
        self._passwords = passwords
        self._accounts = {known_as(account.name): account for account in accounts}
        self._changing = asyncio.Lock()

    def __len__(self) -> int:
        return len(self._accounts)

    def all(self) -> list[Account]:
        """Every account, by name."""
        return [self._accounts[key] for key in sorted(self._accounts)]

    def find(self, name: str) -> Account | None:
        """The account that goes by a name, however it is typed."""
        return self._accounts.get(known_as(name))

    async def check(self, name: str, password: str) -> Account | None:
        """The account if the password is its own; takes as long if there is none. Raises `Busy`."""
        account = self.find(name)
        right = await self._passwords.matches(None if account is None else account.password_hash, password)
        if account is None or not right:
            return None
        if self._passwords.outdated(account.password_hash):
            with contextlib.suppress(NotSaved):
                account = await self.put(account.name, account.role, password)
        return account

    async def put(self, name: str, role: Role, password: str | None) -> Account:
        """Make an account or change it; without a password it keeps the one it has.

        Raises `NotPossible`, `Busy`.
        """
        password_hash = None if password is None else await self._passwords.hash(password)
        async with self._changing:
            known = self.find(name)
            if known is not None and role is not Role.ADMINISTRATOR:
                self._check_not_last(known)
            if password_hash is None:
                if known is None:
                    raise NotPossible("A new account needs a password.")
                password_hash = known.password_hash
            shown = known.name if known is not None else name.strip()
            account = Account(name=shown, role=role, password_hash=password_hash)
            await self._tables.keep_account(account)
            self._accounts[known_as(name)] = account
        return account

    async def remove(self, name: str) -> Account:
        """Take an account away. Raises `NotFound`, `NotPossible`."""
        async with self._changing:
            account = self.find(name)
            if account is None:
                raise NotFound(f"There is no account {name!r}.")
            self._check_not_last(account)
            await self._tables.drop_account(account.name)
            del self._accounts[known_as(name)]
        return account

    def _check_not_last(self, account: Account) -> None:
        others = [other for other in self._accounts.values() if other != account]
        if account.role is Role.ADMINISTRATOR and all(o.role is not Role.ADMINISTRATOR for o in others):
            raise NotPossible(LAST_ADMINISTRATOR)
