"""`livetiming check`: run cases, and say what comes out other than they expect."""

from pathlib import Path

import click

from livetiming.cases.reading import BadCase, parse
from livetiming.cases.report import report
from livetiming.cases.runner import run
from livetiming.cli.errors import FAILED


@click.command
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--quiet", "-q", is_flag=True, help="Show only what differs.")
@click.pass_context
def check(context: click.Context, files: tuple[Path, ...], *, quiet: bool) -> None:
    """Run race days written as cases (TOML), and show what differs from what they expect.

    A folder stands for all cases in it. Ends with 1 where anything differs or a case cannot be read.
    """
    wrong = 0
    cases = [case for file in files for case in _cases(file)]
    for file in cases:
        try:
            case = parse(file.read_text(encoding="utf-8"))
            differences = run(case, file.parent)
        except (BadCase, UnicodeDecodeError) as error:
            wrong += 1
            click.echo(f"{file}: {error}")
            continue
        wrong += bool(differences)
        if differences or not quiet:
            click.echo(f"{file}: " + "\n".join(report(case.title, differences)))
    click.echo(
        f"{len(cases)} cases, {wrong} of them differ." if wrong else f"{len(cases)} cases, all as expected."
    )
    if wrong:
        context.exit(FAILED)


def _cases(file: Path) -> list[Path]:
    return sorted(file.glob("*.toml")) if file.is_dir() else [file]
