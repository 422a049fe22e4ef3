"""What went wrong in other systems, each a case that must not go wrong here (by number of the list)."""

import pytest

from livetiming import commands
from livetiming.commands import InsertPassing, MoveFlag, RegisterEntry
from livetiming.facts import SessionKind, ShownFlag
from livetiming.publish.board import Board
from livetiming.rulings import Finish, SessionRules
from support.clocks import us
from support.day import Day, track, transponder_of

FIELD = [str(number) for number in range(1, 61)]


@pytest.mark.parametrize("count", [21, 200])
def test_1_burst_of_passings_in_one_read_is_scored_whole_and_in_decoder_time(count: int) -> None:
    laps = -(-count // len(FIELD)) if count > len(FIELD) else 1
    karts = FIELD[: -(-count // laps)]
    times = {kart: [60.0 * lap + int(kart) * 0.01 for lap in range(1, laps + 1)] for kart in karts}
    with Day(karts) as day:
        day.started_race(50)
        passings = day.passings(times)[:count]
        commits = day.commits
        day.deliver(reversed(passings), resent=True)
        assert day.commits == commits + 1
        assert sum(row.laps for row in day.standings().scored) == count
        assert day.order()[:3] == sorted(karts, key=lambda kart: (-len(times[kart]), int(kart)))[:3]
        for row in day.standings().scored:
            assert row.run.crossings_us == sorted(row.run.crossings_us)


def test_2_rejected_read_does_not_move_the_anchor() -> None:
    with Day(["7"]) as day:
        day.started_race(9)
        day.hear({"7": [60.0, 60.35, 79.9, 118.9]})
        assert day.laps("7") == [60.0, 58.9]


def test_3_race_is_ordered_by_laps_then_crossing_never_by_best_lap() -> None:
    with Day(["1", "2", "3"]) as day:
        day.started_race(9)
        day.hear({"1": [70, 130], "2": [60, 131], "3": [90, 115]})
        assert day.order() == ["3", "1", "2"]
        day.hear({"2": [186]})
        assert day.order() == ["2", "3", "1"]
        assert min(day.laps("3")) < min(day.laps("2"))


def test_4_lap_times_come_from_the_decoder_whatever_the_network_does() -> None:
    with Day(["1", "2"]) as day:
        day.started_race(9)
        passings = day.passings({"1": [60, 121], "2": [61, 119]})
        day.deliver(passings[:2], late_s=9)
        day.deliver(passings[2:], late_s=0.4)
        assert day.laps("1") == [60, 61]
        assert day.order() == ["2", "1"]


def test_6_changed_number_or_name_stays_one_kart() -> None:
    with Day(["1", "2"]) as day:
        day.started_race(9)
        day.hear({"1": [60], "2": [61]})
        changed = RegisterEntry(entry="2", class_id="k", number="22", name="New Name", transponders=(1002,))
        day.do(changed)
        board = Board(day.evidence, day.engine.scorer).state(day.clock.server_us())
        assert [(row.position, row.number, row.name, row.laps) for row in board.rows] == [
            (1, "1", "Driver 1", 1),
            (2, "22", "New Name", 1),
        ]


def test_7_stopped_and_restarted_race_keeps_its_laps() -> None:
    with Day(["1", "2"]) as day:
        day.started_race(4, grid=["1", "2"])
        day.hear({"1": [60, 120], "2": [61, 121]})
        day.flag("race", ShownFlag.RED, 130)
        day.hear({"1": [190], "2": [191]})
        day.flag("race", ShownFlag.GREEN, 300)
        day.hear({"1": [303, 363, 423], "2": [304, 365, 424]})
        assert day.sheet() == [("1", 4, 423), ("2", 4, 424)]


def test_7_race_closed_by_mistake_goes_on_with_its_laps() -> None:
    with Day(["1"]) as day:
        day.started_race(9)
        day.hear({"1": [60, 120]})
        closed = day.close("race", 125)
        day.hear({"1": [180]})
        assert day.sheet() == [("1", 2, 120)]
        day.withdraw(closed)
        day.hear({"1": [240]})
        assert day.laps("1") == [60, 60, 60, 60]


def test_8_passings_after_the_stop_are_kept_and_can_be_taken_in() -> None:
    with Day(["1", "2"]) as day:
        day.started_race(3)
        day.hear({"1": [60, 120], "2": [61, 121]})
        closed = day.close("race", 150)
        day.hear({"1": [180], "2": [179.5]})
        assert day.order() == ["1", "2"]
        assert len(day.evidence.heard[transponder_of("1")]) == 3
        day.withdraw(closed)
        assert day.sheet() == [("2", 3, 179.5), ("1", 3, 180)]


def test_8_passings_before_anything_is_planned_belong_to_the_session_that_reaches_back_to_them() -> None:
    with Day() as day:
        day.hear({"1": [60, 120]})
        day.enter("1")
        day.race(9)
        day.open("race", -30)
        day.green()
        assert day.laps("1") == [60, 60]


@pytest.mark.parametrize("pressed", [-25.0, 47.0])
def test_9_green_pressed_at_the_wrong_time_is_moved(pressed: float) -> None:
    with Day(["1", "2"]) as day:
        day.race(9)
        day.open("race", -60)
        green = day.green("race", pressed)
        day.hear({"1": [2, 62, 122], "2": [3, 64, 121]})
        day.do(MoveFlag(flag=green, track_us=track(0)))
        assert day.laps("1") == [60, 60]
        assert day.order() == ["2", "1"]


def test_9_chequered_flag_too_early_is_moved_and_gives_the_laps_back() -> None:
    with Day(["1", "2"]) as day:
        day.started_race(4)
        day.hear({"1": [60, 120, 180], "2": [61, 121, 182]})
        chequered = day.chequered("race", 110)
        assert day.sheet() == [("1", 2, 120), ("2", 2, 121)]
        day.do(MoveFlag(flag=chequered, track_us=track(230)))
        day.hear({"1": [240], "2": [242]})
        assert day.sheet() == [("1", 4, 240), ("2", 4, 242)]


def test_10_caution_pressed_late_is_moved_to_when_it_was_shown() -> None:
    with Day(["1", "2", "3"]) as day:
        day.race(9, rules=SessionRules(caution_laps_count=False))
        day.open("race", -60)
        day.green()
        day.hear({"1": [60, 120], "2": [61, 121], "3": [62, 122]})
        caution = day.flag("race", ShownFlag.YELLOW, 121.5)
        assert [laps for _, laps, _ in day.sheet()] == [2, 2, 1]
        day.do(MoveFlag(flag=caution, track_us=track(119)))
        assert [laps for _, laps, _ in day.sheet()] == [1, 1, 1]


def test_11_lap_is_credited_to_the_whole_field_and_a_partial_lap_taken_out() -> None:
    with Day(["1", "2"]) as day:
        day.started_race(9)
        day.hear({"1": [60, 180], "2": [61, 181]})
        day.do(commands.CreditField(session="race", laps=1))
        assert day.sheet() == [("1", 3, 180), ("2", 3, 181)]
        day.hear({"1": [205], "2": [240]})
        day.do(commands.IgnorePassing(passing=day.fact_of("1", 205)))
        assert day.sheet() == [("2", 4, 240), ("1", 3, 180)]


def test_12_transponder_adopted_in_the_race_brings_its_earlier_laps() -> None:
    with Day(["1"]) as day:
        day.enter("1")
        day.do(RegisterEntry(entry="2", class_id="k", number="2", name="Driver 2"))
        day.started_race(9)
        day.hear({"1": [61, 122], "2": [60, 119]})
        assert day.statuses() == {"1": "running", "2": "waiting", "t1002": "unknown"}
        day.do(commands.AssignTransponder(transponder=1002, entry="2"))
        assert day.sheet() == [("2", 2, 119), ("1", 2, 122)]
        assert day.statuses() == {"1": "running", "2": "running"}


def test_12_transponder_adopted_from_now_on_leaves_its_earlier_laps_alone() -> None:
    with Day(["1"]) as day:
        day.do(RegisterEntry(entry="2", class_id="k", number="2", name="Driver 2"))
        day.started_race(9)
        day.hear({"1": [61, 122], "2": [60, 119]})
        day.do(commands.AssignTransponder(transponder=1002, entry="2", from_track_us=track(100)))
        day.hear({"2": [180]})
        assert day.laps("2") == [119, 61]


def test_13_two_close_reads_are_both_kept_and_the_other_can_be_chosen() -> None:
    with Day(["7"]) as day:
        day.started_race(9)
        day.hear({"7": [60.0, 60.35, 118.9]})
        day.do(commands.IgnorePassing(passing=day.fact_of("7", 60.0)))
        assert day.laps("7") == [60.35, 58.55]


def test_14_exactly_one_more_lap_after_the_time_is_up() -> None:
    with Day(["1", "2"]) as day:
        day.race(None, rules=SessionRules(finish=Finish.TIME), duration_s=150)
        day.open("race", -60)
        day.green()
        day.hear({"1": [60, 120, 180, 240], "2": [61, 122, 184, 246]})
        assert day.sheet() == [("1", 3, 180), ("2", 3, 184)]
        assert len(day.evidence.heard[transponder_of("1")]) == 4


def test_14_timed_session_ends_for_each_kart_at_its_next_crossing() -> None:
    with Day(["1", "2"]) as day:
        day.timed(SessionKind.PRACTICE, duration_s=150)
        day.open("session", -1)
        day.green("session")
        day.hear({"1": [10, 70, 130, 190, 230], "2": [12, 75, 149.9, 210, 260]})
        assert day.laps("1", "session") == [60, 60, 60]
        assert day.laps("2", "session") == [63, 74.9, 60.1]


def test_15_tie_on_laps_goes_by_crossing_and_tie_on_best_lap_by_second_best() -> None:
    with Day(["1", "2", "3"]) as day:
        day.timed(SessionKind.QUALIFYING)
        day.open("session", -1)
        day.hear({"1": [1, 51, 103], "2": [2, 54, 104], "3": [3, 53, 103.5]})
        assert day.bests("session") == [("3", 50.0), ("1", 50.0), ("2", 50.0)]


def test_16_session_added_late_disturbs_neither_the_active_one_nor_its_order() -> None:
    with Day(["1", "2"]) as day:
        day.started_race(9)
        day.hear({"1": [60], "2": [61]})
        before = day.sheet()
        day.race(5, session="another", grid=["2", "1"])
        assert day.evidence.current == "race"
        assert day.sheet() == before
        assert day.sheet("another") == [("2", 0, None), ("1", 0, None)]


def test_17_struck_lap_changes_the_winner_everywhere_at_once() -> None:
    with Day(["1", "2"]) as day:
        day.started_race(2)
        day.hear({"1": [60, 120], "2": [61, 121]})
        assert day.order() == ["1", "2"]
        struck = day.do(commands.IgnorePassing(passing=day.fact_of("1", 120)))
        assert day.sheet() == [("2", 2, 121), ("1", 1, 60)]
        rows = Board(day.evidence, day.engine.scorer).state(day.clock.server_us()).rows
        assert [(row.number, row.laps) for row in rows] == [("2", 2), ("1", 1)]
        day.withdraw(struck)
        assert day.order() == ["1", "2"]


def test_21_classes_in_one_race_have_places_of_their_own_and_may_end_on_their_own() -> None:
    with Day(["1", "2"]) as day:
        day.do(commands.DefineClass(class_id="j", name="Juniors", min_lap_us=us(20)))
        for kart in ("8", "9"):
            day.do(
                RegisterEntry(
                    entry=kart, class_id="j", number=kart, name=kart, transponders=(transponder_of(kart),)
                )
            )
        day.do(
            commands.PlanSession(
                session="race",
                name="Race",
                kind=SessionKind.RACE,
                class_ids=("k", "j"),
                laps=3,
                rules=SessionRules(chequered_per_class=True),
            )
        )
        day.open("race", -60)
        day.green()
        day.hear({"1": [50, 100, 150], "2": [51, 101, 151], "8": [70, 140, 210, 280], "9": [71, 142, 213]})
        assert day.sheet() == [("1", 3, 150), ("2", 3, 151), ("8", 3, 210), ("9", 3, 213)]
        assert [row.class_position for row in day.standings().scored] == [1, 2, 1, 2]


def test_23_and_24_start_crossing_counts_once_and_the_first_lap_is_not_lost() -> None:
    with Day(["1", "2"]) as day:
        day.started_race(9)
        passings = day.passings({"1": [2, 62], "2": [3, 64]})
        day.deliver(passings)
        day.deliver(passings)
        day.deliver(passings, resent=True)
        assert day.laps("1") == [60]
        assert day.sheet() == [("1", 1, 62), ("2", 1, 64)]


def test_inserted_crossing_between_two_heard_ones_splits_the_lap() -> None:
    with Day(["1"]) as day:
        day.started_race(9)
        day.hear({"1": [60, 180]})
        inserted = day.do(InsertPassing(session="race", entry="1", track_us=track(119)))
        assert day.laps("1") == [60, 59, 61]
        day.withdraw(inserted)
        assert day.laps("1") == [60, 120]
