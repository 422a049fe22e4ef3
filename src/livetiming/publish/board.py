"""The public state at one journal number: standings as the rows of a board. Pure."""

from collections.abc import Callable
from typing import NamedTuple

from livetiming.clock import ServerUs
from livetiming.facts import LinkState, SessionKind
from livetiming.publish import messages
from livetiming.publish.head import session_head
from livetiming.publish.messages import Behind, PublicState, Row, RowRuling, RowStatus
from livetiming.rulings import AnyRuling, DockedGained, DockedLaps, DockedPlaces, TimePenalty
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.plans import MeetingPlan
from livetiming.scoring.standing import Standing
from livetiming.scoring.standings import Scorer, Standings


class Board:
    """Makes public states from evidence, and makes a row anew only when what it shows has changed."""

    def __init__(self, evidence: Evidence, scorer: Scorer) -> None:
        self._evidence = evidence
        self._scorer = scorer
        self._standings: Standings | None = None
        self._rows: dict[str, Row] = {}
        self._meeting: tuple[MeetingPlan, messages.Meeting] | None = None

    def state(self, now_us: ServerUs) -> PublicState:
        """Everything the public sees now."""
        evidence = self._evidence
        timing = messages.Timing(live=any(link.state is LinkState.LIVE for link in evidence.links.values()))
        if evidence.current is None:
            self._standings = None
            return PublicState(meeting=self._meeting_info(), timing=timing)
        standings = self._standings = self._scorer.standings(evidence.current)
        rows = tuple(self._kept(row) for row in rows_of(standings))
        return PublicState(
            meeting=self._meeting_info(),
            session=session_head(evidence, standings, now_us),
            rows=rows,
            timing=timing,
        )

    def next_change_us(self, now_us: ServerUs) -> ServerUs | None:
        """The server instant at which the last state made changes by time alone: a timed session's end."""
        end_us = None if self._standings is None else self._standings.end_us
        at_us = None if end_us is None else self._evidence.offsets.server_of(end_us)
        return at_us if at_us is not None and at_us > now_us else None

    @property
    def evidence(self) -> Evidence:
        """What this board is made from."""
        return self._evidence

    @property
    def standings(self) -> Standings | None:
        """The standings on the last state made; ``None`` while no session has been on track."""
        return self._standings

    def _kept(self, row: Row) -> Row:
        """The equal row shown before, so that who compares states need not look inside."""
        known = self._rows.get(row.id)
        if known == row:
            return known
        self._rows[row.id] = row
        return row

    def _meeting_info(self) -> messages.Meeting | None:
        plan = self._evidence.meeting
        if plan.opened is None:
            return None
        if self._meeting is None or self._meeting[0] is not plan:
            classes = tuple(messages.ClassInfo(id=c.class_id, name=c.name) for c in plan.classes.values())
            info = messages.Meeting(id=plan.opened.meeting, name=plan.opened.name, classes=classes)
            self._meeting = (plan, info)
        return self._meeting[1]


class _Gaps(NamedTuple):
    """How far behind a kart is, over all and in its class."""

    gap: Behind | None = None
    interval: Behind | None = None
    class_gap: Behind | None = None
    class_interval: Behind | None = None


_AHEAD = _Gaps()


def rows_of(standings: Standings) -> list[Row]:
    """The rows of a board, in the order in which they are shown."""
    plan = standings.log.plan
    behind = _race_gap if plan.kind is SessionKind.RACE else _best_lap_gap
    several = len(plan.class_ids) > 1
    leader: Standing | None = None
    ahead: Standing | None = None
    class_leader: dict[str, Standing] = {}
    class_ahead: dict[str, Standing] = {}
    ruled = _rulings(standings)
    rows: list[Row] = []
    for standing in standings.rows:
        gaps = _AHEAD
        if standing.position is not None:
            gaps = _behind(standing, leader, ahead, behind)
            leader, ahead = leader or standing, standing
            if several and standing.entry is not None:
                own = standing.entry.class_id
                in_class = _behind(standing, class_leader.get(own), class_ahead.get(own), behind)
                gaps = gaps._replace(class_gap=in_class.gap, class_interval=in_class.interval)
                class_leader.setdefault(own, standing)
                class_ahead[own] = standing
        rows.append(_row(standing, gaps, ruled.get(standing.row, ())))
    return rows


def _behind(
    standing: Standing,
    leader: Standing | None,
    ahead: Standing | None,
    behind: Callable[[Standing, Standing], Behind | None],
) -> _Gaps:
    if leader is None or ahead is None:
        return _AHEAD
    gap = behind(standing, leader)
    return _Gaps(gap, gap if ahead is leader else behind(standing, ahead))


def _row(standing: Standing, gaps: _Gaps, rulings: tuple[RowRuling, ...]) -> Row:
    entry = standing.entry
    start, position = standing.start_position, standing.position
    return Row(
        id=standing.row,
        position=position,
        class_position=standing.class_position,
        number=entry.number if entry is not None else "",
        name=entry.public_name if entry is not None else str(standing.transponder),
        class_id=entry.class_id if entry is not None else None,
        status=RowStatus(standing.status.value),
        laps=standing.laps,
        last_us=standing.last_lap_us,
        best_us=standing.best_us,
        best_lap=None if standing.best_index is None else standing.best_index + 1,
        gap=gaps.gap,
        interval=gaps.interval,
        class_gap=gaps.class_gap,
        class_interval=gaps.class_interval,
        gained=None if start is None or position is None else start - position,
        rulings=rulings,
        crossed_track_us=standing.last_us,
    )


def _rulings(standings: Standings) -> dict[str, tuple[RowRuling, ...]]:
    """What was ruled, by row."""
    found: dict[str, tuple[RowRuling, ...]] = {}
    for mark in standings.log.rulings:
        found[mark.entry] = (*found.get(mark.entry, ()), _shown(mark.ruling))
    return found


def _shown(ruling: AnyRuling) -> RowRuling:
    amount: int | None = None
    match ruling:
        case DockedPlaces(places=amount) | DockedLaps(laps=amount) | TimePenalty(penalty_us=amount):
            pass
        case DockedGained(gained=gained, plus=plus):
            amount = gained + plus
        case _:
            pass
    return RowRuling(ruling=str(ruling.__struct_config__.tag), amount=amount)


def _race_gap(standing: Standing, other: Standing) -> Behind | None:
    """How far behind at this kart's own last crossing: a time on the same lap, else whole laps (GEN-4)."""
    if not standing.counted or standing.last_us is None:
        return None
    theirs_then = other.laps_at(standing.last_us)
    laps = max(theirs_then - standing.laps, other.laps - standing.laps - 1)
    if laps > 0:
        return Behind(laps=laps)
    same_lap = other.run.crossing_of_lap(standing.run.lap_numbers[standing.counted - 1])
    if theirs_then < standing.laps or same_lap is None:
        return None
    return Behind(us=standing.last_us - other.run.crossings_us[same_lap])


def _best_lap_gap(standing: Standing, other: Standing) -> Behind | None:
    """How much slower the best lap is."""
    if standing.best_us is None or other.best_us is None:
        return None
    return Behind(us=standing.best_us - other.best_us)
