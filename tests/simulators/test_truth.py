"""The witness itself, against races worked by hand."""

import pytest

from livetiming_simulators.session import Crossing
from livetiming_simulators.truth import (
    RaceTerms,
    ResultRow,
    Starter,
    TimedTerms,
    race_result,
    snapshot,
    timed_result,
)

SECOND_US = 1_000_000


def seconds(*instants_s: float) -> tuple[int, ...]:
    return tuple(round(instant_s * SECOND_US) for instant_s in instants_s)


def crossings(table: dict[str, tuple[int, ...]]) -> list[Crossing]:
    """All crossings of the table in the order of time."""
    return sorted(
        (Crossing(kart=kart, at_us=at_us) for kart, instants in table.items() for at_us in instants),
        key=lambda crossing: crossing.at_us,
    )


def starters(
    karts: list[str] | dict[str, tuple[int, ...]], *, minimum_lap_s: float = 20
) -> tuple[Starter, ...]:
    return tuple(Starter(kart=kart, minimum_lap_us=round(minimum_lap_s * SECOND_US)) for kart in karts)


def laps_and_last(rows: tuple[ResultRow, ...]) -> list[tuple[str, int, float | None]]:
    return [
        (row.kart, row.laps, None if row.last_counted_us is None else row.last_counted_us / SECOND_US)
        for row in rows
    ]


def test_race_with_a_lapped_kart_ends_for_everybody_after_the_first_finisher() -> None:
    table = {
        "1": seconds(60, 120, 180, 240, 300),
        "2": seconds(59.9, 121, 181, 241, 300.4),
        "3": seconds(61, 122, 183, 244, 305, 366),
        "4": seconds(70, 140, 210, 280, 350),
        "5": seconds(80, 160, 240, 320, 400),
    }
    rows = race_result(crossings(table), RaceTerms(lineup=starters(table), green_us=0, laps=5))
    assert laps_and_last(rows) == [
        ("1", 5, 300), ("2", 5, 300.4), ("3", 5, 305), ("4", 5, 350), ("5", 4, 320),
    ]  # fmt: skip
    assert [row.position for row in rows] == [1, 2, 3, 4, 5]


def test_double_read_is_no_lap() -> None:
    table = {"7": seconds(60, 60.35, 118.9)}
    (row,) = race_result(crossings(table), RaceTerms(lineup=starters(table), green_us=0, laps=5))
    assert (row.laps, row.best_lap_us) == (2, 58_900_000)


def test_double_read_after_an_ignored_one_is_measured_from_the_accepted_one() -> None:
    table = {"7": seconds(60, 75, 81)}
    (row,) = race_result(crossings(table), RaceTerms(lineup=starters(table), green_us=0, laps=5))
    assert (row.laps, row.last_counted_us) == (2, 81_000_000)


@pytest.mark.parametrize(
    ("start_s", "laps"),
    [
        pytest.param(-9.9, 1, id="well before a late green"),
        pytest.param(3.0, 1, id="after the green"),
        pytest.param(19.9, 1, id="less than a minimum lap after the green"),
        pytest.param(20.0, 2, id="from then on it is a lap"),
    ],
)
def test_start_crossing_completes_no_lap(start_s: float, laps: int) -> None:
    table = {"7": seconds(start_s, start_s + 60)}
    (row,) = race_result(crossings(table), RaceTerms(lineup=starters(table), green_us=0, laps=5))
    assert row.laps == laps


def test_crossing_of_the_formation_lap_before_the_start_window_is_not_of_the_race() -> None:
    table = {"7": seconds(-31, 2, 62, 121)}
    (row,) = race_result(crossings(table), RaceTerms(lineup=starters(table), green_us=0, laps=5))
    assert (row.laps, row.best_lap_us) == (2, 59_000_000)


def test_last_crossing_around_the_green_is_the_start() -> None:
    table = {"7": seconds(-9.5, 18, 80)}
    (row,) = race_result(crossings(table), RaceTerms(lineup=starters(table), green_us=0, laps=5))
    assert (row.laps, row.best_lap_us) == (1, 62_000_000)


@pytest.mark.parametrize(("opened_s", "lap_s"), [(-30, 27), (None, 20)])
def test_crossing_of_the_formation_lap_can_make_the_start_a_duplicate(
    opened_s: int | None, lap_s: int
) -> None:
    table = {"7": seconds(-12, 7, 27)}
    opened_us = None if opened_s is None else opened_s * SECOND_US
    terms = RaceTerms(lineup=starters(table), green_us=0, laps=5, opened_us=opened_us)
    (row,) = race_result(crossings(table), terms)
    assert (row.laps, row.best_lap_us) == (1, lap_s * SECOND_US)


