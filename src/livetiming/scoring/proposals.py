"""Reads that the loop seems to have missed: a lap of about twice or three times the kart's usual one.

Proposed, never applied: an official who inserts the passings decides that they happened.
"""

from collections.abc import Mapping, Sequence
from statistics import median_low

import msgspec

from livetiming.clock import TrackUs
from livetiming.scoring.legs import Course
from livetiming.scoring.standing import Standing
from livetiming.scoring.standings import Standings

LAPS_MIN = 3
"""How many other laps say what is usual for a kart."""

NEIGHBOURS = 20
"""The usual lap is the median of so many laps before and after, at most: it may begin to rain."""

MISSED_MAX = 2
"""A lap of four times the usual one is a stop in the pits, not a row of missed reads."""

TOLERANCE_PERCENT = 20
"""By how much of a usual lap a long one may be off from two or three of them."""


class MissedReads(msgspec.Struct, frozen=True, kw_only=True):
    """Lap number `lap` of a row took about `missed` + 1 usual laps. `times_us` divide it evenly."""

    row: str
    lap: int
    lap_us: int
    usual_us: int
    times_us: tuple[TrackUs, ...]

    @property
    def missed(self) -> int:
        """How many reads are missing."""
        return len(self.times_us)


def missed_reads(
    standings: Standings, struck_us: Mapping[str, Sequence[int]] | None = None
) -> list[MissedReads]:
    """The proposals for a session, in the order of time.

    Laps under a caution or over a stop are long by nature, and left out. `struck_us` are the passings
    that officials struck, by row: who struck one has decided already.
    """
    struck = struck_us or {}
    found = [
        proposal
        for row in standings.rows
        if row.entry is not None
        for proposal in missed_reads_of(row, standings.course, struck.get(row.row, ()))
    ]
    return sorted(found, key=lambda proposal: (proposal.times_us, proposal.row))


def missed_reads_of(row: Standing, course: Course, struck_us: Sequence[int] = ()) -> list[MissedReads]:
    """The proposals for one kart."""
    run = row.run
    begun_us = [at_us - lap_us for at_us, lap_us in zip(run.crossings_us, run.laps_us, strict=True)]
    plain = [
        index
        for index in range(row.counted)
        if not _disturbed(course, begun_us[index], run.crossings_us[index])
    ]
    found = []
    for place, index in enumerate(plain):
        around = plain[max(0, place - NEIGHBOURS) : place] + plain[place + 1 : place + 1 + NEIGHBOURS]
        if len(around) < LAPS_MIN:
            continue
        lap_us = run.laps_us[index]
        usual_us = median_low(run.laps_us[other] for other in around)
        times_us = _times_us(begun_us[index], lap_us, _parts(lap_us, usual_us))
        if times_us and not _any_near(times_us, struck_us, usual_us):
            found.append(
                MissedReads(
                    row=row.row,
                    lap=run.lap_numbers[index],
                    lap_us=lap_us,
                    usual_us=usual_us,
                    times_us=times_us,
                )
            )
    return found


def _parts(lap_us: int, usual_us: int) -> int:
    """Of how many usual laps a lap consists: one, or as many as it is close to."""
    for parts in range(2, MISSED_MAX + 2):
        if abs(lap_us - parts * usual_us) * 100 <= usual_us * TOLERANCE_PERCENT:
            return parts
    return 1


def _times_us(begun_us: int, lap_us: int, parts: int) -> tuple[TrackUs, ...]:
    return tuple(TrackUs(begun_us + lap_us * part // parts) for part in range(1, parts))


def _any_near(times_us: Sequence[int], struck_us: Sequence[int], usual_us: int) -> bool:
    return any(
        abs(time_us - passing_us) * 100 <= usual_us * TOLERANCE_PERCENT
        for time_us in times_us
        for passing_us in struck_us
    )


def _disturbed(course: Course, from_us: int, until_us: int) -> bool:
    """Whether a lap was not driven at racing speed throughout."""
    slow = any(
        caution.from_us < until_us and (caution.until_us is None or caution.until_us > from_us)
        for caution in course.cautions
    )
    return slow or any(leg.stop_us is not None and from_us <= leg.stop_us < until_us for leg in course.legs)
