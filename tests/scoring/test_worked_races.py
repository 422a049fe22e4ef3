"""Worked race cases through the engine: N-1, penalties, restarts, cautions, shortened and called races."""

import pytest

from livetiming import commands
from livetiming.facts import LineupPublished, ShownFlag
from livetiming.rulings import (
    Disqualified,
    DockedGained,
    DockedLaps,
    DockedPlaces,
    Finish,
    Involvement,
    RearOfField,
    Removal,
    Removed,
    SessionRules,
    TimePenalty,
)
from livetiming.scoring.snapshot import snapshot
from support.clocks import us
from support.day import Day, track

MEATBALL = Removed(reason=Removal.MECHANICAL)


def order(day: Day, session: str = "race") -> list[str]:
    """The entries in classified order."""
    return [row.row for row in day.standings(session).scored]


def statuses(day: Day, session: str = "race") -> dict[str, str]:
    return {row.row: row.status.value for row in day.standings(session).scored}


def every(lap_s: float, laps: int, first: float | None = None) -> list[float]:
    """Crossings a lap apart."""
    begin = lap_s if first is None else first
    return [round(begin + lap_s * lap, 3) for lap in range(laps)]


def finished(day: Day, karts: list[str]) -> None:
    """A one-lap race that the karts finish in this order."""
    day.started_race(1, grid=karts)
    day.hear({kart: [60 + place] for place, kart in enumerate(karts)})


def test_two_karts_meatballed_on_the_same_lap_are_scored_to_the_lap_before() -> None:
    """PKRA-S19: both flagged on lap 5, credited 4; what one of them drove after it is struck."""
    with Day(["10", "20", "30", "40", "50", "60"]) as day:
        day.started_race(10, grid=["10", "20", "30", "40", "50", "60"])
        day.hear(
            {
                "10": every(60, 10),
                "20": [60.5, 120.6, 180.9, 241.2, 301.5, 361.8, 422.1, 482.4, 542.7, 603.0],
                "30": every(61, 10),
                "40": [61.5, 122.4, 183.3, 244.1, 305.2],
                "50": [62, 123, 184, 245.0],
                "60": [62.5, 124, 186, 248],
            }
        )
        day.rule("40", MEATBALL, at=270)
        day.rule("50", MEATBALL, at=280)
        day.close("race", 700)
        assert day.sheet() == [
            ("10", 10, 600),
            ("20", 10, 603),
            ("30", 10, 610),
            ("40", 4, 244.1),
            ("50", 4, 245),
            ("60", 4, 248),
        ]
        assert [statuses(day)[kart] for kart in ("40", "50", "60")] == ["dnf"] * 3


def test_meatball_on_lap_1_leaves_the_grid_order() -> None:
    """PKRA-S21: 40 had the better place on the grid, 50 crashed on the same lap."""
    with Day(["10", "40", "20", "50"]) as day:
        day.started_race(2, grid=["10", "40", "20", "50"])
        day.hear({"10": [60, 120], "20": [61, 121]})
        day.rule("40", MEATBALL, at=30)
        day.close("race", 200)
        assert order(day) == ["10", "20", "40", "50"]


def test_slow_kart_taken_out_is_classified_last() -> None:
    """A03: it had more laps than the kart that stopped on lap 1, and stands behind it."""
    with Day(["1", "2", "3"]) as day:
        day.started_race(4)
        day.hear({"1": every(60, 4), "2": [63], "3": every(75, 3)})
        day.rule("3", Removed(reason=Removal.SLOW), at=230)
        day.close("race", 400)
        assert order(day) == ["1", "2", "3"]


def test_removed_kart_cannot_end_the_race() -> None:
    """GEN-2: the leader was meatballed before the last lap and drove on; the next one ends the race."""
    with Day(["1", "2", "3"]) as day:
        day.started_race(3)
        day.hear({"1": [60, 120, 180], "2": [61, 122, 183], "3": [62, 124, 182, 250]})
        day.rule("1", MEATBALL, at=150)
        day.close("race", 300)
        assert day.sheet() == [("3", 3, 182), ("2", 3, 183), ("1", 2, 120)]
        assert statuses(day)["1"] == "dnf"


def test_place_penalties_act_together_on_the_finishers() -> None:
    """PKRA-S23 through the engine, and withdrawn again."""
    with Day(["1", "2", "3", "4", "5", "6"]) as day:
        finished(day, ["1", "2", "3", "4", "5", "6"])
        first = day.rule("1", DockedPlaces(places=3), at=70)
        day.rule("2", DockedPlaces(places=1), at=71)
        assert order(day) == ["3", "4", "2", "1", "5", "6"]
        day.withdraw(first)
        assert order(day) == ["1", "3", "2", "4", "5", "6"]


