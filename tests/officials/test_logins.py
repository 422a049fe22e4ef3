"""A login holds for a race day, over restarts of the server, until it ends or is ended."""

from pathlib import Path

import pytest

from livetiming.errors import NotSaved
from livetiming.journal.backup import backup, restore
from livetiming.officials.desk import Officials
from livetiming.officials.errors import NotFound
from livetiming.officials.logins import LOGIN_US, Logins
from livetiming.officials.roles import Role
from livetiming.officials.tables import Tables
from support.clocks import ManualClock, us
from support.officials import FullStore, counted_secrets, door


async def test_a_login_is_found_by_its_token_alone(officials: Officials) -> None:
    entered = await officials.logins.open("Grid tablet", Role.GRID, None)
    assert officials.logins.find(entered.token) == entered.login
    assert officials.logins.find(entered.login.token_hash) is None
    assert officials.logins.find("") is None


async def test_a_login_expires(officials: Officials, clock: ManualClock) -> None:
    entered = await officials.logins.open("Grid tablet", Role.GRID, None)
    over = officials.logins.over(entered.login)
    clock.advance(LOGIN_US - 1)
    assert officials.logins.find(entered.token)
    assert not over.is_set()
    clock.advance(1)
    assert officials.logins.find(entered.token) is None
    assert over.is_set()
    assert officials.logins.over(entered.login).is_set()
    assert officials.logins.all() == []


async def test_a_clock_that_is_set_shows_nobody_out(officials: Officials, clock: ManualClock) -> None:
    entered = await officials.logins.open("Grid tablet", Role.GRID, None)
    clock.step_wall(us(400 * 24 * 3600))
    assert officials.logins.find(entered.token)
    clock.step_wall(-us(800 * 24 * 3600))
    clock.advance(LOGIN_US)
    assert officials.logins.find(entered.token) is None


async def test_a_rehearsal_at_high_speed_shows_nobody_out_early(store: Path) -> None:
    clock = ManualClock()
    clock.rate = 60.0
    async with door(store, clock) as officials:
        entered = await officials.logins.open("Grid tablet", Role.GRID, None)
        clock.advance(59 * LOGIN_US)
        assert officials.logins.find(entered.token)


async def test_a_login_that_is_ended_is_over_at_once(officials: Officials) -> None:
    lost = await officials.logins.open("Lost tablet", Role.DIRECTOR, None)
    kept = await officials.logins.open("Other tablet", Role.DIRECTOR, None)
    over = officials.logins.over(lost.login)
    await officials.logins.end(lost.login.id)
    assert over.is_set()
    assert officials.logins.find(lost.token) is None
    assert officials.logins.all() == [kept.login]
    with pytest.raises(NotFound):
        await officials.logins.end(lost.login.id)


async def test_logins_go_on_when_the_server_starts_again(store: Path, clock: ManualClock) -> None:
    async with door(store, clock) as officials:
        entered = await officials.logins.open("Grid tablet", Role.GRID, None)
        ended = await officials.logins.open("Lost tablet", Role.GRID, None)
        await officials.logins.end(ended.login.id)
    clock.advance(us(3600))
    async with door(store, clock) as officials:
        assert officials.logins.find(entered.token) == entered.login
        assert officials.logins.find(ended.token) is None
        clock.advance(LOGIN_US - us(3600))
        assert officials.logins.find(entered.token) is None


async def test_a_login_that_expired_while_the_server_was_off_is_forgotten(
    store: Path, clock: ManualClock
) -> None:
    async with door(store, clock) as officials:
        entered = await officials.logins.open("Grid tablet", Role.GRID, None)
    clock.advance(LOGIN_US)
    async with door(store, clock) as officials:
        assert officials.logins.find(entered.token) is None
        _, kept = await officials.logins._tables.load()
        assert kept == []


async def test_a_restored_store_lets_nobody_in_who_was_shut_out_since(
    store: Path, tmp_path: Path, clock: ManualClock
) -> None:
    async with door(store, clock) as officials:
        lost = await officials.logins.open("Lost tablet", Role.DIRECTOR, None)
        await officials.accounts.put("Ada", Role.ADMINISTRATOR, "a long one")
        backup(store, tmp_path / "backup")
        await officials.logins.end(lost.login.id)
    restore(tmp_path / "backup", store, replace=True)
    async with door(store, clock) as officials:
        assert officials.logins.find(lost.token) is None
        assert officials.accounts.find("Ada")


async def test_ending_an_accounts_logins_leaves_devices_and_the_one_that_asks(officials: Officials) -> None:
    mine = await officials.logins.open("Ada", Role.ADMINISTRATOR, "Ada")
    other = await officials.logins.open("Ada", Role.ADMINISTRATOR, "Ada")
    device = await officials.logins.open("Ada", Role.GRID, None)
    await officials.logins.end_account("Ada", but=mine.login)
    assert [officials.logins.find(each.token) is not None for each in (mine, other, device)] == [
        True,
        False,
        True,
    ]


async def test_a_full_disk_keeps_nobody_out_and_lets_nobody_stay_unnoticed(clock: ManualClock) -> None:
    logins = Logins(Tables(FullStore()), clock, counted_secrets())
    entered = await logins.open("Ola", Role.OPERATOR, "Ola")
    assert logins.find(entered.token)
    with pytest.raises(NotSaved):
        await logins.end(entered.login.id)
    assert logins.find(entered.token) is None
