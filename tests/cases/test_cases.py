"""The worked cases, told to an engine; and what the format says of cases that are wrong."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from livetiming.cases.reading import BadCase, parse
from livetiming.cases.report import report
from livetiming.cases.runner import run
from livetiming.cli.main import main

FOLDER = Path(__file__).parent
CASES = sorted(FOLDER.glob("*.toml"))

RACE = """
title = "two karts"
[[session]]
kind = "feature"
laps = 2
green = 0
passings = {1 = [60, 120.5], 2 = [61, 121]}
"""


def told(text: str, folder: Path = FOLDER) -> list[str]:
    """The report of a case without its title."""
    case = parse(text)
    return list(report(case.title, run(case, folder)))[1:]


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_case_comes_out_as_expected(file: Path) -> None:
    case = parse(file.read_text())
    assert not (differences := run(case, FOLDER)), "\n".join(report(case.title, differences))


def test_there_are_cases() -> None:
    assert len(CASES) > 20


def test_wrong_order_is_shown_beside_the_right_one() -> None:
    expect = '\n[session.expect]\norder = ["2", "1"]\nlaps = {1 = 3}\nlast = {1 = 120.4}\nbest = {2 = 60}'
    assert told(RACE + expect) == [
        "  feature 1, order",
        "    expected: 2, 1",
        "    found:    1, 2",
        "  feature 1, laps of 1",
        "    expected: 3",
        "    found:    2",
        "  feature 1, last crossing of 1",
        "    expected: 120.400",
        "    found:    120.500",
    ]


@pytest.mark.parametrize(
    ("step", "found"),
    [
        ("call_result = 5", "refused: Nobody has completed lap 5; the leader has 2."),
        ('call_result = 2\nrefused = "too early"', "accepted"),
        ('call_result = 5\nrefused = "too early"', "refused: Nobody has completed lap 5; the leader has 2."),
    ],
)
def test_refusal_that_was_not_expected_differs_and_one_that_did_not_come(step: str, found: str) -> None:
    assert told(f"{RACE}\n[[session.step]]\n{step}")[-1] == f"    found:    {found}"


def test_lineup_that_differs_is_shown_with_its_step() -> None:
    steps = """
[[session.step]]
at = 62
flag = "yellow"
[[session.step]]
at = 63
name = "restart"
restart = {causers = ["1"]}
rows = "1|2"
"""
    assert told(RACE + steps) == [
        "  feature 1, step 2 (restart), rows",
        "    expected: 1|2",
        "    found:    2|1",
    ]


def test_correction_and_its_withdrawal_are_steps_too() -> None:
    steps = """
[[session.step]]
name = "echo"
strike = {kart = "1", time = 120.5}
[[session.step]]
insert = {kart = "1", time = 122}
[[session.step]]
move = {kart = "2", time = 121, to = 121.25}
[session.expect]
order = ["2", "1"]
last = {1 = 122, 2 = 121.25}
"""
    assert not told(RACE + steps)
    back = steps.replace("[session.expect]", '[[session.step]]\nwithdraw = "echo"\n[session.expect]')
    assert "    found:    1, 2" in told(RACE + back)


def test_times_of_day_and_minutes_are_exact() -> None:
    race = """
title = "an evening race"
[[session]]
kind = "heat"
laps = 1
green = "19:00:00"
passings = {1 = ["19:01:00.123456"], 2 = ["19:01:00.123457"]}
[session.expect]
order = ["1", "2"]
last = {1 = "19:01:00.123456"}
lap_times = {1 = ["1:00.123456"]}
"""
    assert not told(race)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (RACE + "laps_ = 3", "Line 8: This contains unknown field 'laps_'."),
        (RACE.replace("2 = [61", '2 = ["soon"').replace(", 121]", "]"), "'soon' is no time"),
        (RACE + '[[session.step]]\nwhy = "x"', "Line 8: a step is one of"),
        (RACE + '[[session.step]]\npublish = "soon"', "provisional or as official"),
        (RACE + '[[session.step]]\nwithdraw = "x"', "no step named 'x'"),
        (RACE + '[[session.step]]\nstrike = {kart = "1", time = 3}', "Kart 1 was not heard at 3"),
        (RACE + '[[session.step]]\nrule = {kart = "9", step = 1}', "There is no kart 9"),
        ('rulebook = "nobody"' + RACE, "There is no rulebook 'nobody'"),
        (RACE.replace("[[", "[settings.heat]\nlap = 3\n[[", 1), "There is no setting 'lap'"),
        (RACE.replace("[[", "[settings.heat]\nlaps = 0\n[[", 1), "cannot be 0"),
        (RACE.replace("laps = 2", ""), "A race over laps needs a number of laps"),
    ],
)
def test_case_that_cannot_be_told_says_why(wrong: str, words: str) -> None:
    with pytest.raises(BadCase) as told_why:
        told(wrong)
    assert words in str(told_why.value)


def test_command_ends_with_1_where_a_case_differs_or_cannot_be_read(tmp_path: Path) -> None:
    for name, text in {
        "good": RACE,
        "wrong": RACE + '[session.expect]\norder = ["2", "1"]',
        "bad": "title = ",
    }.items():
        (tmp_path / f"{name}.toml").write_text(text)
    done = CliRunner().invoke(main, ["check", str(tmp_path)])
    assert done.exit_code == 1
    assert "good.toml: as expected: two karts" in done.output
    assert "    expected: 2, 1" in done.output
    assert "bad.toml: This cannot be read" in done.output
    assert "3 cases, 2 of them differ." in done.output
    assert CliRunner().invoke(main, ["check", str(tmp_path / "good.toml")]).exit_code == 0
