"""Standings to look at: now, as they were at a journal number, or as the running order at an instant."""

from livetiming.clock import ServerUs
from livetiming.http.tower.documents import StandingsDocument
from livetiming.publish.board import rows_of
from livetiming.publish.head import session_head
from livetiming.publish.messages import Behind, Row, RowStatus
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.snapshot import SnapshotRow, snapshot
from livetiming.scoring.standing import Standing
from livetiming.scoring.standings import Scorer


def standings_document(
    evidence: Evidence, scorer: Scorer, session: str, now_us: ServerUs
) -> StandingsDocument:
    """A session's standings at the evidence's journal number. Raises `KeyError` for one never planned."""
    standings = scorer.standings(session)
    return StandingsDocument(
        n=evidence.n,
        session=session_head(evidence, standings, now_us),
        rows=tuple(rows_of(standings)),
    )


def running_order(
    evidence: Evidence, scorer: Scorer, session: str, at_track_us: int, now_us: ServerUs
) -> StandingsDocument:
    """Who was where at an instant of the track clock (GEN-4), by what is known now. Raises `KeyError`."""
    standings = scorer.standings(session)
    rows = [row for row in standings.rows if row.entry is not None]
    grid = {entry: place for place, entry in enumerate(standings.log.plan.grid, 1)}
    ranks = [grid.get(row.row, len(grid) + 1) for row in rows] if grid else None
    spots = snapshot([row.run for row in rows], at_track_us, ranks)
    leader = rows[spots[0].index] if spots else None
    return StandingsDocument(
        n=evidence.n,
        session=session_head(evidence, standings, now_us),
        rows=tuple(_row(rows[spot.index], spot, place, leader) for place, spot in enumerate(spots, 1)),
        at_track_us=at_track_us,
        lapped={rows[spot.index].row: spot.lapped for spot in spots if spot.lapped},
    )


def _row(standing: Standing, spot: SnapshotRow, place: int, leader: Standing | None) -> Row:
    """A kart in the running order. Its gap is that at its own last crossing, as on the board."""
    run, entry = standing.run, standing.entry
    last = spot.crossings - 1
    best = run.best_so_far[last] if spot.crossings else None
    return Row(
        id=standing.row,
        position=place,
        number=entry.number if entry is not None else "",
        name=entry.public_name if entry is not None else str(standing.transponder),
        class_id=entry.class_id if entry is not None else None,
        status=RowStatus.RUNNING if run.opening_us is not None else RowStatus.WAITING,
        laps=spot.laps,
        last_us=run.laps_us[last] if spot.crossings else None,
        best_us=None if best is None else run.laps_us[best],
        best_lap=None if best is None else best + 1,
        gap=_gap(standing, spot, leader),
        crossed_track_us=spot.last_us,
    )


def _gap(standing: Standing, spot: SnapshotRow, leader: Standing | None) -> Behind | None:
    if leader is None or leader is standing or spot.last_us is None:
        return None
    if spot.lapped:
        return Behind(laps=spot.lapped)
    same_lap = leader.run.crossing_of_lap(spot.laps)
    if same_lap is None or leader.run.crossings_us[same_lap] > spot.last_us:
        return None
    return Behind(us=spot.last_us - leader.run.crossings_us[same_lap])
