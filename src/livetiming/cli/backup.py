"""`livetiming backup`: a whole copy of a store, in use or not."""

from pathlib import Path

import click

from livetiming.journal.backup import backup as make_backup

FILE = click.Path(path_type=Path)


@click.command
@click.argument("store", type=FILE)
@click.argument("target", type=FILE)
def backup(store: Path, target: Path) -> None:
    """Copy STORE to TARGET, one file that may be carried about.

    STORE may be in use. An older backup at TARGET is replaced once the new one is whole; `livetiming
    restore` makes a store of it again.
    """
    facts = make_backup(store, target)
    click.echo(f"{facts} facts of {store} are safe in {target}.")
