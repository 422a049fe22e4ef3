"""What the linter says of a wrong rulebook: where, and words that a club official understands."""

from datetime import date

import pytest

from livetiming.rulebooks.lint import lint
from livetiming.rulebooks.shipped import ids, in_force, shipped
from livetiming.rulebooks.template import template

TOP = """id = "riverside"
name = "Riverside"
version = "1"
"""
EVERY_BY_TIME = '[every_session]\nfinish = {value = "time", clause = "1"}\n'
STEP = """
[[step]]
number = 1
words = "one place"
makes = {ruling = "docked_places", places = 1}
clause = "9"
"""
OFFENCE = """
[[offence]]
id = "blocking"
words = "blocking"
steps = "1"
clause = "9"
"""


def said(text: str) -> list[str]:
    return [str(finding) for finding in lint(text)]


@pytest.mark.parametrize("book", shipped(), ids=lambda book: book.rulebook.id)
def test_shipped_rulebook_has_nothing_wrong(book: object) -> None:
    assert isinstance(book, tuple)
    assert said(book[1]) == []


def test_new_rulebook_has_nothing_wrong_and_names_every_setting() -> None:
    text = template("riverside", "Riverside Karters")
    assert said(text) == []
    assert "# restart_causers = {value = ..., clause" in text


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("id = ", "Line 1: This cannot be read: Invalid value. Look for a missing quote or bracket."),
        ('name = "x"\nversion = "1"\n', 'Line 1: The rulebook has no id; write id = "..." at its top.'),
        (TOP.replace('"1"', "1"), "Line 3: version cannot be 1: it is a text in quotes"),
        (TOP + "effective = 2026\n", "Line 4: effective cannot be 2026: it is a date without quotes"),
        (TOP + "[heats]\n", "Line 4: 'heats' is no part of a rulebook. Did you mean heat?"),
        (TOP + "heat = 3\n", "Line 4: heat is a heading: write [heat] on a line of its own"),
        (
            TOP + '[heat]\nrestart_causer = {value = "absolute_rear", clause = "4"}\n',
            "Line 5: 'restart_causer' is no setting. Did you mean restart_causers?",
        ),
        (
            TOP + '[heat]\nrestart_causers = {value = "before_laped", clause = "4"}\n',
            "it is one of absolute_rear, before_lapped. Did you mean before_lapped?",
        ),
        (
            TOP + "[heat]\nlaps = 12\n",
            'Line 5: [heat] laps needs its clause: write laps = {value = 12, clause = "..."}.',
        ),
        (TOP + "[heat]\nlaps = {value = 12}\n", "Line 5: [heat] laps has no clause; say where it stands"),
        (TOP + '[heat]\nlaps = {clause = "4"}\n', "Line 5: [heat] laps has no value; it is a whole number"),
        (TOP + '[heat]\nlaps = {value = 0, clause = "4"}\n', "Line 5: [heat] laps cannot be 0"),
        (
            TOP + '[feature]\ncaution_laps_count = {value = "yes", clause = "4"}\n',
            'Line 5: [feature] caution_laps_count cannot be "yes"; it is true or false.',
        ),
        (
            TOP + STEP.replace("docked_places", "docked_place"),
            'Line 8: step 1: makes cannot be "docked_place"; write makes',
        ),
        (TOP + STEP.replace(", places = 1", ""), "needs places as well."),
        (TOP + STEP.replace('clause = "9"', ""), "Line 5: step 1 has no clause."),
        (TOP + STEP + OFFENCE.replace('"1"', '"1 to 2"'), 'cannot be "1 to 2"; write the numbers as "1-2'),
    ],
)
def test_wrong_text_is_explained_with_its_line(text: str, finding: str) -> None:
    assert any(finding in each for each in said(text)), said(text)


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (
            '[heat]\nfinish = {value = "time_plus_laps", clause = "1"}\n',
            "Line 5: [heat] finish is time_plus_laps, and plus_laps does not say how many",
        ),
        ('[heat]\nplus_laps = {value = 2, clause = "1"}\n', "Line 5: [heat] plus_laps needs finish"),
        (
            EVERY_BY_TIME + '[heat]\nlaps = {value = 8, clause = "1"}\n',
            "Line 7: [heat] laps contradicts finish = time",
        ),
        (
            '[feature]\nduration_minutes = {value = 9, clause = "1"}\n',
            "Line 5: [feature] duration_minutes contradicts finish = laps",
        ),
        (
            '[qualifying]\ncut_off_when_wet = {value = true, clause = "1"}\n',
            "Line 5: [qualifying] cut_off_when_wet does nothing without cut_off_percent",
        ),
        (
            '[practice]\nrestart_causers = {value = "before_lapped", clause = "1"}\n',
            "Line 5: [practice] restart_causers does nothing here; it is for heats and features.",
        ),
        (
            '[qualifying]\nbest_of = {value = 3, clause = "1"}\nlaps = {value = 2, clause = "1"}\n',
            "Line 5: [qualifying] best_of counts 3 laps, and there are only 2.",
        ),
        (
            EVERY_BY_TIME + '[feature]\ncomplete_percent = {value = 60, clause = "1"}\n',
            "Line 7: [feature] complete_percent counts laps, and finish is time",
        ),
        (OFFENCE, "Line 5: offence blocking needs a ladder: write the penalties as [[step]] tables."),
        (STEP + OFFENCE.replace('"1"', '"1-7"'), "Line 14: offence blocking: there is no step 7"),
        (STEP + OFFENCE + "automatic = 4\n", "Line 14: offence blocking: the automatic step 4 is outside 1."),
        (STEP + STEP, "Line 12: step 1 stands there twice"),
        (STEP + OFFENCE + OFFENCE, "Line 18: offence blocking stands there twice"),
    ],
)
def test_what_contradicts_itself_or_is_missing_is_found(text: str, finding: str) -> None:
    assert any(finding in each for each in said(TOP + text)), said(TOP + text)


def test_all_that_is_wrong_is_said_at_once_in_order_of_lines() -> None:
    text = TOP + "[heat]\nlaps = 12\nlap = 3\n[feature]\nlaps = true\n"
    assert [finding.line for finding in lint(text)] == [5, 6, 8]


def test_version_in_force_is_the_last_that_is_effective_on_the_day() -> None:
    assert ids() == ["kam", "nkra", "pkra", "sok"]
    found = in_force("pkra", date(2021, 4, 24))
    assert found is not None
    assert found.rulebook.version == "2021-04"
    assert in_force("pkra", date(2021, 4, 23)) is None
    assert in_force("nobody", date(2026, 1, 1)) is None
