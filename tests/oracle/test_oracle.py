"""The oracle against the worked cases of the conventions, and at their edges."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from oracle.facts import Facts, Passing, Row, Session
from oracle.oracle import classify, lapped

S = 1_000_000
RACE = Session(kind="race", opened_us=-120 * S, green_us=0, min_lap_us=20 * S)
QUALIFYING = Session(kind="qualifying", opened_us=0, green_us=0, min_lap_us=20 * S)


def us(seconds: float) -> int:
    return round(seconds * S)


def heard(table: Mapping[str, Sequence[float]]) -> list[Passing]:
    """The passings of a table in seconds, kart by kart."""
    return [(kart, us(time)) for kart, times in table.items() for time in times]


def sheet(rows: Sequence[Row]) -> list[tuple[str, int, float | None]]:
    """A race's result as the cases print it: kart, laps, last counted passing in seconds."""
    return [(row.entry, row.laps, None if row.last_us is None else row.last_us / S) for row in rows]


def bests(rows: Sequence[Row]) -> list[tuple[str, float | None]]:
    return [(row.entry, None if row.best_us is None else row.best_us / S) for row in rows]


def statuses(rows: Sequence[Row]) -> dict[str, str]:
    return {row.entry: row.status for row in rows}


def alone(session: Session, *times: float) -> Row:
    """The row of a kart that has the track to itself."""
    (row,) = classify(session, Facts(passings=heard({"7": times}), grid=["7"]))
    return row


FIVE_LAPS: dict[str, list[float]] = {
    "1": [60, 120, 180, 240, 300],
    "2": [59.9, 121, 181, 241, 300.4],
    "3": [61, 122, 183, 244, 305, 366],
    "4": [70, 140, 210, 280, 350],
    "5": [80, 160, 240, 320, 400],
}
FIVE_LAP_RACE = replace(RACE, laps=5)
FIVE_LAP_FACTS = Facts(passings=heard(FIVE_LAPS), grid=["1", "2", "3", "4", "5"])


def test_race_with_a_lapped_kart_ends_for_each_at_its_first_passing_after_the_leaders_finish() -> None:
    rows = classify(FIVE_LAP_RACE, FIVE_LAP_FACTS)  # GEN-S01
    assert sheet(rows) == [("1", 5, 300), ("2", 5, 300.4), ("3", 5, 305), ("4", 5, 350), ("5", 4, 320)]
    assert [row.after_end_us for row in rows] == [(), (), (us(366),), (), (us(400),)]
    assert set(statuses(rows).values()) == {"finished"}


def test_double_read_is_kept_apart_as_a_duplicate() -> None:
    row = alone(RACE, 60.000, 60.350, 118.900)  # GEN-S02
    assert row.lap_times_us == (us(60), us(58.9))
    assert row.duplicates_us == (us(60.35),)


def test_passings_exactly_the_minimum_lap_apart_are_both_accepted() -> None:
    assert alone(RACE, 60, 80).lap_times_us == (us(60), us(20))
    assert alone(RACE, 60, 79.999999).duplicates_us == (us(79.999999),)


def test_third_read_counts_from_the_accepted_passing_not_from_the_duplicate() -> None:
    assert alone(RACE, 60, 75, 85).accepted_us == (us(60), us(85))


def test_snapshot_late_on_the_lead_lap_is_not_lapped() -> None:
    last_two = {  # GEN-S03
        "10": (8, 480.0),
        "20": (8, 481.2),
        "30": (7, 422.5),
        "40": (7, 424.0),
        "50": (7, 481.9),
        "60": (6, 455.0),
    }
    table = {
        kart: [last * lap / laps for lap in range(1, laps + 1)] for kart, (laps, last) in last_two.items()
    }
    rows = classify(RACE, Facts(passings=heard(table), grid=["60", "50", "40", "30", "20", "10"]))
    assert sheet(rows) == [(kart, laps, last) for kart, (laps, last) in last_two.items()]
    assert lapped(rows) == {"50": 1, "60": 1}


def test_stopped_kart_is_lapped_once_two_laps_behind() -> None:
    facts = Facts(passings=heard({"1": [60, 120, 180], "2": [61], "3": [62, 122]}), grid=["1", "2", "3", "4"])
    assert lapped(classify(RACE, facts)) == {"2": 2, "4": 3}
    assert lapped(classify(RACE, replace(facts, dns={"4"}, dq={"2"}))) == {}


def test_kart_crossing_with_the_leader_a_lap_behind_is_lapped() -> None:
    facts = Facts(passings=heard({"1": [60, 120], "2": [120]}), grid=["1", "2"])
    assert lapped(classify(RACE, facts)) == {"2": 1}


