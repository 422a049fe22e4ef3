"""Races as they truly go."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from random import Random

import pytest

from livetiming_simulators.field import Field, make_class, make_field
from livetiming_simulators.program import race_terms
from livetiming_simulators.race import run_race
from livetiming_simulators.session import START_WINDOW_US, Kind, SessionPlan, SessionRun, Start
from livetiming_simulators.traffic import FOLLOW_US, Track
from livetiming_simulators.truth import race_result

SEEDS = range(30)


def make(seed: int, *, karts: int = 12, drop_out: float = 0.0) -> Field:
    return make_field(seed, [make_class("a", "A", 20_000_000)], karts_each=karts, drop_out=drop_out)


def race(seed: int, *, start: Start = Start.ROLLING, drop_out: float = 0.0) -> tuple[Field, SessionRun]:
    field = make(seed, drop_out=drop_out)
    plan = SessionPlan(kind=Kind.RACE, class_ids=("a",), laps=8, start=start)
    return field, run_race(Random(seed), field, plan, lineup=field.karts, opened_us=1_000_000)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("start", list(Start))
def test_race_without_drop_outs_is_finished_by_everybody(start: Start, seed: int) -> None:
    field, run = race(seed, start=start)
    rows = race_result(run.crossings, race_terms(field, run))
    assert rows[0].laps == 8
    assert rows[0].last_counted_us == run.chequered_us
    assert len(rows) == 12
    assert all(6 <= row.laps <= 8 and row.last_counted_us is not None for row in rows)
    assert all((row.last_counted_us or 0) >= (run.chequered_us or 0) for row in rows)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("start", "count"), [(Start.ROLLING, 1), (Start.GRID, 1), (Start.BEYOND, 0)])
def test_each_kart_crosses_the_line_around_the_green_as_its_start_has_it(
    start: Start, count: int, seed: int
) -> None:
    field, run = race(seed, start=start)
    window = range(run.green_us - START_WINDOW_US, run.green_us + field.classes[0].minimum_lap_us + 1)
    started = Counter(crossing.kart for crossing in run.crossings if crossing.at_us in window)
    assert started == (Counter({kart.id: count for kart in field.karts}) if count else Counter())
    first = min(crossing.at_us for crossing in run.crossings if crossing.at_us >= window.start)
    assert (first < run.green_us) is (start is Start.ROLLING)


def test_rolling_field_crosses_the_line_on_its_formation_lap_too() -> None:
    _, run = race(1)
    earlier = [crossing for crossing in run.crossings if crossing.at_us < run.green_us - START_WINDOW_US]
    assert {crossing.kart for crossing in earlier} == set(run.lineup)
    assert min(crossing.at_us for crossing in earlier) > run.opened_us


def test_formation_lap_of_a_short_track_is_over_before_the_start_window() -> None:
    field = make_field(1, [make_class("rc", "RC", 6_000_000)], karts_each=12, drop_out=0.0)
    plan = SessionPlan(kind=Kind.RACE, class_ids=("rc",), laps=5)
    run = run_race(Random(1), field, plan, lineup=field.karts, opened_us=0)
    earlier = [crossing for crossing in run.crossings if crossing.at_us < run.green_us - START_WINDOW_US]
    assert {crossing.kart for crossing in earlier} == set(run.lineup)
    rows = race_result(run.crossings, race_terms(field, run))
    assert (rows[0].laps, rows[0].last_counted_us) == (5, run.chequered_us)


def test_crossings_lie_within_the_session_in_the_order_of_time() -> None:
    for seed in SEEDS:
        _, run = race(seed, drop_out=0.05)
        instants = [crossing.at_us for crossing in run.crossings]
        assert instants == sorted(instants), seed
        assert run.opened_us < instants[0], seed
        assert instants[-1] < run.closed_us, seed


def test_some_finishers_cross_the_line_once_more_and_nobody_twice() -> None:
    field, run = race(2)
    after = Counter(crossing.kart for crossing in run.crossings if crossing.at_us >= (run.chequered_us or 0))
    assert set(after) == {kart.id for kart in field.karts}
    assert set(after.values()) == {1, 2}


def test_drop_outs_leave_the_race_unfinished_or_never_start() -> None:
    kept: list[int] = []
    started: list[bool] = []
    for seed in SEEDS:
        field, run = race(seed, drop_out=0.05)
        rows = race_result(run.crossings, race_terms(field, run))
        kept += [row.laps for row in rows]
        started += [row.started for row in rows]
    assert set(range(9)) == set(kept)
    assert False in started


def test_race_that_nobody_finishes_has_no_chequered_flag() -> None:
    _, run = race(1, drop_out=0.9)
    assert run.chequered_us is None
    assert run.closed_us > run.green_us


def test_race_needs_laps() -> None:
    with pytest.raises(ValueError, match="race session needs laps"):
        SessionPlan(kind=Kind.RACE, class_ids=("a",), duration_us=60_000_000)


def line_ups(run: SessionRun) -> Iterator[tuple[str, ...]]:
    """The order across the line, lap by lap."""
    laps = Counter[str]()
    order: dict[int, list[str]] = {}
    for crossing in run.crossings:
        laps[crossing.kart] += 1
        order.setdefault(laps[crossing.kart], []).append(crossing.kart)
    return (tuple(karts) for karts in order.values())


def test_karts_overtake_and_are_held_up() -> None:
    _, run = race(3)
    orders = list(line_ups(run))
    assert any(a != b for a, b in pairwise(orders[1:9]))


def test_quick_kart_behind_a_slow_one_follows_or_passes_but_never_crosses_with_it() -> None:
    slow, quick = sorted(make(4, karts=2).karts, key=lambda kart: -kart.pace_us)
    followed = 0
    for seed in range(300):
        track = Track(Random(seed))
        slow_next_us = track.start_lap(slow, 0, slower=1.2)
        quick_next_us = track.start_lap(quick, 300_000)
        behind_us = quick_next_us - slow_next_us
        assert behind_us < 0 or behind_us >= FOLLOW_US, seed
        followed += behind_us > 0
    assert 30 < followed < 270


def test_kart_that_left_the_track_holds_nobody_up() -> None:
    slow, quick = make(4, karts=2).karts
    track, alone = Track(Random(1)), Track(Random(1))
    track.start_lap(slow, 0, slower=3.0)
    track.leave(slow)
    alone.start_lap(slow, 0)
    alone.leave(slow)
    assert track.start_lap(quick, 100_000) == alone.start_lap(quick, 100_000)
