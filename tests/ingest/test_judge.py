"""Links, counters, damage, loops and triggers: what a decoder's signals are worth putting on record."""

import pytest

from livetiming.facts import (
    CounterReported,
    LineTripped,
    LinkChanged,
    LinkState,
    LoopAssigned,
    LoopRole,
    RecordsDamaged,
    ResendGivenUp,
)
from livetiming.ingest.signal import DamageHeard, LineTouched, LoopGiven, ResendFailed
from livetiming.scoring.gaps import gaps, missing_numbers
from support.clocks import us
from support.reports import CLOCK_US, LOOP, Reports, server


@pytest.fixture
def running() -> Reports:
    """A decoder in a meeting, heard for ten seconds."""
    reports = Reports()
    reports.link(LinkState.LIVE, 0)
    reports.open_meeting()
    reports.clock_report(0)
    reports.passings(101, 110, from_s=1)
    return reports


@pytest.fixture
def text_lines() -> Reports:
    """A decoder without passing numbers."""
    reports = Reports()
    reports.open_meeting()
    reports.link(LinkState.LIVE, 0)
    for second in range(1, 11):
        reports.passing(None, second)
    return reports


def damage(reports: Reports, at: float) -> list[object]:
    return list(reports.tell(DamageHeard(LOOP, server(at), "CRC 14BF in the header, 155B by computation")))


# ------------------------------------------------------------------------------------ counted gaps


def test_number_that_was_not_heard_is_a_gap_with_its_size_and_time(running: Reports) -> None:
    running.passing(114, 20)
    (gap,) = gaps(running.evidence)
    assert (gap.numbers, gap.size, gap.at_most) == ((111, 113), 3, False)
    assert (gap.after_us, gap.before_us) == (CLOCK_US + us(10), CLOCK_US + us(20))
    assert missing_numbers(running.evidence, LOOP) == [(111, 113)]


def test_gap_closes_as_passings_come_back(running: Reports) -> None:
    running.passing(114, 20)
    running.passing(112, 18, late=5, resent=True)
    assert [gap.numbers for gap in gaps(running.evidence)] == [(111, 111), (113, 113)]
    running.passing(111, 17, late=6, resent=True)
    running.passing(113, 19, late=4, resent=True)
    assert gaps(running.evidence) == []
    assert running.evidence.decoders[LOOP].recovered == 3


def test_tail_of_an_outage_is_known_from_what_the_decoder_holds(running: Reports) -> None:
    running.link(LinkState.LOST, 20, quiet=5)
    running.link(LinkState.LIVE, 40)
    (told,) = running.holds(1, 112, 41)
    assert isinstance(told, CounterReported)
    assert missing_numbers(running.evidence, LOOP) == [(111, 112)]
    (gap,) = gaps(running.evidence)
    assert (gap.size, gap.before_us) == (2, None)


def test_decoder_that_holds_nothing_new_is_not_worth_a_fact(running: Reports) -> None:
    running.holds(1, 110, 20)
    assert running.holds(1, 110, 50) == []


def test_decoder_that_holds_less_than_was_heard_is_left_to_the_next_passing(running: Reports) -> None:
    assert running.holds(1, 3, 20) == []
    assert running.holds(0, 0, 21) == []


def test_decoder_cannot_hold_more_than_a_loop_can_hear(running: Reports) -> None:
    assert running.holds(1, 700_000, 20) == []


def test_what_is_not_sent_again_is_given_up_once(running: Reports) -> None:
    running.passing(114, 20)
    (given_up,) = running.tell(ResendFailed(LOOP, server(40), 111, 113))
    assert isinstance(given_up, ResendGivenUp)
    assert [gap.given_up for gap in gaps(running.evidence)] == [True]
    assert running.tell(ResendFailed(LOOP, server(80), 111, 113)) == []


def test_given_up_passing_that_comes_after_all_closes_the_gap(running: Reports) -> None:
    running.passing(112, 20)
    running.tell(ResendFailed(LOOP, server(40), 111, 111))
    running.passing(111, 15, late=100, resent=True)
    assert gaps(running.evidence) == []


def test_statuses_that_share_the_counter_leave_no_gap() -> None:
    reports = Reports()
    reports.passing(10, 1)
    reports.passing(15, 5, others=((11, 14),))
    assert gaps(reports.evidence) == []
    reports.passing(20, 9, others=((18, 19),))
    (gap,) = gaps(reports.evidence)
    assert (gap.numbers, gap.size, gap.at_most) == ((16, 17), 2, True)


def test_what_was_missed_before_the_meeting_is_of_no_interest(running: Reports) -> None:
    running.passing(150, 60)
    running.open_meeting(at=70)
    running.passing(151, 80)
    assert gaps(running.evidence) == []


def test_numbers_before_the_first_are_of_no_interest_to_who_was_there_all_the_time(running: Reports) -> None:
    running.holds(1, 110, 20)
    assert missing_numbers(running.evidence, LOOP) == []


