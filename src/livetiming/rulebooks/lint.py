"""What is wrong with a rulebook, for those who write one: unknown names, wrong values, missing clauses,
and what contradicts itself.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

import msgspec

from livetiming.rulebooks.contradictions import contradictions
from livetiming.rulebooks.describing import SETTINGS, Described
from livetiming.rulebooks.finding import Finding
from livetiming.rulebooks.lines import Lines, Path
from livetiming.rulebooks.reading import parse
from livetiming.rulebooks.schema import Again, Offence, Rulebook, Step
from livetiming.rulings import Stage

SESSIONS = ("every_session", *Stage)
_SYNTAX = re.compile(r"\s*\(at (?:line (?P<line>\d+), column \d+|end of document)\)$")
_FIELD = re.compile(r"field `(?P<name>[^`]+)`")
Table = dict[str, object]


def lint(text: str) -> list[Finding]:
    """Everything that is wrong, by line; nothing for a rulebook that can be adopted."""
    try:
        data: Table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [_syntax(text, error)]
    lines = Lines(text)
    wrong = list(_rulebook(data))
    if not wrong:
        wrong = list(contradictions(parse(text)))
    return sorted({Finding(lines[path], words) for path, words in wrong})


def _syntax(text: str, error: tomllib.TOMLDecodeError) -> Finding:
    said = str(error)
    place = _SYNTAX.search(said)
    line = int(place["line"]) if place and place["line"] else len(text.splitlines())
    return Finding(
        line, f"This cannot be read: {_SYNTAX.sub('', said)}. Look for a missing quote or bracket."
    )


def _rulebook(data: Table) -> Iterator[tuple[Path, str]]:
    fields = [field.encode_name for field in msgspec.structs.fields(Rulebook)]
    yield from _unknown((), data, fields, "part of a rulebook")
    for name in ("id", "name", "version"):
        if name not in data:
            yield (), f'The rulebook has no {name}; write {name} = "..." at its top.'
    yield from _values(
        (), {name: data[name] for name in ("id", "name", "version", "effective") if name in data}
    )
    for session in SESSIONS:
        yield from _session(session, data.get(session, {}))
    yield from _tables(("step",), data.get("step", []), Step)
    yield from _tables(("offence",), data.get("offence", []), Offence)


def _values(path: Path, table: Table) -> Iterator[tuple[Path, str]]:
    for name, value in table.items():
        wanted = next(field for field in msgspec.structs.fields(Rulebook) if field.name == name)
        try:
            msgspec.convert(value, wanted.type)
        except msgspec.ValidationError:
            yield (*path, name), f"{name} cannot be {shown(value)}: {_TOP[name]}."


_TOP = {
    "id": 'it is one short word in small letters, such as "riverside"',
    "name": "it is a text in quotes",
    "version": 'it is a text in quotes, such as "2026-1"',
    "effective": "it is a date without quotes, such as 2026-03-01",
}


def _session(name: str, table: object) -> Iterator[tuple[Path, str]]:
    if not isinstance(table, dict):
        yield (name,), f"{name} is a heading: write [{name}] on a line of its own, the settings below."
        return
    yield from _unknown((name,), table, SETTINGS, "setting")
    for key, value in table.items():
        if key in SETTINGS:
            yield from _setting((name, key), SETTINGS[key], value)


def _setting(path: Path, described: Described, setting: object) -> Iterator[tuple[Path, str]]:
    label = f"[{path[0]}] {described.name}"
    if not isinstance(setting, dict):
        yield (
            path,
            (
                f"{label} needs its clause: write "
                f'{described.name} = {{value = {shown(setting)}, clause = "..."}}.'
            ),
        )
        return
    yield from _unknown(path, setting, ("value", "clause", "note"), f"part of {label}")
    for part in ("clause", "note"):
        text = setting.get(part, "-")
        if not isinstance(text, str) or not text.strip():
            yield path, f"{label}: the {part} is a text in quotes that says something."
    if "clause" not in setting:
        yield path, f"{label} has no clause; say where it stands in the printed book."
    if "value" not in setting:
        yield path, f"{label} has no value; it is {described.values}."
        return
    value = setting["value"]
    try:
        msgspec.convert(value, described.type)
    except msgspec.ValidationError:
        names = described.values.removeprefix("one of ").split(", ")
        yield path, f"{label} cannot be {shown(value)}; it is {described.values}.{meant(value, names)}"


def _tables(path: Path, tables: object, struct: type[Step | Offence | Again]) -> Iterator[tuple[Path, str]]:
    heading = path[-1]
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        yield (
            path,
            f"{heading} is a list: begin each with [[{'.'.join(map(str, path))}]] on a line of its own.",
        )
        return
    for i, table in enumerate(tables):
        yield from _table((*path, i), table, struct)


def _table(path: Path, table: Table, struct: type[Step | Offence | Again]) -> Iterator[tuple[Path, str]]:
    label = f"{path[-2]} {table.get('number', table.get('id', table.get('occurrence', '')))}".strip()
    fields = {field.name: field for field in msgspec.structs.fields(struct)}
    yield from _unknown(path, table, fields, f"part of {label}")
    for name, field in fields.items():
        if name not in table:
            if field.required:
                yield path, f"{label} has no {name}."
        elif name == "again":
            yield from _tables((*path, "again"), table["again"], Again)
        else:
            try:
                msgspec.convert(table[name], field.type)
            except msgspec.ValidationError as error:
                yield (*path, name), f"{label}: {_why(name, table[name], error)}"


def _why(name: str, value: object, error: msgspec.ValidationError) -> str:
    if name == "makes":
        return _why_ruling(value, str(error))
    if name.startswith("steps"):
        return f'{name} cannot be {shown(value)}; write the numbers as "1-2, 11-16".'
    return f"{name} cannot be {shown(value)}; it is {_PARTS[name]}."


_PARTS = {
    "id": "a text in quotes",
    "words": "a text in quotes",
    "clause": "a text in quotes",
    "number": "a whole number, 1 or more",
    "automatic": "the number of a step",
    "aliases": "a list of whole numbers, such as [17]",
    "occurrence": "a whole number, 2 or more",
}


def _why_ruling(value: object, said: str) -> str:
    rulings = _rulings()
    if not isinstance(value, dict) or value.get("ruling") not in rulings:
        named = value.get("ruling") if isinstance(value, dict) else value
        return (
            f'makes cannot be {shown(named)}; write makes = {{ruling = "..."}} with one of '
            f"{', '.join(rulings)}.{meant(named, rulings)}"
        )
    field = _FIELD.search(said)
    if field is None:
        return f"makes has a wrong value: {said}."
    if "missing" in said:
        return f"makes = {{ruling = {shown(value['ruling'])}}} needs {field['name']} as well."
    return f"makes knows no {shown(field['name'])} for {value['ruling']}."


def _rulings() -> list[str]:
    (makes,) = (field.type for field in msgspec.structs.fields(Step) if field.name == "makes")
    return [str(ruling.__struct_config__.tag) for ruling in makes.__args__]


def _unknown(path: Path, table: Table, known: Iterable[str], what: str) -> Iterator[tuple[Path, str]]:
    names = list(known)
    for key in table:
        if key not in names:
            yield (
                (*path, key),
                f"{key!r} is no {what}.{meant(key, names) or ' There are ' + ', '.join(names) + '.'}",
            )


def meant(written: object, names: Iterable[str]) -> str:
    """A question that may help whoever misspelt a name; nothing where no name is near."""
    near = get_close_matches(str(written), list(names), n=1)
    return f" Did you mean {near[0]}?" if near else ""


def shown(value: object) -> str:
    """A value as it is written in TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)
