"""Simulated scorers: what people at the line write down of a race that truly went so.

Knows nothing of how charts are read. A scorer follows the karts from the start to the finish of each;
in packs taps are forgotten, close neighbours written the wrong way round, and any number mistyped.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from livetiming.clock import DeviceUs
from livetiming.lapchart import Tap

S = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Passed:
    """A kart truly crossed the line."""

    kart: str
    number: str
    at_us: int


@dataclass(frozen=True, kw_only=True)
class Habits:
    """How good a scorer is."""

    lateness_us: tuple[int, int] = (200_000, 1_500_000)
    swapped: float = 0.10
    close_us: int = 400_000
    wrong_number: float = 0.01
    missed_in_pack: float = 0.05
    pack_us: int = 1_000_000
    twice: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Written:
    """A tap and what it truly stands for; `passed` is ``None`` for a second tap of one crossing."""

    tap: Tap
    passed: Passed | None
    at_us: int
    """When the key was pressed, in true time."""


@dataclass
class Sheet:
    """A scorer's chart, and the truth about it."""

    device: str
    followed: list[Passed]
    written: list[Written] = field(default_factory=list)


KEYS = ["123", "456", "789", " 0 "]


def write(random: Random, device: str, passed: Sequence[Passed], habits: Habits, *, timed: bool) -> Sheet:
    """One scorer's chart of these crossings, which are in the order of time."""
    sheet = Sheet(device, list(passed))
    seen = [each for i, each in enumerate(passed) if not _missed(random, passed, i, habits)]
    pressed_us = sorted(each.at_us + random.randint(*habits.lateness_us) for each in seen)
    order = _swapped(random, seen, habits)
    zero_us = random.randrange(-900 * S, 900 * S)
    numbers = sorted({each.number for each in passed})
    seq = 0
    for each, at_us in zip(order, pressed_us, strict=True):
        number = (
            each.number if random.random() >= habits.wrong_number else _wrong(random, each.number, numbers)
        )
        device_us = DeviceUs(at_us + zero_us) if timed else None
        seq += 1
        sheet.written.append(
            Written(tap=Tap(seq=seq, number=number, device_us=device_us), passed=each, at_us=at_us)
        )
        if random.random() < habits.twice:
            seq += 1
            again_us = None if device_us is None else DeviceUs(device_us + 150_000)
            tap = Tap(seq=seq, number=number, device_us=again_us)
            sheet.written.append(Written(tap=tap, passed=None, at_us=at_us + 150_000))
    return sheet


def _missed(random: Random, passed: Sequence[Passed], i: int, habits: Habits) -> bool:
    near = [j for j in (i - 1, i + 1) if 0 <= j < len(passed)]
    in_pack = any(abs(passed[j].at_us - passed[i].at_us) <= habits.pack_us for j in near)
    return in_pack and random.random() < habits.missed_in_pack


def _swapped(random: Random, seen: Sequence[Passed], habits: Habits) -> list[Passed]:
    order = list(seen)
    i = 0
    while i + 1 < len(order):
        close = order[i + 1].at_us - order[i].at_us <= habits.close_us
        if close and random.random() < habits.swapped:
            order[i], order[i + 1] = order[i + 1], order[i]
            i += 1
        i += 1
    return order


def _wrong(random: Random, number: str, numbers: Sequence[str]) -> str:
    """Digits swapped, a neighbouring key, a digit left out or doubled, or another kart's number."""
    kind = random.choice(["swapped", "key", "key", "left out", "doubled", "other"])
    at = random.randrange(len(number))
    wrong = number
    if kind == "swapped":
        wrong = number[::-1]
    elif kind == "key":
        wrong = number[:at] + random.choice(_beside(number[at])) + number[at + 1 :]
    elif kind == "left out" and len(number) > 1:
        wrong = number[:at] + number[at + 1 :]
    elif kind == "doubled":
        wrong = number[: at + 1] + number[at:]
    if wrong == number or kind == "other":
        wrong = random.choice([other for other in numbers if other != number] or [number + "1"])
    return wrong


def _beside(key: str) -> str:
    row, column = next((row, line.index(key)) for row, line in enumerate(KEYS) if key in line)
    cells = [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
    keys = [KEYS[r][c] for r, c in cells if 0 <= r < len(KEYS) and 0 <= c < 3]
    return "".join(keys).replace(" ", "")
