"""When a timed race will see its white flag, foretold from the leader's pace.

A race by time ends at the leader's first crossing after the time is up (and `plus_laps` more), so the
white flag is shown a lap before, at a crossing that nobody knows until it has happened. The forecast
takes the leader's median lap of late; it is a help for the starter and never decides anything.
"""

from statistics import median_low

import msgspec

from livetiming.clock import TrackUs
from livetiming.facts import SessionKind
from livetiming.rulings import Finish
from livetiming.scoring.standings import Standings

RECENT_LAPS = 5
"""Laps whose median is the pace: enough to outvote one caught in traffic, few enough to follow rain."""


class Forecast(msgspec.Struct, frozen=True, kw_only=True):
    """The leader's laps to go, counted as when they are scheduled: 1 is the last. The instants are those
    of the leader's crossings at which white and chequered are expected."""

    laps_to_go: int
    white_us: TrackUs
    chequered_us: TrackUs


def forecast(standings: Standings) -> Forecast | None:
    """The forecast of a race by time that is under way; ``None`` before the leader has a lap, and when
    the race has ended."""
    plan = standings.log.plan
    expired_us = standings.end.expired_us
    by_time = plan.rules.finish in {Finish.TIME, Finish.TIME_PLUS_LAPS}
    if plan.kind is not SessionKind.RACE or not by_time or expired_us is None or not standings.rows:
        return None
    leader = standings.rows[0]
    if standings.end.flag_us is not None or leader.last_us is None or not leader.counted:
        return None
    lap_us = median_low(leader.run.laps_us[max(0, leader.counted - RECENT_LAPS) : leader.counted])
    # The first crossing at or after the end of time, counted from the leader's last one.
    to_expiry = max(1, -(-(expired_us - leader.last_us) // lap_us))
    laps_to_go = to_expiry + plan.rules.plus_laps
    chequered_us = leader.last_us + laps_to_go * lap_us
    return Forecast(
        laps_to_go=laps_to_go,
        white_us=TrackUs(chequered_us - lap_us),
        chequered_us=TrackUs(chequered_us),
    )
