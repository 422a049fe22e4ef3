"""Steps that carry facts of an older shape to the present one, one version at a time.

A step is added here whenever a fact's shape changes in a way that defaults cannot carry; the golden
journals under ``tests/journal/golden`` hold one journal of each released version to prove it.
"""

from collections.abc import Callable, Mapping

import msgspec

Step = Callable[[dict[str, object]], dict[str, object]]

STEPS: Mapping[tuple[str, int], Step] = {}
"""By fact tag and the version to upgrade from; the result has the next version."""


def upgraded(text: str | bytes, steps: Mapping[tuple[str, int], Step] = STEPS) -> bytes | None:
    """The fact one version later, or ``None`` when no step leads on from its version."""
    shape = msgspec.json.decode(text, type=dict[str, object])
    tag, version = shape.get("fact"), shape.get("v", 1)
    if not isinstance(tag, str) or not isinstance(version, int):
        return None
    step = steps.get((tag, version))
    if step is None:
        return None
    return msgspec.json.encode({**step(shape), "v": version + 1})
