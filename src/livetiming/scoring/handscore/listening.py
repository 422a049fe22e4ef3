"""What the loop has of a session, read from the standings that it gives by itself."""

from typing import TYPE_CHECKING

from livetiming.facts import SessionKind
from livetiming.rulings import FirstCrossing
from livetiming.scoring.crossings import KartRun, LapRules
from livetiming.scoring.handscore.field import Field, Kart
from livetiming.scoring.handscore.loop import Crossing, Loop, Stranger
from livetiming.scoring.handscore.racing import Racing, Stretch
from livetiming.scoring.scored import out_of_race_us
from livetiming.scoring.standing import Standing, Status

if TYPE_CHECKING:
    from livetiming.scoring.standings import Standings

_NEVER_US = 1 << 62


def loop_of(standings: "Standings", known: Loop | None) -> Loop:
    """The crossings of the karts entered for the session, and when crossings count; `known` itself, if it
    is all the same."""
    rows = _rows(standings)
    crossings = tuple(sorted(crossing for row in rows for crossing in _crossings(row.row, row.run)))
    strangers = tuple(
        sorted(
            Stranger(us, row.transponder or 0)
            for row in standings.rows
            if row.status in {Status.UNKNOWN, Status.VISITOR}
            for us in _times_us(row.run)
        )
    )
    racing = racing_of(standings)
    karts = tuple(sorted((_kart(row) for row in rows), key=lambda kart: kart.entry))
    same_field = known is not None and tuple(known.field.karts.values()) == karts
    if known is not None and same_field and known.same(racing, crossings, strangers):
        return known
    field = known.field if known is not None and same_field else Field(karts)
    return Loop(field, racing, crossings, strangers)


def racing_of(standings: "Standings") -> Racing:
    """When crossings count by these standings."""
    rows = _rows(standings)
    out_us = {row.row: us for row in rows if (us := _out_us(standings, row)) is not None}
    return Racing(
        stretches=tuple(_stretches(standings, rows[0].run.rules)) if rows else (),
        out_us=out_us,
        closed=standings.log.closed is not None,
    )


def _rows(standings: "Standings") -> list[Standing]:
    """The karts that are entered for the session."""
    in_session = set(standings.log.plan.class_ids)
    return [row for row in standings.rows if row.entry is not None and row.entry.class_id in in_session]


def _kart(row: Standing) -> Kart:
    assert row.entry is not None
    return Kart(
        entry=row.row,
        number=row.entry.number,
        class_id=row.entry.class_id,
        min_lap_us=row.run.rules.min_lap_us,
    )


def _crossings(entry: str, run: KartRun) -> list[Crossing]:
    crossings = [Crossing(us, n, entry) for us, n in zip(run.crossings_us, run.sources, strict=True)]
    if run.opening_us is not None and run.opening_source is not None:
        crossings.append(Crossing(run.opening_us, run.opening_source, entry))
    return crossings


def _times_us(run: KartRun) -> list[int]:
    opening = [] if run.opening_us is None or run.opening_source is None else [run.opening_us]
    return opening + run.crossings_us


def _out_us(standings: "Standings", row: Standing) -> int | None:
    """From when on nothing that the kart does counts."""
    if row.status is Status.FINISHED and row.last_us is not None:
        return row.last_us
    return out_of_race_us(standings.log, row.row)


def _stretches(standings: "Standings", rules: LapRules) -> list[Stretch]:
    """When crossings count. The least lap is that of the first kart: it only tells start crossings from
    the end of lap 1, which lie far apart."""
    plan = standings.log.plan
    start_us = standings.start_us
    closed = standings.log.closed
    end_us = _NEVER_US if closed is None or closed.track_us is None else closed.track_us
    if start_us is None:
        return []
    if plan.kind is not SessionKind.RACE:
        return [Stretch(start_us, start_us, end_us)]
    legs = standings.course.legs
    greens = [leg.green_us for leg in legs] or [start_us]
    stops = [end_us if leg.stop_us is None else leg.stop_us for leg in legs] or [end_us]
    opens_us = rules.min_lap_us if rules.first_crossing is FirstCrossing.OPENS else 0
    first, *restarts = [
        Stretch(green_us - plan.start_window_us, green_us + opens_us, stop_us)
        for green_us, stop_us in zip(greens, stops, strict=True)
    ]
    # What crosses the line at a restart opens no lap that is not open already.
    return [first, *(Stretch(each.opens_until_us, each.opens_until_us, each.until_us) for each in restarts)]
