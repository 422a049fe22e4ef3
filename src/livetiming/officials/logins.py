"""Who is logged in, until when, and who is shown out.

Logins are kept in the store, so that a server which starts again in the middle of a race knows its
officials. While the store cannot be written somebody who logs in is let in all the same, until the server
ends: they have to see that nothing is saved.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable

import msgspec

from livetiming.clock import Clock, WallUs
from livetiming.errors import NotSaved
from livetiming.officials.account import Login
from livetiming.officials.codes import digest
from livetiming.officials.errors import NotFound
from livetiming.officials.roles import Role
from livetiming.officials.tables import Tables

log = logging.getLogger(__name__)

LOGIN_US = 30 * 3_600_000_000
"""How long a login lasts: a 24 hour race with its setup and its results."""


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """A login, and the token that the browser keeps."""

    token: str
    login: Login


class _Inside:
    """A login that holds until `until_us` of the steady clock, or until it is `over`."""

    __slots__ = ("login", "over", "until_us")

    def __init__(self, login: Login, until_us: int) -> None:
        self.login = login
        self.until_us = until_us
        self.over = asyncio.Event()


class Logins:
    """Everybody who is logged in. `secret` makes a new token each time.

    How long a login holds is measured on a clock that only counts up: a machine that learns the time of
    day in the middle of a race shows nobody out.
    """

    def __init__(self, tables: Tables, clock: Clock, secret: Callable[[], str]) -> None:
        self._tables = tables
        self._clock = clock
        self._secret = secret
        self._inside: dict[str, _Inside] = {}

    async def restore(self, logins: Iterable[Login]) -> None:
        """Go on with the logins of the server's last start, and forget those that have expired.

        Raises `NotSaved`.
        """
        expired = []
        for login in logins:
            left_us = min(login.expires_wall_us - self._clock.wall_us(), LOGIN_US)
            if left_us > 0:
                self._inside[login.token_hash] = _Inside(login, steady_us(self._clock) + left_us)
            else:
                expired.append(login.id)
        if expired:
            await self._tables.drop_logins(expired)

    async def open(self, who: str, role: Role, account: str | None) -> Entered:
        """Let somebody in."""
        token = self._secret()
        now_us = self._clock.wall_us()
        login = Login(
            id=self._secret()[:12],
            token_hash=digest(token),
            who=who,
            role=role,
            account=account,
            since_wall_us=now_us,
            expires_wall_us=WallUs(now_us + LOGIN_US),
        )
        self._inside[login.token_hash] = _Inside(login, steady_us(self._clock) + LOGIN_US)
        try:
            await self._tables.keep_login(login)
        except NotSaved as error:
            log.warning("the login of %s holds until the server ends: %s", who, error)
        return Entered(token=token, login=login)

    def find(self, token: str) -> Login | None:
        """Whose token it is; ``None`` for one that is unknown, ended or expired."""
        inside = self._held(digest(token))
        return None if inside is None else inside.login

    def over(self, login: Login) -> asyncio.Event:
        """Is set when the login is ended; an expired one is found by `find` alone."""
        inside = self._held(login.token_hash)
        if inside is not None:
            return inside.over
        ended = asyncio.Event()
        ended.set()
        return ended

    def all(self) -> list[Login]:
        """Everybody who is logged in, the longest first."""
        held = [inside.login for key in tuple(self._inside) if (inside := self._held(key)) is not None]
        return sorted(held, key=lambda login: (login.since_wall_us, login.id))

    async def end(self, login_id: str) -> None:
        """Show one out, at once. Raises `NotFound`; `NotSaved` if they could come back with the next start
        of the server."""
        if not await self._end([login for login in self.all() if login.id == login_id]):
            raise NotFound("There is no such login; it has ended already.")

    async def end_account(self, account: str, *, but: Login | None = None) -> None:
        """Show everybody out who came in with an account. Raises `NotSaved` as `end` does."""
        await self._end([login for login in self.all() if login.account == account and login != but])

    async def _end(self, logins: list[Login]) -> bool:
        for login in logins:
            self._inside.pop(login.token_hash).over.set()
        if logins:
            await self._tables.drop_logins([login.id for login in logins])
        return bool(logins)

    def _held(self, token_hash: str) -> _Inside | None:
        inside = self._inside.get(token_hash)
        if inside is not None and inside.until_us <= steady_us(self._clock):
            inside.over.set()
            del self._inside[token_hash]
            return None
        return inside


def steady_us(clock: Clock) -> int:
    """Real time that only counts up, in a rehearsal too."""
    return round(clock.server_us() / clock.rate)
