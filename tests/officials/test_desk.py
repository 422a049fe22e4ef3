"""Coming in: by the setup code, by name and password, by a pairing code; and guessing in vain."""

import asyncio
from pathlib import Path

import pytest

from livetiming.officials.desk import PER_ADDRESS, PER_NAME, Officials
from livetiming.officials.errors import NotLetIn, NotPossible, TooManyAttempts
from livetiming.officials.roles import Role
from support.clocks import ManualClock
from support.officials import HOME, door

PASSWORD = "a long one"


async def test_the_setup_code_makes_the_first_administrator_once(store: Path, clock: ManualClock) -> None:
    async with door(store, clock) as officials:
        code = officials.setup_code
        assert code is not None
        with pytest.raises(NotLetIn):
            await officials.set_up("wrong", "Eve", PASSWORD, HOME)
        entered = await officials.set_up(code, "Ada", PASSWORD, HOME)
        assert (entered.login.who, entered.login.role) == ("Ada", Role.ADMINISTRATOR)
        assert officials.logins.find(entered.token) == entered.login
        with pytest.raises(NotLetIn):
            await officials.set_up(code, "Eve", PASSWORD, HOME)
    async with door(store, clock) as officials:
        assert officials.setup_code is None


async def test_two_who_use_the_setup_code_at_once_do_not_both_get_in(store: Path, clock: ManualClock) -> None:
    async with door(store, clock) as officials:
        code = officials.setup_code or ""
        both = await asyncio.gather(
            officials.set_up(code, "Ada", PASSWORD, HOME),
            officials.set_up(code, "Eve", PASSWORD, HOME),
            return_exceptions=True,
        )
        assert [type(outcome) is NotLetIn for outcome in both] == [False, True]
        assert [account.name for account in officials.accounts.all()] == ["Ada"]


async def test_guessing_the_setup_code_is_limited(store: Path, clock: ManualClock) -> None:
    async with door(store, clock) as officials:
        for _ in range(PER_ADDRESS.burst):
            with pytest.raises(NotLetIn):
                await officials.set_up("guess", "Eve", PASSWORD, HOME)
        with pytest.raises(TooManyAttempts):
            await officials.set_up(officials.setup_code or "", "Eve", PASSWORD, HOME)


async def test_logging_in_takes_name_and_password(officials: Officials) -> None:
    entered = await officials.log_in("ada", PASSWORD, HOME)
    assert (entered.login.who, entered.login.role, entered.login.account) == (
        "Ada",
        Role.ADMINISTRATOR,
        "Ada",
    )
    for name, password in (("Ada", "a wrong one"), ("Eve", PASSWORD), ("", "")):
        with pytest.raises(NotLetIn, match="Wrong name or password"):
            await officials.log_in(name, password, HOME)


async def test_guessing_one_password_is_limited_from_all_addresses_together(
    officials: Officials, clock: ManualClock
) -> None:
    for number in range(PER_NAME.burst):
        with pytest.raises(NotLetIn):
            await officials.log_in("Ada", "guess", f"10.0.0.{number}")
    with pytest.raises(TooManyAttempts) as refused:
        await officials.log_in(" ADA", PASSWORD, "10.0.1.1")
    assert refused.value.retry_s == 30
    clock.advance(PER_NAME.regain_us)
    await officials.log_in("Ada", PASSWORD, HOME)


async def test_guessing_many_names_is_limited_from_one_address(officials: Officials) -> None:
    for number in range(PER_ADDRESS.burst):
        with pytest.raises(NotLetIn):
            await officials.log_in(f"name {number}", "guess", HOME)
    with pytest.raises(TooManyAttempts):
        await officials.log_in("Ada", PASSWORD, HOME)
    await officials.log_in("Ada", PASSWORD, "10.0.0.1")


async def test_guessing_at_once_brings_no_more_guesses(officials: Officials) -> None:
    guesses = [officials.log_in("Ada", f"guess {number}", HOME) for number in range(50)]
    outcomes = await asyncio.gather(*guesses, return_exceptions=True)
    assert sum(type(outcome) is NotLetIn for outcome in outcomes) <= PER_NAME.burst


async def test_right_passwords_are_never_limited(officials: Officials) -> None:
    for _ in range(3 * PER_NAME.burst):
        await officials.log_in("Ada", PASSWORD, HOME)


async def test_a_device_pairs_by_its_code_once(officials: Officials) -> None:
    code, _ = officials.codes.offer("Grid tablet", Role.GRID)
    entered = await officials.pair(code, HOME)
    assert (entered.login.who, entered.login.role, entered.login.account) == ("Grid tablet", Role.GRID, None)
    with pytest.raises(NotLetIn, match="used already"):
        await officials.pair(code, HOME)


async def test_guessing_codes_is_limited(officials: Officials) -> None:
    code, _ = officials.codes.offer("Grid tablet", Role.GRID)
    for number in range(PER_ADDRESS.burst):
        with pytest.raises(NotLetIn):
            await officials.pair(f"guess {number}", HOME)
    with pytest.raises(TooManyAttempts):
        await officials.pair(code, HOME)


async def test_a_new_password_ends_the_other_logins(officials: Officials) -> None:
    mine = await officials.log_in("Ada", PASSWORD, HOME)
    other = await officials.log_in("Ada", PASSWORD, HOME)
    with pytest.raises(NotLetIn):
        await officials.change_password(mine.login, "a wrong one", "a new long one", HOME)
    await officials.change_password(mine.login, PASSWORD, "a new long one", HOME)
    assert officials.logins.find(mine.token)
    assert officials.logins.find(other.token) is None
    with pytest.raises(NotLetIn):
        await officials.log_in("Ada", PASSWORD, HOME)
    await officials.log_in("Ada", "a new long one", HOME)


async def test_a_paired_device_has_no_password_to_change(officials: Officials) -> None:
    code, _ = officials.codes.offer("Grid tablet", Role.GRID)
    device = await officials.pair(code, HOME)
    with pytest.raises(NotPossible):
        await officials.change_password(device.login, PASSWORD, "a new long one", HOME)


async def test_whoever_is_in_has_to_log_in_again_when_the_account_changes(officials: Officials) -> None:
    await officials.change_account("Ola", Role.OPERATOR, PASSWORD)
    before = await officials.log_in("Ola", PASSWORD, HOME)
    await officials.change_account("Ola", Role.ANNOUNCER, None)
    assert officials.logins.find(before.token) is None
    after = await officials.log_in("Ola", PASSWORD, HOME)
    assert after.login.role is Role.ANNOUNCER
    await officials.remove_account("Ola")
    assert officials.logins.find(after.token) is None
    with pytest.raises(NotLetIn):
        await officials.log_in("Ola", PASSWORD, HOME)