def test_numbers_before_the_first_are_asked_for_back_to_the_opening() -> None:
    reports = Reports()
    reports.open_meeting(at=100)
    reports.clock_report(300)
    reports.passing(5_000, 310)
    reports.holds(1, 5_000, 311)
    assert missing_numbers(reports.evidence, LOOP) == [(4_950, 4_999)]
    for number in range(4_950, 5_000):
        reports.passing(number, 310 - (5_000 - number) * 4, late=60, resent=True)
    assert missing_numbers(reports.evidence, LOOP) == [(4_900, 4_949)]
    reports.passing(4_949, 99, late=220, resent=True)
    assert missing_numbers(reports.evidence, LOOP) == []


# ----------------------------------------------------------------------------------- unknown gaps


def test_counter_reset_leaves_a_gap_of_unknown_size(running: Reports) -> None:
    running.passing(1, 30)
    (gap,) = gaps(running.evidence)
    assert (gap.size, gap.after_us, gap.before_us) == (None, CLOCK_US + us(10), CLOCK_US + us(30))


def test_outage_is_in_doubt_until_the_next_number_tells(running: Reports) -> None:
    running.link(LinkState.LOST, 25, quiet=5)
    running.link(LinkState.LIVE, 40)
    (gap,) = gaps(running.evidence)
    assert gap.size is None
    assert gap.after_us == pytest.approx(CLOCK_US + us(20), abs=2000)
    assert gap.before_us == pytest.approx(CLOCK_US + us(40), abs=2000)
    running.passing(111, 41)
    assert gaps(running.evidence) == []


def test_outage_of_a_decoder_without_numbers_stays_in_doubt(text_lines: Reports) -> None:
    text_lines.link(LinkState.LOST, 25, quiet=5)
    text_lines.link(LinkState.LIVE, 40)
    text_lines.passing(None, 41)
    (gap,) = gaps(text_lines.evidence)
    assert (gap.size, gap.why) == (None, "as told")


def test_damage_is_in_doubt_until_the_next_number_tells(running: Reports) -> None:
    (fact,) = damage(running, 11)
    assert isinstance(fact, RecordsDamaged)
    assert damage(running, 12) == []
    assert [gap.size for gap in gaps(running.evidence)] == [None]
    running.passing(111, 13)
    assert gaps(running.evidence) == []


def test_damage_to_lines_without_numbers_is_put_on_record_now_and_then(text_lines: Reports) -> None:
    recorded = 0
    for tenth in range(110, 410):
        recorded += len(damage(text_lines, tenth / 10))
        if tenth % 10 == 0:
            text_lines.passing(None, tenth / 10, transponder=2002)
    assert 2 <= recorded <= 4
    assert len(gaps(text_lines.evidence)) == recorded


# ------------------------------------------------------------------------------- links and loops


def test_link_is_on_record_with_how_long_it_was_quiet(running: Reports) -> None:
    running.link(LinkState.SILENT, 30, quiet=15)
    link = running.evidence.links[LOOP]
    assert isinstance(link, LinkChanged)
    assert (link.state, link.quiet_us) == (LinkState.SILENT, us(15))


def test_start_finish_loop_goes_without_saying() -> None:
    assert Reports().tell(LoopGiven(source=LOOP, role=LoopRole.START_FINISH)) == []


def test_loop_is_put_on_record_once() -> None:
    reports = Reports()
    given = LoopGiven(source=LOOP, role=LoopRole.PIT_IN, name="pit lane")
    (fact,) = reports.tell(given)
    assert isinstance(fact, LoopAssigned)
    assert reports.tell(given) == []


def test_passings_of_other_loops_are_no_crossings() -> None:
    reports = Reports()
    reports.tell(LoopGiven(source=LOOP, role=LoopRole.SECTOR, name="S1"))
    reports.passing(1, 5)
    assert reports.evidence.heard == {}
    assert [passing.number for passing in reports.evidence.elsewhere[LOOP]] == [1]


def test_loop_that_was_named_wrong_is_set_right_for_all_that_was_heard(running: Reports) -> None:
    running.tell(LoopGiven(source=LOOP, role=LoopRole.PIT_OUT))
    assert running.evidence.heard == {}
    assert len(running.evidence.elsewhere[LOOP]) == 10
    running.tell(LoopGiven(source=LOOP, role=LoopRole.START_FINISH))
    assert len(running.evidence.heard[1001]) == 10
    assert running.evidence.elsewhere == {}


def test_photocell_of_a_decoder_is_no_kart() -> None:
    reports = Reports()
    reports.tell(LoopGiven(source=LOOP, role=LoopRole.START_FINISH, photocells=(9992,)))
    reports.passing(1, 5, transponder=9992)
    reports.passing(2, 6, transponder=1001)
    assert list(reports.evidence.heard) == [1001]
    assert [passing.transponder for passing in reports.evidence.elsewhere[LOOP]] == [9992]


def test_button_at_the_line_is_kept_with_its_place_on_the_track_clock(running: Reports) -> None:
    (trip,) = running.tell(LineTouched("tcp://button:7000", server(20)))
    assert isinstance(trip, LineTripped)
    assert trip.track_us == pytest.approx(CLOCK_US + us(20), abs=2000)
    assert list(running.evidence.trips.values()) == [trip]
