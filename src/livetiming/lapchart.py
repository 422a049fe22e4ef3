"""A lap chart: the numbers that a scorer wrote down as the karts crossed the line.

These values travel in commands and stay in facts. Which crossing a number stands for, and whether it
agrees with the loop, is derived by `livetiming.scoring.handscore`.
"""

from enum import StrEnum

import msgspec

from livetiming.clock import DeviceUs, TrackUs


class Tap(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False
):
    """One number on a chart, typed or tapped. `seq` counts the taps of one device, in crossing order.

    `device_us` is the device's own clock, whose zero nobody knows; ``None`` on a chart without times.
    A number that was forgotten at first is written in `before` the tap of that sequence number.
    """

    seq: int
    number: str
    device_us: DeviceUs | None = None
    before: int | None = None


class TapRef(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True, gc=False):
    """Which tap: sequence number `seq` of a scorer's device. The same again is the same tap."""

    device: str
    seq: int


class Verdict(StrEnum):
    """Which version of a disagreement holds."""

    HAND = "hand"
    LOOP = "loop"
    OTHER = "other"
    """Neither: it was another kart."""


class Resolution(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The verdict about whatever these taps and these passings (by fact number) disagree on; `entry` is
    the other kart where the verdict names one. A crossing that it credits was at `track_us`, as that was
    estimated when it was decided."""

    taps: tuple[TapRef, ...] = ()
    passings: tuple[int, ...] = ()
    verdict: Verdict
    entry: str | None = None
    track_us: TrackUs | None = None


class HandChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A row of the difference report: a kart whose laps or place the hand score changed."""

    entry: str
    laps_before: int
    laps_after: int
    place_before: int | None = None
    place_after: int | None = None
