"""`livetiming rulebook`: look at rulebooks, write one, find out what is wrong with it."""

from pathlib import Path

import click

from livetiming.cli.errors import FAILED, Refusal
from livetiming.rulebooks import shipped
from livetiming.rulebooks.differences import differences
from livetiming.rulebooks.lint import lint as findings_of
from livetiming.rulebooks.reading import parse
from livetiming.rulebooks.schema import Rulebook
from livetiming.rulebooks.showing import described
from livetiming.rulebooks.template import template

FILE = click.Path(path_type=Path)
BOOK = "NAME|FILE"


@click.group
def rulebook() -> None:
    """Look at rulebooks, write one, and check it."""


@rulebook.command
@click.argument("book", metavar=f"[{BOOK}]", required=False)
def show(book: str | None) -> None:
    """Show a rulebook with the clause of every setting; without one, name those there are."""
    if book is not None:
        click.echo("\n".join(described(_book(book))))
        return
    for each in shipped.shipped():
        found = each.rulebook
        since = f"from {found.effective.isoformat()}" if found.effective else ""
        click.echo(f"{found.id:<12}{found.version:<12}{since:<18}{found.name}")


@rulebook.command
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILE)
@click.pass_context
def lint(context: click.Context, files: tuple[Path, ...]) -> None:
    """Say what is wrong with rulebooks, by line; ends with 1 where something is."""
    wrong = 0
    for file in files:
        findings = findings_of(_text(file))
        wrong += len(findings)
        for finding in findings:
            click.echo(f"{file}:{finding.line}: {finding.words}")
        if not findings:
            click.echo(f"{file}: nothing is wrong.")
    if wrong:
        context.exit(FAILED)


@rulebook.command
@click.argument("file", type=FILE)
@click.option("--name", help="What the book is called; the file's name where none is given.")
def new(file: Path, name: str | None) -> None:
    """Begin a rulebook in FILE, every setting explained; its id is the file's name."""
    short = file.stem.lower()
    text = template(short, name or file.stem)
    findings = findings_of(text)
    if findings:
        raise Refusal(f"{file}: {findings[0].words}")
    try:
        with file.open("x", encoding="utf-8") as target:
            target.write(text)
    except FileExistsError as error:
        raise Refusal(f"{file} is there already; name another file.") from error
    click.echo(f"{file}: fill in what your book says, then run: livetiming rulebook lint {file}")


@rulebook.command
@click.argument("old", metavar=BOOK)
@click.argument("new", metavar=BOOK)
def diff(old: str, new: str) -> None:
    """Show what differs between two rulebooks."""
    found = list(differences(_book(old), _book(new)))
    click.echo("\n".join(found) if found else "They say the same.")


def _book(named: str) -> Rulebook:
    """A rulebook of livetiming's own in its newest version, or one in a file."""
    own = [each.rulebook for each in shipped.shipped() if each.rulebook.id == named]
    if own:
        return own[-1]
    file = Path(named)
    if not file.exists():
        raise Refusal(f"{named} is neither a file nor one of {', '.join(shipped.ids())}.")
    text = _text(file)
    findings = findings_of(text)
    if findings:
        raise Refusal(f"{named}:{findings[0].line}: {findings[0].words}")
    return parse(text)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(f"{file} is no text file in UTF-8.") from error
