"""The public state at one journal number: standings as the rows of a board. Pure."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from livetiming.clock import ServerUs
from livetiming.facts import LinkState, SessionKind
from livetiming.publish import messages
from livetiming.publish.head import session_head
from livetiming.publish.messages import Behind, PublicState, Row, RowRuling, RowStatus
from livetiming.rulings import AnyRuling, DockedGained, DockedLaps, DockedPlaces, TimePenalty
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.plans import MeetingPlan
from livetiming.scoring.standing import Standing, Status
from livetiming.scoring.standings import Scorer, Standings


class Board:
    """Makes public states from evidence, and makes a row anew only when what it shows has changed."""

    def __init__(self, evidence: Evidence, scorer: Scorer) -> None:
        self._evidence = evidence
        self._scorer = scorer
        self._standings: Standings | None = None
        self._rows: dict[str, Row] = {}
        self._made: Made = {}
        self._meeting: tuple[MeetingPlan, messages.Meeting] | None = None

    def state(self, now_us: ServerUs) -> PublicState:
        """Everything the public sees now."""
        evidence = self._evidence
        timing = messages.Timing(live=any(link.state is LinkState.LIVE for link in evidence.links.values()))
        if evidence.current is None:
            self._standings = None
            return PublicState(meeting=self._meeting_info(), timing=timing)
        standings = self._standings = self._scorer.standings(evidence.current)
        rows = tuple(self._kept(row) for row in rows_of(standings, self._made))
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


class _View(NamedTuple):
    """A kart with everything that its row tells of others."""

    standing: Standing
    leader: Standing | None
    ahead: Standing | None
    class_leader: Standing | None
    class_ahead: Standing | None
    rulings: tuple[RowRuling, ...]

    def is_same(self, other: "_View") -> bool:
        """Whether a row made of the other would be the same: standings that have not changed are kept."""
        return (
            self.standing is other.standing
            and self.leader is other.leader
            and self.ahead is other.ahead
            and self.class_leader is other.class_leader
            and self.class_ahead is other.class_ahead
            and self.rulings == other.rulings
        )


Made = dict[str, tuple[_View, Row]]
"""Rows made before, by id."""

_Gap = Callable[[Standing, Standing], Behind | None]


def rows_of(standings: Standings, made: Made | None = None) -> list[Row]:
    """The rows of a board, in the order in which they are shown. What is in `made` is not made again, and
    what had to be made is in it afterwards."""
    made = {} if made is None else made
    gap = _race_gap if standings.log.plan.kind is SessionKind.RACE else _best_lap_gap
    rows: list[Row] = []
    for view in _views(standings):
        row_id = view.standing.row
        known = made.get(row_id)
        if known is None or not known[0].is_same(view):
            known = made[row_id] = (view, _row(view, gap))
        rows.append(known[1])
    return rows


def _views(standings: Standings) -> Iterator[_View]:
    several = len(standings.log.plan.class_ids) > 1
    ruled = _rulings(standings)
    leader: Standing | None = None
    ahead: Standing | None = None
    in_class: dict[str, tuple[Standing, Standing]] = {}
    for standing in standings.rows:
        rulings = ruled.get(standing.row, ())
        if standing.position is None:
            yield _View(standing, None, None, None, None, rulings)
            continue
        own = standing.entry.class_id if several and standing.entry is not None else None
        class_leader, class_ahead = in_class.get(own, (None, None)) if own is not None else (None, None)
        yield _View(standing, leader, ahead, class_leader, class_ahead, rulings)
        leader, ahead = leader or standing, standing
        if own is not None:
            in_class[own] = (class_leader or standing, standing)


def _row(view: _View, gap: _Gap) -> Row:
    standing = view.standing
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
        gap=None if view.leader is None else gap(standing, view.leader),
        interval=None if view.ahead is None else gap(standing, view.ahead),
        class_gap=None if view.class_leader is None else gap(standing, view.class_leader),
        class_interval=None if view.class_ahead is None else gap(standing, view.class_ahead),
        gained=None if start is None or position is None else start - position,
        rulings=view.rulings,
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
    """How far behind at this kart's own last crossing: a time on the same lap, else whole laps (GEN-4).
    A kart that runs may be just short of the line, one lap less behind than is counted."""
    if not standing.counted or standing.last_us is None:
        return None
    theirs_then = other.laps_at(standing.last_us)
    short = standing.status is Status.RUNNING
    laps = max(theirs_then - standing.laps, other.laps - standing.laps - short)
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
