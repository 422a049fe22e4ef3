"""Simulated scorers at simulated races: what hand scoring finds, and what it takes for a fault that is none.

``pytest tests/scoring/handscore/test_simulation.py --races 500 -s`` tells the figures and the worst race.
"""

from collections import Counter

import pytest

from livetiming.facts import HandResolved, HandTapped, Instant
from livetiming.lapchart import Resolution
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.handscore.disagreements import AnyDisagreement
from livetiming.scoring.standings import Scorer
from scoring.handscore.charting import SCORER, evidence_of, numbers_of, sheets_of, tapped, tried
from scoring.handscore.judging import Verdicts, judge
from scoring.handscore.races import race
from scoring.handscore.scorers import Habits

RECALL_MIN = 0.95
FALSE_PER_1000_MAX = 2.0


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("scorers", [1, 3])
@pytest.mark.parametrize("timed", [True, False], ids=["with times", "without times"])
def test_charts_find_what_changes_laps_and_raise_few_false_alarms(
    pytestconfig: pytest.Config, timed: bool, scorers: int
) -> None:
    races: int = pytestconfig.getoption("--races")
    total = Verdicts()
    by_race: dict[str, Verdicts] = {}
    for number in range(races):
        verdicts = by_race[str(number)] = tried(str(number), timed=timed, scorers=scorers)
        total.add(verdicts)
    least_found = min(by_race, key=lambda seed: by_race[seed].recall)
    most_false = max(by_race, key=lambda seed: by_race[seed].false_per_1000)
    told = (
        f"\n{races} races, {scorers} scorer(s), {'with' if timed else 'without'} times: {total}\n"
        f"  least found: seed {least_found}: {by_race[least_found]}\n"
        f"  most false alarms: seed {most_false}: {by_race[most_false]}"
    )
    print(told)
    assert total.recall >= RECALL_MIN, told
    assert total.false_per_1000 <= FALSE_PER_1000_MAX, told


@pytest.mark.timeout(600)
@pytest.mark.parametrize("timed", [True, False], ids=["with times", "without times"])
def test_alarms_are_right_when_they_are_first_raised(timed: bool) -> None:
    total = Verdicts()
    for number in range(3):
        truth = race(f"live {number}")
        sheets = sheets_of(truth, timed=timed, scorers=1, habits=Habits())
        facts = sorted(
            [*truth.facts, *(fact for sheet in sheets for fact in tapped(truth, sheet))], key=_arrival
        )
        evidence = Evidence()
        scorer = Scorer(evidence)
        raised: dict[str, AnyDisagreement] = {}
        for n, fact in enumerate(facts, 1):
            evidence.apply(n, fact)
            if isinstance(fact, HandTapped):
                for about in scorer.hand_score("race").rulings:
                    raised.setdefault(about.disagreement.key, about.disagreement)
        score = scorer.hand_score("race")
        total.add(judge(truth, sheets, list(raised.values()), numbers_of(score)))
    assert total.recall >= RECALL_MIN, total
    assert total.false_per_1000 <= 2 * FALSE_PER_1000_MAX, total


def _arrival(fact: object) -> int:
    """When a fact was known; what the meeting is comes first."""
    arrived_us = getattr(fact, "arrived_us", None)
    at = getattr(fact, "at", None)
    return arrived_us if arrived_us is not None else 0 if at is None else at.server_us


@pytest.mark.parametrize("timed", [True, False], ids=["with times", "without times"])
def test_score_read_tap_by_tap_is_the_score_read_at_once(timed: bool) -> None:
    truth = race("step by step")
    sheets = sheets_of(truth, timed=timed, scorers=2, habits=Habits(twice=0.01))
    facts = sorted([*truth.facts, *(f for sheet in sheets for f in tapped(truth, sheet))], key=_arrival)
    evidence = Evidence()
    scorer = Scorer(evidence)
    for n, fact in enumerate(facts, 1):
        evidence.apply(n, fact)
        if isinstance(fact, HandTapped):
            rulings = scorer.hand_score("race").rulings
            if n % 50 == 0:
                assert rulings == Scorer(evidence).hand_score("race").rulings, f"at fact {n}"
    assert scorer.hand_score("race").rulings == Scorer(evidence).hand_score("race").rulings


def test_resolved_disagreements_hold_while_the_race_goes_on() -> None:
    truth = race("resolved on the way")
    (sheet,) = sheets_of(truth, timed=True, scorers=1, habits=Habits())
    facts = sorted([*truth.facts, *tapped(truth, sheet)], key=_arrival)
    evidence = Evidence()
    scorer = Scorer(evidence)
    resolved = 0
    n = 0
    for fact in facts:
        n += 1
        evidence.apply(n, fact)
        if resolved < 5 and isinstance(fact, HandTapped):
            open_points = [about for about in scorer.hand_score("race").rulings if about.verdict is None]
            missing = [
                about.disagreement for about in open_points if about.disagreement.key.startswith("missing")
            ]
            if missing:
                n += 1
                resolved += 1
                evidence.apply(n, resolution_of(missing[0], fact.at))
        if n % 25 == 0 and "race" in evidence.sessions:
            assert crossings(scorer) == crossings(Scorer(evidence)), f"at fact {n}"
    assert resolved == 5


def resolution_of(about: AnyDisagreement, at: Instant) -> HandResolved:
    resolution = Resolution(taps=about.taps, passings=about.passings, verdict=about.suggestion)
    return HandResolved(session="race", resolutions=(resolution,), at=at, by=SCORER)


def crossings(scorer: Scorer) -> list[tuple[str, list[int], list[int]]]:
    rows = scorer.standings("race").rows
    return [(row.row, row.run.crossings_us, row.run.sources) for row in rows]


@pytest.mark.parametrize("timed", [True, False], ids=["with times", "without times"])
def test_keys_pressed_twice_are_found_as_such(timed: bool) -> None:
    causes: Counter[str] = Counter()
    for number in range(4):
        truth = race(f"twice {number}")
        habits = Habits(twice=0.02, missed_in_pack=0, wrong_number=0, swapped=0)
        sheets = sheets_of(truth, timed=timed, scorers=1, habits=habits)
        twice = sum(each.passed is None for sheet in sheets for each in sheet.written)
        score = Scorer(evidence_of(truth, sheets)).hand_score("race")
        found = Counter(about.disagreement.cause.value for about in score.rulings)
        causes["twice"] += twice
        causes["found"] += found["key_twice"]
    assert causes["found"] >= 0.9 * causes["twice"] > 0, causes


def test_several_scorers_settle_what_one_got_wrong() -> None:
    alone = together = 0
    for number in range(6):
        alone += tried(f"crew {number}", timed=True, scorers=1).raised
        together += tried(f"crew {number}", timed=True, scorers=3).raised
    assert together < alone / 2
