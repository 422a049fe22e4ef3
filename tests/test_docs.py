"""What the documents tell people to type exists, and every command is told of."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import tidy
from livetiming.cli.main import SUBCOMMANDS, main

DOCUMENTS = sorted(
    [tidy.ROOT / "README.md", *tidy.files(tidy.ROOT / "docs", "*.md"), *tidy.files(tidy.ROOT / "src", "*.md")]
)
OF_RUN = {"test", "lock"}
"""What `run` does itself; everything else it hands to livetiming."""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(tidy.ROOT).as_posix())
def test_commands_in_document_exist(document: Path) -> None:
    wrong = [
        f"{shlex.join(words)}: {complaint}"
        for words in typed_commands(document.read_text())
        for complaint in complaints(words[1:], own=OF_RUN if words[0] == "./run" else set())
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(tidy.ROOT).as_posix())
def test_options_named_alone_in_document_exist(document: Path) -> None:
    named = set(re.findall(r"(?<!`)`(--[a-z][a-z0-9-]*)", document.read_text()))
    context = click.Context(main)
    commands = [command for name in SUBCOMMANDS if (command := main.get_command(context, name))]
    known = set().union(options(main), *(options(command) for each in commands for command in within(each)))
    assert not named - known


def test_readme_says_how_to_start_and_how_to_test() -> None:
    typed = [words[:2] for words in typed_commands((tidy.ROOT / "README.md").read_text())]
    assert ["./run", "demo"] in typed
    assert ["./run", "test"] in typed


def test_every_command_is_told_of() -> None:
    told = {words[1] for path in DOCUMENTS for words in typed_commands(path.read_text()) if len(words) > 1}
    assert not set(SUBCOMMANDS) - told


def typed_commands(text: str) -> Iterator[list[str]]:
    """The words of each command of ours in the document's code: `livetiming …` and `./run …`."""
    for code in pieces_of_code(re.sub(r"\\\n\s*", "", text)):
        for line in code.splitlines():
            typed = re.match(r"\s*(?:\$ )?(?:sudo )?((?:\./run|(?:\S*/)?livetiming)(?=\s|$).*)", line)
            if typed:
                words = shlex.split(typed[1], comments=True)
                yield ["./run" if words[0] == "./run" else "livetiming", *words[1:]]


def pieces_of_code(text: str) -> Iterator[str]:
    """Markdown's three forms of code: fenced, indented, inline."""
    fence = re.compile(r"^```.*?\n(.*?)^```", re.MULTILINE | re.DOTALL)
    yield from fence.findall(text)
    rest = fence.sub("", text)
    yield from re.findall(r"^(?: {4}|\t)(.*)$", rest, re.MULTILINE)
    yield from re.findall(r"`([^`\n]+)`", rest)


def complaints(words: list[str], own: set[str]) -> Iterator[str]:
    """What is wrong with the words after `livetiming` or `./run`; capitals and dots stand for anything."""
    command: click.Command = main
    context = click.Context(main)
    for word in words:
        if (word in own and command is main) or word == "--":
            return
        if word.startswith("-"):
            if word.split("=")[0] not in options(command):
                yield f"no option {word}"
        elif isinstance(command, click.Group) and not re.fullmatch(r"[A-Z]+|\.\.\.|…", word):
            found = command.get_command(context, word)
            if found is None:
                yield f"no command {word}"
                return
            command = found


def options(command: click.Command) -> set[str]:
    """All spellings of the command's options."""
    spelled = {
        name
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for name in [*parameter.opts, *parameter.secondary_opts]
    }
    return spelled | {"-h", "--help"}


def within(command: click.Command) -> Iterator[click.Command]:
    """The command and those below it."""
    yield command
    if isinstance(command, click.Group):
        for each in command.commands.values():
            yield from within(each)
