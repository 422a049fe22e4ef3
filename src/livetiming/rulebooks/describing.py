"""The settings of a rulebook in words: what each is for, and which values it may have."""

from enum import Enum
from types import NoneType
from typing import Annotated, NamedTuple, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta

from livetiming.rulebooks.schema import SessionSettings


class Described(NamedTuple):
    """A setting: its name, the type of its value, what it is for, and what may be written."""

    name: str
    type: object
    words: str
    values: str


def _described(name: str, hint: object) -> Described:
    optional, meta = get_args(hint)
    (setting,) = (part for part in get_args(optional) if part is not NoneType)
    (value_type,) = get_args(setting)
    return Described(name, value_type, meta.description, values_of(value_type))


def values_of(value_type: object) -> str:
    """What may be written for a type, in words."""
    if isinstance(value_type, type) and issubclass(value_type, Enum):
        return "one of " + ", ".join(str(member.value) for member in value_type)
    if value_type is bool:
        return "true or false"
    if get_origin(value_type) is Annotated:
        plain, *metas = get_args(value_type)
        meta = next((each for each in metas if isinstance(each, Meta)), Meta())
        return _limited(plain, meta)
    return "a whole number" if value_type is int else "a text in quotes"


def _limited(plain: object, meta: Meta) -> str:
    if plain is not int:
        return "a text in quotes"
    if meta.le is not None:
        return f"a whole number from {meta.ge} to {meta.le}"
    return f"a whole number, {meta.ge} or more"


SETTINGS = {
    field.name: _described(field.name, get_type_hints(SessionSettings, include_extras=True)[field.name])
    for field in msgspec.structs.fields(SessionSettings)
}
"""All settings of a session, in the order of the schema."""
