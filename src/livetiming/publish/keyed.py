"""What differs between two lists of items that have keys, and how a reader gets from one to the other.

The rule of every list on the numbered stream: items that stay keep their places and new ones come last,
unless the order of all keys is given.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

import msgspec

Item = TypeVar("Item")
Key = str | int


class Difference(msgspec.Struct, Generic[Item], frozen=True):
    """Items that are new or differ, keys of those that left, and the order if the rule does not give it."""

    items: tuple[Item, ...]
    gone: tuple[Key, ...]
    order: tuple[Key, ...] | None


def difference(
    old: Sequence[Item], new: Sequence[Item], key: Callable[[Item], Key]
) -> Difference[Item] | None:
    """What leads from `old` to `new`; ``None`` if they are equal."""
    if old is new:
        return None
    before = {key(item): item for item in old}
    after = {key(item): item for item in new}
    changed = tuple(item for at, item in after.items() if (was := before.get(at)) is not item and was != item)
    gone = tuple(at for at in before if at not in after)
    by_rule = [at for at in before if at in after] + [at for at in after if at not in before]
    order = None if by_rule == list(after) else tuple(after)
    if not changed and not gone and order is None:
        return None
    return Difference(changed, gone, order)


def changed(
    old: Iterable[Item],
    items: Iterable[Item],
    gone: Iterable[Key],
    order: Sequence[Key] | None,
    key: Callable[[Item], Key],
) -> tuple[Item, ...]:
    """`old` after a difference. Raises `KeyError` if it was made from another list."""
    shown = {key(item): item for item in old}
    for at in gone:
        shown.pop(at, None)
    for item in items:
        shown[key(item)] = item
    return tuple(shown.values()) if order is None else tuple(shown[at] for at in order)
