"""Karts on track together: how long the next lap takes, and who holds up whom."""

from random import Random

from livetiming_simulators.field import Kart

FOLLOW_US = 250_000
"""The closest that one kart crosses the line behind the one that holds it up."""

BASE_OVERTAKE = 0.3
"""Chance to get past a kart of equal pace within a lap."""


class Track:
    """The karts now on a lap, in the order in which they began it."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._next_us: dict[str, int] = {}
        self._pace_us: dict[str, int] = {}

    def leave(self, kart: Kart) -> None:
        """The kart is off the track: it stopped, finished or went to the pits."""
        self._next_us.pop(kart.id, None)

    def start_lap(self, kart: Kart, at_us: int, *, slower: float = 1.0) -> int:
        """The kart begins a lap `at_us`; returns when it will next cross the line.

        Laps must be started in the order of time. Catching a kart that began its lap earlier, it
        either gets past or crosses the line behind it.
        """
        self.leave(kart)
        lap_us = self._random.gauss(kart.pace_us, kart.scatter_us) * slower
        next_us = at_us + max(round(lap_us), round(kart.pace_us * 0.93))
        for other, other_next_us in reversed(self._next_us.items()):
            if next_us >= other_next_us + FOLLOW_US:
                continue
            advantage = self._pace_us[other] / kart.pace_us - 1.0
            if self._random.random() >= BASE_OVERTAKE + 10.0 * advantage:
                next_us = other_next_us + self._random.randint(FOLLOW_US, 2 * FOLLOW_US)
        self._next_us[kart.id] = next_us
        self._pace_us[kart.id] = kart.pace_us
        return next_us