def test_docked_places_gained_and_one_more() -> None:
    """PKRA 600.1 #6: two places gained by the infraction, and one."""
    with Day(["1", "2", "3", "4", "5"]) as day:
        finished(day, ["1", "2", "3", "4", "5"])
        day.rule("1", DockedGained(gained=2, plus=1), at=70)
        assert order(day) == ["2", "3", "4", "1", "5"]


def test_rear_of_field_is_behind_the_last_finisher() -> None:
    """PKRA-S25, A07: the kart that did not finish keeps its slot."""
    with Day(["1", "2", "3", "4", "5", "6"]) as day:
        day.started_race(2, grid=["1", "2", "3", "4", "5", "6"])
        day.hear({str(kart): [60 + kart, 120 + kart] for kart in range(1, 6)} | {"6": [66]})
        day.rule("1", RearOfField(), at=130)
        day.close("race", 200)
        assert order(day) == ["2", "3", "4", "5", "1", "6"]
        assert statuses(day)["6"] == "dnf"


def test_docked_lap_keeps_the_elapsed_time() -> None:
    """PKRA 600.1 #9: laps less one, sorted again by GEN-3."""
    with Day(["1", "2", "3"]) as day:
        day.started_race(2)
        day.hear({"1": [60, 120], "2": [61, 121], "3": [62, 122]})
        day.rule("1", DockedLaps(laps=1), at=130)
        assert day.sheet() == [("2", 2, 121), ("3", 2, 122), ("1", 1, 120)]


def test_time_penalty_orders_as_if_crossed_later() -> None:
    """Ten seconds put the winner behind the second; its last crossing stays what it was."""
    with Day(["1", "2"]) as day:
        finished(day, ["1", "2"])
        day.rule("1", TimePenalty(penalty_us=us(10)), at=70)
        assert order(day) == ["2", "1"]


def test_disqualified_kart_stands_last_and_the_others_close_up() -> None:
    """A71."""
    with Day(["1", "2", "3"]) as day:
        finished(day, ["1", "2", "3"])
        day.rule("2", Disqualified(), at=90)
        assert order(day) == ["1", "3", "2"]
        assert [row.position for row in day.standings().scored] == [1, 2, 3]


def test_karts_eliminated_on_one_lap_stand_as_on_the_lap_before() -> None:
    """SOK-S13: 30 and 40 went out on lap 7, 50 on lap 6."""
    with Day(["10", "20", "30", "40", "50", "60"]) as day:
        day.started_race(12)
        day.hear(
            {
                "10": every(50, 12),
                "20": every(50.1, 12),
                "60": every(50.15, 12),
                "40": every(50.2, 6),
                "30": every(50.31, 6),
                "50": every(51, 5),
            }
        )
        day.close("race", 700)
        assert order(day) == ["10", "20", "60", "40", "30", "50"]


def test_race_called_at_the_time_limit_counts_what_was_crossed_before_it() -> None:
    """KAM-S16, A39: lap 16 of the leader was the last before the deadline."""
    limit = SessionRules(time_limit_us=us(1200))
    laps_15 = {"10": 1123, "20": 1122, "30": 1142, "40": 1150}
    laps_16 = {"10": 1180, "20": 1185, "30": 1205, "40": 1215}
    with Day(["10", "20", "30", "40"]) as day:
        day.race(20, rules=limit)
        day.open("race", -60)
        day.green("race", 0)
        day.hear({kart: [*every(70, 14), laps_15[kart], laps_16[kart]] for kart in laps_15})
        day.close("race", 1300)
        assert [(row.row, row.laps) for row in day.standings().scored] == [
            ("10", 16), ("20", 16), ("30", 15), ("40", 15),
        ]  # fmt: skip


def test_race_called_at_a_lap_of_the_leader_is_the_order_then() -> None:
    """PKRA-S31, A19: red and chequered together; the result is the snapshot at the leader's lap 7."""
    with Day(["1", "2", "3"]) as day:
        day.started_race(10)
        day.hear({"1": every(60, 7), "2": every(60.5, 7), "3": every(61, 6)})
        assert "completed lap 8" in day.refused(commands.CallResult(session="race", lap=8))
        day.do(commands.CallResult(session="race", lap=7))
        assert [(row.row, row.laps) for row in day.standings().scored] == [("1", 7), ("2", 6), ("3", 6)]


