"""The engine and the oracle, told the same sessions, give the same results."""

from collections.abc import Sequence

import pytest

from livetiming.facts import SessionKind
from livetiming.scoring.standing import Standing, Status
from livetiming.scoring.standings import Scorer
from oracle.facts import Row
from oracle.oracle import classify
from simulation.told import Author, Story, live, truth
from support.day import ZERO_TRACK_US, Day
from support.dump import plain

BLOCK = 50
"""Sessions a test, so that a failure names its neighbourhood and none takes long."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "first_seed" in metafunc.fixturenames:
        sessions = int(metafunc.config.getoption("--sessions"))
        metafunc.parametrize("first_seed", range(0, sessions, BLOCK))


def test_engine_agrees_with_the_oracle(first_seed: int) -> None:
    for seed in range(first_seed, first_seed + BLOCK):
        story = Author(seed).story()
        with live(story) as day:
            rows = classify(*truth(story))
            accepted = {row.entry: {*row.accepted_us, *row.after_end_us} for row in rows}
            expected = [line(row, story) for row in rows]
            found = [scored_line(row, day, story, accepted[row.row]) for row in day.standings("s").scored]
            assert found == expected, f"session of seed {seed}"
            fresh = Scorer(day.evidence).standings("s")
            assert plain(day.standings("s").rows) == plain(fresh.rows), f"kept runs of seed {seed}"


Line = tuple[object, ...]


def line(row: Row, story: Story) -> Line:
    """A row of the oracle, to be compared. What comes after the closing the engine does not look at."""
    left_out = {us for us in row.duplicates_us if story.closed_us is None or us <= story.closed_us}
    return (
        row.entry,
        row.status,
        row.laps,
        row.last_us,
        row.best_us,
        None if row.best_us is None else row.lap_ends_us[row.lap_times_us.index(row.best_us)],
        row.lap_ends_us,
        row.lap_times_us,
        tuple(sorted(left_out)),
    )


def scored_line(row: Standing, day: Day, story: Story, accepted: set[int]) -> Line:
    """The same of the engine."""
    run, counted = row.run, row.counted
    crossings_us = race_times(run.crossings_us[:counted])
    return (
        row.row,
        status(row, story),
        row.laps,
        crossings_us[-1] if crossings_us else None,
        row.best_us,
        None if row.best_index is None else crossings_us[row.best_index],
        crossings_us,
        tuple(run.laps_us[:counted]),
        tuple(us for us in duplicates(row, day) if us not in accepted),
    )


def race_times(track_us: Sequence[int]) -> tuple[int, ...]:
    return tuple(us - ZERO_TRACK_US for us in track_us)


def status(row: Standing, story: Story) -> str:
    """The engine waits for a kart's start crossing; to the oracle every kart of a started race runs."""
    started_race = story.kind is SessionKind.RACE and story.green_us is not None
    if row.status is Status.WAITING and started_race:
        return Status.RUNNING.value
    return row.status.value


def duplicates(row: Standing, day: Day) -> tuple[int, ...]:
    """The instants of passings left out as too close to the one before. Two passings of a kart at one
    instant, by two transponders, are one to the oracle."""
    heard = {passing.n: passing.track_us for own in day.evidence.heard.values() for passing in own}
    heard |= {n: track_us for own in day.evidence.sessions["s"].inserted.values() for track_us, n in own}
    return race_times(sorted({heard[n] for n in row.run.duplicates}))
