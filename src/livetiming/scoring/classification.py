"""The order of the rows of a session (GEN-3, GEN-10), the rulings that move places in it (GEN-8, GEN-9),
and the places that follow.
"""

from collections.abc import Callable, Sequence

import msgspec

from livetiming.facts import SessionKind
from livetiming.rulings import DockedGained, DockedPlaces, RearOfField
from livetiming.scoring.penalties import dock_places, to_rear
from livetiming.scoring.plans import SessionLog
from livetiming.scoring.scored import second_best_us
from livetiming.scoring.standing import Standing, Status

_NEVER_US = 1 << 62
"""Sorts behind every instant and every lap time."""

Order = Callable[[Sequence[Standing]], list[Standing]]


Numbered = dict[str, tuple[Standing, Standing]]
"""By row id a row without its places and the same with them, as they were the last time."""


def classify(log: SessionLog, rows: Sequence[Standing], before: Numbered) -> list[Standing]:
    """The rows in order, with places: classified karts, then those classified last, those that did not
    start, and the disqualified; place penalties move finishers once they have finished. Rows that stand
    where they stood `before` are the same objects."""
    race = log.plan.kind is SessionKind.RACE
    order: Order = (
        (lambda group: race_order(log, group)) if race else lambda group: best_lap_order(log, group)
    )
    groups: dict[int, list[Standing]] = {0: [], 1: [], 2: [], 3: []}
    for row in rows:
        groups[_group(row)].append(row)
    ranked = order(groups[0])
    if log.rulings:
        ranked = _with_place_penalties(log, ranked)
    ranked += order(groups[1]) + order(groups[2]) + order(groups[3])
    return number(log, ranked, before)


def _group(row: Standing) -> int:
    if row.status is Status.DQ:
        return 3
    if row.status is Status.DNS:
        return 2
    return 1 if row.last_place else 0


def _with_place_penalties(log: SessionLog, ranked: list[Standing]) -> list[Standing]:
    """Place penalties act on the karts that took the chequered flag; the others keep their slots (GEN-9).
    Rear of the field is directly behind the last finisher (A07)."""
    finishers = [row for row in ranked if row.status is Status.FINISHED]
    place_of = {row.row: index for index, row in enumerate(finishers)}
    lost: dict[int, int] = {}
    rear: list[Standing] = []
    for mark in log.rulings:
        index = place_of.get(mark.entry)
        if index is None:
            continue
        match mark.ruling:
            case DockedPlaces(places=places):
                lost[index] = lost.get(index, 0) + places
            case DockedGained(gained=gained, plus=plus):
                lost[index] = lost.get(index, 0) + gained + plus
            case RearOfField():
                rear.append(finishers[index])
            case _:
                pass
    moved = iter(to_rear(dock_places(finishers, lost), rear))
    return [next(moved) if row.status is Status.FINISHED else row for row in ranked]


def race_order(log: SessionLog, rows: Sequence[Standing]) -> list[Standing]:
    """Laps, then the time of the last counted passing (karts with credited laps only have none); without a
    lap, and where times are equal, by the grid (GEN-3). Karts that are not on it follow as they crossed
    the line at the start."""
    grid = {entry: place for place, entry in enumerate(log.plan.grid)}
    behind = len(grid)

    def key(row: Standing) -> tuple[int, int, int, int]:
        started_us = _NEVER_US if row.run.opening_us is None else row.run.opening_us
        ended_us = 0 if not row.laps else _NEVER_US if not row.counted else row.scored_us or 0
        return (-row.laps, ended_us, grid.get(row.row, behind), started_us)

    return sorted(rows, key=key)


def best_lap_order(log: SessionLog, rows: Sequence[Standing]) -> list[Standing]:
    """Best lap; tie: second best, then the one set earlier (GEN-10). Without a lap: as first heard. What
    is equal even then stands as on the grid, where there is one."""
    grid = {entry: place for place, entry in enumerate(log.plan.grid)}

    def key(row: Standing) -> tuple[int, int, int]:
        place = grid.get(row.row, len(grid))
        if row.best_index is None:
            return (1, _NEVER_US if row.run.heard_us is None else row.run.heard_us, place)
        return (0, row.run.laps_us[row.best_index], place)

    def tie(row: Standing) -> tuple[int, int]:
        second_us = second_best_us(log, row)
        return (_NEVER_US if second_us is None else second_us, row.run.crossings_us[row.best_index or 0])

    ranked = sorted(rows, key=key)
    for i, j in _ties(ranked):
        ranked[i:j] = sorted(ranked[i:j], key=tie)
    return ranked


def _ties(ranked: list[Standing]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    i = 0
    while i < len(ranked):
        j = i + 1
        best_us = ranked[i].best_us
        while best_us is not None and j < len(ranked) and ranked[j].best_us == best_us:
            j += 1
        if j - i > 1:
            spans.append((i, j))
        i = j
    return spans


def number(log: SessionLog, ranked: list[Standing], before: Numbered) -> list[Standing]:
    """The ranked rows with their places, overall and in class, and where a race has them the places
    they started from."""
    starts = _start_positions(log, ranked) if log.plan.kind is SessionKind.RACE else {}
    in_class: dict[str, int] = {}
    numbered: list[Standing] = []
    for position, row in enumerate(ranked, 1):
        class_position = None
        if row.entry is not None:
            class_position = in_class[row.entry.class_id] = in_class.get(row.entry.class_id, 0) + 1
        start_position = starts.get(row.row)
        bare, placed = before.get(row.row, (None, row))
        if bare is not row or (placed.position, placed.class_position, placed.start_position) != (
            position,
            class_position,
            start_position,
        ):
            placed = msgspec.structs.replace(
                row, position=position, class_position=class_position, start_position=start_position
            )
            before[row.row] = (row, placed)
        numbered.append(placed)
    return numbered


def _start_positions(log: SessionLog, rows: list[Standing]) -> dict[str, int]:
    """The grid, or without one the order over the line at the start."""
    if log.plan.grid:
        return {entry: place for place, entry in enumerate(log.plan.grid, 1)}
    started = sorted(
        (row.run.opening_us, row.row)
        for row in rows
        if row.run.opening_source is not None and row.run.opening_us is not None
    )
    return {row: place for place, (_, row) in enumerate(started, 1)}
