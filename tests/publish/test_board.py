"""The public board of told race days."""

from livetiming import commands
from livetiming.facts import SessionKind, ShownFlag
from livetiming.publish.board import Board
from livetiming.publish.messages import Behind, Flag, Phase, PublicState, Session
from livetiming.rulings import Removal, Removed
from support.clocks import us
from support.day import Day, track


def board(day: Day) -> PublicState:
    return Board(day.evidence, day.engine.scorer).state(day.clock.server_us())


def head(day: Day) -> Session:
    session = board(day).session
    assert session is not None
    return session


def gaps(day: Day) -> list[tuple[str, Behind | None, Behind | None]]:
    return [(row.number, row.gap, row.interval) for row in board(day).rows]


def test_before_any_meeting_there_is_nothing_to_show() -> None:
    with Day() as day:
        assert board(day).session is None
        assert board(day).rows == ()


def test_phases_and_flags_of_a_race() -> None:
    with Day(["1", "2"]) as day:
        day.race(3)
        day.open("race", -60)
        seen = [(head(day).phase, head(day).flag)]
        day.green()
        seen.append((head(day).phase, head(day).flag))
        day.hear({"1": [60, 120], "2": [61]})
        seen.append((head(day).phase, head(day).flag))
        day.hear({"2": [121], "1": [180]})
        seen.append((head(day).phase, head(day).flag))
        day.hear({"2": [181]})
        seen.append((head(day).phase, head(day).flag))
        assert seen == [
            (Phase.STAGED, Flag.NONE),
            (Phase.RUNNING, Flag.GREEN),
            (Phase.RUNNING, Flag.WHITE),
            (Phase.RUNNING, Flag.CHEQUERED),
            (Phase.FINISHED, Flag.CHEQUERED),
        ]


def test_white_flag_of_a_race_over_one_lap_waits_for_the_green() -> None:
    with Day(["1"]) as day:
        day.race(1)
        day.open("race", -60)
        assert head(day).flag is Flag.NONE
        day.green()
        assert head(day).flag is Flag.WHITE


def test_stopped_race_is_shown_as_stopped_under_red() -> None:
    with Day(["1"]) as day:
        day.started_race(9)
        day.flag("race", ShownFlag.RED, 100)
        assert (head(day).phase, head(day).flag) == (Phase.STOPPED, Flag.RED)


def test_laps_to_go_are_the_leader_s() -> None:
    with Day(["1", "2"]) as day:
        day.started_race(5)
        assert head(day).laps_to_go == 5
        day.hear({"2": [59, 119], "1": [60]})
        assert head(day).laps_to_go == 3


def test_clock_counts_a_timed_session_down_and_stops_at_its_end() -> None:
    with Day(["1"]) as day:
        day.timed(SessionKind.PRACTICE, duration_s=300)
        day.open("session", 0)
        clock = head(day).clock
        assert clock is not None
        assert (clock.value_us, clock.running, clock.counts_down) == (us(300), True, True)
        day.at(301)
        clock = head(day).clock
        assert clock is not None
        assert (clock.value_us, clock.running) == (0, False)


def test_gap_is_that_at_the_kart_s_own_crossing() -> None:
    with Day(["1", "2", "3"]) as day:
        day.started_race(9)
        day.hear({"1": [60, 120], "2": [61.5, 122], "3": [63]})
        assert gaps(day) == [
            ("1", None, None),
            ("2", Behind(us=us(2)), Behind(us=us(2))),
            ("3", Behind(us=us(3)), Behind(us=us(1.5))),
        ]


def test_kart_short_of_the_line_is_not_a_lap_behind_and_a_lapped_one_is() -> None:
    with Day(["1", "2", "3"]) as day:
        day.started_race(9)
        day.hear({"1": [60, 120, 180], "2": [61, 121], "3": [90, 185]})
        assert gaps(day) == [
            ("1", None, None),
            ("2", Behind(us=us(1)), Behind(us=us(1))),
            ("3", Behind(laps=1), Behind(us=us(64))),
        ]


def test_result_shows_whole_laps_to_karts_that_did_not_finish() -> None:
    with Day(["1", "2", "3"]) as day:
        day.started_race(4)
        day.hear({"1": [60, 120, 180, 240], "2": [61, 121, 181, 241], "3": [62, 122]})
        day.rule("3", Removed(reason=Removal.STOPPED), at=150)
        day.close("race", 300)
        assert [(row.number, row.gap) for row in board(day).rows] == [
            ("1", None),
            ("2", Behind(us=us(1))),
            ("3", Behind(laps=2)),
        ]


def test_karts_of_nobody_and_guests_are_shown_and_not_scored() -> None:
    with Day(["1"]) as day:
        day.do(commands.DefineClass(class_id="j", name="Juniors", min_lap_us=us(20)))
        day.do(
            commands.RegisterEntry(entry="9", class_id="j", number="9", name="Guest", transponders=(1009,))
        )
        day.started_race(9)
        day.hear({"1": [60], "8": [1, 61], "9": [2, 62]})
        rows = [(row.number, row.name, row.position, row.status) for row in board(day).rows]
        assert rows == [
            ("1", "Driver 1", 1, "running"),
            ("", "1008", None, "unknown"),
            ("9", "Guest", None, "visitor"),
        ]


def test_only_rows_of_karts_that_a_crossing_bears_on_are_made_anew() -> None:
    karts = [str(number) for number in range(1, 9)]
    with Day(karts) as day:
        day.started_race(9)
        day.hear({kart: [60 + int(kart), 120 + int(kart)] for kart in karts})
        kept = Board(day.evidence, day.engine.scorer)
        before = {row.id: row for row in kept.state(day.clock.server_us()).rows}
        day.hear({"5": [186]})
        after = {row.id: row for row in kept.state(day.clock.server_us()).rows}
        # Kart 5 leads now, so every gap is another; then only 6 comes, and 7 has somebody else ahead.
        assert sum(before[kart] is after[kart] for kart in karts) == 0
        day.hear({"6": [188]})
        last = {row.id: row for row in kept.state(day.clock.server_us()).rows}
        assert [kart for kart in karts if last[kart] is not after[kart]] == ["1", "2", "3", "4", "6", "7"]


def test_moved_flag_moves_the_clock() -> None:
    with Day(["1"]) as day:
        day.race(9)
        day.open("race", -60)
        green = day.green("race", 10)
        before = head(day).clock
        day.do(commands.MoveFlag(flag=green, track_us=track(4)))
        after = head(day).clock
        assert before is not None
        assert after is not None
        assert before.at_server_us - after.at_server_us == us(6)
