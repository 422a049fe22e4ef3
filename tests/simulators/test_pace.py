"""The race clock against real time, itself on a clock the test moves."""

import asyncio

import pytest

from livetiming_simulators.pace import ManualPace, RealTimePace, wait_until


class Watch:
    """A monotonic clock in nanoseconds."""

    def __init__(self) -> None:
        self.now_ns = 5_000

    def __call__(self) -> int:
        return self.now_ns


def test_race_clock_stands_right_before_its_start_and_then_runs_at_its_speed() -> None:
    watch = Watch()
    pace = RealTimePace(speed=10, start_us=7, monotonic_ns=watch)
    watch.now_ns += 1_000_000
    assert pace.now_us() == 6
    pace.start()
    watch.now_ns += 1_000_000
    assert pace.now_us() == 7 + 10_000
    pace.start()
    assert pace.now_us() == 7 + 10_000


@pytest.mark.parametrize("speed", [0, -1, float("nan")])
def test_speed_must_be_above_zero(speed: float) -> None:
    with pytest.raises(ValueError, match="above zero"):
        RealTimePace(speed=speed)


async def test_waiting_ends_at_the_instant() -> None:
    pace = RealTimePace(speed=1_000_000)
    pace.start()
    await wait_until(pace, 2_000_000)
    assert pace.now_us() >= 2_000_000


async def test_waiting_for_nothing_ends_when_woken() -> None:
    pace, wake = RealTimePace(), asyncio.Event()
    waiting = asyncio.create_task(pace.wait(None, wake))
    wake.set()
    await waiting


async def test_who_waits_for_a_standing_clock_goes_on_when_it_starts() -> None:
    pace = RealTimePace(speed=1_000_000)
    waiting = asyncio.create_task(wait_until(pace, 1_000))
    await asyncio.sleep(0)
    assert not waiting.done()
    pace.start()
    await waiting


async def test_clock_moved_by_hand_wakes_who_waits() -> None:
    pace = ManualPace(100)
    waiting = asyncio.create_task(wait_until(pace, 300))
    await asyncio.sleep(0)
    pace.advance_to(200)
    await asyncio.sleep(0)
    assert not waiting.done()
    pace.advance_to(300)
    await waiting
    pace.advance_to(250)
    assert pace.now_us() == 300
