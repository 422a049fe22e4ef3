"""Two scorers written apart from each other, on what imperfect loops heard of simulated sessions."""

import pytest

from livetiming_simulators.faults import Faults
from livetiming_simulators.report import heard_crossings, result
from livetiming_simulators.session import Kind, Start
from oracle.facts import Facts, Session
from oracle.oracle import classify
from paddock import one_session

FAULTS = Faults(missed_read=0.05, double_read=0.1, fading_transponder=0.1)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("start", list(Start))
def test_both_give_the_same_result(kind: Kind, start: Start) -> None:
    for seed in range(80):
        paddock = one_session(seed, kind=kind, start=start, faults=FAULTS, drop_out=0.02)
        run, crossings = paddock.session.run, heard_crossings(paddock.session.heard)
        session = Session(
            kind=kind.value,
            opened_us=run.opened_us,
            green_us=run.green_us,
            closed_us=run.closed_us,
            laps=run.plan.laps,
            duration_us=run.plan.duration_us,
            min_lap_us=paddock.field.classes[0].minimum_lap_us,
        )
        passings = tuple((crossing.kart, crossing.at_us) for crossing in crossings)
        other = classify(session, Facts(passings=passings, grid=run.lineup))
        assert [(row.kart, row.laps, row.best_lap_us) for row in result(paddock.field, run, crossings)] == [
            (row.entry, row.laps, row.best_us) for row in other
        ], seed
