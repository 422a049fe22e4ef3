"""The command `livetiming`: a table of subcommands, each imported only when it is used."""

from importlib import import_module
from typing import NamedTuple

import click

from livetiming import __version__
from livetiming.cli.errors import EXPLAINABLE, explained


class Subcommand(NamedTuple):
    """Where a subcommand lives, and what `livetiming --help` says of it without importing it."""

    module: str
    attribute: str
    short_help: str


SUBCOMMANDS: dict[str, Subcommand] = {
    "demo": Subcommand("livetiming.cli.demo", "demo", "A simulated race day in the browser."),
    "serve": Subcommand("livetiming.cli.serve", "serve", "Time a meeting from real decoders."),
    "backup": Subcommand("livetiming.cli.backup", "backup", "Copy a store, also while it is in use."),
    "restore": Subcommand("livetiming.cli.restore", "restore", "Make a store from a backup."),
    "doctor": Subcommand("livetiming.cli.doctor", "doctor", "Say what is wrong with a decoder."),
    "password": Subcommand("livetiming.cli.password", "password", "Set an official's password."),
    "decode": Subcommand("livetiming.cli.decode", "decode", "Show what captured bytes say."),
    "simulate": Subcommand("livetiming.cli.simulate", "simulate", "Serve a simulated decoder."),
    "replay": Subcommand("livetiming.cli.replay", "replay", "Serve captured bytes as a decoder would."),
    "rulebook": Subcommand("livetiming.cli.rulebook", "rulebook", "Look at rulebooks, write and check one."),
    "check": Subcommand("livetiming.cli.check", "check", "Run race days written as cases."),
}


class LazyGroup(click.Group):
    """Imports a subcommand of `SUBCOMMANDS` when it is run, so that every start is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the table's order."""
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the subcommand, or return None where there is none of this name."""
        if cmd_name not in SUBCOMMANDS:
            return None
        module, attribute, _ = SUBCOMMANDS[cmd_name]
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{module}.{attribute} is no click command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the subcommands from the table."""
        rows = [(name, command.short_help) for name, command in SUBCOMMANDS.items()]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> object:
        """Run the subcommand; errors that a user can act upon end it with one line."""
        try:
            return super().invoke(ctx)
        except EXPLAINABLE as error:
            explanation = explained(error)
            if explanation is None:
                raise
            raise explanation from error


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="livetiming")
def main() -> None:
    """Live timing and scoring for kart clubs."""
