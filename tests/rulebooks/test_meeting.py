"""A meeting under a rulebook, through the engine: what is planned, ruled, called and published by it."""

from collections.abc import Iterator
from datetime import date

import pytest
from msgspec.structs import replace

from livetiming import commands
from livetiming.facts import Authority, ResultCalled, ResultPublished, RulebookAdopted, Ruled, SessionKind
from livetiming.rulebooks.shipped import in_force
from livetiming.rulings import CauserPlace, Disqualified, DockedPlaces, Finish, SessionRules, Stage
from livetiming.scoring.evidence import fold
from support.clocks import us
from support.day import DIRECTOR, TOWER, Day

BOOK = """
id = "riverside"
name = "Riverside"
version = "1"

[every_session]
start_window_seconds = {value = 4, clause = "3.1"}

[qualifying]
finish = {value = "own_laps", clause = "4.1"}
laps = {value = 2, clause = "4.1"}

[heat]
restart_causers = {value = "before_lapped", clause = "5.4"}
complete_percent = {value = 60, clause = "5.6"}
provisional_minutes = {value = 20, clause = "8.1"}
protest_minutes = {value = 30, clause = "8.2"}

[feature]
laps = {value = 20, clause = "6.1"}
time_limit_minutes = {value = 20, clause = "6.2"}

[[step]]
number = 1
words = "one place"
makes = {ruling = "docked_places", places = 1}
clause = "9.1"

[[step]]
number = 2
words = "the places gained and one"
makes = {ruling = "docked_gained", gained = 0, plus = 1}
clause = "9.1"

[[step]]
number = 3
words = "out"
makes = {ruling = "disqualified"}
clause = "9.1"

[[offence]]
id = "blocking"
words = "blocking"
steps = "1-2"
clause = "9.3"
again = [{occurrence = 2, steps = "3", automatic = 3}]
"""
NO_REASON = Authority(who="Dirk Director", role="director")


@pytest.fixture
def day() -> Iterator[Day]:
    with Day(["1", "2", "3"]) as told:
        told.do(commands.AdoptRulebook(text=BOOK))
        yield told


def plan(day: Day, stage: Stage, kind: SessionKind = SessionKind.RACE, **more: object) -> None:
    command = commands.PlanSession(session="s", name="S", kind=kind, stage=stage, class_ids=("k",))
    day.do(replace(command, **more))


def heat(day: Day, laps: int = 10, led: int = 5) -> None:
    """A heat in which kart 1 leads for so many laps."""
    plan(day, Stage.HEAT, laps=laps)
    day.open("s", -60)
    day.green("s")
    day.hear({kart: [60 * lap + int(kart) for lap in range(1, led + 1)] for kart in ("1", "2", "3")})


def test_session_planned_without_rules_takes_them_from_the_rulebook_by_its_stage(day: Day) -> None:
    plan(day, Stage.HEAT, laps=8)
    planned = day.evidence.sessions["s"].plan
    assert planned.rules.restart.causers is CauserPlace.BEFORE_LAPPED
    assert planned.start_window_us == us(4)
    assert planned.rules.time_limit_us is None
    plan(day, Stage.QUALIFYING, SessionKind.QUALIFYING)
    planned = day.evidence.sessions["s"].plan
    assert (planned.rules.finish, planned.laps) == (Finish.OWN_LAPS, 2)


def test_race_without_a_stage_is_a_feature(day: Day) -> None:
    day.do(commands.PlanSession(session="s", name="S", kind=SessionKind.RACE, class_ids=("k",)))
    planned = day.evidence.sessions["s"].plan
    assert (planned.stage, planned.laps) == (Stage.FEATURE, 20)
    assert planned.rules.time_limit_us == us(1200)


def test_what_the_timetable_says_comes_before_the_rulebook(day: Day) -> None:
    plan(day, Stage.FEATURE, laps=12, start_window_us=us(9), rules=SessionRules())
    planned = day.evidence.sessions["s"].plan
    assert (planned.laps, planned.start_window_us, planned.rules) == (12, us(9), SessionRules())


def test_stage_that_does_not_go_with_the_kind_is_refused(day: Day) -> None:
    wrong = commands.PlanSession(
        session="s", name="S", kind=SessionKind.QUALIFYING, stage=Stage.HEAT, laps=3, class_ids=("k",)
    )
    assert day.refused(wrong) == "A heat is no qualifying; plan it as qualifying."


def test_meeting_keeps_the_text_that_it_adopted_by_value(day: Day) -> None:
    (adopted,) = [fact for _, fact in day.journal_facts() if isinstance(fact, RulebookAdopted)]
    assert (adopted.rulebook, adopted.version, adopted.text) == ("riverside", "1", BOOK)
    assert fold(day.journal_facts()).meeting.rulebook == day.evidence.meeting.rulebook


def test_meeting_opened_with_a_rulebook_has_the_version_in_force_on_its_day() -> None:
    with Day() as day:
        opening = commands.OpenMeeting(meeting="n", name="Club day", date="2021-05-08", rulebook="pkra")
        day.do(opening)
        shipped = in_force("pkra", date(2021, 5, 8))
        assert shipped is not None
        assert day.evidence.meeting.rulebook == shipped.rulebook
        early = commands.OpenMeeting(meeting="o", name="Club day", date="2021-04-01", rulebook="pkra")
        assert "choose from kam, nkra, pkra, sok, or adopt your own" in day.refused(early)


