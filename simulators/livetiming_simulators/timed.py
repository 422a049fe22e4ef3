"""Practice and qualifying as they truly go: out laps, stays in the pit lane, the flag on time."""

import heapq
from collections.abc import Sequence
from random import Random

from livetiming_simulators.field import Kart
from livetiming_simulators.race import COOL_DOWN_LAP, LATE_STAY_US
from livetiming_simulators.session import Crossing, SessionPlan, SessionRun
from livetiming_simulators.traffic import Track

OPEN_BEFORE_GREEN_US = 5_000_000
PIT_VISIT = 0.04
"""Chance, each lap, of turning into the pit lane, which does not cross the loop."""

PIT_STAY_US = (45_000_000, 180_000_000)


def run_timed(
    random: Random, plan: SessionPlan, *, karts: Sequence[Kart], opened_us: int, pit_visit: float = PIT_VISIT
) -> SessionRun:
    """Run a session of `plan.duration_us` from the green, each kart out of the pits when it likes.

    Each kart finishes the lap it is on when the time is up, and stops at that crossing.
    """
    green_us = opened_us + OPEN_BEFORE_GREEN_US
    chequered_us = green_us + (plan.duration_us or 0)
    track = Track(random)
    crossings: list[Crossing] = []
    due: list[tuple[int, int]] = []
    for place, kart in enumerate(karts):
        if random.random() >= kart.drop_out:
            heapq.heappush(due, (green_us + _out_lap_us(random, kart, chequered_us - green_us), place))
    while due:
        at_us, place = heapq.heappop(due)
        kart = karts[place]
        crossings.append(Crossing(kart=kart.id, at_us=at_us))
        track.leave(kart)
        if at_us >= chequered_us:
            if random.random() < COOL_DOWN_LAP:
                crossings.append(Crossing(kart=kart.id, at_us=at_us + round(kart.pace_us * 1.25)))
        elif random.random() < kart.drop_out:
            continue
        elif random.random() < pit_visit:
            back_us = at_us + random.randint(*PIT_STAY_US)
            if back_us < chequered_us:
                heapq.heappush(due, (back_us + round(kart.pace_us * 1.3), place))
        else:
            heapq.heappush(due, (track.start_lap(kart, at_us), place))
    crossings.sort(key=lambda crossing: crossing.at_us)
    last_us = max((crossing.at_us for crossing in crossings), default=chequered_us)
    return SessionRun(
        plan=plan,
        lineup=tuple(kart.id for kart in karts),
        opened_us=opened_us,
        green_us=green_us,
        chequered_us=chequered_us,
        closed_us=max(last_us, chequered_us) + LATE_STAY_US,
        crossings=tuple(crossings),
    )


def _out_lap_us(random: Random, kart: Kart, duration_us: int) -> int:
    """From the green to the first crossing: waiting in the pits, then part of a lap."""
    waiting_us = random.randrange(min(30_000_000, duration_us // 4) + 1)
    return waiting_us + round(kart.pace_us * random.uniform(0.4, 1.1))
