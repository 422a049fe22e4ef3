import pytest

from livetiming.clock import DecoderUs
from livetiming.facts import PassingHeard
from livetiming.ingest.transponders import failing_transponders, transponder_health
from livetiming_simulators.faults import Faults
from livetiming_simulators.session import Kind
from paddock import SECOND_US, one_session
from support.desk import Desk
from support.reports import Reports


def heard(*strengths_and_hits: tuple[int | None, int | None]) -> Reports:
    """Transponder 7 with these strengths and hits, twenty seconds apart."""
    reports = Reports()
    reports.passing(1, 0)
    for i, (strength, hits) in enumerate(strengths_and_hits):
        reports.apply(
            PassingHeard(
                segment=0,
                number=2 + i,
                transponder=7,
                decoder_time_us=DecoderUs(reports.clock_us + 20_000_000 * (i + 1)),
                strength=strength,
                hits=hits,
                epoch=1,
                arrived_us=reports.instant(20 * (i + 1)).server_us,
            )
        )
    return reports


def test_good_transponder_is_not_failing() -> None:
    health = transponder_health(heard(*[(100, 40), (97, 35), (104, 44)] * 5).evidence, 7)
    assert (health.passings, health.strength, health.strength_usual) == (15, 100, 100)
    assert not health.failing


def test_transponder_that_weakens_is_failing_before_it_is_missed() -> None:
    reports = heard(*[(110 - 2 * lap, 40) for lap in range(24)])
    assert [health.transponder for health in failing_transponders(reports.evidence)] == [7]


def test_transponder_with_ever_fewer_hits_is_failing() -> None:
    assert transponder_health(heard(*[(100, 40 - lap) for lap in range(30)]).evidence, 7).failing


def test_one_weak_passing_is_none() -> None:
    assert not transponder_health(heard(*[(100, 40)] * 12, (50, 2)).evidence, 7).failing


def test_few_passings_say_nothing() -> None:
    assert not transponder_health(heard((100, 40), (100, 40), (40, 3), (40, 3)).evidence, 7).failing


def test_decoder_that_reports_no_strength_is_no_reason_to_worry() -> None:
    assert not transponder_health(heard(*[(None, None)] * 20).evidence, 7).failing


def test_only_what_was_heard_since_counts() -> None:
    reports = heard(*[(120, 60)] * 10, *[(80, 20)] * 20)
    since_us = reports.evidence.heard[7][10].track_us
    assert not transponder_health(reports.evidence, 7, since_us).failing


@pytest.mark.parametrize("chance", range(3))
def test_transponders_that_fade_are_told_from_those_that_do_not(chance: int) -> None:
    session = one_session(chance, kind=Kind.PRACTICE, karts=10, duration_us=900 * SECOND_US, drop_out=0.0)
    desk = Desk(session.station)
    desk.run(session.session.run.closed_us)
    assert failing_transponders(desk.evidence) == []
    fading = one_session(
        chance,
        kind=Kind.PRACTICE,
        karts=10,
        duration_us=900 * SECOND_US,
        drop_out=0.0,
        faults=Faults(fading_transponder=1.0),
    )
    desk = Desk(fading.station)
    desk.run(fading.session.run.closed_us)
    assert len(failing_transponders(desk.evidence)) >= 8
