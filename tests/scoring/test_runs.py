"""What is kept between looks at the standings equals what fresh hands derive."""

from livetiming import commands
from livetiming.facts import ShownFlag
from livetiming.scoring.standings import Scorer
from support.day import Day, track
from support.dump import plain


def assert_kept_is_fresh(day: Day) -> None:
    fresh = Scorer(day.evidence).standings("race")
    assert plain(day.standings().rows) == plain(fresh.rows)


def test_swap_known_beforehand_is_scored_in_time_order_though_both_transponders_come_at_once() -> None:
    with Day(["7"]) as day:
        day.started_race(9)
        # The spare has the lower number, and is looked through first.
        day.do(commands.AssignTransponder(transponder=500, entry="7", from_track_us=track(150)))
        day.do(commands.AssignTransponder(transponder=1007, entry=None, from_track_us=track(150)))
        day.hear({"7": [60]})
        day.standings()
        day.hear({"7": [120], "-500": [180]})
        assert day.laps("7") == [60, 60, 60]
        assert_kept_is_fresh(day)


def test_passing_from_before_the_opening_that_comes_after_it_opens_no_lap() -> None:
    with Day(["7"]) as day:
        day.hear({"7": [-300, -240]})
        day.race(9, start_window_s=10)
        day.open("race", -30)
        day.standings()
        (late,) = day.passings({"7": [-100]})
        day.green()
        day.standings()
        day.at(10)
        day.deliver([late], resent=True)
        day.hear({"7": [60]})
        assert day.laps("7") == [60]
        assert_kept_is_fresh(day)


def test_credited_crossing_ahead_of_the_next_one_heard() -> None:
    with Day(["7"]) as day:
        day.started_race(9)
        day.do(commands.InsertPassing(session="race", entry="7", track_us=track(120)))
        day.standings()
        day.hear({"7": [60, 180]})
        assert day.laps("7") == [60, 60, 60]
        assert_kept_is_fresh(day)


def test_legs_of_a_restarted_race_grow_lap_by_lap() -> None:
    with Day(["7", "8"]) as day:
        day.started_race(20, grid=["7", "8"])
        day.hear({"7": [60, 120], "8": [61, 121]})
        day.flag("race", ShownFlag.RED, 130)
        day.green(at=300)
        for lap in range(6):
            day.hear({"7": [302 + 60 * lap], "8": [303 + 60.5 * lap]})
            assert_kept_is_fresh(day)
        assert [row.laps for row in day.standings().scored] == [7, 7]


def test_preview_leaves_no_trace_in_what_is_kept() -> None:
    with Day(["7", "8"]) as day:
        day.started_race(20)
        day.hear({"7": [60, 120], "8": [61, 121]})
        day.standings()
        day.ask_for_preview(commands.IgnorePassing(passing=day.fact_of("7", 60)))
        day.do(commands.IgnorePassing(passing=day.fact_of("8", 61)))
        assert day.laps("8") == [121]
        assert day.laps("7") == [60, 60]
        assert_kept_is_fresh(day)
