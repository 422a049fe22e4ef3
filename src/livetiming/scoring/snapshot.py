"""The running order at any instant (GEN-4): who is where, with how many laps, and who is lapped.

Pure functions over runs, used for restarts, for results that are called, and for the time machine.
"""

from bisect import bisect_right
from collections.abc import Sequence

import msgspec

from livetiming.scoring.crossings import KartRun


class SnapshotRow(msgspec.Struct, frozen=True, gc=False):
    """A kart at the instant: `index` in the runs given, crossings and laps done by then, the time of
    the last of them, and by how many laps it is lapped."""

    index: int
    crossings: int
    laps: int
    last_us: int | None
    lapped: int


def snapshot(runs: Sequence[KartRun], at_us: int, grid: Sequence[int] | None = None) -> list[SnapshotRow]:
    """The running order at `at_us`: laps, then who completed them first; without a lap by `grid` (rank
    by index), or by who crossed the line first at the start.

    A kart is lapped when at its own last passing the leader already had more laps, or when the leader
    is two or more laps ahead at the instant (a kart that stopped). A kart that is merely not across
    the line yet is not lapped.
    """
    rows = [_row(index, run, at_us) for index, run in enumerate(runs)]
    never = 1 << 62

    def key(row: SnapshotRow) -> tuple[int, int, int]:
        opening = runs[row.index].opening_us
        opened = never if opening is None or opening > at_us else opening
        if row.crossings:
            return (-row.laps, row.last_us or 0, 0)
        return (-row.laps, grid[row.index] if grid is not None else opened, opened)

    rows.sort(key=key)
    if not rows:
        return rows
    leader = runs[rows[0].index]
    return [msgspec.structs.replace(row, lapped=_lapped(row, rows[0], leader)) for row in rows]


def _row(index: int, run: KartRun, at_us: int) -> SnapshotRow:
    crossings = bisect_right(run.crossings_us, at_us)
    laps = run.lap_numbers[crossings - 1] if crossings else run.rules.base_laps
    last_us = run.crossings_us[crossings - 1] if crossings else None
    return SnapshotRow(index, crossings, laps, last_us, 0)


def _lapped(row: SnapshotRow, first: SnapshotRow, leader: KartRun) -> int:
    at_own = leader.laps_at(row.last_us, first.crossings) - row.laps if row.last_us is not None else 0
    if at_own > 0:
        return at_own
    behind = first.laps - row.laps
    return behind if behind >= 2 else 0


def laps_at_restart(runs: Sequence[KartRun], stop_us: int) -> list[tuple[int, int]]:
    """For each run the crossings that count up to a stop, and the laps it restarts with: the leader's,
    less those by which it was lapped."""
    rows = snapshot(runs, stop_us)
    leading = rows[0].laps if rows else 0
    result = [(0, 0)] * len(runs)
    for row in rows:
        result[row.index] = (row.crossings, leading - row.lapped)
    return result
