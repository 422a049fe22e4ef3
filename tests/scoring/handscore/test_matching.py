"""Taps and crossings with the same number."""

from livetiming.scoring.handscore.matching import Matcher
from scoring.handscore.lines import chart_of, loop_of
from support.clocks import us

REACH_US = us(8)


def matched(times: dict[str, list[float]], placed: list[tuple[str, float]]) -> dict[int, float]:
    """The second of the crossing of each tap that has one."""
    loop = loop_of(times)
    places = [us(second) for _, second in placed]
    crossing_of = Matcher().match(chart_of([(kart, None) for kart, _ in placed]), places, loop, REACH_US)
    return {tap: loop.times_us[crossing] / 1_000_000 for tap, crossing in crossing_of.items()}


def test_tap_takes_the_nearest_crossing_of_its_number() -> None:
    assert matched({"7": [60, 120], "8": [61]}, [("7", 61.2), ("8", 60.1), ("7", 119)]) == {
        0: 60,
        1: 61,
        2: 120,
    }


def test_crossing_out_of_reach_is_none() -> None:
    assert matched({"7": [60, 120]}, [("7", 90)]) == {}


def test_two_karts_with_one_number_keep_their_order() -> None:
    times: dict[str, list[float]] = {"33/a": [60.6], "33/b": [61.0]}
    assert matched(times, [("33", 60.1), ("33", 60.7)]) == {0: 60.6, 1: 61.0}


def test_second_tap_of_one_crossing_is_left_over() -> None:
    assert matched({"7": [60, 120]}, [("7", 60.4), ("7", 60.1)]) == {1: 60}


def test_number_of_no_kart_has_no_crossing() -> None:
    assert matched({"7": [60]}, [("9", 60)]) == {}


def test_what_was_matched_is_matched_again_when_crossings_come_in_between() -> None:
    matcher = Matcher()
    chart = chart_of([("7", None), ("8", None)])
    before = loop_of({"7": [60], "8": [62]})
    after = loop_of({"7": [60], "8": [62], "9": [61]})
    assert matcher.match(chart, [us(60), us(62)], before, REACH_US) == {0: 0, 1: 1}
    assert matcher.match(chart, [us(60), us(62)], after, REACH_US) == {0: 0, 1: 2}