def test_equal_best_laps_in_qualifying_are_parted_by_the_second_best() -> None:
    table = {  # PKRA-S01; the chequered flag is first shown to kart 7
        "7": [41.200, 98.450, 155.380],
        "12": [45.010, 102.110, 159.960],
        "23": [50.000, 107.390],
        "31": [55.500],
        "44": [60.300, 117.230, 174.160, 230.900],
    }
    session = replace(QUALIFYING, chequered_us=us(155.38), closed_us=us(300))
    rows = classify(session, Facts(passings=heard(table), grid=["31", "23", "12", "7", "44"]))
    assert bests(rows) == [("44", 56.93), ("7", 56.93), ("12", 57.1), ("23", 57.39), ("31", None)]
    assert [row.second_us for row in rows] == [us(56.93), us(57.25), us(57.85), None, None]
    assert rows[0].after_end_us == (us(230.9),)


def test_lap_under_way_at_the_chequered_flag_counts_and_one_begun_after_it_does_not() -> None:
    table = {  # PKRA-S03; its clause voids what kart 5 drove after leaving the course, by an official
        "5": [70, 127.1, 184.0, 241.2, 360, 416.0, 472.5],
        "8": [80, 137.5, 194.8, 252.0, 309.4, 366.5, 423.9, 479.5, 536.8],
        "9": [500, 556.1],
        "10": [100, 157.2, 214.5, 271.6, 328.9, 386.0, 443.2, 499.9],
    }
    struck = frozenset(heard({"5": [360, 416.0, 472.5]}))
    facts = Facts(passings=heard(table), grid=["9", "5", "8", "10"], ignored=struck)
    for session in (replace(QUALIFYING, duration_us=us(480)), replace(QUALIFYING, chequered_us=us(480))):
        rows = classify(session, facts)
        # Kart 8 crosses 0.5 s before the end, so its 57.3 s lap to 536.8 counts as well.
        assert bests(rows) == [("8", 55.6), ("10", 56.7), ("5", 56.9), ("9", None)]
        assert rows[0].lap_ends_us[-1] == us(536.8)
        assert statuses(rows) == {"8": "finished", "10": "finished", "5": "running", "9": "finished"}


def test_two_karts_removed_on_one_lap_keep_the_laps_complete_then() -> None:
    table: dict[str, list[float]] = {  # PKRA-S19
        "10": [60 * lap for lap in range(1, 11)],
        "20": [60.5, 120.6, 180.9, 241.2, 301.5, 361.8, 422.1, 482.4, 542.7, 603.0],
        "30": [61 * lap for lap in range(1, 11)],
        "40": [61.5, 122.4, 183.3, 244.1, 305.2],
        "50": [62, 123, 184, 245.0],
        "60": [62.5, 124, 186, 248],
    }
    session = replace(RACE, laps=10, closed_us=us(900))
    removed = {"40": us(270), "50": us(280)}
    rows = classify(session, Facts(passings=heard(table), grid=sorted(table), removed=removed))
    expected = [
        ("10", 10, 600),
        ("20", 10, 603),
        ("30", 10, 610),
        ("40", 4, 244.1),
        ("50", 4, 245),
        ("60", 4, 248),
    ]
    assert sheet(rows) == expected
    assert [row.status for row in rows] == ["finished"] * 3 + ["dnf"] * 3
    assert rows[3].after_end_us == (us(305.2),)


def test_karts_out_on_lap_one_are_classified_in_grid_order() -> None:
    session = replace(RACE, laps=2, closed_us=us(300))  # PKRA-S21
    passings = heard({"10": [60, 120], "20": [61, 121], "40": [75]})
    rows = classify(session, Facts(passings=passings, grid=["10", "40", "20", "50"], removed={"40": us(30)}))
    assert sheet(rows) == [("10", 2, 120), ("20", 2, 121), ("40", 0, None), ("50", 0, None)]
    assert statuses(rows) == {"10": "finished", "20": "finished", "40": "dnf", "50": "dnf"}


@pytest.mark.parametrize(
    ("times", "laps"),
    [
        pytest.param([-10, 50], [60], id="at the opening of the window"),
        pytest.param([-10.000001, 50], [50], id="just before the window"),
        pytest.param([3, 63, 124], [60, 61], id="behind the line at the green"),
        pytest.param([19.999999, 70], [50.000001], id="just within the minimum lap of the green"),
        pytest.param([20, 70], [20, 50], id="at the minimum lap from the green"),
        pytest.param([-9, 12, 60], [48], id="two in the window: the last"),
        pytest.param([-9, 8, 60], [69], id="two in the window: the second a duplicate"),
        pytest.param([-15, 3, 60], [60], id="a duplicate of the formation lap"),
        pytest.param([-70, -5, 55], [60], id="after a formation lap"),
        pytest.param([200, 260], [200, 60], id="start read missed, or joined late"),
    ],
)
def test_start_crossing_opens_lap_one_and_completes_none(times: list[float], laps: list[float]) -> None:
    assert alone(RACE, *times).lap_times_us == tuple(us(lap) for lap in laps)


