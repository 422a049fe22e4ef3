"""Codes that let a device in once: pairing codes for tablets, and the first start's setup code."""

import hashlib
from collections.abc import Callable

import msgspec

from livetiming.officials.errors import NotFound, NotPossible
from livetiming.officials.roles import Role

VALID_US = 300_000_000
"""How long a pairing code waits: the tablet is at hand when its code is shown."""

WAITING_MAX = 50
"""Codes that wait at a time; more are a mistake."""


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What a code lets a device be, until `until_us` by the clock that only counts up."""

    id: str
    name: str
    role: Role
    until_us: int


class Codes:
    """Pairing codes that wait to be used. `now_us` only counts up; `secret` makes a new code each time."""

    def __init__(self, now_us: Callable[[], int], secret: Callable[[], str]) -> None:
        self._now_us = now_us
        self._secret = secret
        self._offers: dict[str, Offer] = {}

    def offer(self, name: str, role: Role, valid_us: int = VALID_US) -> tuple[str, Offer]:
        """A new code. Raises `NotPossible` while too many wait."""
        if len(self.waiting()) >= WAITING_MAX:
            raise NotPossible(f"{WAITING_MAX} codes wait already; withdraw some.")
        code = self._secret()
        offer = Offer(id=self._secret()[:8], name=name, role=role, until_us=self._now_us() + valid_us)
        self._offers[digest(code)] = offer
        return code, offer

    def redeem(self, code: str) -> Offer | None:
        """What the code is for, once; ``None`` for one that is wrong, used, withdrawn or too old."""
        offer = self._offers.pop(digest(code), None)
        return offer if offer is not None and offer.until_us > self._now_us() else None

    def withdraw(self, offer_id: str) -> None:
        """The code lets nobody in any more. Raises `NotFound`."""
        for key, offer in self._offers.items():
            if offer.id == offer_id:
                del self._offers[key]
                return
        raise NotFound("There is no such code; it was used, or is too old.")

    def waiting(self) -> list[Offer]:
        """The offers that can still be used."""
        now_us = self._now_us()
        self._offers = {key: offer for key, offer in self._offers.items() if offer.until_us > now_us}
        return list(self._offers.values())


def digest(secret: str) -> str:
    """What is kept of a secret that was drawn from 128 bits or more: no slow hash is needed for those."""
    return hashlib.sha256(secret.encode()).hexdigest()