def test_shortened_race_ends_at_the_new_number_of_laps() -> None:
    """SOK-SHORT: the director takes laps off while it runs."""
    with Day(["1", "2"]) as day:
        day.started_race(10)
        day.hear({"1": [60, 120], "2": [61, 121]})
        day.do(commands.RescheduleLaps(session="race", laps=3))
        day.hear({"1": [180], "2": [181]})
        assert statuses(day) == {"1": "finished", "2": "finished"}


def test_laps_under_caution_do_not_count_where_the_rules_say_so() -> None:
    """A setting: two laps under yellow leave three racing laps to go."""
    with Day(["1", "2"]) as day:
        day.race(4, rules=SessionRules(caution_laps_count=False))
        day.open("race", -60)
        day.green("race", 0)
        day.flag("race", ShownFlag.YELLOW, 70)
        day.flag("race", ShownFlag.GREEN, 190)
        day.hear({"1": every(60, 6), "2": every(60.5, 6)})
        assert [(row.row, row.laps) for row in day.standings().scored] == [("1", 4), ("2", 4)]
        assert day.standings().end_us == track(360)


def test_red_flag_and_restart_keep_the_laps_and_do_not_count_the_way_to_the_grid() -> None:
    """Field fault 7: 3 is late on the lead lap and restarts with the leader's laps, 4 was lapped."""
    with Day(["1", "2", "3", "4"]) as day:
        day.started_race(5)
        day.hear({"1": [60, 120], "2": [61, 122], "3": [100], "4": [130]})
        day.flag("race", ShownFlag.RED, 140)
        day.hear({"1": [200], "2": [201], "3": [202], "4": [203]})
        day.flag("race", ShownFlag.GREEN, 600)
        day.hear({kart: [600 + int(kart) + 60 * lap for lap in range(4)] for kart in ("1", "2", "3", "4")})
        day.close("race", 900)
        assert [(row.row, row.laps) for row in day.standings().scored] == [
            ("1", 5), ("2", 5), ("3", 5), ("4", 4),
        ]  # fmt: skip
        assert day.standings().end_us == track(781)


def test_race_by_time_ends_at_the_leaders_next_crossing() -> None:
    """Field fault 14: exactly one more crossing of the leader after the time is up."""
    with Day(["1", "2"]) as day:
        day.race(None, rules=SessionRules(finish=Finish.TIME), duration_s=200)
        day.open("race", -60)
        day.green("race", 0)
        day.hear({"1": every(60, 6), "2": every(66, 6)})
        day.close("race", 500)
        assert day.standings().end_us == track(240)
        assert day.sheet() == [("1", 4, 240), ("2", 4, 264)]


def test_race_by_time_plus_two_laps() -> None:
    """The time is up on lap 4; the leader ends it two laps later."""
    rules = SessionRules(finish=Finish.TIME_PLUS_LAPS, plus_laps=2)
    with Day(["1"]) as day:
        day.race(None, rules=rules, duration_s=200)
        day.open("race", -60)
        day.green("race", 0)
        day.hear({"1": every(60, 8)})
        assert day.standings().end_us == track(360)


def test_red_flag_stops_the_clock_of_a_race_by_time_where_the_rules_say_so() -> None:
    """200 s of racing with a stop of 300 s in between end 500 s after the green."""
    with Day(["1"]) as day:
        day.race(None, rules=SessionRules(finish=Finish.TIME, red_stops_clock=True), duration_s=200)
        day.open("race", -60)
        day.green("race", 0)
        day.flag("race", ShownFlag.RED, 130)
        day.flag("race", ShownFlag.GREEN, 430)
        day.hear({"1": [60, 120, 431, 490, 550]})
        assert day.standings().end.expired_us == track(500)
        assert day.standings().end_us == track(550)


def test_order_of_a_snapshot_and_who_is_lapped() -> None:
    """GEN-S03: late on the lead lap is not lapped."""
    crossings = {
        "10": every(60, 8),
        "20": [*every(60.1, 7), 481.2],
        "30": every(60.357, 7),
        "40": every(60.571, 7),
        "50": [*every(66, 6), 481.9],
        "60": every(75.833, 6),
    }
    crossings["30"][-1], crossings["40"][-1], crossings["60"][-1] = 422.5, 424.0, 455.0
    with Day(list(crossings)) as day:
        day.started_race(20)
        day.hear(crossings)
        rows = day.standings().scored
        shot = snapshot([row.run for row in rows], track(483))
        assert [rows[spot.index].row for spot in shot] == ["10", "20", "30", "40", "50", "60"]
        assert {rows[spot.index].row: spot.lapped for spot in shot if spot.lapped} == {"50": 1, "60": 1}


