"""A session's stretches of racing: from a green to the red that stops it, with the cautions between.

A race that is stopped and restarted is scored in legs. A leg that a red ended is scored to the
snapshot at the leader's last completed lap before it (GEN-4); what the karts cross afterwards is
kept and not counted. At the restart every kart that was not lapped has the leader's laps.
"""

import msgspec

from livetiming.clock import TrackUs
from livetiming.facts import ShownFlag
from livetiming.scoring.plans import FlagMark, SessionLog

_OPEN_END_US = 1 << 62


class Leg(msgspec.Struct, frozen=True, kw_only=True):
    """From a green to a red; `stop_us` is ``None`` for the leg that is under way."""

    green_us: TrackUs
    stop_us: TrackUs | None = None


class Caution(msgspec.Struct, frozen=True, kw_only=True):
    """From a yellow to the green (or red) after it; `until_us` is ``None`` while it lasts."""

    from_us: TrackUs
    until_us: TrackUs | None = None

    def covers(self, track_us: int) -> bool:
        """Whether a crossing at that instant was under this caution."""
        return self.from_us < track_us and (self.until_us is None or track_us <= self.until_us)


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """How the flags cut a session into legs and cautions, on the track clock."""

    legs: tuple[Leg, ...] = ()
    cautions: tuple[Caution, ...] = ()

    @property
    def start_us(self) -> TrackUs | None:
        """The first green."""
        return self.legs[0].green_us if self.legs else None

    def stopped_before_us(self, track_us: int) -> int:
        """For how long before an instant the session stood still under red."""
        total_us = 0
        for leg, following in zip(self.legs, self.legs[1:], strict=False):
            if leg.stop_us is not None:
                total_us += max(0, min(following.green_us, track_us) - min(leg.stop_us, track_us))
        last = self.legs[-1].stop_us if self.legs else None
        return total_us + (max(0, track_us - last) if last is not None else 0)

    def after_racing_us(self, racing_us: int) -> int | None:
        """The instant at which so much racing time has passed; ``None`` while the last leg is stopped
        short of it."""
        left_us = racing_us
        for leg in self.legs:
            length_us = (_OPEN_END_US if leg.stop_us is None else leg.stop_us) - leg.green_us
            if left_us <= length_us:
                return leg.green_us + left_us
            left_us -= length_us
        return None


def courses(log: SessionLog) -> dict[str | None, Course]:
    """The course of the field (``None``), and after a split start that of each class."""
    found: dict[str | None, Course] = {None: course(log.flags)}
    if any(mark.class_id is not None for mark in log.flags):
        for class_id in log.plan.class_ids:
            found[class_id] = course([mark for mark in log.flags if mark.class_id in {None, class_id}])
    return found


def course(flags: list[FlagMark]) -> Course:
    """Legs and cautions from the flags that have a place on the track clock, in the order of time."""
    legs: list[Leg] = []
    cautions: list[Caution] = []
    for mark in sorted((mark for mark in flags if mark.shown_us is not None), key=_by_time):
        at_us = mark.shown_us
        assert at_us is not None
        racing = bool(legs) and legs[-1].stop_us is None
        slow = bool(cautions) and cautions[-1].until_us is None
        if mark.flag in {ShownFlag.GREEN, ShownFlag.RED} and slow:
            cautions[-1] = Caution(from_us=cautions[-1].from_us, until_us=at_us)
        if mark.flag is ShownFlag.GREEN and not racing:
            legs.append(Leg(green_us=at_us))
        elif mark.flag is ShownFlag.RED and racing:
            legs[-1] = Leg(green_us=legs[-1].green_us, stop_us=at_us)
        elif mark.flag is ShownFlag.YELLOW and racing and not slow:
            cautions.append(Caution(from_us=at_us))
    return Course(legs=tuple(legs), cautions=tuple(cautions))


def _by_time(mark: FlagMark) -> tuple[int, int]:
    return (mark.shown_us or 0, mark.n)
