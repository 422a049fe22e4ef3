"""What must come of a session against what came of it."""

from collections.abc import Mapping

from livetiming.cases.difference import Difference
from livetiming.cases.format import Expect
from livetiming.cases.times import Time, seconds_of, time_us
from livetiming.scoring.admitted import admissions
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.standing import Standing
from livetiming.scoring.standings import Standings

NO_TIME = "none"


def differences(
    name: str, expect: Expect, standings: Standings, evidence: Evidence, zero_us: int
) -> list[Difference]:
    """Everything that is not as the session expects it; times on the session's clock."""
    rows = {row.entry.number: row for row in standings.rows if row.entry is not None}
    order = [row.entry.number for row in standings.scored if row.entry is not None]
    found: list[Difference] = []
    if expect.order is not None and expect.order != order:
        found.append(Difference(f"{name}, order", ", ".join(expect.order), ", ".join(order)))
    if expect.admitted is not None and expect.admitted != (starters := _starters(standings)):
        found.append(Difference(f"{name}, admitted", ", ".join(expect.admitted), ", ".join(starters)))

    def compare(what: str, expected: Mapping[str, str], given: Mapping[str, str]) -> None:
        found.extend(
            Difference(f"{name}, {what} of {kart}", value, given.get(kart, "not in this session"))
            for kart, value in expected.items()
            if given.get(kart) != value
        )

    compare("laps", _texts(expect.laps), {kart: str(row.laps) for kart, row in rows.items()})
    compare("status", expect.status, {kart: row.status.value for kart, row in rows.items()})
    compare("best lap", _times(expect.best), {kart: _shown(row.best_us) for kart, row in rows.items()})
    compare("last crossing", _times(expect.last), {kart: _last(row, zero_us) for kart, row in rows.items()})
    compare("lap times", _lists(expect.lap_times), {kart: _laps(row) for kart, row in rows.items()})
    compare(
        "duplicates",
        _lists(expect.duplicates),
        {kart: _duplicates(row, evidence, zero_us) for kart, row in rows.items()},
    )
    return found


def _starters(standings: Standings) -> list[str]:
    """The numbers of those who may start, class by class; without a cut-off all of them."""
    numbers = {row.row: row.entry.number for row in standings.scored if row.entry is not None}
    judged = admissions(standings)
    if not judged:
        return list(numbers.values())
    return [numbers[row] for each in judged.values() for row in each.starters]


def _texts(numbers: Mapping[str, int]) -> dict[str, str]:
    return {kart: str(number) for kart, number in numbers.items()}


def _times(times: Mapping[str, Time]) -> dict[str, str]:
    return {kart: _shown(None if time == NO_TIME else time_us(time)) for kart, time in times.items()}


def _lists(times: Mapping[str, list[Time]]) -> dict[str, str]:
    return {kart: ", ".join(_shown(time_us(time)) for time in own) for kart, own in times.items()}


def _last(row: Standing, zero_us: int) -> str:
    return _shown(row.last_us - zero_us if row.counted and row.last_us is not None else None)


def _laps(row: Standing) -> str:
    return ", ".join(_shown(lap_us) for lap_us in row.run.laps_us[: row.counted])


def _duplicates(row: Standing, evidence: Evidence, zero_us: int) -> str:
    heard = [evidence.passings[n] for n in row.run.duplicates if n in evidence.passings]
    return ", ".join(_shown(passing.track_us - zero_us) for passing in heard)


def _shown(us: int | None) -> str:
    """Seconds to the millisecond, finer only where there is more."""
    if us is None:
        return NO_TIME
    seconds = seconds_of(us)
    return f"{seconds:.3f}" if us % 1000 == 0 else f"{seconds:.6f}"
