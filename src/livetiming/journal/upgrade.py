"""Steps that carry facts of an older shape to the present one, one version at a time.

A step is added here whenever a fact's shape changes in a way that defaults cannot carry; the golden
journals under ``tests/journal/golden`` hold one journal of each released version to prove it.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import msgspec

Step = Callable[[dict[str, object]], dict[str, object]]

STEPS: dict[tuple[str, int], Step] = {}
"""By fact tag and the version to upgrade from; the result has the next version."""


class Shape(NamedTuple):
    """What a fact's text says it is, before anything else of it is understood."""

    tag: str
    version: int
    fields: dict[str, object]


def shape_of(text: str | bytes) -> Shape | None:
    """The shape of a fact's JSON text; ``None`` for what is no fact of any release."""
    try:
        value = msgspec.json.decode(text, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    tag, version = value.get("fact"), value.get("v")
    if not isinstance(tag, str) or not isinstance(version, int):
        return None
    return Shape(tag, version, value)


def upgraded(shape: Shape, steps: Mapping[tuple[str, int], Step] = STEPS) -> bytes | None:
    """The fact one version later, or ``None`` when no step leads on from its version."""
    step = steps.get((shape.tag, shape.version))
    if step is None:
        return None
    return msgspec.json.encode({**step(shape.fields), "v": shape.version + 1})
