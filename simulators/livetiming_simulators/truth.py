"""The true result, straight from the rule texts: the witness that other computations are held to.

Slow and simple on purpose. It works on crossings of any origin: all that truly happened, what the
loop heard, or what one client was sent. The rules are the conventions GEN-1 (lap), GEN-2 (race
laps), GEN-3 (classification), GEN-4 (snapshot) and GEN-10 (ties on best lap) of the rule catalogue.

Where the texts leave a choice this one is made: a kart that has no start crossing begins lap 1 at the
green, whether or not others have one; of several accepted crossings around the green the last is the
start crossing, the others are of formation laps; a crossing exactly the minimum lap time after the one
before, or after the green, is a lap.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from livetiming_simulators.session import START_WINDOW_US, Crossing

NEVER_US = 1 << 62
"""Stands behind every time."""


class Starter(msgspec.Struct, frozen=True, kw_only=True):
    """A kart of the session with the minimum lap time of its class."""

    kart: str
    minimum_lap_us: int


class RaceTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What a race is scored by. `lineup` is the grid, pole first.

    Crossings from `opened_us` on (``None``: from the start window) can make later ones duplicates.
    """

    lineup: tuple[Starter, ...]
    green_us: int
    laps: int
    start_window_us: int = START_WINDOW_US
    opened_us: int | None = None


class TimedTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What practice or qualifying is scored by. `lineup` is in entry order.

    `chequered_us` ``None``: no end by time. `crossings_each`: each kart is flagged off at its n-th.
    """

    lineup: tuple[Starter, ...]
    green_us: int
    chequered_us: int | None = None
    crossings_each: int | None = None


class ResultRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One kart's result.

    In a race `laps` are the counted ones and `last_counted_us` the crossing that ended the last of
    them; in a timed session `laps` are those timed. `started` is false for a kart never heard.
    """

    position: int
    kart: str
    laps: int
    started: bool = True
    best_lap_us: int | None = None
    last_counted_us: int | None = None


class SnapshotRow(msgspec.Struct, frozen=True, kw_only=True):
    """One kart in the running order of an instant. `lapped_by` is in laps, 0 on the lead lap."""

    kart: str
    laps: int
    last_counted_us: int | None
    lapped_by: int


def race_result(crossings: Iterable[Crossing], terms: RaceTerms) -> tuple[ResultRow, ...]:
    """The classification of a race: laps, then time of the last counted crossing (GEN-1 to GEN-3).

    Equal instants keep the order of `crossings`. Karts without a lap follow in grid order; who of them
    did not start is for an official to say. Without a first finisher every crossing counts.
    """
    heard = list(crossings)
    laps = {starter.kart: _lap_ends(heard, starter, terms) for starter in terms.lineup}
    ends = [ends_us[terms.laps - 1] for _, ends_us in laps.values() if len(ends_us) >= terms.laps]
    end_us = min(ends) if ends else None
    unplaced = [
        _race_row(starter.kart, *laps[starter.kart], end_us=end_us, heard=heard, terms=terms)
        for starter in terms.lineup
    ]
    order = {(crossing.kart, crossing.at_us): index for index, crossing in reversed(list(enumerate(heard)))}

    def place(row: ResultRow) -> tuple[int, int, int]:
        if row.last_counted_us is None:
            return (0, 0, 0)
        return (-row.laps, row.last_counted_us, order[row.kart, row.last_counted_us])

    return _numbered(sorted(unplaced, key=place))


def timed_result(crossings: Iterable[Crossing], terms: TimedTerms) -> tuple[ResultRow, ...]:
    """The order of practice or qualifying: best lap, then second best, then set earlier (GEN-10).

    A kart's first crossing from the green on opens its first lap. The lap on which the time runs
    out counts; it is the last. Karts without a lap follow as they were first heard, those never heard
    last, in entry order.
    """
    heard = list(crossings)
    unplaced: list[tuple[tuple[int, int, int], ResultRow]] = []
    for starter in terms.lineup:
        accepted = _accepted(heard, starter, from_us=terms.green_us)[: terms.crossings_each]
        if terms.chequered_us is not None:
            accepted = _until_first_at_or_after(accepted, terms.chequered_us)
        timed = [(b - a, b) for a, b in pairwise(accepted)]
        ranked = sorted(timed)
        best_us, set_us = ranked[0] if ranked else (None, None)
        heard_us = accepted[0] if accepted else NEVER_US
        key = (
            NEVER_US if best_us is None else best_us,
            ranked[1][0] if len(ranked) > 1 else NEVER_US,
            heard_us if set_us is None else set_us,
        )
        row = ResultRow(
            position=0,
            kart=starter.kart,
            laps=len(timed),
            started=bool(accepted),
            best_lap_us=best_us,
            last_counted_us=accepted[-1] if timed else None,
        )
        unplaced.append((key, row))
    unplaced.sort(key=lambda each: each[0])
    return _numbered([row for _, row in unplaced])


