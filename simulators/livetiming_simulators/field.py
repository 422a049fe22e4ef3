"""Who races: a seeded field of karts with invented drivers."""

from collections.abc import Collection, Sequence
from random import Random

import msgspec

from livetiming_simulators.names import draw_names

SEVEN_DIGITS = range(2_097_152, 10_000_000)
"""Transponder ids that every protocol here can carry (I-Lap's range is the narrowest)."""


class KartClass(msgspec.Struct, frozen=True, kw_only=True):
    """A class of karts. Two readings of one kart closer than `minimum_lap_us` are one crossing."""

    id: str
    name: str
    lap_time_us: int
    """What a kart in the middle of the class takes for a clear lap."""
    minimum_lap_us: int


class Kart(msgspec.Struct, frozen=True, kw_only=True):
    """One kart with its driver and what it can do.

    `number` is text and unique within the class only; `id` is unique in the field.
    """

    id: str
    number: str
    driver: str
    class_id: str
    transponder: int
    pace_us: int
    """Mean time of a clear lap."""
    scatter_us: int
    """Standard deviation of a clear lap."""
    drop_out: float
    """Chance, each lap, that it is the kart's last."""


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody entered for a meeting."""

    classes: tuple[KartClass, ...]
    karts: tuple[Kart, ...]

    def entered(self, class_ids: Collection[str]) -> tuple[Kart, ...]:
        """The karts of these classes, in entry order."""
        return tuple(kart for kart in self.karts if kart.class_id in class_ids)

    def minimum_lap_us(self, kart: Kart) -> int:
        """The minimum lap time of the kart's class."""
        return next(each.minimum_lap_us for each in self.classes if each.id == kart.class_id)


def make_class(class_id: str, name: str, lap_time_us: int) -> KartClass:
    """A class whose minimum lap time is six tenths of its usual one."""
    return KartClass(id=class_id, name=name, lap_time_us=lap_time_us, minimum_lap_us=lap_time_us * 6 // 10)


def make_field(
    seed: int | str, classes: Sequence[KartClass], *, karts_each: int | Sequence[int], drop_out: float = 0.004
) -> Field:
    """A field drawn from `seed`: `karts_each` karts in each class (one number, or one for each class).

    Raises `ValueError` when there are more karts than invented names or free numbers.
    """
    random = Random(f"field:{seed}")
    counts = [karts_each] * len(classes) if isinstance(karts_each, int) else list(karts_each)
    if len(counts) != len(classes):
        raise ValueError(f"{len(classes)} classes, but kart counts for {len(counts)}")
    names = draw_names(random, sum(counts))
    transponders = random.sample(SEVEN_DIGITS, sum(counts))
    karts: list[Kart] = []
    for kart_class, count in zip(classes, counts, strict=True):
        for number in draw_numbers(random, count):
            place = len(karts)
            karts.append(_make_kart(random, kart_class, number, names[place], transponders[place], drop_out))
    return Field(classes=tuple(classes), karts=tuple(karts))


def draw_numbers(random: Random, count: int) -> list[str]:
    """Different kart numbers of one to three digits; now and then one as ``07``."""
    numbers = [str(number) for number in random.sample(range(1, 1000 if count > 60 else 100), count)]
    return [f"0{number}" if len(number) == 1 and random.random() < 0.3 else number for number in numbers]


def _make_kart(
    random: Random, kart_class: KartClass, number: str, driver: str, transponder: int, drop_out: float
) -> Kart:
    skill = min(max(random.gauss(0.0, 0.018), -0.03), 0.09)
    return Kart(
        id=f"{kart_class.id}-{number}",
        number=number,
        driver=driver,
        class_id=kart_class.id,
        transponder=transponder,
        pace_us=round(kart_class.lap_time_us * (1.0 + skill)),
        scatter_us=round(kart_class.lap_time_us * random.uniform(0.003, 0.012)),
        drop_out=drop_out,
    )
