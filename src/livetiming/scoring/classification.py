"""The order of the rows of a session (GEN-3, GEN-10) and the places that follow from it."""

import msgspec

from livetiming.facts import SessionKind
from livetiming.scoring.plans import SessionLog
from livetiming.scoring.standing import Standing

_NEVER_US = 1 << 62
"""Sorts behind every instant and every lap time."""


def race_order(log: SessionLog, rows: list[Standing]) -> list[Standing]:
    """Laps, then the time of the last counted passing; without a lap by the grid (GEN-3)."""
    grid = {entry: place for place, entry in enumerate(log.plan.grid)}
    behind = len(grid)

    def key(row: Standing) -> tuple[int, int, int]:
        if row.laps:
            return (-row.laps, row.last_us or 0, 0)
        if grid:
            return (0, grid.get(row.row, behind), row.run.opening_us or _NEVER_US)
        return (0, row.run.opening_us or _NEVER_US, 0)

    return sorted(rows, key=key)


def best_lap_order(rows: list[Standing]) -> list[Standing]:
    """Best lap; tie: second best, then the one set earlier (GEN-10). Without a lap: as first heard."""

    def key(row: Standing) -> tuple[int, int, int, int]:
        if row.best_index is None:
            return (1, row.run.opening_us or _NEVER_US, 0, 0)
        return (0, row.run.laps_us[row.best_index], 0, row.run.crossings_us[row.best_index])

    ranked = sorted(rows, key=key)
    for i, j in _ties(ranked):
        ranked[i:j] = sorted(
            ranked[i:j],
            key=lambda row: (_second_best_us(row), row.run.crossings_us[row.best_index or 0]),
        )
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


def _second_best_us(row: Standing) -> int:
    laps_us = sorted(row.run.laps_us[: row.laps])
    return laps_us[1] if len(laps_us) > 1 else _NEVER_US


def number(log: SessionLog, ranked: list[Standing]) -> list[Standing]:
    """The ranked rows with their places, overall and in class, and where a race has them the places
    they started from."""
    starts = _start_positions(log, ranked) if log.plan.kind is SessionKind.RACE else {}
    in_class: dict[str, int] = {}
    numbered = []
    for position, row in enumerate(ranked, 1):
        class_position = None
        if row.entry is not None:
            class_position = in_class[row.entry.class_id] = in_class.get(row.entry.class_id, 0) + 1
        numbered.append(
            msgspec.structs.replace(
                row,
                position=position,
                class_position=class_position,
                start_position=starts.get(row.row),
            )
        )
    return numbered


def _start_positions(log: SessionLog, rows: list[Standing]) -> dict[str, int]:
    """The grid, or without one the order over the line at the start."""
    if log.plan.grid:
        return {entry: place for place, entry in enumerate(log.plan.grid, 1)}
    started = sorted(
        (row.run.opening_us, row.row)
        for row in rows
        if row.run.opening_source is not None and row.run.opening_us
    )
    return {row: place for place, (_, row) in enumerate(started, 1)}
