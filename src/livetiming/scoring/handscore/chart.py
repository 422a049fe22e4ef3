"""One scorer's chart as it stands: taps in crossing order, edits applied."""

import msgspec

from livetiming.clock import DeviceUs, TrackUs
from livetiming.lapchart import TapRef

ARRIVAL_SLACK_US = 2_000_000
"""By how much the estimate of an arrival on the track clock may be early: far more than it should, and far
less than a lap."""


class ChartTap(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A tap with its number as it was last corrected.

    `n` is the fact that brought it, `arrived_us` when that arrived: the crossing was before it.
    """

    ref: TapRef
    number: str
    device_us: DeviceUs | None
    arrived_us: TrackUs | None
    n: int


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """The taps of one device in crossing order.

    `gaps` has the indices of taps before which others are known to be missing: they have not arrived.
    """

    device: str
    taps: tuple[ChartTap, ...]
    gaps: tuple[int, ...] = ()

    @property
    def timed(self) -> bool:
        """Whether its device times are good for anything: most taps have one."""
        return 2 * sum(tap.device_us is not None for tap in self.taps) > len(self.taps)

    @property
    def bounds_us(self) -> list[int]:
        """For each tap the latest instant its crossing can have been: before it, and every tap after it,
        had arrived. As late as can be where that is not known."""
        bounds: list[int] = []
        bound_us = 1 << 62
        for tap in reversed(self.taps):
            if tap.arrived_us is not None and tap.arrived_us < bound_us:
                bound_us = tap.arrived_us
            bounds.append(bound_us)
        bounds.reverse()
        return bounds
