"""Password hashes (argon2id with the parameters of RFC 9106, 4, second choice), made in threads: each takes
some 50 ms and 64 MB, so only two are made at a time.
"""

import asyncio
import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

AT_ONCE = 2
WAITING_MAX = 16
"""More who wait would wait longer than anybody wants to."""


class Busy(Exception):
    """Too many passwords are being checked already."""


class Passwords:
    """Makes and checks hashes without holding up the loop; a test passes a cheaper hasher."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._inside = 0
        self._decoy: str | None = None

    async def hash(self, password: str) -> str:
        """The hash to keep. Raises `Busy`."""
        return await self._in_turn(password, None)

    async def matches(self, password_hash: str | None, password: str) -> bool:
        """Whether it is the password; where there is none (``None``) this takes as long. Raises `Busy`."""
        if password_hash is None and self._decoy is None:
            self._decoy = await self.hash(secrets.token_hex())
        found = await self._in_turn(password, password_hash or self._decoy)
        return password_hash is not None and bool(found)

    def outdated(self, password_hash: str) -> bool:
        """Whether a hash was made with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(password_hash)

    async def _in_turn(self, password: str, password_hash: str | None) -> str:
        """Make a hash, or check the password by one: then the answer is empty if it is wrong."""
        if self._inside >= AT_ONCE + WAITING_MAX:
            raise Busy
        self._inside += 1
        try:
            async with self._gate:
                return await asyncio.to_thread(self._work, _typed(password), password_hash)
        finally:
            self._inside -= 1

    def _work(self, password: str, password_hash: str | None) -> str:
        if password_hash is None:
            return self._hasher.hash(password)
        try:
            self._hasher.verify(password_hash, password)
        except (VerifyMismatchError, InvalidHashError):
            return ""
        return password_hash


def _typed(password: str) -> str:
    """The same characters, whichever keyboard composed them."""
    return unicodedata.normalize("NFKC", password)
