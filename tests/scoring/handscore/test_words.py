"""Disagreements as they are told to scorers."""

import pytest

from livetiming.lapchart import TapRef, Verdict
from livetiming.scoring.handscore.disagreements import (
    AnyDisagreement,
    Cause,
    Extra,
    MissingInChart,
    MissingInLoop,
    Transposed,
    WrongNumber,
)
from livetiming.scoring.handscore.words import Told, tell
from scoring.handscore.lines import field_of
from support.clocks import us

FIELD = field_of("17", "20", "71")
START_US = us(1000)


def told(disagreement: AnyDisagreement) -> Told:
    return tell(disagreement, FIELD, START_US)


def missing_in_loop(cause: Cause = Cause.READ_MISSED, *, written: str = "71", lap: int = 6) -> MissingInLoop:
    return MissingInLoop(
        key="missing_in_loop:a:1",
        taps=(TapRef("a", 1),),
        entry="71",
        lap=lap,
        track_us=START_US + us(362.47),
        scorers=("a",),
        watching=1,
        changes_laps=lap > 0,
        cause=cause,
        suggestion=Verdict.HAND,
        written=written,
    )


def test_missed_read_tells_both_versions_why_and_what_to_do() -> None:
    assert told(missing_in_loop()) == Told(
        hand="71 crossed at about 6:02.4, completing lap 6.",
        loop="71 did not cross then.",
        cause="The loop probably missed 71: it fits between the laps around it.",
        suggestion="Credit the lap.",
    )


def test_missed_start_crossing_is_no_lap() -> None:
    words = told(missing_in_loop(lap=0))
    assert words.hand == "71 crossed at about 6:02.4, at the start."
    assert words.suggestion == "Credit the crossing."


def test_number_mistyped_for_a_kart_that_the_loop_missed_says_so() -> None:
    assert told(missing_in_loop(written="17")).cause.startswith("17 was probably written for 71. The loop")


@pytest.mark.parametrize("cause", [Cause.NEVER_HEARD, Cause.FALLEN_SILENT, Cause.STRANGER_HEARD])
def test_silence_has_its_reason(cause: Cause) -> None:
    assert "transponder" in told(missing_in_loop(cause)).cause


def test_missed_tap() -> None:
    words = told(
        MissingInChart(
            key="missing_in_chart:9",
            passings=(9,),
            entry="20",
            lap=3,
            track_us=START_US - us(4.2),
            watching=2,
            changes_laps=True,
            cause=Cause.TAP_MISSED_IN_PACK,
            suggestion=Verdict.LOOP,
        )
    )
    assert words.hand == "20 is not on the chart around -0:04.2."
    assert words.cause == "20 crossed in a pack and was probably missed."
    assert words.suggestion == "Believe the loop."


@pytest.mark.parametrize(
    ("cause", "why", "what"),
    [
        (Cause.MISTYPED, "17 is easily typed for 71.", "Believe the loop."),
        (Cause.OTHER_TRANSPONDER, "lap after lap", "Believe the chart, and assign the transponder."),
    ],
)
def test_wrong_number(cause: Cause, why: str, what: str) -> None:
    words = told(
        WrongNumber(
            key="wrong_number:9",
            taps=(TapRef("a", 1),),
            passings=(9,),
            entry="71",
            lap=3,
            track_us=START_US + us(60),
            watching=1,
            changes_laps=True,
            cause=cause,
            suggestion=Verdict.LOOP,
            written="17",
            other="17",
        )
    )
    assert (words.hand, words.loop) == ("17 crossed at 1:00.0.", "71 crossed at 1:00.0, completing lap 3.")
    assert why in words.cause
    assert words.suggestion == what


def test_karts_in_another_order() -> None:
    words = told(
        Transposed(
            key="transposed:8:9",
            passings=(8, 9),
            entry="20",
            track_us=START_US,
            watching=1,
            changes_laps=False,
            cause=Cause.SIDE_BY_SIDE,
            suggestion=Verdict.LOOP,
            by_hand=("71", "20"),
            by_loop=("20", "71"),
            times_us=(START_US, START_US + 1),
        )
    )
    assert (words.hand, words.loop) == ("71, 20 at 0:00.0.", "20, 71 at 0:00.0.")


@pytest.mark.parametrize("cause", [Cause.KEY_TWICE, Cause.NOBODY])
def test_tap_for_nothing(cause: Cause) -> None:
    words = told(
        Extra(
            key="extra:a:1",
            taps=(TapRef("a", 1),),
            entry=None,
            track_us=START_US,
            watching=1,
            changes_laps=False,
            cause=cause,
            suggestion=Verdict.LOOP,
            written="99",
        )
    )
    assert "99" in words.cause
    assert words.suggestion == "Strike it from the chart."


def test_every_cause_has_words() -> None:
    from livetiming.scoring.handscore import words

    assert set(words._CAUSES) == set(Cause)
