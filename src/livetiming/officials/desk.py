"""The officials' door: the first account by the setup code, then names and passwords, and paired devices."""

import asyncio
import hmac
import secrets
from collections.abc import Awaitable, Callable
from typing import TypeVar

from livetiming.clock import Clock
from livetiming.officials.account import Account, Login, known_as
from livetiming.officials.accounts import Accounts
from livetiming.officials.codes import Codes
from livetiming.officials.errors import NotLetIn, NotPossible, TooManyAttempts
from livetiming.officials.limits import Allowance, Attempts
from livetiming.officials.logins import Entered, Logins, steady_us
from livetiming.officials.passwords import Busy, Passwords
from livetiming.officials.roles import Role
from livetiming.officials.tables import Tables

PER_NAME = Allowance(burst=5, regain_us=30_000_000)
PER_ADDRESS = Allowance(burst=20, regain_us=5_000_000)
"""Wrong passwords and codes that are borne. A whole tower may stand behind one address."""

BUSY_US = 3_000_000
"""When to try again while others' passwords are being checked."""

SETUP_CODE_LENGTH = 12
"""72 bits, and short enough to be typed from a console."""

WRONG = "Wrong name or password."

Result = TypeVar("Result")


class Officials:
    """Lets officials in and shows them out; made by `open_officials`.

    `setup_code` is there until the first account is made.
    """

    def __init__(self, accounts: Accounts, logins: Logins, clock: Clock, secret: Callable[[], str]) -> None:
        self.accounts = accounts
        self.logins = logins
        self.codes = Codes(lambda: steady_us(clock), secret)
        self.setup_code = None if len(accounts) else secret()[:SETUP_CODE_LENGTH]
        self._by_name = Attempts(PER_NAME, lambda: steady_us(clock))
        self._by_address = Attempts(PER_ADDRESS, lambda: steady_us(clock))
        self._setting_up = asyncio.Lock()

    async def set_up(self, code: str, name: str, password: str, address: str) -> Entered:
        """Make the first account, an administrator's. Raises `NotLetIn`, `TooManyAttempts`, `NotSaved`."""
        async with self._setting_up:
            self._check_waiting(self._by_address, address)
            if self.setup_code is None or not hmac.compare_digest(code.encode(), self.setup_code.encode()):
                self._by_address.take(address)
                raise NotLetIn("Wrong code, or the first account has been made already.")
            account = await _unless_busy(self.accounts.put(name, Role.ADMINISTRATOR, password))
            self.setup_code = None
        return await self.logins.open(account.name, account.role, account.name)

    async def log_in(self, name: str, password: str, address: str) -> Entered:
        """Let somebody in by name and password. Raises `NotLetIn`, `TooManyAttempts`."""
        limits = ((self._by_name, known_as(name)), (self._by_address, address))
        for attempts, who in limits:
            self._check_waiting(attempts, who)
        for attempts, who in limits:  # counted before the answer is known, so that nobody tries in parallel
            attempts.take(who)
        account = await _unless_busy(self.accounts.check(name, password))
        if account is None:
            raise NotLetIn(WRONG)
        for attempts, who in limits:
            attempts.give_back(who)
        return await self.logins.open(account.name, account.role, account.name)

    async def pair(self, code: str, address: str) -> Entered:
        """Let a device in by its code. Raises `NotLetIn`, `TooManyAttempts`."""
        self._check_waiting(self._by_address, address)
        offer = self.codes.redeem(code)
        if offer is None:
            self._by_address.take(address)
            raise NotLetIn("This code was used already, was withdrawn or is too old; ask for a new one.")
        return await self.logins.open(offer.name, offer.role, None)

    async def change_password(self, login: Login, old: str, new: str, address: str) -> None:
        """Change one's own password; all other logins of the account end.

        Raises `NotPossible` for a device without an account, `NotLetIn`, `TooManyAttempts`, `NotSaved`.
        """
        if login.account is None:
            raise NotPossible("This device was paired by a code and has no password.")
        self._check_waiting(self._by_address, address)
        self._by_address.take(address)
        account = await _unless_busy(self.accounts.check(login.account, old))
        if account is None:
            raise NotLetIn("Wrong password.")
        self._by_address.give_back(address)
        await _unless_busy(self.accounts.put(account.name, account.role, new))
        await self.logins.end_account(account.name, but=login)

    async def change_account(self, name: str, role: Role, password: str | None) -> Account:
        """Make or change an account; whoever was in with it has to log in again.

        Raises `NotPossible`, `TooManyAttempts`, `NotSaved`.
        """
        account = await _unless_busy(self.accounts.put(name, role, password))
        await self.logins.end_account(account.name)
        return account

    async def remove_account(self, name: str) -> None:
        """Take an account away, and show out whoever was in with it. Raises `NotFound`, `NotPossible`,
        `NotSaved`."""
        account = await self.accounts.remove(name)
        await self.logins.end_account(account.name)

    def _check_waiting(self, attempts: Attempts, who: str) -> None:
        wait_us = attempts.wait_us(who)
        if wait_us:
            raise TooManyAttempts(wait_us)


async def open_officials(
    tables: Tables,
    clock: Clock,
    *,
    passwords: Passwords | None = None,
    secret: Callable[[], str] = secrets.token_urlsafe,
) -> Officials:
    """The officials of a store. Raises `StoreCorrupt`, `NotSaved`."""
    accounts, logins = await tables.load()
    inside = Logins(tables, clock, secret)
    await inside.restore(logins)
    return Officials(Accounts(tables, passwords or Passwords(), accounts), inside, clock, secret)


async def _unless_busy(work: Awaitable[Result]) -> Result:
    try:
        return await work
    except Busy as error:
        raise TooManyAttempts(BUSY_US) from error