def snapshot(crossings: Iterable[Crossing], terms: RaceTerms, at_us: int) -> tuple[SnapshotRow, ...]:
    """The running order at an instant and who is lapped (GEN-4); only karts that crossed are listed."""
    heard = [crossing for crossing in crossings if crossing.at_us <= at_us]
    ends = {starter.kart: _lap_ends(heard, starter, terms)[1] for starter in terms.lineup}

    def leader_laps(instant_us: int) -> int:
        return max(sum(end_us <= instant_us for end_us in each) for each in ends.values())

    rows = []
    for kart, ends_us in ends.items():
        if ends_us:
            laps = len(ends_us)
            at_own_last = leader_laps(ends_us[-1]) - laps
            stopped = leader_laps(at_us) - laps - 1
            rows.append(
                SnapshotRow(
                    kart=kart, laps=laps, last_counted_us=ends_us[-1], lapped_by=max(at_own_last, stopped, 0)
                )
            )
    return tuple(sorted(rows, key=lambda row: (-row.laps, row.last_counted_us)))


def _accepted(heard: Sequence[Crossing], starter: Starter, *, from_us: int) -> list[int]:
    """GEN-1: the instants of one kart, without those too close to the one accepted before."""
    accepted: list[int] = []
    for instant_us in sorted(crossing.at_us for crossing in heard if crossing.kart == starter.kart):
        if instant_us < from_us:
            continue
        if accepted and instant_us - accepted[-1] < starter.minimum_lap_us:
            continue
        accepted.append(instant_us)
    return accepted


def _lap_ends(heard: Sequence[Crossing], starter: Starter, terms: RaceTerms) -> tuple[int, list[int]]:
    """GEN-2: when lap 1 began, and when each lap ended, the end of the race not regarded."""
    window_us = terms.green_us - terms.start_window_us
    begins_us = window_us if terms.opened_us is None else min(terms.opened_us, window_us)
    accepted = _accepted(heard, starter, from_us=begins_us)
    first_lap_us = terms.green_us + starter.minimum_lap_us
    around_green = [instant_us for instant_us in accepted if window_us <= instant_us < first_lap_us]
    ends_us = [instant_us for instant_us in accepted if instant_us >= first_lap_us]
    return (around_green[-1] if around_green else terms.green_us), ends_us


def _race_row(
    kart: str,
    began_us: int,
    ends_us: Sequence[int],
    *,
    end_us: int | None,
    heard: Sequence[Crossing],
    terms: RaceTerms,
) -> ResultRow:
    counted = list(ends_us) if end_us is None else _until_first_at_or_after(ends_us, end_us)
    lap_times_us = [b - a for a, b in pairwise([began_us, *counted])]
    earliest_us = terms.green_us - terms.start_window_us
    return ResultRow(
        position=0,
        kart=kart,
        laps=len(counted),
        started=any(crossing.kart == kart and crossing.at_us >= earliest_us for crossing in heard),
        best_lap_us=min(lap_times_us, default=None),
        last_counted_us=counted[-1] if counted else None,
    )


def _until_first_at_or_after(instants_us: Sequence[int], end_us: int) -> list[int]:
    """GEN-2: a kart ends at its first crossing at or after the end; later ones are ignored."""
    counted: list[int] = []
    for instant_us in instants_us:
        counted.append(instant_us)
        if instant_us >= end_us:
            break
    return counted


def _numbered(rows: Sequence[ResultRow]) -> tuple[ResultRow, ...]:
    return tuple(
        msgspec.structs.replace(row, position=position) for position, row in enumerate(rows, start=1)
    )
