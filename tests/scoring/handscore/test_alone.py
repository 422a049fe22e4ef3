"""Sessions that no loop heard, scored from charts alone."""

from collections.abc import Iterator

import pytest

from livetiming import commands
from livetiming.clock import DeviceUs
from livetiming.facts import SessionKind, ShownFlag
from livetiming.lapchart import Tap
from scoring.handscore.desk import SCORER, Written, laps, score, sheet, sign, tap, taps, without_times
from support.clocks import us
from support.day import ZERO_SERVER_US, Day

TRUE = {"10": laps(60, 60, 10), "20": laps(60.4, 60.1, 10), "30": laps(61, 60.05, 10)}
ORDER = ["10", "20", "30"]


def sheet_in_laps(day: Day) -> list[tuple[str, int]]:
    return [(row.row, row.laps) for row in day.standings().scored]


def tap_live(day: Day, written: list[Written], device: str = "a") -> None:
    """Each tap is sent as it is made."""
    for made in taps(written, device):
        second = written[made.seq - 1][1] or 0
        day.at(second + 0.9)
        day.do(commands.TapLaps(session="race", device=device, taps=(made,)), by=SCORER)


@pytest.fixture
def day() -> Iterator[Day]:
    """A race of a day without any decoder: there is no clock but the server's."""
    with Day(ORDER, heard_before=False) as day:
        day.race(10, grid=ORDER)
        day.at(-60)
        day.do(commands.OpenSession(session="race"))
        day.at(0)
        day.do(commands.ShowFlag(session="race", flag=ShownFlag.GREEN))
        yield day


def test_race_without_decoder_is_scored_live_from_the_chart(day: Day) -> None:
    tap_live(day, sheet(TRUE)[:15])
    assert sheet_in_laps(day) == [("10", 5), ("20", 5), ("30", 5)]
    leader = day.standings().scored[0]
    assert leader.last_us is not None
    assert abs(leader.last_us - ZERO_SERVER_US - us(300)) < us(1.5)


def test_race_without_decoder_ends_with_the_first_kart_that_has_its_laps(day: Day) -> None:
    tap_live(day, sheet({**TRUE, "30": laps(70, 70, 10)}))
    assert sheet_in_laps(day) == [("10", 10), ("20", 10), ("30", 9)]
    assert day.statuses() == dict.fromkeys(ORDER, "finished")
    day.do(commands.CloseSession(session="race"))
    sign(day)
    assert next((change.entry, change.laps_after) for change in score(day).changes) == ("10", 10)


def test_chart_typed_from_paper_after_the_race_gives_laps_and_order(day: Day) -> None:
    day.at(620)
    day.do(commands.CloseSession(session="race"))
    day.at(900)
    swapped = sheet(TRUE)
    swapped[-1], swapped[-2] = swapped[-2], swapped[-1]
    tap(day, without_times(swapped))
    assert sheet_in_laps(day) == [("10", 10), ("30", 10), ("20", 10)]


def test_tap_twice_is_one_lap(day: Day) -> None:
    written = sheet(TRUE)
    tap_live(day, [*written[:4], (written[3][0], (written[3][1] or 0) + 0.2), *written[4:]])
    assert [laps for _, laps in sheet_in_laps(day)] == [10, 10, 10]


def test_scorers_complete_and_correct_each_other(day: Day) -> None:
    written = sheet(TRUE)
    day.at(605)
    tap(day, [each for each in written if each not in {("20", 240.7), ("10", 360)}], "a")
    tap(day, [("31" if each == ("30", 301.2) else each[0], each[1]) for each in written], "b")
    tap(day, [each for each in written if each != ("30", 541.4)], "c")
    assert sheet_in_laps(day) == [("10", 10), ("20", 10), ("30", 10)]


def test_two_scorers_outvote_a_third_that_wrote_another_number(day: Day) -> None:
    written = sheet(TRUE)
    wrong = [("20" if each == ("10", 300.0) else each[0], each[1]) for each in written]
    day.at(605)
    for device, chart in (("a", wrong), ("b", written), ("c", written)):
        tap(day, chart, device)
    assert sheet_in_laps(day) == [("10", 10), ("20", 10), ("30", 10)]


def test_first_passing_makes_the_loop_the_score_again(day: Day) -> None:
    tap_live(day, sheet(TRUE)[:6])
    assert sheet_in_laps(day) == [("10", 2), ("20", 2), ("30", 2)]
    day.hear({"20": [180.6]})
    assert dict(sheet_in_laps(day)) == {"20": 1, "10": 0, "30": 0}
    assert {about.disagreement.entry for about in score(day).rulings} <= {"10", "20", "30"}


def test_practice_without_decoder_counts_laps(day: Day) -> None:
    day.do(commands.CloseSession(session="race"))
    day.timed(SessionKind.PRACTICE, session="warm-up")
    day.at(30)
    day.do(commands.OpenSession(session="warm-up"))
    for made in taps(sheet(TRUE)[:9]):
        day.at((made.device_us or DeviceUs(0)) / 1_000_000 - 417.0 + 0.1)
        day.do(commands.TapLaps(session="warm-up", device="a", taps=(made,)), by=SCORER)
    assert [(row.row, row.laps) for row in day.standings("warm-up").scored] == [
        ("10", 2),
        ("30", 2),
        ("20", 2),
    ]


def test_number_that_nobody_carries_scores_nobody(day: Day) -> None:
    day.at(70)
    day.do(commands.TapLaps(session="race", device="a", taps=(Tap(seq=1, number="99"),)), by=SCORER)
    assert dict(sheet_in_laps(day)) == dict.fromkeys(ORDER, 0)
