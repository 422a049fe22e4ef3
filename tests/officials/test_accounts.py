"""Accounts: made, changed, taken away, and never the last administrator's."""

import asyncio
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from livetiming.errors import NotSaved
from livetiming.journal.sqlite import open_store
from livetiming.officials.accounts import Accounts
from livetiming.officials.desk import Officials, open_officials
from livetiming.officials.errors import NotFound, NotPossible
from livetiming.officials.passwords import Passwords
from livetiming.officials.roles import Role
from livetiming.officials.tables import Tables
from support.clocks import ManualClock
from support.officials import FullStore, cheap_passwords, door

PASSWORD = "a long one"


@pytest.fixture
def accounts(officials: Officials) -> Accounts:
    return officials.accounts


async def test_a_name_is_found_however_it_is_typed(accounts: Accounts) -> None:
    await accounts.put(" Óscar Prueba ", Role.OPERATOR, PASSWORD)
    found = accounts.find("ÓSCAR prueba")
    assert found is not None
    assert found.name == "Óscar Prueba"
    assert await accounts.check("óscar prueba", PASSWORD) == found
    assert await accounts.check("óscar prueba", "another one") is None
    assert await accounts.check("nobody", PASSWORD) is None


async def test_a_change_without_a_password_keeps_the_one_there_is(accounts: Accounts) -> None:
    await accounts.put("Ola", Role.OPERATOR, PASSWORD)
    changed = await accounts.put("ola", Role.DIRECTOR, None)
    assert changed.name == "Ola"
    assert await accounts.check("Ola", PASSWORD) == changed
    assert [account.name for account in accounts.all()] == ["Ada", "Ola"]


async def test_a_new_account_needs_a_password(accounts: Accounts) -> None:
    with pytest.raises(NotPossible, match="needs a password"):
        await accounts.put("Ola", Role.OPERATOR, None)


async def test_the_last_administrator_stays_one(accounts: Accounts) -> None:
    with pytest.raises(NotPossible, match="last administrator"):
        await accounts.remove("Ada")
    with pytest.raises(NotPossible, match="last administrator"):
        await accounts.put("Ada", Role.OPERATOR, None)
    await accounts.put("Eve", Role.ADMINISTRATOR, PASSWORD)
    await accounts.remove("Ada")
    with pytest.raises(NotFound):
        await accounts.remove("Ada")


async def test_of_two_administrators_only_one_can_be_removed_at_a_time(accounts: Accounts) -> None:
    await accounts.put("Eve", Role.ADMINISTRATOR, PASSWORD)
    both = await asyncio.gather(accounts.remove("Ada"), accounts.remove("Eve"), return_exceptions=True)
    assert [type(outcome) is NotPossible for outcome in both] == [False, True]


async def test_accounts_outlive_the_server(store: Path, clock: ManualClock) -> None:
    async with door(store, clock) as officials:
        await officials.accounts.put("Ada", Role.ADMINISTRATOR, PASSWORD)
        await officials.accounts.put("Ola", Role.OPERATOR, PASSWORD)
        await officials.accounts.remove("Ola")
    async with door(store, clock) as officials:
        assert [(a.name, a.role) for a in officials.accounts.all()] == [("Ada", Role.ADMINISTRATOR)]
        assert await officials.accounts.check("Ada", PASSWORD)


def test_no_password_is_in_the_store(store: Path, clock: ManualClock) -> None:
    async def make_an_account() -> None:
        async with door(store, clock) as officials:
            await officials.accounts.put("Ada", Role.ADMINISTRATOR, PASSWORD)

    asyncio.run(make_an_account())
    assert PASSWORD.encode() not in store.read_bytes()


async def test_a_weak_hash_is_made_anew_at_the_next_login(store: Path, clock: ManualClock) -> None:
    async with door(store, clock) as officials:
        weak = await officials.accounts.put("Ada", Role.ADMINISTRATOR, PASSWORD)
    journal = await open_store(store)
    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    try:
        accounts = (await open_officials(Tables(journal), clock, passwords=stronger)).accounts
        renewed = await accounts.check("Ada", PASSWORD)
        assert renewed is not None
        assert renewed.password_hash != weak.password_hash
        assert await accounts.check("Ada", PASSWORD) == renewed
    finally:
        await journal.close()


async def test_nothing_changes_where_nothing_can_be_kept(officials: Officials) -> None:
    ada = officials.accounts.all()
    accounts = Accounts(Tables(FullStore()), cheap_passwords(), ada)
    with pytest.raises(NotSaved):
        await accounts.put("Eve", Role.ADMINISTRATOR, PASSWORD)
    assert accounts.all() == ada
