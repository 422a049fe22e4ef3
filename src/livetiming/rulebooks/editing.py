"""Changing one setting in the text of a rulebook, leaving everything else as it was written."""

import re

from livetiming.rulebooks.describing import SETTINGS
from livetiming.rulebooks.lines import Lines
from livetiming.rulebooks.reading import BadRulebook

SettingValue = bool | int | str


def with_setting(text: str, session: str, name: str, value: SettingValue, clause: str) -> str:
    """The text with a setting of a kind of session written or replaced. Raises `BadRulebook` where there
    is no such setting; whether the value is possible is for `lint` to say."""
    if name not in SETTINGS:
        raise BadRulebook(f"There is no setting {name!r}; there are {', '.join(SETTINGS)}.")
    written = f"{name} = {{value = {_written(value)}, clause = {_written(clause)}}}"
    lines = text.splitlines()
    where = Lines(text)
    line = where.exactly((session, name))
    if line is not None:
        lines[line - 1] = written
    elif (heading := where.exactly((session,))) is not None:
        lines.insert(heading, written)
    else:
        lines += ["", f"[{session}]", written]
    return "\n".join(lines) + "\n"


def _written(value: SettingValue) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    return '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'
