"""A session that no loop heard, scored from the charts alone.

The fullest chart stands in for the loop; the others are read against it and add what it lacks, and
outvote it where most of them agree on something else.
"""

from collections import Counter
from collections.abc import Sequence

from livetiming.scoring.handscore.chart import Chart
from livetiming.scoring.handscore.field import Field
from livetiming.scoring.handscore.findings import Claim, Misread
from livetiming.scoring.handscore.loop import EVER_US, Crossing, Loop
from livetiming.scoring.handscore.offset import arrival_offset
from livetiming.scoring.handscore.overlay import NOTHING, Overlay
from livetiming.scoring.handscore.racing import Racing, Stretch
from livetiming.scoring.handscore.reading import Reader, Reading

Tapped = tuple[int, int, str]
"""When, by the tap of which fact, and which kart crossed."""


def alone(charts: Sequence[Chart], field: Field, from_us: int, until_us: int | None) -> Overlay:
    """The crossings of a session between two instants of the track clock; the second is ``None`` while
    it goes on."""
    known = [chart for chart in charts if any(field.read(tap.number) for tap in chart.taps)]
    if not known:
        return NOTHING
    first = max(known, key=lambda chart: (chart.timed, len(chart.taps)))
    base = _crossings(first, field, from_us, until_us)
    others = [chart for chart in known if chart is not first]
    tapped = _agreed(base, others, field) if others else base
    credited: dict[str, list[tuple[int, int]]] = {}
    for at_us, n, entry in tapped:
        credited.setdefault(entry, []).append((at_us, n))
    return Overlay(
        credited={entry: tuple(sorted(own)) for entry, own in sorted(credited.items())},
        cited={entry: tuple(sorted({n for _, n in own})) for entry, own in sorted(credited.items())},
    )


def _crossings(chart: Chart, field: Field, from_us: int, until_us: int | None) -> list[Tapped]:
    """The chart's taps in time. A number that two karts carry is the one's and the other's in turn."""
    turns: Counter[str] = Counter()
    crossings: list[Tapped] = []
    for tap, at_us in zip(chart.taps, _times(chart, field, from_us, until_us), strict=True):
        number = field.read(tap.number)
        if number is not None:
            entries = field.entries_of[number]
            crossings.append((at_us, tap.n, entries[turns[number] % len(entries)]))
            turns[number] += 1
    return crossings


def _times(chart: Chart, field: Field, from_us: int, until_us: int | None) -> list[int]:
    """By the device's clock and when its taps arrived; without times by their arrival, if they came as they
    were made; else evenly over the session."""
    offset_us = arrival_offset(chart.taps)
    if chart.timed and offset_us is not None:
        times_us: list[int] = []
        for tap in chart.taps:
            times_us.append(
                tap.device_us + offset_us
                if tap.device_us is not None
                else times_us[-1]
                if times_us
                else from_us
            )
        return times_us
    bounds_us = chart.bounds_us
    least_us = min((kart.min_lap_us for kart in field.karts.values()), default=0)
    apart = _least_apart(chart, field)
    if _least_gap_us(chart, field, bounds_us) >= least_us and bounds_us[-1] < EVER_US:
        return bounds_us
    step_us = -(-least_us // apart)
    begin_us = from_us + least_us
    if until_us is not None:
        step_us = max(step_us, (until_us - begin_us) // len(chart.taps))
    return [begin_us + index * step_us for index in range(len(chart.taps))]


def _laps(chart: Chart, field: Field) -> list[tuple[int, int]]:
    """Taps of one number after another, a number that several karts carry left out; neither are taps so
    close that they are one."""
    last: dict[str, int] = {}
    laps: list[tuple[int, int]] = []
    for index, tap in enumerate(chart.taps):
        number = field.read(tap.number)
        if number is None or len(field.entries_of[number]) > 1:
            continue
        before = last.get(number)
        if before is not None and (index - before) * 4 <= len(field.karts):
            continue
        if before is not None:
            laps.append((before, index))
        last[number] = index
    return laps


def _least_apart(chart: Chart, field: Field) -> int:
    return min((after - before for before, after in _laps(chart, field)), default=1)


def _least_gap_us(chart: Chart, field: Field, bounds_us: list[int]) -> int:
    gaps = [bounds_us[after] - bounds_us[before] for before, after in _laps(chart, field)]
    return min(gaps, default=0)


def _agreed(base: list[Tapped], others: Sequence[Chart], field: Field) -> list[Tapped]:
    """The first chart's crossings as the others confirm, correct and complete them."""
    crossings = [Crossing(at_us, index, entry) for index, (at_us, _, entry) in enumerate(base)]
    always = Racing(stretches=(Stretch(-EVER_US, -EVER_US, EVER_US),))
    loop = Loop(field, always, tuple(sorted(crossings)))
    readings = [reading for reading in (Reader().read(chart, loop) for chart in others) if reading.sure]
    votes: dict[int, Counter[str | None]] = {
        index: Counter([entry]) for index, (_, _, entry) in enumerate(base)
    }
    for reading in readings:
        _vote(reading, loop, votes)
    agreed: list[Tapped] = []
    for index, (at_us, n, entry) in enumerate(base):
        winner, count = max(votes[index].items(), key=lambda vote: (vote[1], vote[0] == entry))
        if winner is not None or count <= 1:
            agreed.append((at_us, n, entry if winner is None else winner))
    return agreed + _added(readings, loop)


def _vote(reading: Reading, loop: Loop, votes: dict[int, Counter[str | None]]) -> None:
    """What one chart says to each crossing of the first: the same, another kart, or nobody."""
    field = loop.field
    for crossing in reading.crossing_of.values():
        votes[loop.crossings[crossing].n][loop.crossings[crossing].entry] += 1
    for finding in reading.findings:
        if isinstance(finding, Misread):
            number = field.read(reading.chart.taps[finding.tap].number)
            for entry in field.entries_of.get(number or "", ())[:1]:
                votes[loop.crossings[finding.crossing].n][entry] += 1
    for crossing in reading.missed:
        votes[loop.crossings[crossing].n][None] += 1


def _added(readings: Sequence[Reading], loop: Loop) -> list[Tapped]:
    """Crossings that the first chart lacks, each once."""
    added: list[Tapped] = []
    for reading in readings:
        for finding in reading.findings:
            if not isinstance(finding, Claim):
                continue
            least_us = loop.field.karts[finding.entry].min_lap_us
            if all(
                abs(at_us - finding.at_us) >= least_us for at_us, _, entry in added if entry == finding.entry
            ):
                added.append((finding.at_us, reading.chart.taps[finding.tap].n, finding.entry))
    return added
