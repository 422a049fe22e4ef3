"""What a decoder's clock says of the time of day. Lap times do not care; people who read logs do. Pure."""

from enum import StrEnum

import msgspec

UNSET_BEFORE_US = 978_307_200_000_000
"""2001-01-01 in microseconds since 1970: no decoder that speaks these protocols is older."""

RIGHT_US = 2_000_000
"""A clock that is off by no more than this is right; one set by hand is not."""

LOCAL_US = 120_000_000
"""How far a clock may be off the local time and still be meant to show it."""


class ClockKind(StrEnum):
    """What a decoder's clock counts."""

    RIGHT = "right"
    """The time of day, UTC."""
    LOCAL = "local"
    """The time of day where the server is."""
    WRONG = "wrong"
    """Some time of day that it is not."""
    UNSET = "unset"
    """The time since it was switched on."""


class ClockState(msgspec.Struct, frozen=True):
    """What the clock counts, and how far it is ahead of what it is meant to show (zero if unset)."""

    kind: ClockKind
    ahead_us: int


def clock_state(decoder_time_us: int, wall_us: int, utc_offset_us: int) -> ClockState:
    """Judge a clock that reads `decoder_time_us` at the time of day `wall_us`, where local time is ahead
    of UTC by `utc_offset_us`."""
    if decoder_time_us < UNSET_BEFORE_US:
        return ClockState(ClockKind.UNSET, 0)
    ahead_us = decoder_time_us - wall_us
    if abs(ahead_us) <= RIGHT_US:
        return ClockState(ClockKind.RIGHT, ahead_us)
    if utc_offset_us and abs(ahead_us - utc_offset_us) <= LOCAL_US:
        return ClockState(ClockKind.LOCAL, ahead_us - utc_offset_us)
    return ClockState(ClockKind.WRONG, ahead_us)