def test_karts_without_a_lap_follow_in_grid_order_started_or_not() -> None:
    table = {"1": (), "2": seconds(3), "3": seconds(2), "4": seconds(1, 61), "5": ()}
    rows = race_result(crossings(table), RaceTerms(lineup=starters(table), green_us=0, laps=5))
    assert [row.kart for row in rows] == ["4", "1", "2", "3", "5"]
    assert [row.started for row in rows] == [True, False, True, True, False]


def test_dead_heat_keeps_the_order_in_which_the_loop_reported() -> None:
    heard = [Crossing(kart=kart, at_us=at_us) for kart, at_us in (("2", 60), ("1", 60))]
    terms = RaceTerms(lineup=starters(["1", "2"], minimum_lap_s=0.00001), green_us=0, laps=1)
    assert [row.kart for row in race_result(heard, terms)] == ["2", "1"]


def test_minimum_lap_is_that_of_the_kart_s_own_class() -> None:
    table = {"quick": seconds(40, 70), "slow": seconds(40, 70)}
    lineup = (*starters(["quick"], minimum_lap_s=25), *starters(["slow"], minimum_lap_s=35))
    rows = race_result(crossings(table), RaceTerms(lineup=lineup, green_us=0, laps=9))
    assert laps_and_last(rows) == [("quick", 2, 70), ("slow", 1, 40)]


def test_three_lap_qualifying_ends_each_kart_at_its_own_third_crossing() -> None:
    table = {
        "7": seconds(41.2, 98.45, 155.38),
        "12": seconds(45.01, 102.11, 159.96),
        "23": seconds(50, 107.39),
        "31": seconds(55.5),
        "44": seconds(60.3, 117.23, 174.16, 230.9),
    }
    rows = timed_result(crossings(table), TimedTerms(lineup=starters(table), green_us=0, crossings_each=3))
    assert [(row.kart, row.best_lap_us) for row in rows] == [
        ("44", 56_930_000), ("7", 56_930_000), ("12", 57_100_000), ("23", 57_390_000), ("31", None),
    ]  # fmt: skip
    assert rows[-1].started


def test_lap_on_which_the_time_runs_out_counts_and_is_the_last() -> None:
    table = {"10": seconds(100, 443.2, 499.9, 550), "9": seconds(500, 556.1)}
    terms = TimedTerms(lineup=starters(table), green_us=0, chequered_us=480 * SECOND_US)
    rows = timed_result(crossings(table), terms)
    assert [(row.kart, row.laps, row.best_lap_us) for row in rows] == [("10", 2, 56_700_000), ("9", 0, None)]


def test_karts_without_a_timed_lap_follow_as_they_were_heard() -> None:
    table = {"1": (), "2": seconds(30), "3": (), "4": seconds(10, 70), "5": seconds(20)}
    rows = timed_result(crossings(table), TimedTerms(lineup=starters(table), green_us=0))
    assert [(row.kart, row.started) for row in rows] == [
        ("4", True), ("5", True), ("2", True), ("1", False), ("3", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("others", "first"),
    [
        pytest.param(seconds(10, 60, 111), "b", id="better second best"),
        pytest.param(seconds(9, 59), "a", id="no second lap loses"),
        pytest.param(seconds(5, 55, 107), "b", id="all equal: set earlier"),
    ],
)
def test_equal_best_laps(others: tuple[int, ...], first: str) -> None:
    table = {"a": seconds(10, 62, 112), "b": others}
    rows = timed_result(crossings(table), TimedTerms(lineup=starters(table), green_us=0))
    assert rows[0].best_lap_us == rows[1].best_lap_us == 50_000_000
    assert rows[0].kart == first


def test_late_on_the_lead_lap_is_not_lapped() -> None:
    leader = seconds(*range(60, 481, 60))
    fill = seconds(62, 124, 186, 248, 310, 372)
    table = {
        "10": leader,
        "20": (*seconds(60.5, 121, 181, 241, 301, 361, 421), 481_200_000),
        "30": (*fill, 422_500_000),
        "40": (*fill, 424_000_000),
        "50": (*fill, 481_900_000),
        "60": (*fill[:5], 455_000_000),
    }
    terms = RaceTerms(lineup=starters(table), green_us=0, laps=20)
    rows = snapshot(crossings(table), terms, 483 * SECOND_US)
    assert [(row.kart, row.laps, row.lapped_by) for row in rows] == [
        ("10", 8, 0), ("20", 8, 0), ("30", 7, 0), ("40", 7, 0), ("50", 7, 1), ("60", 6, 1),
    ]  # fmt: skip


def test_stopped_kart_is_lapped_once_the_leader_is_two_laps_ahead() -> None:
    table = {"1": seconds(60, 120, 180, 240), "2": seconds(61)}
    terms = RaceTerms(lineup=starters(table), green_us=0, laps=20)
    lapped_by = [
        next(row.lapped_by for row in snapshot(crossings(table), terms, instant) if row.kart == "2")
        for instant in seconds(130, 190, 250)
    ]
    assert lapped_by == [0, 1, 2]
