"""The rulebooks that come with livetiming: a file for each version of each book, in this folder."""

from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from livetiming.rulebooks.reading import parse
from livetiming.rulebooks.schema import Rulebook


class Shipped(NamedTuple):
    """A rulebook with its text."""

    rulebook: Rulebook
    text: str


@cache
def shipped() -> tuple[Shipped, ...]:
    """All of them, by id, the older version first."""
    texts = [
        file.read_text(encoding="utf-8")
        for file in files("livetiming.rulebooks").iterdir()
        if file.name.endswith(".toml")
    ]
    found = [Shipped(parse(text), text) for text in texts]
    return tuple(sorted(found, key=lambda one: (one.rulebook.id, one.rulebook.effective or date.min)))


def ids() -> list[str]:
    """The ids to choose from."""
    return sorted({one.rulebook.id for one in shipped()})


def in_force(name: str, day: date) -> Shipped | None:
    """The version of a rulebook in force on a day; ``None`` where there is none yet, or never was."""
    found = [
        one for one in shipped() if one.rulebook.id == name and (one.rulebook.effective or date.min) <= day
    ]
    return found[-1] if found else None
