"""On which stretch of which clock a passing lies, whatever befell the decoder."""

import pytest

from livetiming.facts import ClockReported, InstantPlaced, PassingHeard, SegmentOpened
from support.clocks import us
from support.reports import CLOCK_US, Reports


@pytest.fixture
def reports() -> Reports:
    return Reports()


@pytest.fixture
def running() -> Reports:
    """A decoder that told its time and has been heard for ten seconds."""
    reports = Reports()
    reports.clock_report(0)
    reports.passings(101, 110, from_s=1)
    return reports


@pytest.fixture
def unasked() -> Reports:
    """A decoder that cannot be asked for its time, heard for ten seconds."""
    reports = Reports()
    reports.passings(101, 110, from_s=1)
    return reports


@pytest.fixture
def text_lines() -> Reports:
    """A decoder without passing numbers, switched on ten minutes ago."""
    reports = Reports()
    reports.clock_us = us(600)
    for second in range(1, 11):
        reports.passing(None, second)
    return reports


# ------------------------------------------------------------------------- once and only once


def test_first_decoder_is_the_track_clock(reports: Reports) -> None:
    opened, heard = reports.passing(7, 1)
    assert isinstance(opened, SegmentOpened)
    assert isinstance(heard, PassingHeard)
    assert (opened.shift_us, opened.counter, opened.reason) == (0, 0, "first heard")


def test_resent_passing_that_is_known_makes_no_fact(running: Reports) -> None:
    assert running.passing(105, 5, late=30, resent=True) == []
    assert running.passing(110, 10, late=8) == []


def test_repeated_line_without_a_number_makes_no_fact(text_lines: Reports) -> None:
    assert text_lines.passing(None, 10, late=8) == []


def test_overtaken_passing_finds_its_place(running: Reports) -> None:
    running.passing(112, 12)
    running.passing(111, 11, late=1.5)
    assert set(running.clocks()) == {0}
    assert len(running.segments) == 1


def test_late_passing_does_not_look_like_a_clock_that_was_set(running: Reports) -> None:
    running.passing(111, 11, late=14)
    assert len(running.segments) == 1


# ----------------------------------------------------------------------------- counter and decoder


def test_counter_that_begins_again_keeps_the_clock(running: Reports) -> None:
    running.passings(1, 3, from_s=12)
    assert [segment.reason for segment in running.segments] == [
        "first heard",
        "the passing counter began again",
    ]
    assert running.segments[1].counter == 1
    assert set(running.clocks()) == {0}


def test_counter_that_begins_again_at_a_known_number_is_told_by_the_passing(unasked: Reports) -> None:
    unasked.passing(103, 12, transponder=2002)
    assert unasked.segments[1].counter == 1
    assert unasked.track_s()[-1] == 12


def test_late_passing_of_the_counter_before_is_not_taken_for_a_gap(running: Reports) -> None:
    running.passings(1, 3, from_s=12)
    running.passing(111, 11.5, late=4)
    assert running.heard()[-1].segment == 0
    assert running.evidence.counters[1].missing() == []


def test_counter_that_has_ended_takes_no_passing_that_would_fit_its_numbers(running: Reports) -> None:
    running.passings(1, 3, from_s=12)
    running.passings(111, 113, from_s=60)
    assert {fact.segment for fact in running.heard()[-3:]} == {1}


def test_counter_cannot_leap_further_than_a_loop_can_hear(running: Reports) -> None:
    running.passing(711_000, 12)
    assert running.segments[1].counter == 1


def test_another_decoder_has_clock_and_counter_of_its_own(running: Reports) -> None:
    running.decoder = 0x41813
    running.set_clock(-3600)
    running.passing(111, 12)
    assert running.segments[1].reason == "another decoder (0x41813)"
    assert running.clocks()[-1] == running.segments[1].counter == 1
    assert running.track_s()[-1] == 12


def test_first_decoder_that_comes_back_goes_on_where_it_was(running: Reports) -> None:
    running.decoder = 0x41813
    running.passing(5, 12)
    running.decoder = 0x20F93
    running.passing(111, 13)
    assert running.heard()[-1].segment == 0


def test_passing_that_another_program_asked_for_changes_nothing() -> None:
    reports = Reports()
    reports.clock_report(0)
    reports.passings(711_000, 711_003, from_s=1)
    reports.clock_report(10, doubted=True)
    reports.passing(500, -86_400, late=86_410)
    reports.passing(711_004, 40)
    assert len(reports.segments) == 1
    assert reports.evidence.counters[0].missing() == []


# ----------------------------------------------------------------------------------------- clock


@pytest.mark.parametrize("by", [-7200, -60, 60, 7200])
def test_clock_that_was_set_begins_a_segment_and_keeps_the_counter(unasked: Reports, by: float) -> None:
    unasked.set_clock(by)
    unasked.passings(111, 113, from_s=12)
    assert [segment.counter for segment in unasked.segments] == [0, 0]
    assert unasked.track_s()[-3:] == [12, 13, 14]
    assert f"set {'forward' if by > 0 else 'back'} by" in unasked.segments[1].reason


@pytest.mark.parametrize("by", [-7200, -60, -1, 1, 60, 7200])
def test_clock_report_tells_that_the_clock_was_set_before_a_passing_does(running: Reports, by: float) -> None:
    running.set_clock(by)
    opened, report = running.clock_report(11)
    assert isinstance(opened, SegmentOpened)
    assert isinstance(report, ClockReported)
    running.passing(111, 12)
    assert running.clocks()[-1] == opened.segment
    assert running.track_s()[-1] == pytest.approx(12, abs=0.002)


