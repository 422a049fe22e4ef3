"""What is known of officials: accounts with a password, and logins of persons and devices."""

import unicodedata

import msgspec

from livetiming.clock import WallUs
from livetiming.officials.roles import Role


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who can log in with a password; of that only the hash is known."""

    name: str
    role: Role
    password_hash: str


class Login(msgspec.Struct, frozen=True, kw_only=True):
    """A browser that is logged in, as `who` in a `role`; of its token only the hash is known.

    `account` is ``None`` for a device that was paired by a code. `expires_wall_us` tells a restarted server
    how long it may go on.
    """

    id: str
    token_hash: str
    who: str
    role: Role
    account: str | None = None
    since_wall_us: WallUs
    expires_wall_us: WallUs


def known_as(name: str) -> str:
    """By what an account is found: names differ neither by capitals nor by how they are typed."""
    return unicodedata.normalize("NFKC", name).strip().casefold()
