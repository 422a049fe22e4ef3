"""Practice and qualifying as they truly go."""

from collections import Counter
from itertools import pairwise
from random import Random

import pytest

from livetiming_simulators.field import Field, make_class, make_field
from livetiming_simulators.session import Kind, SessionPlan, SessionRun
from livetiming_simulators.timed import PIT_STAY_US, run_timed

MINUTE_US = 60_000_000


def session(seed: int, *, pit_visit: float = 0.0, drop_out: float = 0.0) -> tuple[Field, SessionRun]:
    field = make_field(seed, [make_class("a", "A", 20_000_000)], karts_each=10, drop_out=drop_out)
    plan = SessionPlan(kind=Kind.PRACTICE, class_ids=("a",), duration_us=8 * MINUTE_US)
    return field, run_timed(Random(seed), plan, karts=field.karts, opened_us=0, pit_visit=pit_visit)


def test_nobody_crosses_before_the_green_and_everybody_finishes_the_lap_begun() -> None:
    for seed in range(20):
        field, run = session(seed)
        assert run.chequered_us == run.green_us + 8 * MINUTE_US
        assert run.crossings[0].at_us > run.green_us, seed
        finished = Counter(crossing.kart for crossing in run.crossings if crossing.at_us >= run.chequered_us)
        assert set(finished) == {kart.id for kart in field.karts}, seed
        assert max(finished.values()) <= 2, seed
        assert run.crossings[-1].at_us < run.closed_us


def test_visits_to_the_pit_lane_leave_long_gaps() -> None:
    _, run = session(1, pit_visit=0.2)
    instants = {kart: [each.at_us for each in run.crossings if each.kart == kart] for kart in run.lineup}
    gaps = [b - a for each in instants.values() for a, b in pairwise(each)]
    assert sum(gap > PIT_STAY_US[0] for gap in gaps) > 5
    assert all(18_000_000 < gap < 35_000_000 or gap > PIT_STAY_US[0] for gap in gaps)


def test_nobody_leaves_the_pits_after_the_chequered_flag() -> None:
    for seed in range(20):
        field, run = session(seed, pit_visit=0.3)
        pace_us = {kart.id: kart.pace_us for kart in field.karts}
        chequered_us = run.chequered_us or 0
        finished: set[str] = set()
        for crossing in run.crossings:
            if crossing.at_us >= chequered_us and crossing.kart not in finished:
                finished.add(crossing.kart)
                assert crossing.at_us - chequered_us < 1.31 * pace_us[crossing.kart], seed


def test_drop_outs_stop_for_good() -> None:
    _, run = session(1, drop_out=0.3)
    counts = Counter(crossing.kart for crossing in run.crossings)
    assert len(counts) < 10
    assert min(counts.values()) < 8


def test_timed_session_needs_a_duration() -> None:
    with pytest.raises(ValueError, match="practice session needs a duration"):
        SessionPlan(kind=Kind.PRACTICE, class_ids=("a",), laps=3)