@pytest.mark.parametrize("wrong_by", [-60, -3, 0, 3, 60])
@pytest.mark.parametrize("asked", [True, False])
def test_machine_that_was_started_again_does_not_blame_the_decoder(
    running: Reports, wrong_by: float, *, asked: bool
) -> None:
    running.reboot(60, wall_wrong_by=wrong_by)
    if asked:
        running.clock_report(61)
    running.passings(111, 115, from_s=62)
    assert len(running.segments) == 1
    assert running.evidence.track_of(running.server(70)) == pytest.approx(CLOCK_US + us(70), abs=2000)


def test_clock_that_drifts_begins_no_segment(reports: Reports) -> None:
    for i in range(600):
        reports.clock_us = CLOCK_US + us(i * 10 * 100e-6)
        reports.passing(i, i * 10)
        if i % 6 == 0:
            reports.clock_report(i * 10 + 1)
    assert len(reports.segments) == 1


def test_resent_passing_from_before_the_step_keeps_the_clock_of_its_time(running: Reports) -> None:
    before_us = running.clock_us
    running.set_clock(3600)
    running.passings(115, 117, from_s=20)
    running.clock_us = before_us
    for number in range(111, 115):
        running.passing(number, number - 100, late=15, resent=True)
    assert running.clocks() == [0] * 10 + [1] * 3 + [0] * 4
    assert running.track_s()[-4:] == [11, 12, 13, 14]


def test_resent_passing_that_may_be_from_before_or_after_the_step_is_uncertain(running: Reports) -> None:
    before_us = running.clock_us
    running.set_clock(-5)
    running.clock_report(30)
    running.passing(113, 31)
    running.clock_us = before_us
    running.passing(111, 20, late=12, resent=True)
    assert running.heard()[-1].uncertain


def test_restarted_decoder_begins_counter_and_clock(running: Reports) -> None:
    running.restart(20)
    running.passings(1, 3, from_s=40)
    assert running.segments[1].reason == "the decoder was restarted"
    assert running.track_s()[-3:] == [40, 41, 42]


def test_passing_of_a_clock_that_came_and_went_does_not_change_the_present(running: Reports) -> None:
    running.restart(20)
    short_lived_us = running.clock_us
    running.restart(60)
    running.clock_report(61)
    running.passing(114, 62)
    running.clock_us = short_lived_us + us(500)
    running.passing(112, 30, late=35, resent=True)
    running.restart(60)
    running.passing(115, 66)
    assert running.clocks()[-1] == running.clocks()[-3]
    assert running.segments[-1].past


# ------------------------------------------------------------------------- lines without numbers


def test_text_decoder_that_was_restarted_counts_from_zero(text_lines: Reports) -> None:
    text_lines.restart(30)
    text_lines.passing(None, 41)
    assert [segment.segment for segment in text_lines.segments] == [0, 1]
    assert text_lines.segments[1].counter == 1


def test_late_line_of_before_the_restart_keeps_its_clock(text_lines: Reports) -> None:
    text_lines.restart(11)
    text_lines.passing(None, 15)
    text_lines.clock_us = us(600)
    text_lines.passing(None, 10.5, late=5, transponder=2002)
    assert text_lines.clocks()[-2:] == [1, 0]


def test_two_karts_at_the_same_instant_are_two_passings(text_lines: Reports) -> None:
    assert len(text_lines.passing(None, 10, transponder=2002)) == 1


# ------------------------------------------------------------------------- flags and their places


def test_instant_waits_for_the_first_passing(reports: Reports) -> None:
    reports.open_meeting(at=5)
    placed = reports.passing(1, 10)[-1]
    assert placed == InstantPlaced(placed=2, track_us=reports.evidence.placed[2])
    assert reports.evidence.placed[2] == CLOCK_US + us(5)


def test_instant_is_placed_by_the_clock_before_anybody_is_on_track(reports: Reports) -> None:
    reports.open_meeting(at=5)
    reports.clock_report(6)
    assert reports.evidence.placed[2] == pytest.approx(CLOCK_US + us(5), abs=2000)


def test_instant_placed_by_a_late_first_passing_is_placed_again(reports: Reports) -> None:
    reports.open_meeting(at=5)
    reports.passing(1, 10, late=8)
    assert reports.evidence.placed[2] == CLOCK_US + us(5) - us(8)
    reports.passings(2, 6, from_s=20)
    assert reports.evidence.placed[2] == CLOCK_US + us(5)
    assert reports.evidence.tentative == {}


def test_instant_is_placed_once_when_the_offset_is_sure(reports: Reports) -> None:
    reports.clock_report(1)
    reports.passing(1, 2)
    reports.open_meeting(at=5)
    reports.passings(2, 6, from_s=20)
    assert not any(isinstance(fact, InstantPlaced) for fact in reports.facts)


def test_resent_passings_say_nothing_about_the_offset(running: Reports) -> None:
    before_us = running.evidence.offsets.offset_us
    for number in range(111, 200):
        running.passing(number, 11 + number / 1000, late=900, resent=True)
    assert running.evidence.offsets.offset_us == before_us


def test_steady_clock_is_put_on_record_rarely(reports: Reports) -> None:
    made = [reports.clock_report(at) for at in range(0, 1201, 60)]
    assert [bool(facts) for facts in made].count(True) == 3
