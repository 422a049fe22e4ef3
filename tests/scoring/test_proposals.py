"""A lap of about two or three usual ones is proposed as missed reads; the official decides."""

from livetiming.clock import TrackUs
from livetiming.commands import IgnorePassing, InsertPassing
from livetiming.facts import SessionKind, ShownFlag
from livetiming.rulings import Removal, Removed
from livetiming.scoring.proposals import MissedReads, missed_reads
from support.clocks import us
from support.day import Day, seconds, track


def proposals(day: Day, session: str = "race") -> list[tuple[str, int, list[float | None]]]:
    """Kart, lap, and the proposed crossings in seconds."""
    found = missed_reads(day.standings(session))
    return [(each.row, each.lap, [seconds(at_us) for at_us in each.times_us]) for each in found]


def test_a_lap_of_twice_the_usual_time_is_one_missed_read() -> None:
    with Day(["7"]) as day:
        day.started_race(20)
        day.hear({"7": [1, 31, 61, 121, 151]})
        [found] = missed_reads(day.standings())
        assert found == MissedReads(
            row="7", lap=3, lap_us=us(60), usual_us=us(30), times_us=(TrackUs(track(91)),)
        )
        assert found.missed == 1


def test_a_lap_of_three_times_the_usual_time_is_two_missed_reads_evenly_spread() -> None:
    with Day(["7"]) as day:
        day.started_race(20)
        day.hear({"7": [1, 31, 61, 91, 181, 211]})
        assert proposals(day) == [("7", 4, [121, 151])]


def test_about_twice_is_a_fifth_of_a_lap_more_or_less() -> None:
    with Day(["7"]) as day:
        day.started_race(20)
        day.hear({"7": [0, 30, 60, 90, 156, 186]})
        assert proposals(day) == [("7", 4, [123])]
    with Day(["7"]) as day:
        day.started_race(20)
        day.hear({"7": [0, 30, 60, 90, 156.1, 186]})
        assert proposals(day) == []


def test_a_spin_or_a_stop_in_the_pits_is_no_missed_read() -> None:
    with Day(["7", "8"]) as day:
        day.started_race(20)
        day.hear({"7": [0, 30, 60, 105, 135, 165], "8": [1, 31, 61, 181, 211, 241]})
        assert proposals(day) == []


def test_too_few_laps_say_nothing_about_what_is_usual() -> None:
    with Day(["7"]) as day:
        day.started_race(20)
        day.hear({"7": [0, 30, 90]})
        assert proposals(day) == []
        day.hear({"7": [120]})
        assert proposals(day) == []
        day.hear({"7": [150]})
        assert proposals(day) == [("7", 2, [60])]


def test_what_is_usual_follows_the_weather() -> None:
    """It begins to rain: laps twice as long as those half an hour ago are nothing special."""
    dry = [30.0 * lap for lap in range(40)]
    wet = [dry[-1] + 60.0 * lap for lap in range(1, 41)]
    with Day(["7"]) as day:
        day.started_race(200)
        day.hear({"7": dry + wet})
        found = proposals(day)
        assert all(lap <= 60 for _, lap, _ in found)
        assert len(found) < 21


def test_laps_under_a_caution_are_long_by_nature() -> None:
    with Day(["7"]) as day:
        day.started_race(20)
        day.hear({"7": [1, 31, 61]})
        day.flag("race", ShownFlag.YELLOW, 70)
        day.hear({"7": [121, 181]})
        day.flag("race", ShownFlag.GREEN, 190)
        day.hear({"7": [241, 271, 301]})
        assert proposals(day) == []


def test_a_lap_over_a_stop_is_no_missed_read() -> None:
    with Day(["7", "8"]) as day:
        day.started_race(20)
        day.hear({"7": [1, 31, 61], "8": [2, 32, 62]})
        day.flag("race", ShownFlag.RED, 70)
        day.flag("race", ShownFlag.GREEN, 110)
        day.hear({"7": [111, 141, 171, 201], "8": [112, 142, 172, 202]})
        assert proposals(day) == []


def test_a_proposal_is_gone_once_the_passing_is_inserted() -> None:
    with Day(["7"]) as day:
        day.started_race(20)
        day.hear({"7": [1, 31, 61, 121, 151]})
        [found] = missed_reads(day.standings())
        for at_us in found.times_us:
            day.do(InsertPassing(session="race", entry="7", track_us=at_us))
        assert proposals(day) == []


def test_a_passing_that_an_official_struck_is_not_proposed_again() -> None:
    with Day(["7"]) as day:
        day.started_race(20)
        day.hear({"7": [1, 31, 61, 91, 121, 151]})
        struck = day.fact_of("7", 91)
        day.do(IgnorePassing(passing=struck))
        assert proposals(day) == [("7", 3, [91])]
        assert missed_reads(day.standings(), {"7": [track(91)]}) == []
        assert len(missed_reads(day.standings(), {"7": [track(31)], "8": [track(91)]})) == 1


def test_only_laps_that_count_are_looked_at() -> None:
    with Day(["7"]) as day:
        day.started_race(20)
        day.hear({"7": [1, 31, 61, 91]})
        day.rule("7", Removed(reason=Removal.STOPPED), at=100)
        day.hear({"7": [151, 181]})
        assert proposals(day) == []


def test_proposals_come_in_the_order_of_time_and_for_entered_karts_only() -> None:
    with Day(["7", "8"]) as day:
        day.timed(SessionKind.QUALIFYING)
        day.open("session", 0)
        day.hear({"7": [1, 31, 61, 91, 151], "8": [2, 62, 92, 122, 152], "55": [3, 63, 93, 123, 153]})
        assert [(row, lap) for row, lap, _ in proposals(day, "session")] == [("8", 1), ("7", 4)]
