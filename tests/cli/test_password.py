"""Setting a password at the machine, for whoever is locked out."""

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from livetiming.cli.main import main
from livetiming.officials.account import Account
from livetiming.officials.errors import NotLetIn
from livetiming.officials.roles import Role
from support.clocks import ManualClock
from support.officials import HOME, door

PASSWORD = "a long one"


def set_password(store: Path, name: str, *options: str, typed: str = f"{PASSWORD}\n{PASSWORD}\n") -> Result:
    return CliRunner().invoke(main, ["password", name, "--store", str(store), *options], input=typed)


async def accounts(store: Path) -> list[Account]:
    async with door(store, ManualClock()) as officials:
        return officials.accounts.all()


def test_the_first_account_is_an_administrators(tmp_path: Path) -> None:
    result = set_password(tmp_path / "day.db", "Ada")
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[-1] == "Ada (administrator) can log in."
    assert PASSWORD not in result.output
    [ada] = asyncio.run(accounts(tmp_path / "day.db"))
    assert (ada.name, ada.role) == ("Ada", Role.ADMINISTRATOR)


def test_an_account_keeps_its_role_and_its_logins_end(tmp_path: Path) -> None:
    store = tmp_path / "day.db"

    async def make_and_log_in() -> str:
        async with door(store, ManualClock()) as officials:
            await officials.accounts.put("Ola", Role.OPERATOR, "the first one")
            await officials.accounts.put("Ada", Role.ADMINISTRATOR, PASSWORD)
            return (await officials.log_in("Ola", "the first one", HOME)).token

    async def try_again(token: str) -> None:
        async with door(store, ManualClock()) as officials:
            assert officials.logins.find(token) is None
            with pytest.raises(NotLetIn):
                await officials.log_in("Ola", "the first one", HOME)
            assert (await officials.log_in("Ola", PASSWORD, HOME)).login.role is Role.OPERATOR

    token = asyncio.run(make_and_log_in())
    assert set_password(store, "ola").output.splitlines()[-1] == "Ola (operator) can log in."
    asyncio.run(try_again(token))


def test_the_role_can_be_named(tmp_path: Path) -> None:
    set_password(tmp_path / "day.db", "Ada")
    result = set_password(tmp_path / "day.db", "Dirk", "--role", "director")
    assert result.output.splitlines()[-1] == "Dirk (director) can log in."


def test_a_short_password_and_a_typing_error_are_refused(tmp_path: Path) -> None:
    result = set_password(tmp_path / "day.db", "Ada", typed="short\nshort\n")
    assert result.exit_code == 2
    assert "8 characters" in result.output
    result = set_password(tmp_path / "day.db", "Ada", typed=f"{PASSWORD}\nother one\n")
    assert result.exit_code != 0
    assert not (tmp_path / "day.db").exists()


def test_the_last_administrator_cannot_become_something_else(tmp_path: Path) -> None:
    set_password(tmp_path / "day.db", "Ada")
    result = set_password(tmp_path / "day.db", "Ada", "--role", "announcer")
    assert result.exit_code == 2
    assert "last administrator" in result.output
