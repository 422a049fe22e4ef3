"""What the loop hears of what crosses it."""

from random import Random

import msgspec
import pytest

from livetiming_simulators.faults import Faults
from livetiming_simulators.field import SEVEN_DIGITS, make_class, make_field
from livetiming_simulators.loop import DOUBLE_READ_US, Heard, hear
from livetiming_simulators.session import Crossing

FIELD = make_field(1, [make_class("a", "A", 20_000_000)], karts_each=10)
KARTS = {kart.id: kart for kart in FIELD.karts}
CROSSINGS = [
    Crossing(kart=kart.id, at_us=lap * 20_000_000 + place * 500_000)
    for lap in range(100)
    for place, kart in enumerate(FIELD.karts)
]


def heard(faults: Faults, seed: int = 1) -> tuple[Heard, ...]:
    return hear(Random(seed), CROSSINGS, KARTS, faults)


def test_good_loop_hears_every_crossing_once_at_its_instant() -> None:
    readings = heard(Faults())
    assert [(reading.kart, reading.at_us) for reading in readings] == [
        (crossing.kart, crossing.at_us) for crossing in CROSSINGS
    ]
    assert all(KARTS[reading.kart or ""].transponder == reading.transponder for reading in readings)
    assert all(60 < reading.strength < 150 and reading.hits >= 2 for reading in readings)


def test_missed_reads_are_missing_at_about_their_rate() -> None:
    assert 850 < len(heard(Faults(missed_read=0.1))) < 950
    assert heard(Faults(missed_read=1.0)) == ()


def test_double_read_comes_shortly_after_and_weaker() -> None:
    readings = heard(Faults(double_read=1.0))
    first = {reading.at_us: reading for reading in readings if not reading.repeat}
    doubles = [reading for reading in readings if reading.repeat]
    assert len(first) == len(doubles) == 1000
    for double in doubles:
        same_kart = [at_us for at_us, each in first.items() if each.kart == double.kart]
        original = first[max(at_us for at_us in same_kart if at_us < double.at_us)]
        assert DOUBLE_READ_US[0] <= double.at_us - original.at_us <= DOUBLE_READ_US[1]
        assert double.strength < original.strength


def test_ghosts_are_transponders_that_nobody_carries() -> None:
    ghosts = [reading for reading in heard(Faults(ghost_read=0.2)) if reading.kart is None]
    assert 150 < len(ghosts) < 250
    assert not {ghost.transponder for ghost in ghosts} & {kart.transponder for kart in FIELD.karts}


def test_ghost_is_nobody_s_even_where_free_ids_are_rare(monkeypatch: pytest.MonkeyPatch) -> None:
    first = SEVEN_DIGITS[0]
    monkeypatch.setattr("livetiming_simulators.loop.SEVEN_DIGITS", range(first, first + 11))
    karts = {
        kart.id: msgspec.structs.replace(kart, transponder=first + place)
        for place, kart in enumerate(FIELD.karts)
    }
    readings = hear(Random(1), CROSSINGS, karts, Faults(ghost_read=1.0))
    assert {reading.transponder for reading in readings if reading.kart is None} == {first + 10}


def test_fading_transponder_weakens_and_is_missed_more_and_more() -> None:
    readings = heard(Faults(fading_transponder=1.0))
    early = [reading for reading in readings if reading.at_us < 500_000_000]
    late = [reading for reading in readings if reading.at_us >= 1_500_000_000]
    assert len(late) < 0.75 * len(early)
    assert sum(each.strength for each in late) / len(late) < 65
    assert sum(each.strength for each in early) / len(early) > 85
    assert sum(each.hits for each in late) / len(late) < sum(each.hits for each in early) / len(early) / 2


def test_nothing_is_heard_of_an_empty_track() -> None:
    assert hear(Random(1), [], KARTS, Faults(ghost_read=1.0)) == ()
