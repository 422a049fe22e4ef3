"""Cases from their text, with words for whoever wrote one wrong."""

import re
import tomllib
from pathlib import Path

import msgspec

from livetiming.cases.format import Case, Step
from livetiming.errors import LivetimingError
from livetiming.rulebooks import shipped
from livetiming.rulebooks.editing import with_setting
from livetiming.rulebooks.lines import Lines
from livetiming.rulebooks.lines import Path as KeyPath
from livetiming.rulebooks.lint import lint

_PLACE = re.compile(r" - at `(?P<path>[^`]+)`")
_UNKNOWN = re.compile(r"unknown field `(?P<name>[^`]+)`")
_KEY = re.compile(r"\.([\w-]+)|\[(\d+)\]")
NO_RULEBOOK = 'id = "case"\nname = "The settings of this case"\nversion = "1"\n'

ACTIONS = (
    "flag",
    "act",
    "rule",
    "restart",
    "wet",
    "call_result",
    "reschedule_laps",
    "credit_laps",
    "insert",
    "strike",
    "move",
    "publish",
    "withdraw",
)


class BadCase(LivetimingError):
    """A text that is no case; it says what is wrong, and on which line."""


def parse(text: str) -> Case:
    """The case of a text. Raises `BadCase`."""
    try:
        # The text of a decimal is exact; a float is not.
        data = tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as error:
        raise BadCase(f"This cannot be read: {error}.") from error
    lines = Lines(text)
    try:
        case = msgspec.convert(data, Case)
    except msgspec.ValidationError as error:
        raise BadCase(_in_words(str(error), lines)) from error
    for i, session in enumerate(case.sessions):
        for j, step in enumerate(session.steps):
            _check_step(step, lines[("session", i, "step", j)])
    return case


def _check_step(step: Step, line: int) -> None:
    done = [name for name in ACTIONS if getattr(step, name) is not None]
    if len(done) != 1:
        found = " and ".join(done) or "nothing"
        raise BadCase(f"Line {line}: a step is one of {', '.join(ACTIONS)}; here is {found}.")
    if step.publish is not None and step.publish not in {"provisional", "official"}:
        raise BadCase(f"Line {line}: a result is published as provisional or as official.")


def _in_words(said: str, lines: Lines) -> str:
    place = _PLACE.search(said)
    path: KeyPath = ()
    if place is not None:
        path = tuple(key or int(index) for key, index in _KEY.findall(place["path"]))
    unknown = _UNKNOWN.search(said)
    if unknown is not None:
        path = (*path, unknown["name"])
    what = _PLACE.sub("", said).replace("Object", "This").replace("`", "'")
    return f"Line {lines[path]}: {what}."


def rulebook_text(case: Case, folder: Path) -> str | None:
    """The text of the case's rulebook with the settings that it changes; ``None`` where it has neither.

    A rulebook that is named as a file stands in `folder`, where the case does. Raises `BadCase`.
    """
    if case.rulebook is None and not case.settings:
        return None
    text = NO_RULEBOOK if case.rulebook is None else _base_text(case.rulebook, folder)
    for session, settings in case.settings.items():
        for name, value in settings.items():
            text = with_setting(text, session, name, value, "set by the case")
    findings = lint(text)
    if findings:
        raise BadCase(f"The rulebook with the settings of this case: {findings[0].words}")
    return text


def _base_text(named: str, folder: Path) -> str:
    own = [each.text for each in shipped.shipped() if each.rulebook.id == named]
    if own:
        return own[-1]
    file = folder / named
    if not file.is_file():
        raise BadCase(f"There is no rulebook {named!r}: name one of {', '.join(shipped.ids())}, or a file.")
    return file.read_text(encoding="utf-8")
