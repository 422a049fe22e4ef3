"""What the loop in the track hears of the karts that cross it."""

from collections.abc import Iterable, Mapping
from random import Random

import msgspec

from livetiming_simulators.faults import Faults
from livetiming_simulators.field import SEVEN_DIGITS, Kart
from livetiming_simulators.session import Crossing

DOUBLE_READ_US = (50_000, 400_000)
STRONGEST, WEAKEST = 120, 45


class Heard(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One reading of a transponder at the loop, before a decoder gives it a number and a time.

    `kart` is ``None`` for a ghost. `repeat` marks a second reading of one crossing. `at_us` is on
    the race clock.
    """

    transponder: int
    at_us: int
    strength: int
    hits: int
    kart: str | None
    repeat: bool = False


def hear(
    random: Random, crossings: Iterable[Crossing], karts: Mapping[str, Kart], faults: Faults
) -> tuple[Heard, ...]:
    """The readings of one session in the order of time.

    `karts` holds each kart of `crossings` by id. Uses the loop's part of `faults` only.
    """
    crossings = list(crossings)
    transmitters = {
        kart.id: _Transmitter(random, fading=random.random() < faults.fading_transponder)
        for kart in karts.values()
    }
    span_us = (crossings[0].at_us, crossings[-1].at_us) if crossings else (0, 0)
    taken = {kart.transponder for kart in karts.values()}
    readings: list[Heard] = []
    for crossing in crossings:
        worn = (crossing.at_us - span_us[0]) / max(span_us[1] - span_us[0], 1)
        kart = karts[crossing.kart]
        readings += _hear_one(random, crossing, kart, transmitters[kart.id], worn, faults)
        if random.random() < faults.ghost_read:
            readings.append(_ghost(random, crossing.at_us, taken))
    return tuple(sorted(readings, key=lambda reading: reading.at_us))


class _Transmitter:
    """A transponder's strength through a session."""

    def __init__(self, random: Random, *, fading: bool) -> None:
        self._usual = random.randint(85, STRONGEST)
        self._fading = fading

    def strength(self, worn: float) -> float:
        """Mean signal strength; `worn` runs from 0 to 1 through the session."""
        return self._usual + (WEAKEST - self._usual) * worn if self._fading else self._usual

    def missed(self, worn: float) -> float:
        """Chance that the weakness alone makes the loop miss it: half at the end."""
        return worn * worn / 2 if self._fading else 0.0


def _hear_one(
    random: Random, crossing: Crossing, kart: Kart, transmitter: _Transmitter, worn: float, faults: Faults
) -> list[Heard]:
    if random.random() < faults.missed_read + transmitter.missed(worn):
        return []
    mean = transmitter.strength(worn)
    first = Heard(
        transponder=kart.transponder,
        at_us=crossing.at_us,
        strength=round(mean + random.gauss(0, 4)),
        hits=max(2, round(random.gauss(40, 8) * (mean / STRONGEST) ** 2)),
        kart=kart.id,
    )
    if random.random() >= faults.double_read:
        return [first]
    again = msgspec.structs.replace(
        first,
        at_us=crossing.at_us + random.randint(*DOUBLE_READ_US),
        strength=max(1, first.strength - random.randint(5, 30)),
        hits=random.randint(1, 4),
        repeat=True,
    )
    return [first, again]


def _ghost(random: Random, near_us: int, taken: set[int]) -> Heard:
    while (transponder := random.choice(SEVEN_DIGITS)) in taken:
        continue
    return Heard(
        transponder=transponder,
        at_us=near_us + random.randint(1, 2_000_000),
        strength=random.randint(30, 60),
        hits=random.randint(1, 3),
        kart=None,
    )
