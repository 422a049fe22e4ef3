"""When a session ended, for whom, and by which rule (GEN-2, field fault 14).

Derived, never journalled: moving a flag or adding a late passing moves the end with it.
"""

from collections.abc import Sequence

import msgspec

from livetiming.clock import TrackUs
from livetiming.facts import SessionKind, ShownFlag
from livetiming.rulings import Finish
from livetiming.scoring.crossings import KartRun
from livetiming.scoring.legs import Course
from livetiming.scoring.plans import SessionLog


class Racer(msgspec.Struct, frozen=True, gc=False):
    """A kart's run, and the instant from which it is out of the race and cannot end it."""

    run: KartRun
    out_us: int | None = None

    def crossing_us(self, lap: int) -> int | None:
        """When it completed a lap while it was still racing."""
        index = self.run.crossing_of_lap(lap)
        if index is None:
            return None
        at_us = self.run.crossings_us[index]
        return None if self.out_us is not None and at_us > self.out_us else at_us


class End(msgspec.Struct, frozen=True, kw_only=True):
    """How a session ends; nothing of it is set while nothing ends it.

    `flag_us`: every kart ends at its first crossing at or after it. `cut_us`: no crossing after it
    counts at all, because the race was `called` or has a time limit. `laps`: each kart ends at this
    lap of its own. `expired_us`: when the time of a timed race was up.
    """

    flag_us: TrackUs | None = None
    cut_us: TrackUs | None = None
    called: bool = False
    laps: int | None = None
    expired_us: TrackUs | None = None

    @property
    def at_us(self) -> TrackUs | None:
        """The instant at which the session was over for its first kart; ``None`` while it goes on."""
        instants = [us for us in (self.flag_us, self.cut_us) if us is not None]
        return min(instants) if instants else None


def end_of(log: SessionLog, course: Course, start_us: TrackUs | None, racers: Sequence[Racer]) -> End:
    """How the session ended for these racers: the whole field, or one class where each has its own end."""
    race = log.plan.kind is SessionKind.RACE
    rules = log.plan.rules
    expired_us = _expiry(log, course, start_us)
    flags: list[int] = []
    chequered = log.first(ShownFlag.CHEQUERED)
    if chequered is not None and chequered.shown_us is not None:
        flags.append(chequered.shown_us)
    if not race:
        if expired_us is not None:
            flags.append(expired_us)
    elif rules.finish is Finish.LAPS and log.laps is not None:
        flags += _completions(racers, log.laps - log.field_credit)
    elif rules.finish in {Finish.TIME, Finish.TIME_PLUS_LAPS} and expired_us is not None:
        leading = max((racer.run.laps_at(expired_us) for racer in racers), default=0)
        flags += [us for us in _completions(racers, leading + 1 + rules.plus_laps) if us >= expired_us]
    return End(
        flag_us=TrackUs(min(flags)) if flags else None,
        cut_us=_cut(log, start_us, racers),
        called=bool(log.called),
        laps=log.laps - log.field_credit
        if rules.finish is Finish.OWN_LAPS and log.laps is not None
        else None,
        expired_us=expired_us,
    )


def _expiry(log: SessionLog, course: Course, start_us: TrackUs | None) -> TrackUs | None:
    duration_us = log.plan.duration_us
    if duration_us is None or start_us is None:
        return None
    if not log.plan.rules.red_stops_clock or not course.legs:
        return TrackUs(start_us + duration_us)
    at_us = course.after_racing_us(duration_us)
    return None if at_us is None else TrackUs(at_us)


def _completions(racers: Sequence[Racer], lap: int) -> list[int]:
    return [us for racer in racers if (us := racer.crossing_us(lap)) is not None]


def _cut(log: SessionLog, start_us: TrackUs | None, racers: Sequence[Racer]) -> TrackUs | None:
    """The last instant that counts in a race that was called: on a lap of the leader (GEN-4, A19), or at
    its time limit (A39)."""
    cuts: list[int] = []
    if log.called:
        completions = _completions(racers, log.called[-1][1] - log.field_credit)
        if completions:
            cuts.append(min(completions))
    limit_us = log.plan.rules.time_limit_us
    if limit_us is not None and start_us is not None:
        cuts.append(start_us + limit_us)
    return TrackUs(min(cuts)) if cuts else None
