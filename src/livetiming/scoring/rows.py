"""Lineups as rows and columns, and the three ways to close a gap (GEN-5 to GEN-8).

A lineup is a list from pole backwards with ``None`` for an open spot: odd places are the pole column,
even places the other; row ``r`` has the places ``2r - 1`` and ``2r``. Pure functions over lists.
"""

from collections.abc import Sequence
from typing import TypeVar

Kart = TypeVar("Kart")
Spots = list[Kart | None]


def cross_over(lineup: Sequence[Kart | None], scratched: Kart) -> list[Kart | None]:
    """Take a kart out and close up the list: karts behind it change sides (GEN-6)."""
    return [kart for kart in lineup if kart != scratched]


def column_moves_up(lineup: Sequence[Kart | None], scratched: Kart) -> list[Kart | None]:
    """Take a kart out; the karts behind it in its own column move forward one row (GEN-7)."""
    spots = list(lineup)
    start = spots.index(scratched)
    column = range(start, len(spots), 2)
    followers: list[Kart | None] = [spots[place] for place in column][1:]
    for place, kart in zip(column, [*followers, None], strict=True):
        spots[place] = kart
    while spots and spots[-1] is None:
        spots.pop()
    return spots


def send_to_rear(lineup: Sequence[Kart | None], sent: Sequence[Kart]) -> list[Kart | None]:
    """Take karts out and append them at the absolute end in their order, then close up (GEN-8)."""
    staying = [kart for kart in lineup if kart is not None and kart not in sent]
    rear = [kart for kart in lineup if kart is not None and kart in sent]
    return [*staying, *rear]


def swap_front_rows(lineup: Sequence[Kart | None]) -> list[Kart | None]:
    """Rows 1 and 2 change places, each kart keeps its side (IKF 210.9.3, A27)."""
    spots = list(lineup)
    while len(spots) < 4:
        spots.append(None)
    swapped = spots[2:4] + spots[0:2] + spots[4:]
    while swapped and swapped[-1] is None:
        swapped.pop()
    return swapped


def as_rows(lineup: Sequence[Kart | None]) -> list[tuple[Kart | None, Kart | None]]:
    """The lineup row by row: pole column, other column."""
    spots: list[Kart | None] = list(lineup)
    if len(spots) % 2:
        spots.append(None)
    return [(spots[place], spots[place + 1]) for place in range(0, len(spots), 2)]