def test_lap_one_runs_from_the_green_for_the_one_kart_without_a_start_crossing() -> None:
    rows = classify(RACE, Facts(passings=heard({"1": [2, 62], "2": [61]}), grid=["1", "2"]))
    assert [(row.entry, row.best_us) for row in rows] == [("2", us(61)), ("1", us(60))]


def test_race_without_a_green_stands_in_grid_order() -> None:
    session = replace(RACE, green_us=None, chequered_us=us(100), laps=1)
    facts = Facts(
        passings=heard({"1": [-60, 1, 61, 121]}),
        grid=["2", "3"],
        entered=["1", "2"],
        credited={"1": 1},
        dns={"2"},
    )
    rows = classify(session, facts)
    assert sheet(rows) == [("3", 0, None), ("1", 0, None), ("2", 0, None)]
    assert statuses(rows) == {"3": "waiting", "1": "waiting", "2": "dns"}


def test_removed_leader_does_not_end_the_race() -> None:
    rows = classify(FIVE_LAP_RACE, replace(FIVE_LAP_FACTS, removed={"1": us(299)}))
    assert sheet(rows) == [("2", 5, 300.4), ("3", 5, 305), ("4", 5, 350), ("1", 4, 240), ("5", 4, 320)]
    ended_later = classify(FIVE_LAP_RACE, replace(FIVE_LAP_FACTS, removed={"1": us(250), "2": us(250)}))
    assert [row.entry for row in ended_later] == ["3", "4", "1", "2", "5"]


def test_kart_removed_at_its_finish_has_finished() -> None:
    rows = classify(FIVE_LAP_RACE, replace(FIVE_LAP_FACTS, removed={"1": us(300)}))
    assert (rows[0].entry, rows[0].status) == ("1", "finished")


def test_disqualified_winner_stands_last_and_leaves_the_end_of_the_race_where_it_was() -> None:
    passings = heard({**FIVE_LAPS, "5": [80, 160, 240, 300.2, 400]})
    rows = classify(FIVE_LAP_RACE, replace(FIVE_LAP_FACTS, passings=passings, dq={"1"}, dns={"4"}))
    # Kart 5 ends at 300.2: the instant is still kart 1's 300, not kart 2's 300.4.
    assert sheet(rows) == [("2", 5, 300.4), ("3", 5, 305), ("5", 4, 300.2), ("4", 0, None), ("1", 5, 300)]
    assert [row.status for row in rows] == ["finished"] * 3 + ["dns", "dq"]


def test_kart_marked_dns_does_not_end_the_race() -> None:
    rows = classify(FIVE_LAP_RACE, replace(FIVE_LAP_FACTS, dns={"1"}, dq={"3"}))
    assert [row.entry for row in rows] == ["2", "4", "5", "1", "3"]
    passings = heard({"1": [50, 100], "2": [60, 120], "3": [101, 190]})
    facts = Facts(passings=passings, grid=["1", "2", "3"], dns={"1"}, credited={"1": 1})
    assert sheet(classify(replace(RACE, laps=2), facts)) == [("2", 2, 120), ("3", 2, 190), ("1", 0, None)]


def test_kart_marked_dns_and_dq_is_disqualified() -> None:
    rows = classify(FIVE_LAP_RACE, replace(FIVE_LAP_FACTS, dns={"1", "2"}, dq={"1"}))
    assert [(row.entry, row.status) for row in rows[-2:]] == [("2", "dns"), ("1", "dq")]


def test_chequered_flag_shown_early_ends_the_race_short_of_its_laps() -> None:
    rows = classify(replace(FIVE_LAP_RACE, chequered_us=us(240)), FIVE_LAP_FACTS)
    assert sheet(rows) == [("1", 4, 240), ("2", 4, 241), ("3", 4, 244), ("4", 4, 280), ("5", 3, 240)]


def test_chequered_flag_shown_late_changes_nothing() -> None:
    assert classify(replace(FIVE_LAP_RACE, chequered_us=us(301)), FIVE_LAP_FACTS) == classify(
        FIVE_LAP_RACE, FIVE_LAP_FACTS
    )


