"""Hashes are made aside, a few at a time."""

import asyncio
import threading

import pytest
from argon2 import PasswordHasher

from livetiming.officials import passwords
from livetiming.officials.passwords import Busy, Passwords
from support.officials import cheap_passwords


class Held(PasswordHasher):
    """Makes no hash before it may, and counts how many it makes at once."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.may = threading.Event()
        self.begun = threading.Semaphore(0)
        self.at_once = 0
        self.most = 0
        self._lock = threading.Lock()

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        with self._lock:
            self.at_once += 1
            self.most = max(self.most, self.at_once)
        self.begun.release()
        self.may.wait(30)
        with self._lock:
            self.at_once -= 1
        return super().hash(password, salt=salt)


async def test_a_password_matches_its_own_hash_only() -> None:
    own = cheap_passwords()
    kept = await own.hash("correct horse")
    assert "correct" not in kept
    assert await own.matches(kept, "correct horse")
    assert not await own.matches(kept, "correct horsf")
    assert not await own.matches("no hash at all", "correct horse")


async def test_a_name_without_account_costs_a_hash_all_the_same() -> None:
    own = cheap_passwords()
    assert not await own.matches(None, "correct horse")
    assert own._decoy is not None
    assert not await own.matches(None, "")


async def test_the_keyboard_that_composed_a_letter_does_not_matter() -> None:
    own = cheap_passwords()
    assert await own.matches(await own.hash("Jos\u00e9 1234"), "Jose\u0301 1234")


async def test_a_hash_of_weaker_parameters_is_outdated() -> None:
    weak = await cheap_passwords().hash("correct horse")
    assert Passwords().outdated(weak)
    assert not cheap_passwords().outdated(weak)


async def test_two_are_made_at_a_time_and_too_many_are_turned_away() -> None:
    hasher = Held()
    own = Passwords(hasher)
    allowed = passwords.AT_ONCE + passwords.WAITING_MAX
    asked = [asyncio.ensure_future(own.hash(str(i))) for i in range(allowed)]
    for _ in range(passwords.AT_ONCE):
        await asyncio.to_thread(hasher.begun.acquire)
    with pytest.raises(Busy):
        await own.hash("one too many")
    hasher.may.set()
    assert len(set(await asyncio.gather(*asked))) == allowed
    assert hasher.most == passwords.AT_ONCE
    assert await own.hash("room again")
