"""What happens in a session of a case, in the order of its own clock."""

from enum import IntEnum
from typing import NamedTuple

from livetiming.cases.format import Every, LapTimes, Session, Step
from livetiming.cases.times import time_us

_MINUTE_US = 60_000_000


class Kind(IntEnum):
    """What happens; at the same instant in this order."""

    OPEN = 0
    GREEN = 1
    PASSING = 2
    STEP = 3
    CLOSE = 4


class Event(NamedTuple):
    """Something that happens at an instant of the session's clock: a kart's passing, a step by its index."""

    at_us: int
    kind: Kind
    step: int = 0
    kart: str = ""


class Timeline(NamedTuple):
    """The events in order, and the steps that come after the session."""

    events: list[Event]
    afterwards: list[tuple[int, Step]]


def timeline(session: Session) -> Timeline:
    """The events of a session. It opens a minute before the first of them and closes a minute after the
    last, where it does not say when. Raises `BadTime`."""
    events = [Event(at_us, Kind.PASSING, kart=kart) for kart, at_us in passings(session)]
    if session.green is not None:
        events.append(Event(time_us(session.green), Kind.GREEN))
    afterwards = []
    for i, step in enumerate(session.steps):
        if step.at is None:
            afterwards.append((i, step))
        else:
            events.append(Event(time_us(step.at), Kind.STEP, i))
    instants = [event.at_us for event in events] or [0]
    opens_us = time_us(session.opens) if session.opens is not None else min(instants) - _MINUTE_US
    closes_us = time_us(session.closes) if session.closes is not None else max(instants) + _MINUTE_US
    events += [Event(opens_us, Kind.OPEN), Event(closes_us, Kind.CLOSE)]
    return Timeline(sorted(events), afterwards)


def passings(session: Session) -> list[tuple[str, int]]:
    """Every passing of the session, by kart."""
    found = []
    for kart, times in session.passings.items():
        given = _every(times) if isinstance(times, Every) else [time_us(time) for time in times]
        found += [(kart, at_us) for at_us in given]
    for kart, laps in session.lap_times.items():
        found += [(kart, at_us) for at_us in _lapped(laps)]
    return found


def _every(pace: Every) -> list[int]:
    every_us = time_us(pace.every)
    first_us = every_us if pace.first is None else time_us(pace.first)
    return [first_us + every_us * lap for lap in range(pace.laps)]


def _lapped(laps: LapTimes) -> list[int]:
    found = [] if laps.start is None else [time_us(laps.start)]
    at_us = found[0] if found else 0
    for lap in laps.times:
        at_us += time_us(lap)
        found.append(at_us)
    return found
