"""The command `livetiming`: a table of subcommands, each imported only when it is used."""

from importlib import import_module
from typing import Any, NamedTuple, override

import click

from livetiming import __version__
from livetiming.cli.errors import explained


class Subcommand(NamedTuple):
    """Where a subcommand lives, and what `livetiming --help` says of it without importing it."""

    module: str
    attribute: str
    short_help: str


SUBCOMMANDS: dict[str, Subcommand] = {}


class LazyGroup(click.Group):
    """A group that imports a subcommand of `SUBCOMMANDS` when it is run, so that every start is quick."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(SUBCOMMANDS)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in SUBCOMMANDS:
            return None
        module, attribute, _ = SUBCOMMANDS[cmd_name]
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{module}.{attribute} is not a click command")
        return command

    @override
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.short_help) for name, command in SUBCOMMANDS.items()])

    @override
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.exceptions.ClickException, click.exceptions.Exit:
            raise
