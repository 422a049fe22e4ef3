"""Where a scorer's device clock stands against the track clock.

For every tap, each crossing of a kart with that number proposes an offset. The true one is proposed
by nearly every tap, within the second or so by which people are late; a whole lap off, the proposals
scatter, because karts are not equally fast. So the densest stretch of proposals wins.
"""

from collections.abc import Sequence
from statistics import median_low

from livetiming.scoring.handscore.chart import ARRIVAL_SLACK_US, Chart, ChartTap
from livetiming.scoring.handscore.loop import Loop

SPREAD_US = 1_600_000
"""How much the lateness of taps varies: from a fifth of a second to about one and a half."""

STEP_US = 50_000
"""Offsets are rounded to this, so that one more tap seldom moves the whole chart by a hair."""

SAMPLE = 160
"""How many taps are asked: enough to be sure of a lap, and few enough to ask again at each tap."""

AGREEING_MIN = 3


def offset_of(chart: Chart, loop: Loop) -> int | None:
    """Track clock minus device clock, lateness included: what to add to a tap's time to have its crossing.

    ``None`` while there are too few taps to tell: at least three must agree, and half of all.
    """
    taps = [tap for tap in chart.taps if tap.device_us is not None]
    sampled = taps[:: 1 + len(taps) // SAMPLE]
    limit_us = arrival_offset(chart.taps)
    proposals: list[int] = []
    for tap in sampled:
        number = loop.field.read(tap.number)
        if number is None or tap.device_us is None:
            continue
        device_us = tap.device_us
        proposals += [loop.times_us[index] - device_us for index in loop.of_number[number]]
    if limit_us is not None:
        proposals = [offset for offset in proposals if offset <= limit_us + ARRIVAL_SLACK_US]
    dense = _densest(proposals)
    if len(dense) < AGREEING_MIN or 2 * len(dense) < len(sampled):
        return None
    return round(median_low(dense) / STEP_US) * STEP_US


def arrival_offset(taps: Sequence[ChartTap]) -> int | None:
    """The most that can lie between the clocks: no tap arrived before it was made. It is close where a
    tap was sent at once."""
    limits = [
        tap.arrived_us - tap.device_us
        for tap in taps
        if tap.device_us is not None and tap.arrived_us is not None
    ]
    return min(limits) if limits else None


def _densest(proposals: list[int]) -> list[int]:
    """The proposals in the fullest stretch of `SPREAD_US`; of several the latest, for charts that are
    being written have arrived up to the present."""
    proposals.sort()
    best = (0, 0)
    first = 0
    for last, offset in enumerate(proposals):
        while proposals[first] < offset - SPREAD_US:
            first += 1
        if last + 1 - first >= best[1] - best[0]:
            best = (first, last + 1)
    return proposals[best[0] : best[1]]
