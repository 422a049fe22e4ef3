"""Worked qualifying cases through the engine: own laps, voided laps, re-runs, rain."""

from livetiming import commands
from livetiming.facts import SessionAct, SessionKind
from livetiming.rulings import Finish, LapsVoided, ReRun, SessionRules
from support.clocks import us
from support.day import Day, track


def bests(day: Day, session: str = "session") -> list[tuple[str, float | None]]:
    """The result: kart and best lap in seconds."""
    return [
        (row.row, None if row.best_us is None else row.best_us / 1_000_000)
        for row in day.standings(session).scored
    ]


def own_laps(day: Day, laps: int) -> None:
    """Qualifying in which each kart is flagged off after its own laps."""
    day.do(
        commands.PlanSession(
            session="session",
            name="Qualifying",
            kind=SessionKind.QUALIFYING,
            class_ids=("k",),
            laps=laps,
            rules=SessionRules(finish=Finish.OWN_LAPS),
        )
    )


def test_three_lap_qualifying() -> None:
    """PKRA-S01: green at the first passing, chequered at the third; a tie goes to the second best lap."""
    with Day(["7", "12", "23", "31", "44"]) as day:
        own_laps(day, 2)
        day.open("session", 0)
        day.hear(
            {
                "7": [41.200, 98.450, 155.380],
                "12": [45.010, 102.110, 159.960],
                "23": [50.000, 107.390],
                "31": [55.500],
                "44": [60.300, 117.230, 174.160, 230.900],
            }
        )
        assert bests(day) == [
            ("44", 56.930), ("7", 56.930), ("12", 57.100), ("23", 57.390), ("31", None),
        ]  # fmt: skip


def test_eight_minute_session_with_laps_after_leaving_the_course_voided() -> None:
    """PKRA-S03, A10: a lap begun before the end counts; 5 left the course after its third lap; 9 came in
    after the end."""
    with Day(["5", "8", "9", "10"]) as day:
        day.timed(SessionKind.QUALIFYING, duration_s=480)
        day.open("session", 0)
        day.green("session", 0)
        day.hear(
            {
                "5": [70, 127.1, 184.0, 241.2, 360, 416.0, 472.5],
                "8": [80, 137.5, 194.8, 252.0, 309.4, 366.5, 423.9, 479.5, 536.8],
                "9": [500, 556.1],
                "10": [100, 157.2, 214.5, 271.6, 328.9, 386.0, 443.2, 499.9],
            }
        )
        day.rule("5", LapsVoided(from_lap=4), at=300, session="session")
        assert bests(day) == [("8", 55.6), ("10", 56.7), ("5", 56.9), ("9", None)]


def test_one_lap_re_run_after_breaking_before_the_green() -> None:
    """SOK-S01: of the re-run only one lap is timed."""
    with Day(["2", "5", "8"]) as day:
        day.timed(SessionKind.QUALIFYING)
        day.open("session", 0)
        day.hear({"2": [10, 58.1, 106.4], "8": [12, 60.5, 109.2]})
        day.rule("5", ReRun(laps=1), at=300, session="session")
        day.hear({"5": [310, 358.9, 406.7]})
        assert bests(day) == [("2", 48.1), ("8", 48.5), ("5", 48.9)]


def test_lap_before_a_spin_stands_and_no_lap_is_behind_all_times() -> None:
    """SOK-S02, A33."""
    with Day(["3", "4", "5"]) as day:
        day.timed(SessionKind.QUALIFYING)
        day.open("session", 0)
        day.hear({"3": [10, 58.2], "4": [12], "5": [20, 68.9]})
        assert bests(day) == [("3", 48.2), ("5", 48.9), ("4", None)]


def test_two_lap_re_run_replaces_the_first_attempt_which_is_kept() -> None:
    """SOK-QUAL-5: the re-run counts although it is slower; withdrawn, the first attempt counts again."""
    with Day(["1"]) as day:
        day.timed(SessionKind.QUALIFYING)
        day.open("session", 0)
        day.hear({"1": [10, 58.0, 107.0]})
        rerun = day.rule("1", ReRun(laps=2), at=300, session="session")
        day.hear({"1": [310, 360.0, 409.5, 457.0]})
        assert bests(day) == [("1", 49.5)]
        day.withdraw(rerun)
        assert bests(day) == [("1", 47.5)]


def test_re_run_that_adds_leaves_the_better_attempt() -> None:
    """A setting: best of both; the way back to the line is no lap."""
    with Day(["1"]) as day:
        day.timed(SessionKind.QUALIFYING)
        day.open("session", 0)
        day.hear({"1": [10, 58.0, 107.0]})
        day.rule("1", ReRun(laps=1, replaces=False), at=300, session="session")
        day.hear({"1": [310, 360.0]})
        assert bests(day) == [("1", 48.0)]


def test_re_run_counts_after_the_chequered_flag() -> None:
    """The field has had its flag; the re-run is timed all the same."""
    with Day(["1", "2"]) as day:
        day.timed(SessionKind.QUALIFYING, duration_s=120)
        day.open("session", 0)
        day.green("session", 0)
        day.hear({"1": [10, 60, 130], "2": [12, 63, 131]})
        day.rule("2", ReRun(laps=1), at=300, session="session")
        day.hear({"2": [310, 358.0], "1": [311, 340.0]})
        assert bests(day) == [("2", 48.0), ("1", 50.0)]


def test_rain_voids_the_session_and_the_class_qualifies_again() -> None:
    """SOK-S04: the first times are void, all four run again."""
    with Day(["1", "2", "3", "4"]) as day:
        day.timed(SessionKind.QUALIFYING, session="dry")
        day.open("dry", 0)
        day.hear({"1": [10, 58.1], "2": [12, 60.3]})
        day.do(commands.ActOnSession(session="dry", act=SessionAct.ABANDON))
        day.timed(SessionKind.QUALIFYING, session="session")
        day.open("session", 300)
        day.hear({"1": [310, 365.0], "2": [311, 365.2], "3": [312, 366.9], "4": [313, 369.1]})
        assert [kart for kart, _ in bests(day)] == ["2", "3", "1", "4"]


def test_best_of_the_first_two_laps() -> None:
    """SOK-QUAL-7: a normal run is two timed laps; a third does not count."""
    with Day(["1"]) as day:
        day.timed(SessionKind.QUALIFYING, rules=SessionRules(best_of=2))
        day.open("session", 0)
        day.hear({"1": [10, 60, 109, 150]})
        assert bests(day) == [("1", 49.0)]


def test_tie_on_both_laps_goes_to_the_one_set_earlier() -> None:
    """GEN-10."""
    with Day(["1", "2"]) as day:
        day.timed(SessionKind.QUALIFYING)
        day.open("session", 0)
        day.hear({"1": [20, 70, 121], "2": [10, 61, 111]})
        assert day.standings("session").scored[0].row == "1"
        assert day.standings("session").scored[0].run.crossings_us[0] == track(70)
        assert us(50) == day.standings("session").scored[1].best_us
