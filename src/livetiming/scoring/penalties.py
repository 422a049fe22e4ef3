"""What rulings do to an order of finish (GEN-8, GEN-9, A07, A71). Pure functions over lists."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

Kart = TypeVar("Kart")


def dock_places(finishers: Sequence[Kart], places: Mapping[int, int]) -> list[Kart]:
    """The finishers after all place penalties of a race, applied together by target place (GEN-9).

    `places` has, by index in `finishers`, how many places are lost. Karts without a penalty keep
    their order and fill the places that no target takes; a target beyond the last place stands at
    the end, by uncapped target, then by original place; of two on one target the better original
    place comes first and the other takes the next.
    """
    count = len(finishers)
    penalised = sorted((index + 1 + lost, index) for index, lost in places.items())
    slots: list[int | None] = [None] * count
    beyond = [index for target, index in penalised if target > count]
    free_end = count - len(beyond)
    for place, index in enumerate(beyond, free_end):
        slots[place] = index
    for target, index in (pair for pair in penalised if pair[0] <= count):
        place = target - 1
        while place < count and slots[place] is not None:
            place += 1
        if place == count:
            place = max(i for i in range(count) if slots[i] is None)
        slots[place] = index
    rest = iter(index for index in range(count) if index not in places)
    return [finishers[next(rest) if index is None else index] for index in slots]


def to_rear(order: Sequence[Kart], sent: Sequence[Kart]) -> list[Kart]:
    """The order with some at its absolute end, keeping their order among themselves (GEN-8)."""
    return [kart for kart in order if kart not in sent] + [kart for kart in order if kart in sent]
