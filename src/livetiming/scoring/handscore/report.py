"""The difference report: what the hand score makes of a result."""

from typing import TYPE_CHECKING

from livetiming.lapchart import HandChange

if TYPE_CHECKING:
    from livetiming.scoring.standings import Standings


def changes(before: "Standings", after: "Standings") -> tuple[HandChange, ...]:
    """Every kart whose laps or place are not the same, in the order of the new places."""
    was = {row.row: row for row in before.scored}
    return tuple(
        HandChange(
            entry=row.row,
            laps_before=was[row.row].laps,
            laps_after=row.laps,
            place_before=was[row.row].position,
            place_after=row.position,
        )
        for row in after.scored
        if row.row in was and (was[row.row].laps, was[row.row].position) != (row.laps, row.position)
    )
