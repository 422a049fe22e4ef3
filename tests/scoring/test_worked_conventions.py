"""The worked cases of the conventions, through the engine."""

from livetiming.rulings import FirstCrossing, Removal, Removed, SessionRules
from support.clocks import us
from support.day import Day, seconds

FIVE_LAPS: dict[str, list[float]] = {
    "1": [60, 120, 180, 240, 300],
    "2": [59.9, 121, 181, 241, 300.4],
    "3": [61, 122, 183, 244, 305, 366],
    "4": [70, 140, 210, 280, 350],
    "5": [80, 160, 240, 320, 400],
}


def test_race_with_a_lapped_kart_ends_for_each_at_its_first_crossing_after_the_leaders_finish() -> None:
    with Day(list(FIVE_LAPS)) as day:
        day.started_race(5, grid=list(FIVE_LAPS))
        day.hear(FIVE_LAPS)
        # GEN-S01
        assert day.sheet() == [("1", 5, 300), ("2", 5, 300.4), ("3", 5, 305), ("4", 5, 350), ("5", 4, 320)]
        assert set(day.statuses().values()) == {"finished"}


def test_kart_removed_at_the_very_crossing_of_its_finish_has_finished_and_ended_the_race() -> None:
    with Day(["1", "2"]) as day:
        day.started_race(2, grid=["1", "2"])
        day.hear({"1": [60, 120], "2": [61, 125, 190]})
        day.rule("1", Removed(reason=Removal.STOPPED), at=120)
        assert day.sheet() == [("1", 2, 120), ("2", 2, 125)]
        assert day.statuses() == {"1": "finished", "2": "finished"}
        assert seconds(day.standings().end_us) == 120


def test_double_read_is_kept_apart_as_a_duplicate() -> None:
    with Day(["7"]) as day:
        day.started_race(9)
        day.hear({"7": [60.000, 60.350, 118.900]})
        # GEN-S02
        (row,) = day.standings().scored
        assert day.laps("7") == [60, 58.9]
        assert row.run.duplicates == [day.fact_of("7", 60.35)]


def test_echo_of_a_crossing_before_the_session_s_first_lap_opens_nothing() -> None:
    with Day(["7"]) as day:
        day.race(9, start_window_s=10)
        day.open("race", -60)
        day.green()
        day.hear({"7": [-12, 3, 63, 124]})
        (row,) = day.standings().scored
        assert seconds(row.run.opening_us) == 0
        assert row.run.opening_source is None
        assert row.run.laps_us == [us(63), us(61)]


def test_lap_one_runs_from_the_green_for_all_where_the_grid_is_beyond_the_line() -> None:
    with Day(["7", "8"]) as day:
        day.race(9, rules=SessionRules(first_crossing=FirstCrossing.COMPLETES))
        day.open("race", -60)
        day.green()
        day.hear({"7": [61], "8": [62]})
        assert day.sheet() == [("7", 1, 61), ("8", 1, 62)]
