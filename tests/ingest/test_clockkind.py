import pytest

from livetiming.ingest.clockkind import ClockKind, ClockState, clock_state

NOW_US = 1_779_008_400_000_000
HOUR_US = 3_600_000_000


@pytest.mark.parametrize(
    ("decoder_time_us", "state"),
    [
        (NOW_US + 300_000, ClockState(ClockKind.RIGHT, 300_000)),
        (NOW_US - 1_900_000, ClockState(ClockKind.RIGHT, -1_900_000)),
        (NOW_US + 2 * HOUR_US + 5_000_000, ClockState(ClockKind.LOCAL, 5_000_000)),
        (NOW_US - 963_000_000, ClockState(ClockKind.WRONG, -963_000_000)),
        (NOW_US + 3 * HOUR_US, ClockState(ClockKind.WRONG, 3 * HOUR_US)),
        (2_842_824_000, ClockState(ClockKind.UNSET, 0)),
    ],
    ids=[
        "right",
        "a little slow",
        "local time",
        "sixteen minutes slow",
        "another zone",
        "since power-on",
    ],
)
def test_clock_is_known_for_what_it_is(decoder_time_us: int, state: ClockState) -> None:
    assert clock_state(decoder_time_us, NOW_US, utc_offset_us=2 * HOUR_US) == state


def test_where_local_time_is_utc_there_is_no_local_time() -> None:
    assert clock_state(NOW_US + 60_000_000, NOW_US, utc_offset_us=0).kind is ClockKind.WRONG
