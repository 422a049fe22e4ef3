"""A decoder's clock against the race clock."""

from livetiming_simulators.clock import RACE_DAY_US, DecoderClock


def test_clock_runs_from_its_own_epoch_in_whole_milliseconds() -> None:
    clock = DecoderClock()
    assert clock.reading(0) == RACE_DAY_US
    assert clock.reading(12_345_678) == RACE_DAY_US + 12_345_000


def test_clock_of_a_finer_decoder_gives_microseconds() -> None:
    assert DecoderClock(start_us=0, resolution_us=1).reading(12_345_678) == 12_345_678


def test_drifting_clock_gains_its_millionths() -> None:
    clock = DecoderClock(start_us=0, drift_ppm=40, resolution_us=1)
    assert clock.reading(1_000_000_000) == 1_000_040_000
    assert DecoderClock(start_us=0, drift_ppm=-40, resolution_us=1).reading(1_000_000_000) == 999_960_000


def test_set_clock_goes_on_from_what_it_was_set_to() -> None:
    clock = DecoderClock(start_us=5_000_000)
    clock.step(10_000_000, 3_600_000_000)
    assert clock.reading(11_000_000) == 3_616_000_000
    clock.step(11_000_000, -3_601_000_000)
    assert clock.reading(12_000_000) == 16_000_000


def test_clock_never_shows_less_than_nothing() -> None:
    clock = DecoderClock(start_us=1_000_000)
    clock.step(2_000_000, -9_000_000)
    assert clock.reading(2_000_000) == 0
    assert clock.reading(5_000_000) == 3_000_000


def test_reset_clock_counts_from_zero() -> None:
    clock = DecoderClock()
    clock.reset(60_000_000)
    assert clock.reading(61_500_000) == 1_500_000