def test_restart_lineup_is_published_with_its_reasons() -> None:
    """From the running order at the yellow, the causer to the rear, every place with its reason."""
    with Day(["10", "20", "30"]) as day:
        day.started_race(10)
        day.hear({"10": [60, 120], "20": [61, 121], "30": [62, 122]})
        day.flag("race", ShownFlag.YELLOW, 150)
        n = day.do(
            commands.PublishRestart(
                session="race",
                involved=(commands.Involved(entry="20", involvement=Involvement.CAUSER),),
            )
        )
        lineup = day.evidence.decisions[n]
        assert isinstance(lineup, LineupPublished)
        assert [place.entry for place in lineup.places] == ["10", "30", "20"]
        assert lineup.places[2].why == "caused the stop, to the rear"
        assert lineup.causers == ("20",)


def test_restart_lineup_leaves_out_who_was_never_there() -> None:
    """An entry that was neither heard nor on the grid takes no restart."""
    with Day(["10", "20", "30"]) as day:
        day.started_race(10, grid=["10", "20"])
        day.hear({"10": [60, 120]})
        day.flag("race", ShownFlag.YELLOW, 150)
        lineup = day.evidence.decisions[day.do(commands.PublishRestart(session="race"))]
        assert isinstance(lineup, LineupPublished)
        assert [place.entry for place in lineup.places] == ["10", "20"]


@pytest.mark.parametrize("green", [0.0, 4.0, 9.0])
def test_green_pressed_late_loses_no_lap(green: float) -> None:
    """GEN-2: karts that crossed up to ten seconds before the green have started."""
    with Day(["1", "2"]) as day:
        day.race(2)
        day.open("race", -60)
        day.green("race", green)
        day.hear({"1": [0, 60, 120], "2": [0.5, 61, 121]})
        assert day.sheet() == [("1", 2, 120), ("2", 2, 121)]


def test_whole_field_credited_a_lap_that_the_loop_missed() -> None:
    """Field fault 11: everybody has one more, and the race ends a crossing earlier."""
    with Day(["1", "2"]) as day:
        day.started_race(3)
        day.hear({"1": [60, 180], "2": [61, 181]})
        credit = day.do(commands.CreditField(session="race", laps=1))
        assert [(row.row, row.laps) for row in day.standings().scored] == [("1", 3), ("2", 3)]
        assert day.standings().end_us == track(180)
        day.withdraw(credit)
        assert [row.laps for row in day.standings().scored] == [2, 2]


def test_race_called_after_a_credit_is_called_at_the_lap_that_the_sheet_shows() -> None:
    """The credited lap is one of the leader's."""
    with Day(["1", "2"]) as day:
        day.started_race(9)
        day.hear({"1": [60, 180, 240], "2": [61, 181, 241]})
        day.do(commands.CreditField(session="race", laps=1))
        day.do(commands.CallResult(session="race", lap=3))
        assert day.sheet() == [("1", 3, 180), ("2", 2, 61)]


def test_swap_from_now_leaves_the_earlier_laps_where_they_were() -> None:
    """Field fault 12 (BMI): asked as from the start or from now."""
    with Day(["1", "2"]) as day:
        day.started_race(10)
        day.hear({"1": [60, 120], "2": [61]})
        day.do(commands.SwapTransponders(entry="1", other="2", from_track_us=track(150)))
        day.hear({"1": [180], "2": [185, 245]})
        assert {row.row: row.laps for row in day.standings().scored} == {"1": 4, "2": 2}


def test_passing_moved_to_where_it_happened() -> None:
    """A reader with a wrong clock: one passing is put in its place, and back when that is withdrawn."""
    with Day(["1"]) as day:
        day.started_race(10)
        day.hear({"1": [60, 125, 180]})
        move = day.do(commands.MovePassing(passing=day.fact_of("1", 125), track_us=track(120)))
        assert day.standings().scored[0].run.laps_us == [us(60)] * 3
        day.hear({"1": [240]})
        assert day.standings().scored[0].run.laps_us == [us(60)] * 4
        day.withdraw(move)
        assert day.standings().scored[0].run.laps_us == [us(60), us(65), us(55), us(60)]
