"""Properties that any scorer must have, held against the oracle."""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from oracle.facts import Facts, Passing, Session
from oracle.oracle import classify

S = 1_000_000
KARTS = ["1", "2", "3", "4"]
INSTANTS = st.integers(-80, 800).map(lambda half: half * S // 2)  # coarse, so that edges are met often
OPTIONAL = st.none() | INSTANTS
MARKS = st.sets(st.sampled_from(KARTS), max_size=1)
PASSINGS = st.lists(st.tuples(st.sampled_from(KARTS), INSTANTS), max_size=40)
BY_TIME = st.builds(
    Session,
    kind=st.sampled_from(["practice", "qualifying"]),
    opened_us=st.just(-30 * S),
    green_us=OPTIONAL,
    chequered_us=OPTIONAL,
    closed_us=OPTIONAL,
    duration_us=st.none() | st.integers(1, 300).map(lambda s: s * S),
    min_lap_us=st.just(20 * S),
)
RACES = st.builds(
    Session,
    kind=st.just("race"),
    opened_us=st.just(-30 * S),
    green_us=st.sampled_from([None, 0, 0, 0]),
    chequered_us=st.none() | st.integers(0, 400).map(lambda s: s * S),
    closed_us=OPTIONAL,
    laps=st.none() | st.integers(1, 6),
    min_lap_us=st.just(20 * S),
)
SESSIONS = BY_TIME | RACES
FACTS = st.builds(
    Facts,
    passings=PASSINGS,
    grid=st.permutations(KARTS[:3]),
    entered=st.just(KARTS),
    removed=st.dictionaries(st.sampled_from(KARTS), INSTANTS, max_size=2),
    dns=MARKS,
    dq=MARKS,
    ignored=st.sets(st.tuples(st.sampled_from(KARTS), INSTANTS), max_size=3),
    inserted=st.lists(st.tuples(st.sampled_from(KARTS), INSTANTS), max_size=3),
    credited=st.dictionaries(st.sampled_from(KARTS), st.integers(-2, 2), max_size=2),
)


@given(session=SESSIONS, facts=FACTS, data=st.data())
def test_order_in_which_passings_arrive_changes_nothing(
    session: Session, facts: Facts, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(facts.passings))
    assert classify(session, replace(facts, passings=shuffled)) == classify(session, facts)


@given(session=SESSIONS, facts=FACTS, data=st.data())
def test_repeated_passings_change_nothing(session: Session, facts: Facts, data: st.DataObject) -> None:
    repeats = data.draw(st.lists(st.sampled_from(facts.passings), max_size=10)) if facts.passings else []
    assert classify(session, replace(facts, passings=[*facts.passings, *repeats])) == classify(session, facts)


@given(session=SESSIONS, facts=FACTS, delay_us=st.integers(1, 20 * S - 1))
def test_echoes_within_the_minimum_lap_add_duplicates_only(
    session: Session, facts: Facts, delay_us: int
) -> None:
    rows = classify(session, replace(facts, ignored=frozenset()))
    echoes = [(row.entry, t + delay_us) for row in rows for t in (*row.accepted_us, *row.after_end_us)]
    echoed = classify(session, replace(facts, ignored=frozenset(), passings=[*facts.passings, *echoes]))
    assert [replace(row, duplicates_us=()) for row in echoed] == [
        replace(row, duplicates_us=()) for row in rows
    ]
    known: set[Passing] = {(row.entry, t) for row in echoed for t in row.duplicates_us}
    assert known >= set(echoes)


@given(session=SESSIONS, facts=FACTS)
def test_every_passing_of_the_session_is_in_exactly_one_list(session: Session, facts: Facts) -> None:
    rows = classify(session, facts)
    listed = Counter(
        (row.entry, t) for row in rows for t in (*row.accepted_us, *row.duplicates_us, *row.after_end_us)
    )
    existing = {p for p in (*facts.passings, *facts.inserted) if p[1] >= session.begins_us} - facts.ignored
    assert listed == Counter(existing)


@given(session=SESSIONS, facts=FACTS)
def test_every_entered_kart_is_classified_once_with_dns_and_dq_last(session: Session, facts: Facts) -> None:
    rows = classify(session, facts)
    assert sorted(row.entry for row in rows) == KARTS
    groups = [(row.entry in facts.dq, row.entry in facts.dns) for row in rows]
    assert groups == sorted(groups)


@given(session=SESSIONS, facts=FACTS)
def test_laps_are_whole_and_never_shorter_than_the_minimum(session: Session, facts: Facts) -> None:
    for row in classify(session, facts):
        assert all(lap >= session.min_lap_us for lap in row.lap_times_us)
        assert set(row.lap_ends_us) <= set(row.accepted_us)
        assert row.laps == max(0, len(row.lap_times_us) + facts.credited.get(row.entry, 0)) or (
            row.laps == 0 and not row.lap_times_us
        )
        if session.laps is not None:
            assert len(row.lap_times_us) <= session.laps


@given(session=SESSIONS, facts=FACTS)
def test_what_a_kart_does_after_its_end_changes_nothing_but_its_list(session: Session, facts: Facts) -> None:
    rows = classify(session, facts)
    late = {(row.entry, t) for row in rows for t in row.after_end_us}
    echoes = {(row.entry, t) for row in rows for t in row.duplicates_us}
    without = classify(session, replace(facts, ignored=facts.ignored | late | echoes))
    assert without == [replace(row, after_end_us=(), duplicates_us=()) for row in rows]


@given(session=RACES, facts=FACTS, at_us=INSTANTS)
def test_laps_of_a_race_only_grow_as_passings_arrive(session: Session, facts: Facts, at_us: int) -> None:
    early = replace(
        facts,
        passings=[p for p in facts.passings if p[1] <= at_us],
        inserted=[p for p in facts.inserted if p[1] <= at_us],
    )
    after = {row.entry: row for row in classify(session, facts)}
    for row in classify(session, early):
        assert row.lap_ends_us == after[row.entry].lap_ends_us[: len(row.lap_ends_us)]


@given(session=SESSIONS, facts=FACTS)
def test_disqualification_moves_one_kart_and_no_lap_of_any(session: Session, facts: Facts) -> None:
    before = classify(session, replace(facts, dq=frozenset()))
    after = classify(session, replace(facts, dq={"1"}))
    assert [row for row in before if row.entry != "1"] == after[:-1]
    laps = {row.entry: row.lap_ends_us for row in before}
    assert {row.entry: row.lap_ends_us for row in after} == laps


@given(session=SESSIONS, facts=FACTS, shift_us=st.integers(-(10**15), 10**15))
def test_only_differences_of_time_matter(session: Session, facts: Facts, shift_us: int) -> None:
    def later(time_us: int | None) -> int | None:
        return None if time_us is None else time_us + shift_us

    def all_later(passings: list[Passing]) -> list[Passing]:
        return [(kart, time_us + shift_us) for kart, time_us in passings]

    moved_session = replace(
        session,
        opened_us=session.opened_us + shift_us,
        green_us=later(session.green_us),
        chequered_us=later(session.chequered_us),
        closed_us=later(session.closed_us),
    )
    moved_facts = replace(
        facts,
        passings=all_later(list(facts.passings)),
        inserted=all_later(list(facts.inserted)),
        ignored=frozenset(all_later(list(facts.ignored))),
        removed={kart: time_us + shift_us for kart, time_us in facts.removed.items()},
    )
    rows, moved = classify(session, facts), classify(moved_session, moved_facts)
    assert [(r.entry, r.status, r.laps, r.lap_times_us) for r in moved] == [
        (r.entry, r.status, r.laps, r.lap_times_us) for r in rows
    ]
