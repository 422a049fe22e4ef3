"""The head of the board: one session's phase, flag, clock and best lap. Pure."""

from livetiming.clock import ServerUs
from livetiming.facts import SessionKind, ShownFlag
from livetiming.publish import messages
from livetiming.publish.messages import Flag, Phase
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.forecast import forecast
from livetiming.scoring.plans import SessionLog
from livetiming.scoring.standing import Status
from livetiming.scoring.standings import Standings

_CLOCK_GRAIN_US = 10_000
"""Published clock instants are rounded to this: the estimated offset improves by microseconds with
many a passing, and nobody sees a hundredth of a second on a countdown."""


def session_head(evidence: Evidence, standings: Standings, now_us: ServerUs) -> messages.Session:
    """What stands over the rows: phase, flag, laps or time to go, best lap."""
    log = standings.log
    plan = log.plan
    ended = _ended(evidence, standings, now_us)
    to_go = _laps_to_go(standings, ended=ended)
    return messages.Session(
        id=plan.session,
        name=plan.name,
        kind=plan.kind,
        phase=_phase(standings, ended=ended),
        flag=_flag(log, to_go, ended=ended),
        class_ids=plan.class_ids,
        laps_total=standings.log.laps,
        laps_to_go=to_go,
        forecast=None if ended else _forecast(evidence, standings),
        clock=_clock(evidence, standings, ended=ended),
        best=_best(standings),
    )


def _ended(evidence: Evidence, standings: Standings, now_us: ServerUs) -> bool:
    if standings.end_us is None:
        return False
    if any(row.status is Status.FINISHED for row in standings.rows):
        return True
    track_us = evidence.track_of(now_us)
    return track_us is not None and track_us >= standings.end_us


def _laps_to_go(standings: Standings, *, ended: bool) -> int | None:
    laps = standings.log.laps
    if laps is None or standings.log.plan.kind is not SessionKind.RACE:
        return None
    return 0 if ended else max(0, laps - (standings.rows[0].laps if standings.rows else 0))


def _phase(standings: Standings, *, ended: bool) -> Phase:
    log = standings.log
    if log.opened is None:
        return Phase.PLANNED
    if log.closed is not None or (
        ended and all(row.status is not Status.RUNNING for row in standings.rows if row.position is not None)
    ):
        return Phase.FINISHED
    if log.plan.kind is SessionKind.RACE and standings.start_us is None:
        return Phase.STAGED
    return Phase.STOPPED if _shown(log) is ShownFlag.RED else Phase.RUNNING


def _flag(log: SessionLog, to_go: int | None, *, ended: bool) -> Flag:
    if ended:
        return Flag.CHEQUERED
    shown = _shown(log)
    if shown is ShownFlag.GREEN and to_go == 1:
        return Flag.WHITE
    if shown is not None:
        return Flag(shown.value)
    if log.plan.kind is SessionKind.RACE or log.opened is None:
        return Flag.NONE
    return Flag.GREEN


def _shown(log: SessionLog) -> ShownFlag | None:
    """The flag shown last, in the order of the track clock."""
    if not log.flags:
        return None
    return max(log.flags, key=lambda mark: (mark.shown_us or 0, mark.n)).flag


def _clock(evidence: Evidence, standings: Standings, *, ended: bool) -> messages.Clock | None:
    """Counts down a timed session and up a race. Its reading is that at the start, so that it need
    not be sent again while it runs."""
    start_us = standings.start_us
    if start_us is None:
        return None
    plan = standings.log.plan
    counts_down = plan.duration_us is not None and plan.kind is not SessionKind.RACE
    at_us = evidence.offsets.server_of(start_us)
    if at_us is None:
        return None
    at_server_us = _rounded(at_us)
    closed = standings.log.closed
    stop_us = standings.end_us if ended else (closed.track_us if closed is not None else None)
    if stop_us is None:
        value_us = plan.duration_us or 0 if counts_down else 0
        return messages.Clock(
            value_us=value_us, at_server_us=at_server_us, running=True, counts_down=counts_down
        )
    elapsed_us = stop_us - start_us
    value_us = max(0, (plan.duration_us or 0) - elapsed_us) if counts_down else elapsed_us
    return messages.Clock(
        value_us=value_us, at_server_us=at_server_us, running=False, counts_down=counts_down
    )


def _forecast(evidence: Evidence, standings: Standings) -> messages.Forecast | None:
    foretold = forecast(standings)
    if foretold is None:
        return None
    white_us = evidence.offsets.server_of(foretold.white_us)
    chequered_us = evidence.offsets.server_of(foretold.chequered_us)
    if white_us is None or chequered_us is None:
        return None
    return messages.Forecast(
        laps_to_go=foretold.laps_to_go,
        white_server_us=_rounded(white_us),
        chequered_server_us=_rounded(chequered_us),
    )


def _rounded(server_us: int) -> int:
    return round(server_us / _CLOCK_GRAIN_US) * _CLOCK_GRAIN_US


def _best(standings: Standings) -> messages.BestLap | None:
    best = min(
        (row for row in standings.rows if row.position is not None and row.best_us is not None),
        key=lambda row: (row.best_us or 0, row.run.crossings_us[row.best_index or 0]),
        default=None,
    )
    if best is None or best.best_us is None:
        return None
    return messages.BestLap(row=best.row, lap_us=best.best_us)
