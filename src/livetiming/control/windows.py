"""What a rulebook says about too early: a race called before enough of it was run, a result made
official while a protest may still come.
"""

from livetiming.clock import TrackUs
from livetiming.control.ask import Ask
from livetiming.control.rulebook import Objection, settings_for
from livetiming.facts import Instant
from livetiming.rulebooks.schema import Setting
from livetiming.scoring.plans import SessionLog
from livetiming.scoring.standings import Standings

_MINUTE_US = 60_000_000


def too_early(percent: Setting[int] | None, log: SessionLog, lap: int) -> Objection | None:
    """Whether a race may not be called at a lap yet: of the laps as scheduled now, exactly (A19)."""
    if percent is None or log.laps is None or lap * 100 >= log.laps * percent.value:
        return None
    enough = -(-log.laps * percent.value // 100)
    return Objection(
        against=f"Lap {lap} of {log.laps} is less than {percent.value} % of the race ({percent.clause}).",
        instead=f"It may be called at lap {enough} or later.",
    )


def still_provisional(ask: Ask, log: SessionLog, standings: Standings) -> Objection | None:
    """Whether a published result must stay provisional: since it was published, or while a protest against
    the session is possible. Time that nobody can tell is taken to have passed."""
    settings = settings_for(ask, log)
    published = log.results[-1][1].at if log.results else None
    ended_us = log.closed.track_us if log.closed is not None else standings.end_us
    waits = [
        (settings.provisional_minutes, _since(ask.now, published), "since it was published"),
        (settings.protest_minutes, _since_track(ask.now, ended_us), "since the session, for protests"),
    ]
    for minutes, passed_us, since in waits:
        if minutes is not None and passed_us is not None and passed_us < minutes.value * _MINUTE_US:
            left = -(-(minutes.value * _MINUTE_US - passed_us) // _MINUTE_US)
            return Objection(
                against=f"The result is provisional for {minutes.value} minutes {since} ({minutes.clause}).",
                instead=f"Confirm it in {left} min.",
            )
    return None


def _since(now: Instant, then: Instant | None) -> int | None:
    if then is None:
        return None
    if then.epoch == now.epoch:
        return now.server_us - then.server_us
    return _since_track(now, then.track_us)


def _since_track(now: Instant, then_us: TrackUs | None) -> int | None:
    return None if now.track_us is None or then_us is None else now.track_us - then_us