def test_kart_that_has_not_crossed_since_the_end_is_running_until_the_session_closes() -> None:
    facts = Facts(passings=heard({"1": [60, 120], "2": [70]}), grid=["1", "2"])
    session = replace(RACE, laps=2)
    assert statuses(classify(session, facts)) == {"1": "finished", "2": "running"}
    closed = classify(replace(session, closed_us=us(200)), facts)
    assert statuses(closed) == {"1": "finished", "2": "dnf"}
    late = replace(facts, passings=[*facts.passings, ("2", us(201))])
    assert classify(replace(session, closed_us=us(200)), late)[1].after_end_us == (us(201),)


def test_credited_lap_moves_the_classification_and_not_the_end_or_the_times() -> None:
    rows = classify(FIVE_LAP_RACE, replace(FIVE_LAP_FACTS, credited={"5": 1, "2": -1, "4": -9}))
    assert sheet(rows) == [("1", 5, 300), ("3", 5, 305), ("5", 5, 320), ("2", 4, 300.4), ("4", 0, 350)]
    assert lapped(rows)["4"] == 5


def test_karts_whose_laps_are_all_taken_stand_in_grid_order() -> None:
    facts = Facts(passings=heard({"1": [61], "2": [60]}), grid=["1", "2"], credited={"1": -1, "2": -1})
    assert sheet(classify(RACE, facts)) == [("1", 0, 61), ("2", 0, 60)]


def test_kart_with_a_credited_lap_only_stands_last_of_its_lap() -> None:
    facts = Facts(passings=heard({"2": [60], "3": [61, 122]}), grid=["1", "2", "3"], credited={"1": 1})
    assert sheet(classify(RACE, facts)) == [("3", 2, 122), ("2", 1, 60), ("1", 1, None)]


def test_struck_passing_joins_two_laps_and_shades_no_other() -> None:
    facts = Facts(passings=heard({"7": [60, 100, 115, 180]}), grid=["7"], ignored={("7", us(100))})
    (row,) = classify(RACE, facts)
    assert row.lap_times_us == (us(60), us(55), us(65))


def test_inserted_passing_is_one_like_any_other() -> None:
    facts = Facts(passings=heard({"7": [60, 180, 240]}), grid=["7"], inserted=heard({"7": [120, 185, 240]}))
    (row,) = classify(RACE, facts)
    assert (row.lap_times_us, row.duplicates_us) == ((us(60),) * 4, (us(185),))
    (struck,) = classify(RACE, replace(facts, ignored={("7", us(120))}))
    assert struck.laps == 3


def test_dead_heat_stands_in_grid_order() -> None:
    facts = Facts(passings=heard({"1": [60], "2": [60], "3": [60]}), grid=["3", "1"], entered=["2"])
    assert [row.entry for row in classify(RACE, facts)] == ["3", "1", "2"]


def test_crossing_before_the_green_of_qualifying_opens_no_lap() -> None:
    session = replace(QUALIFYING, green_us=us(100))
    assert alone(session, 40, 95, 150, 205).lap_times_us == (us(55),)
    assert alone(session, 40, 100, 155).lap_times_us == (us(55),)
    assert alone(session, 95, 105, 160, 220).lap_times_us == (us(60),)  # 105 is a duplicate of 95


def test_practice_without_a_green_runs_from_its_opening() -> None:
    session = Session(kind="practice", opened_us=us(10), min_lap_us=us(20), duration_us=us(60))
    row = alone(session, 9.9, 10, 70, 131)
    assert (row.lap_times_us, row.duplicates_us, row.status) == ((us(60), us(61)), (), "running")


def test_equal_best_and_second_best_are_parted_by_the_one_set_earlier() -> None:
    table = {"1": [10, 70, 131], "2": [5, 66, 126], "3": [0, 60]}
    rows = classify(QUALIFYING, Facts(passings=heard(table), grid=["3", "2", "1"]))
    assert [row.entry for row in rows] == ["1", "2", "3"]


def test_karts_without_a_lap_stand_as_heard_and_then_in_grid_order() -> None:
    facts = Facts(
        passings=heard({"3": [50], "4": [40], "5": [30, 90], "6": [20]}),
        grid=["1", "2", "3", "4", "5"],
        entered=["7", "6"],
        removed={"3": us(60), "5": us(80)},
        dns={"6"},
    )
    rows = classify(QUALIFYING, facts)
    assert [row.entry for row in rows] == ["5", "4", "3", "1", "2", "7", "6"]
    assert [row.status for row in rows] == ["dnf", "running", "dnf", "waiting", "waiting", "waiting", "dns"]
    closed = classify(replace(QUALIFYING, closed_us=us(100)), facts)
    assert statuses(closed)["4"] == "finished"
    assert statuses(closed)["1"] == "waiting"


def test_race_by_time_is_refused() -> None:
    with pytest.raises(NotImplementedError, match="by time"):
        classify(replace(RACE, duration_us=us(600)), FIVE_LAP_FACTS)
