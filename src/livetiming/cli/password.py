"""`livetiming password`: an official's password, set at the machine itself."""

import asyncio
from pathlib import Path

import click

from livetiming.journal.sqlite import open_store
from livetiming.officials.desk import open_officials
from livetiming.officials.errors import NotPossible
from livetiming.officials.roles import Role
from livetiming.officials.tables import Tables
from livetiming.system_clock import SystemClock

LENGTH_MIN = 8


@click.command
@click.argument("name")
@click.option(
    "--store", type=click.Path(path_type=Path), required=True, help="The store; no server may have it."
)
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), help="Administrator, if the account is new."
)
def password(name: str, store: Path, role: str | None) -> None:
    """Give the account NAME a password, and make it where there is none.

    Whoever is logged in with it has to log in again.
    """
    new = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    if len(new) < LENGTH_MIN:
        raise NotPossible(f"A password has {LENGTH_MIN} characters or more.")
    account = asyncio.run(_set(store, name, None if role is None else Role(role), new))
    click.echo(f"{account} can log in.")


async def _set(store: Path, name: str, role: Role | None, new: str) -> str:
    journal = await open_store(store)
    try:
        officials = await open_officials(Tables(journal), SystemClock())
        known = officials.accounts.find(name)
        role = role or (known.role if known is not None else Role.ADMINISTRATOR)
        account = await officials.change_account(name, role, new)
    finally:
        await journal.close()
    return f"{account.name} ({account.role})"
