"""`livetiming restore`: a store from a backup."""

from pathlib import Path

import click

from livetiming.journal.backup import kept_as
from livetiming.journal.backup import restore as make_store

FILE = click.Path(path_type=Path)


@click.command
@click.argument("backup", type=FILE)
@click.argument("store", type=FILE)
@click.option("--replace", is_flag=True, help="Put a store that is there aside instead of refusing.")
def restore(backup: Path, store: Path, replace: bool) -> None:
    """Make STORE from BACKUP.

    A STORE that is there must not be in use, and stays, whole or damaged, under another name. Pages
    that were open on it load anew.
    """
    aside = kept_as(store) if store.exists() else None
    facts = make_store(backup, store, replace=replace)
    kept = f"; the store that was there is now {aside}" if aside is not None else ""
    click.echo(f"{store} has the {facts} facts of {backup}{kept}.")
