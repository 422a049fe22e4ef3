"""The record of truth and deliveries."""

import msgspec

from livetiming_simulators.faults import Faults
from livetiming_simulators.report import (
    Report,
    delivered_crossings,
    encode_report,
    heard_crossings,
    make_report,
    passed_crossings,
    result,
)
from livetiming_simulators.virtual import VirtualTime
from paddock import SECOND_US, Paddock, one_session

FAULTS = Faults(missed_read=0.05, double_read=0.1, ghost_read=0.1, corrupt=0.1, link_lost=0.01)


def run_to_the_end(seed: int, faults: Faults | None = None) -> tuple[Paddock, Report]:
    paddock = one_session(seed, faults=faults)
    time = VirtualTime(paddock.station)
    time.connect()
    until_us = paddock.session.run.closed_us
    for arrival in time.run(until_us):
        if not arrival.data:
            time.connect()
    return paddock, make_report(paddock.program, paddock.decoder, paddock.station, until_us=until_us)


def test_report_survives_json() -> None:
    _, report = run_to_the_end(1, FAULTS)
    assert msgspec.json.decode(encode_report(report), type=Report) == report


def test_perfect_loop_and_line_give_the_true_result_three_times() -> None:
    for seed in range(10):
        paddock, report = run_to_the_end(seed)
        (session,) = report.sessions
        delivered = delivered_crossings(paddock.field, session.run, report, 1)
        assert session.heard_result == session.true_result, seed
        assert result(paddock.field, session.run, delivered) == session.true_result, seed


def test_missed_reads_show_as_the_difference_between_the_two_results() -> None:
    differing = 0
    for seed in range(20):
        _, report = run_to_the_end(seed, Faults(missed_read=0.1))
        (session,) = report.sessions
        true_laps = sum(row.laps for row in session.true_result)
        heard_laps = sum(row.laps for row in session.heard_result)
        if len(report.passings) == len(session.run.crossings):
            assert session.true_result == session.heard_result, seed
        differing += heard_laps < true_laps
    assert differing > 10


def test_double_reads_and_ghosts_change_no_result() -> None:
    for seed in range(20):
        _, report = run_to_the_end(seed, Faults(double_read=0.3, ghost_read=0.3))
        (session,) = report.sessions
        assert len(report.passings) > len(session.run.crossings), seed
        assert session.heard_result == session.true_result, seed


def test_what_was_delivered_damaged_is_no_crossing() -> None:
    paddock, report = run_to_the_end(2, FAULTS)
    run = report.sessions[0].run
    for connection in report.connections:
        delivered = delivered_crossings(paddock.field, run, report, connection.client)
        intact = [each for each in report.deliveries if each.client == connection.client and each.intact]
        known = {kart.transponder for kart in paddock.field.karts}
        assert len(delivered) == sum(each.transponder in known for each in intact)
    assert any(not each.intact for each in report.deliveries)


def test_passings_outside_the_session_are_no_crossings_of_it() -> None:
    paddock, report = run_to_the_end(1)
    run = msgspec.structs.replace(report.sessions[0].run, opened_us=report.passings[5].at_us)
    assert len(passed_crossings(paddock.field, run, report.passings)) == len(report.passings) - 5


def test_ghosts_are_crossings_of_nobody() -> None:
    paddock, _ = run_to_the_end(1, Faults(ghost_read=1.0))
    heard = paddock.session.heard
    assert len(heard_crossings(heard)) == len(heard) // 2


def test_report_of_an_unfinished_day_has_the_sessions_that_opened() -> None:
    paddock = one_session(1)
    before = make_report(paddock.program, paddock.decoder, paddock.station, until_us=-1)
    assert before.sessions == ()
    VirtualTime(paddock.station).connect()
    during = make_report(paddock.program, paddock.decoder, paddock.station, until_us=30 * SECOND_US)
    assert [session.index for session in during.sessions] == [0]
    assert during.connections[0].ended_us is None
