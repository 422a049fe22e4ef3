"""A simulated race day: sessions in turn, grids from qualifying, cues for the operator."""

from itertools import groupby, islice, pairwise

from livetiming_simulators.faults import Faults
from livetiming_simulators.field import make_class, make_field
from livetiming_simulators.program import CueKind, Program, race_day, timed_terms
from livetiming_simulators.session import Kind, SessionPlan
from livetiming_simulators.truth import timed_result

CLASSES = [
    make_class("c", "Cadet", 24_000_000),
    make_class("j", "Junior", 22_000_000),
    make_class("s", "Senior", 20_000_000),
]
FIELD = make_field(1, CLASSES, karts_each=8)
PLANS = race_day(FIELD, practice_us=120_000_000, qualifying_us=120_000_000, laps=5)


def day(seed: int = 1, *, repeat: bool = False, faults: Faults | None = None) -> Program:
    return Program(FIELD, PLANS, seed=seed, repeat=repeat, faults=faults, first_at_us=3_000_000)


def test_race_day_has_practice_qualifying_and_race_for_every_class() -> None:
    kinds = [(session.run.plan.kind, session.run.plan.class_ids) for session in day().sessions()]
    assert kinds == [
        (kind, (class_id,)) for kind in (Kind.PRACTICE, Kind.QUALIFYING, Kind.RACE) for class_id in "cjs"
    ]


def test_sessions_follow_each_other_with_a_pause() -> None:
    sessions = list(day().sessions())
    assert sessions[0].run.opened_us == 3_000_000
    for before, after in pairwise(sessions):
        assert after.run.opened_us == before.run.closed_us + 60_000_000


def test_grid_of_a_race_is_the_order_of_its_class_s_qualifying() -> None:
    sessions = list(day().sessions())
    for qualifying, race in zip(sessions[3:6], sessions[6:9], strict=True):
        order = timed_result(qualifying.run.crossings, timed_terms(FIELD, qualifying.run))
        assert race.run.lineup == tuple(row.kart for row in order)


def test_race_without_qualifying_is_gridded_by_lot() -> None:
    plans = [SessionPlan(kind=Kind.RACE, class_ids=("c", "s"), laps=3)]
    lineups = {next(Program(FIELD, plans, seed=seed).sessions()).run.lineup for seed in range(5)}
    assert len(lineups) == 5
    assert {frozenset(lineup) for lineup in lineups} == {
        frozenset(kart.id for kart in FIELD.entered(["c", "s"]))
    }


def test_classes_race_together_where_planned() -> None:
    plans = [SessionPlan(kind=Kind.RACE, class_ids=("c", "s"), laps=3)]
    session = next(Program(FIELD, plans, seed=1).sessions())
    assert {crossing.kart[0] for crossing in session.run.crossings} == {"c", "s"}


def test_cues_come_in_the_order_of_time_four_to_a_session() -> None:
    cues = list(day().cues())
    assert [cue.at_us for cue in cues] == sorted(cue.at_us for cue in cues)
    for _, group in groupby(cues, key=lambda cue: cue.session_index):
        assert [cue.kind for cue in group] == list(CueKind)
    assert (cues[0].duration_us, cues[0].laps) == (120_000_000, None)
    assert (cues[-1].duration_us, cues[-1].laps) == (None, 5)


def test_same_seed_gives_the_same_day_however_often_it_is_asked_for() -> None:
    program = day(7, faults=Faults.parse("rough"))
    assert (
        list(program.sessions())
        == list(program.sessions())
        == list(day(7, faults=Faults.parse("rough")).sessions())
    )
    assert list(program.sessions()) != list(day(8, faults=Faults.parse("rough")).sessions())


def test_faults_of_the_loop_leave_what_truly_happened_alone() -> None:
    runs = [session.run for session in day(7).sessions()]
    assert runs == [session.run for session in day(7, faults=Faults.parse("rough")).sessions()]


def test_repeated_programme_goes_on_with_other_races() -> None:
    sessions = list(islice(day(repeat=True).sessions(), 18))
    assert [session.index for session in sessions] == list(range(18))
    assert sessions[9].run.plan == sessions[0].run.plan
    first, second = sessions[6].run, sessions[15].run
    assert [crossing.at_us - first.green_us for crossing in first.crossings] != [
        crossing.at_us - second.green_us for crossing in second.crossings
    ]


def test_loop_hears_the_sessions_in_one_stream_in_the_order_of_time() -> None:
    program = day(faults=Faults(double_read=0.3, ghost_read=0.3))
    instants = [heard.at_us for heard in program.heard()]
    assert instants == sorted(instants)
    assert len(instants) == sum(len(session.heard) for session in program.sessions())
