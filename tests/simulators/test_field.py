"""The entry list of a simulated meeting."""

from random import Random

import pytest

from livetiming_simulators.field import SEVEN_DIGITS, draw_numbers, make_class, make_field
from livetiming_simulators.names import FAMILY, GIVEN, draw_names

CLASSES = [make_class("j", "Junior", 45_000_000), make_class("s", "Senior", 40_000_000)]


def test_same_seed_enters_the_same_field() -> None:
    assert make_field(5, CLASSES, karts_each=12) == make_field(5, CLASSES, karts_each=12)
    assert make_field(5, CLASSES, karts_each=12) != make_field(6, CLASSES, karts_each=12)


def test_numbers_are_unique_within_a_class_and_transponders_in_the_field() -> None:
    field = make_field(1, CLASSES, karts_each=[60, 40])
    for class_id, count in (("j", 60), ("s", 40)):
        numbers = {kart.number for kart in field.entered([class_id])}
        assert len(numbers) == len({int(number) for number in numbers}) == count
    transponders = {kart.transponder for kart in field.karts}
    assert len(transponders) == 100
    assert all(transponder in SEVEN_DIGITS for transponder in transponders)


def test_numbers_are_text_and_may_begin_with_a_nought() -> None:
    assert any(number.startswith("0") for number in draw_numbers(Random(1), 60))


def test_minimum_lap_is_the_class_s() -> None:
    field = make_field(1, CLASSES, karts_each=2)
    assert [field.minimum_lap_us(kart) for kart in field.karts] == [27_000_000] * 2 + [24_000_000] * 2


def test_karts_of_a_class_are_not_equally_quick() -> None:
    paces_us = [kart.pace_us for kart in make_field(1, CLASSES[:1], karts_each=40).karts]
    assert len(set(paces_us)) > 35
    assert all(43_000_000 < pace_us < 50_000_000 for pace_us in paces_us)
    assert max(paces_us) - min(paces_us) > 2_000_000


def test_field_with_counts_for_other_classes_is_refused() -> None:
    with pytest.raises(ValueError, match="2 classes, but kart counts for 3"):
        make_field(1, CLASSES, karts_each=[1, 2, 3])


def test_names_are_never_given_twice() -> None:
    every = len(GIVEN) * len(FAMILY)
    assert len(set(draw_names(Random(1), every))) == every
    with pytest.raises(ValueError, match="larger than population"):
        draw_names(Random(1), every + 1)
