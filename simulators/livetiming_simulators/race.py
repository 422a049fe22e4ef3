"""A race as it truly goes: formation, start, traffic, drop-outs, chequered flag."""

import heapq
from collections.abc import Sequence
from random import Random

from livetiming_simulators.field import Field, Kart
from livetiming_simulators.session import START_WINDOW_US, Crossing, SessionPlan, SessionRun, Start
from livetiming_simulators.traffic import Track

ASSEMBLY_US = 5_000_000
"""From opening the session to the first kart rolling."""

LATE_STAY_US = 15_000_000
"""From the last crossing to closing the session."""

COOL_DOWN_LAP = 0.3
"""Chance that a finisher crosses the line once more before turning in."""


def run_race(
    random: Random, field: Field, plan: SessionPlan, *, lineup: Sequence[Kart], opened_us: int
) -> SessionRun:
    """Race `lineup` (pole first) from `opened_us` on until everybody is off the track.

    The race ends with the first kart that completes the laps; the others finish at their next
    crossing. A kart may fail to start or drop out on the way.
    """
    return _Race(random, field, plan, lineup, opened_us).run()


class _Race:
    def __init__(
        self, random: Random, field: Field, plan: SessionPlan, lineup: Sequence[Kart], opened_us: int
    ) -> None:
        self.random = random
        self.plan = plan
        self.lineup = tuple(lineup)
        self.opened_us = opened_us
        self.minimum_lap_us = min(field.minimum_lap_us(kart) for kart in lineup)
        self.track = Track(random)
        self.crossings: list[Crossing] = []
        self.due: list[tuple[int, int]] = []
        self.laps = [0] * len(self.lineup)
        self.chequered_us: int | None = None
        self.green_us = opened_us + ASSEMBLY_US
        if plan.start is Start.ROLLING:
            self.green_us += self._formation_us(max(kart.pace_us for kart in lineup)) + START_WINDOW_US

    def run(self) -> SessionRun:
        for place, kart in enumerate(self.lineup):
            if self.random.random() >= kart.drop_out:
                self._start(place, kart)
        while self.due:
            at_us, place = heapq.heappop(self.due)
            self._cross(place, at_us)
        self.crossings.sort(key=lambda crossing: crossing.at_us)
        last_us = max((crossing.at_us for crossing in self.crossings), default=self.green_us)
        return SessionRun(
            plan=self.plan,
            lineup=tuple(kart.id for kart in self.lineup),
            opened_us=self.opened_us,
            green_us=self.green_us,
            chequered_us=self.chequered_us,
            closed_us=max(last_us, self.green_us) + LATE_STAY_US,
            crossings=tuple(self.crossings),
        )

    def _start(self, place: int, kart: Kart) -> None:
        """Put the kart on its first lap; `place` counts from the pole, 0."""
        spread_us = min(250_000, self.minimum_lap_us * 7 // 10 // len(self.lineup))
        queued_us = place * spread_us + self.random.randrange(spread_us)
        if self.plan.start is Start.ROLLING:
            start_us = self.green_us - 1_000_000 + queued_us
            self._record(kart, start_us - self._formation_us(kart.pace_us))
        else:
            start_us = self.green_us + 700_000 + queued_us
        if self.plan.start is not Start.BEYOND:
            self._record(kart, start_us)
        first_us = self.track.start_lap(kart, start_us, slower=1.06)
        heapq.heappush(self.due, (first_us, place))

    def _cross(self, place: int, at_us: int) -> None:
        kart = self.lineup[place]
        self._record(kart, at_us)
        self.laps[place] += 1
        if self.chequered_us is None and self.laps[place] == self.plan.laps:
            self.chequered_us = at_us
        if self.chequered_us is not None:
            self.track.leave(kart)
            if self.random.random() < COOL_DOWN_LAP:
                self._record(kart, at_us + round(kart.pace_us * 1.25))
        elif self.random.random() < kart.drop_out:
            self.track.leave(kart)
        else:
            heapq.heappush(self.due, (self.track.start_lap(kart, at_us), place))

    def _formation_us(self, pace_us: int) -> int:
        """A formation lap: slow, and its first crossing well before the start window."""
        return max(round(pace_us * 1.35), START_WINDOW_US + self.minimum_lap_us)

    def _record(self, kart: Kart, at_us: int) -> None:
        self.crossings.append(Crossing(kart=kart.id, at_us=at_us))