def test_rulebook_with_faults_or_of_a_later_day_is_refused(day: Day) -> None:
    wrong = day.refused(commands.AdoptRulebook(text=BOOK.replace("before_lapped", "before_laped")))
    assert "Line 14: [heat] restart_causers cannot be" in wrong
    later = BOOK.replace('version = "1"', 'version = "2"\neffective = 2026-06-01')
    assert "holds from 2026-06-01 on, after the meeting" in day.refused(commands.AdoptRulebook(text=later))


def test_another_rulebook_in_the_middle_of_a_day_needs_a_reason(day: Day) -> None:
    heat(day)
    assert "reason" in day.refused(commands.AdoptRulebook(text=BOOK), by=TOWER)
    day.do(commands.AdoptRulebook(text=BOOK), by=DIRECTOR)


def test_step_of_the_ladder_makes_its_ruling_under_its_clause(day: Day) -> None:
    heat(day)
    n = day.do(commands.Rule(session="s", entry="1", step=1))
    ruled = day.evidence.decisions[n]
    assert isinstance(ruled, Ruled)
    assert (ruled.ruling, ruled.clause, ruled.step) == (DockedPlaces(places=1), "9.1", 1)


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (commands.Rule(session="s", entry="1"), "Say what is ruled"),
        (commands.Rule(session="s", entry="1", ruling=Disqualified(), step=3), "not both"),
        (commands.Rule(session="s", entry="1", step=9), "has no penalty #9; it has 1, 2, 3"),
        (commands.Rule(session="s", entry="1", offence="x"), "names no offence 'x'; it names blocking"),
        (commands.Rule(session="s", entry="1", offence="blocking"), "Name the step of the ladder: 1-2"),
        (commands.Rule(session="s", entry="1", offence="blocking", step=2), "how many places were gained"),
        (commands.Rule(session="s", entry="1", offence="blocking", step=3), "Take one of 1-2. Or override"),
    ],
)
def test_ruling_that_the_rulebook_does_not_allow_says_what_to_do(
    day: Day, command: commands.Rule, why: str
) -> None:
    heat(day)
    assert why in day.refused(command, by=DIRECTOR)


def test_second_offence_is_counted_and_a_withdrawn_first_is_not(day: Day) -> None:
    heat(day)
    first = day.do(commands.Rule(session="s", entry="1", offence="blocking", step=1))
    blocking = commands.Rule(session="s", entry="1", offence="blocking", step=1)
    assert "blocking, time 2 (9.3): 3" in day.refused(blocking)
    assert "time 2" in day.refused(
        commands.Rule(session="s", entry="2", offence="blocking", step=1, occurrence=2)
    )
    day.withdraw(first)
    day.do(blocking)


def test_director_overrides_the_range_with_a_reason_that_is_kept(day: Day) -> None:
    heat(day)
    command = commands.Rule(session="s", entry="1", offence="blocking", step=3, override=True)
    assert "reason" in day.refused(command, by=NO_REASON)
    ruled = day.evidence.decisions[day.do(command, by=DIRECTOR)]
    assert isinstance(ruled, Ruled)
    assert ruled.against == "#3 is not allowed for blocking (9.3): 1-2."
    assert ruled.by.why


def test_meeting_without_a_rulebook_says_how_to_rule_all_the_same() -> None:
    with Day(["1"]) as day:
        day.started_race(3)
        assert "adopt one, or give the ruling itself" in day.refused(
            commands.Rule(session="race", entry="1", step=1)
        )


def test_race_is_not_called_before_its_per_cent_but_by_override(day: Day) -> None:
    heat(day)
    refused = day.refused(commands.CallResult(session="s", lap=5))
    assert refused.startswith("Lap 5 of 10 is less than 60 % of the race (5.6). It may be called at lap 6")
    called = day.evidence.decisions[day.do(commands.CallResult(session="s", lap=5, override=True))]
    assert isinstance(called, ResultCalled)
    assert called.against == "Lap 5 of 10 is less than 60 % of the race (5.6)."


def test_result_stays_provisional_until_both_windows_have_passed(day: Day) -> None:
    heat(day)
    day.close("s", 400)
    day.at(600)
    day.do(commands.PublishResult(session="s"))
    confirm = commands.PublishResult(session="s", official=True)
    day.at(600 + 19 * 60)
    assert "20 minutes since it was published (8.1). Confirm it in 1 min" in day.refused(confirm)
    day.at(400 + 29 * 60 + 59)
    assert "30 minutes since the session, for protests (8.2)" in day.refused(confirm)
    day.at(400 + 30 * 60)
    day.do(confirm)


def test_director_confirms_early_with_a_reason(day: Day) -> None:
    heat(day)
    day.close("s", 400)
    day.at(600)
    day.do(commands.PublishResult(session="s"))
    early = commands.PublishResult(session="s", official=True, override=True)
    published = day.evidence.decisions[day.do(early)]
    assert isinstance(published, ResultPublished)
    assert published.against == "The result is provisional for 20 minutes since it was published (8.1)."
