"""The estimate that places flags: robust against late passings, and true to clocks that drift."""

from random import Random

import pytest

from livetiming.clock import ServerUs, WallUs
from livetiming.facts import EpochStarted
from livetiming.scoring.offset import KEPT_MIN, WINDOW_US, Offsets
from support.clocks import us

OFFSET_US = us(1000)


def observed(*seconds_and_lateness: tuple[float, float], offsets: Offsets | None = None) -> Offsets:
    """Passings at these seconds of the track clock, each so late."""
    offsets = offsets or Offsets()
    for second, late in seconds_and_lateness:
        offsets.observe("tcp://loop", us(second), ServerUs(us(second + late) + OFFSET_US))
    return offsets


def epoch(number: int, server_s: float, wall_s: float, boot_id: str = "boot") -> EpochStarted:
    return EpochStarted(
        epoch=number,
        server_us=ServerUs(us(server_s)),
        wall_us=WallUs(us(wall_s)),
        boot_id=boot_id,
        software="test",
    )


def test_nothing_is_known_before_anything_is_heard() -> None:
    offsets = Offsets()
    assert offsets.track_of(ServerUs(5)) is None
    assert not offsets.sure


def test_most_prompt_passing_counts() -> None:
    offsets = observed((1, 0.3), (2, 0.02), (3, 5.0), (4, 0.1))
    assert offsets.offset_us == OFFSET_US + us(0.02)
    assert offsets.track_of(ServerUs(us(50) + OFFSET_US)) == us(50) - us(0.02)


def test_late_first_passing_is_not_trusted_alone() -> None:
    assert not observed((1, 9.0)).sure
    assert not observed((1, 9.0), (2, 8.0), (3, 6.0)).sure
    assert not observed((1, 9.0), (2, 0.1), (3, 0.1)).sure
    assert observed((1, 9.0), (2, 0.1), (3, 0.1), (4, 0.2)).sure


def test_decoder_that_tells_its_time_is_trusted_at_once() -> None:
    offsets = Offsets()
    told_us = us(10) + OFFSET_US
    offsets.measure("tcp://loop", us(10), ServerUs(told_us - 1000), ServerUs(told_us + 1000))
    assert offsets.sure
    assert offsets.offset_us == OFFSET_US


def test_slow_answer_says_nothing() -> None:
    offsets = Offsets()
    offsets.measure("tcp://loop", us(10), ServerUs(us(5) + OFFSET_US), ServerUs(us(10) + OFFSET_US))
    assert offsets.offset_us is None


@pytest.mark.parametrize("drift_ppm", [-100, -30, 30, 100])
def test_estimate_follows_a_clock_that_drifts_all_day(drift_ppm: int) -> None:
    offsets = Offsets()
    chance = Random(drift_ppm)
    for second in range(0, 8 * 3600, 7):
        late_us = us(chance.choice((0.02, 0.05, 0.1, 0.3, 6.0)))
        track_us = us(second) + round(us(second) * drift_ppm / 1e6)
        offsets.observe("tcp://loop", track_us, ServerUs(us(second) + OFFSET_US + late_us))
    true_us = OFFSET_US - round(us(8 * 3600) * drift_ppm / 1e6)
    assert offsets.offset_us == pytest.approx(true_us, abs=us(0.1))


def test_late_passing_after_a_long_break_does_not_stand_alone() -> None:
    offsets = observed(*[(second, 0.02) for second in range(KEPT_MIN)])
    after_break = WINDOW_US / 1e6 + 3600
    observed((after_break, 8.0), offsets=offsets)
    assert offsets.offset_us == OFFSET_US + us(0.02)


def test_second_decoder_does_not_move_the_estimate() -> None:
    offsets = observed(*[(second, 0.02) for second in range(5)])
    offsets.observe("tcp://backup", us(10), ServerUs(us(8) + OFFSET_US))
    assert offsets.offset_us == OFFSET_US + us(0.02)


def test_second_decoder_takes_over_when_the_first_is_not_heard_any_more() -> None:
    offsets = observed(*[(second, 0.02) for second in range(5)])
    later = WINDOW_US / 1e6 + 60
    for second in range(KEPT_MIN + 1):
        at_us = us(later + second)
        offsets.observe("tcp://backup", at_us, ServerUs(at_us + OFFSET_US + us(0.05)))
    assert offsets.offset_us == OFFSET_US + us(0.05)


def test_restart_of_the_server_keeps_the_estimate() -> None:
    offsets = observed(*[(second, 0.0) for second in range(5)])
    offsets.start_epoch(epoch(1, 1000, 5000), epoch(2, 1100, 5100))
    assert offsets.offset_us == OFFSET_US


def test_reboot_of_the_machine_carries_the_estimate_through_the_time_of_day() -> None:
    offsets = observed(*[(second, 0.0) for second in range(5)])
    offsets.start_epoch(epoch(1, 1000, 5000), epoch(2, 20, 5120, boot_id="boot 2"))
    assert offsets.offset_us == OFFSET_US - us(1100)
    assert not offsets.sure


def test_what_is_seen_after_a_reboot_counts_more_than_the_time_of_day() -> None:
    offsets = observed(*[(second, 0.0) for second in range(5)])
    offsets.start_epoch(epoch(1, 1000, 5000), epoch(2, 20, 5090, boot_id="boot 2"))
    for second in range(10, 14):
        offsets.observe("tcp://loop", us(second), ServerUs(us(second) + OFFSET_US - us(1100)))
    assert offsets.offset_us == OFFSET_US - us(1100)
    assert offsets.sure
    assert offsets.doubt_us == 0
