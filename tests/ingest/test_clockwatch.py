from livetiming.clock import ServerUs
from livetiming.ingest.clockwatch import (
    ANSWER_WITHIN_US,
    ASK_EVERY_US,
    EARLY_US,
    LATE_US,
    SOON_US,
    UNANSWERED_MAX,
    ClockWatch,
)
from livetiming_decoders.events import ClockReport

AHEAD_US = 1_000_000_000
"""The decoder's clock is ahead of the server's by this."""


def report(at_us: int) -> ClockReport:
    return ClockReport(decoder_time_us=at_us + AHEAD_US)


def answered(round_trip_us: int = 2_000) -> ClockWatch:
    """A watch whose first question was answered."""
    watch = ClockWatch("tcp://loop", ServerUs(0))
    assert watch.is_due(ServerUs(0))
    assert watch.answered(report(round_trip_us // 2), ServerUs(round_trip_us)) is not None
    return watch


def test_decoder_is_asked_at_once_and_then_from_time_to_time() -> None:
    watch = answered()
    assert not watch.is_due(ServerUs(ASK_EVERY_US - 1))
    assert watch.is_due(ServerUs(ASK_EVERY_US + 2_000))


def test_answer_lies_between_question_and_arrival() -> None:
    watch = ClockWatch("tcp://loop", ServerUs(0))
    watch.is_due(ServerUs(1_000))
    heard = watch.answered(report(2_000), ServerUs(3_000))
    assert heard is not None
    assert (heard.asked_us, heard.arrived_us) == (1_000, 3_000)
    assert not heard.doubted


def test_slow_answer_is_asked_for_again_soon() -> None:
    watch = answered(round_trip_us=400_000)
    assert not watch.is_due(ServerUs(400_000))
    assert watch.is_due(ServerUs(400_000 + SOON_US))


def test_answer_to_an_earlier_question_is_not_taken_for_a_quick_one() -> None:
    watch = ClockWatch("tcp://loop", ServerUs(0))
    watch.is_due(ServerUs(0))
    assert watch.is_due(ServerUs(ANSWER_WITHIN_US))
    heard = watch.answered(report(1_000), ServerUs(ANSWER_WITHIN_US + 1_000))
    assert heard is not None
    assert heard.asked_us == 0


def test_report_that_nobody_asked_for_says_nothing() -> None:
    assert ClockWatch("tcp://loop", ServerUs(0)).answered(report(0), ServerUs(0)) is None


def test_decoder_that_never_answers_is_left_alone() -> None:
    watch = ClockWatch("tcp://loop", ServerUs(0))
    asked = sum(watch.is_due(ServerUs(at_us)) for at_us in range(0, 10 * ASK_EVERY_US, 100_000))
    assert asked == UNANSWERED_MAX
    assert watch.mute


def test_prompt_passing_raises_no_doubt() -> None:
    watch = answered()
    assert not watch.doubts(10_000_000 + AHEAD_US, ServerUs(10_040_000))


def test_passing_from_the_future_raises_doubt_and_a_question() -> None:
    watch = answered()
    assert watch.doubts(10_000_000 + AHEAD_US + 2 * EARLY_US, ServerUs(10_000_000))
    assert watch.is_due(ServerUs(10_000_000))
    heard = watch.answered(report(10_001_000), ServerUs(10_002_000))
    assert heard is not None
    assert heard.doubted


def test_late_passing_raises_doubt() -> None:
    assert answered().doubts(10_000_000 + AHEAD_US, ServerUs(10_000_000 + 2 * LATE_US))


def test_decoder_that_always_takes_its_time_raises_no_doubt_for_long() -> None:
    watch = answered()
    usual = [watch.doubts(i * 1_000_000 + AHEAD_US, ServerUs(i * 1_000_000 + 700_000)) for i in range(1, 20)]
    assert usual[0]
    assert not any(usual[1:])


def test_without_an_answer_there_is_nothing_to_doubt_by() -> None:
    assert not ClockWatch("tcp://loop", ServerUs(0)).doubts(0, ServerUs(10_000_000))
