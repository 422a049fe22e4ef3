"""What disagreements are put down to, and what is none."""

from collections.abc import Mapping, Sequence

import pytest

from livetiming import commands
from livetiming.facts import SessionKind, ShownFlag
from livetiming.lapchart import Verdict
from livetiming.rulings import Removal, Removed
from livetiming.scoring.handscore.disagreements import Cause, MissingInLoop, Transposed, WrongNumber
from livetiming.scoring.handscore.overlay import Ruled
from scoring.handscore.desk import (
    SCORER,
    Written,
    laps,
    open_points,
    resolve,
    score,
    sheet,
    tap,
    taps,
    without_times,
)
from support.day import Day, transponder_of

KARTS = ["10", "17", "20", "30", "71"]
TRUE: Mapping[str, Sequence[float]] = {
    kart: laps(58 + 4 * i, 60 + 0.3 * i, 10) for i, kart in enumerate(KARTS)
}


def without(times: Mapping[str, Sequence[float]], kart: str, *numbers: int) -> dict[str, Sequence[float]]:
    """The crossings without those of a kart at the end of these laps."""
    left = [second for lap, second in enumerate(times[kart], 1) if lap not in numbers]
    return {**times, kart: left}


def raced(
    heard: Mapping[str, Sequence[float]], written: Sequence[Written], karts: Sequence[str] = KARTS
) -> list[Ruled]:
    """The disagreements of a race over ten laps."""
    with Day(karts) as day:
        day.started_race(10)
        day.hear(heard)
        tap(day, written)
        return list(score(day).rulings)


def only(rulings: Sequence[Ruled], cause: Cause) -> Ruled:
    (about,) = rulings
    assert about.disagreement.cause is cause
    return about


def number_for(times: Mapping[str, Sequence[float]], kart: str, lap: int, written: str) -> list[Written]:
    """A chart with one number wrong."""
    wrong = (kart, times[kart][lap - 1])
    return [(written if each == wrong else each[0], each[1]) for each in sheet(times)]


@pytest.mark.parametrize("timed", [True, False])
def test_kart_that_was_never_heard(timed: bool) -> None:
    heard = {kart: own for kart, own in TRUE.items() if kart != "20"}
    written = sheet(TRUE) if timed else without_times(sheet(TRUE))
    rulings = raced(heard, written)
    assert [about.disagreement.entry for about in rulings] == ["20"] * 10
    assert {about.disagreement.cause for about in rulings} == {Cause.NEVER_HEARD}


@pytest.mark.parametrize("timed", [True, False])
def test_kart_whose_transponder_fell_silent(timed: bool) -> None:
    written = sheet(TRUE) if timed else without_times(sheet(TRUE))
    rulings = raced(without(TRUE, "20", 4, 5, 6, 7, 8, 9, 10), written)
    assert [about.disagreement.lap for about in rulings] == [4] * 7
    assert {about.disagreement.entry for about in rulings} == {"20"}
    assert Cause.FALLEN_SILENT in {about.disagreement.cause for about in rulings}


def test_kart_with_a_transponder_that_nobody_knows() -> None:
    with Day(KARTS) as day:
        day.started_race(10)
        day.hear({**without(TRUE, "20", 5), "99": [TRUE["20"][4]]})
        tap(day, sheet(TRUE))
        about = only(score(day).rulings, Cause.STRANGER_HEARD)
        assert about.disagreement.entry == "20"


def test_karts_with_each_others_transponders() -> None:
    rulings = raced({**TRUE, "10": TRUE["30"], "30": TRUE["10"]}, sheet(TRUE))
    mixed_up = [about.disagreement for about in rulings if isinstance(about.disagreement, WrongNumber)]
    assert len(mixed_up) >= 18
    assert {(each.entry, each.other) for each in mixed_up} == {("10", "30"), ("30", "10")}
    assert {each.cause for each in mixed_up} == {Cause.OTHER_TRANSPONDER}
    assert {each.suggestion for each in mixed_up} == {Verdict.HAND}
    assert len(rulings) <= 20


@pytest.mark.parametrize(
    ("written", "cause"),
    [("7", Cause.MISTYPED), ("77", Cause.MISTYPED), ("4", Cause.MISREAD), ("20", Cause.MISREAD)],
)
def test_number_written_for_71(written: str, cause: Cause) -> None:
    about = only(raced(TRUE, number_for(TRUE, "71", 6, written)), cause)
    assert isinstance(about.disagreement, WrongNumber)
    assert about.disagreement.written == written
    assert about.disagreement.other == ("20" if written == "20" else None)


def test_number_that_was_mistyped_where_the_loop_missed_the_kart_as_well() -> None:
    about = only(raced(without(TRUE, "71", 6), number_for(TRUE, "71", 6, "711")), Cause.READ_MISSED)
    assert isinstance(about.disagreement, MissingInLoop)
    assert (about.disagreement.entry, about.disagreement.written) == ("71", "711")


def test_two_reads_missed_in_a_row() -> None:
    rulings = raced(without(TRUE, "71", 5, 6), sheet(TRUE))
    assert [(about.disagreement.entry, about.disagreement.suggestion) for about in rulings] == [
        ("71", Verdict.HAND),
        ("71", Verdict.HAND),
    ]


@pytest.mark.parametrize(("behind_s", "cause"), [(0.7, Cause.TAP_MISSED_IN_PACK), (3.0, Cause.TAP_MISSED)])
def test_tap_that_was_missed(behind_s: float, cause: Cause) -> None:
    times = {**TRUE, "17": [second + behind_s for second in TRUE["10"]]}
    about = only(raced(times, [each for each in sheet(times) if each != ("17", times["17"][4])]), cause)
    assert (about.disagreement.entry, about.disagreement.lap) == ("17", 5)


@pytest.mark.parametrize("timed", [True, False])
def test_karts_in_another_order(timed: bool) -> None:
    written = sheet(TRUE)
    written[7], written[8] = (written[8][0], written[7][1]), (written[7][0], written[8][1])
    about = only(raced(TRUE, written if timed else without_times(written)), Cause.OUT_OF_ORDER)
    assert isinstance(about.disagreement, Transposed)
    assert about.disagreement.by_hand == tuple(reversed(about.disagreement.by_loop))


def test_number_on_the_chart_for_no_reason() -> None:
    written = sheet(TRUE)
    lap_s = TRUE["10"][4]
    written.insert(written.index(("30", TRUE["30"][4])) + 1, ("10", lap_s + 21))
    about = only(raced(TRUE, written), Cause.NOBODY)
    assert about.disagreement.entry == "10"


def test_taps_before_the_start_and_after_the_finish_are_no_disagreements() -> None:
    formation = {kart: [second - 140] for kart, second in zip(KARTS, (58, 62, 66, 70, 74), strict=True)}
    cooling = {kart: [own[-1] + 75] for kart, own in TRUE.items()}
    assert not raced(TRUE, [*sheet(formation), *sheet(TRUE), *sheet(cooling)])


def test_finish_that_the_loop_missed_explains_the_lap_driven_after_it() -> None:
    driven_on = {kart: [*own, own[-1] + 70] for kart, own in TRUE.items()}
    heard = without(driven_on, "10", 10)
    rulings = raced(heard, sheet(TRUE))
    assert [about.disagreement.entry for about in rulings] == ["10"]


def test_laps_under_caution_are_slow_and_no_missed_reads() -> None:
    slow = {kart: [second if second < 250 else second + 55 for second in own] for kart, own in TRUE.items()}
    with Day(KARTS) as day:
        day.started_race(10)
        day.hear(slow)
        day.flag("race", ShownFlag.YELLOW, 255)
        day.flag("race", ShownFlag.GREEN, 360)
        tap(day, sheet(slow))
        assert not score(day).rulings


def test_taps_while_the_race_stands_still_are_no_disagreements() -> None:
    def after(times: Mapping[str, Sequence[float]], from_s: float, until_s: float) -> dict[str, list[float]]:
        return {kart: [second for second in own if from_s <= second < until_s] for kart, own in times.items()}

    stopped = {kart: [330.0 + 3 * i] for i, kart in enumerate(KARTS)}
    second = {kart: laps(600.5 + i, 60 + 0.3 * i, 5) for i, kart in enumerate(KARTS)}
    with Day(KARTS) as day:
        day.started_race(10)
        day.hear(after(TRUE, 0, 310))
        day.flag("race", ShownFlag.RED, 310)
        day.green(at=600)
        day.hear(second)
        tap(day, [*sheet(after(TRUE, 0, 310)), *sheet(stopped), *sheet(second)])
        assert not score(day).rulings


def test_removed_kart_that_rolls_on_is_no_disagreement() -> None:
    with Day(KARTS) as day:
        day.started_race(10)
        day.hear(without(TRUE, "71", 6, 7, 8, 9, 10))
        day.rule("71", Removed(reason=Removal.MECHANICAL), at=340)
        tap(day, [each for each in sheet(TRUE) if each[0] != "71" or (each[1] or 0) < 400])
        assert not [about for about in score(day).rulings if about.disagreement.changes_laps]


def test_chart_of_one_class_says_nothing_about_the_other() -> None:
    with Day(["10", "20", "30", "40"]) as day:
        day.do(commands.DefineClass(class_id="s", name="Seniors", min_lap_us=20_000_000))
        for kart in ("30", "40"):
            day.do(
                commands.RegisterEntry(
                    entry=kart, class_id="s", number=kart, name="X", transponders=(transponder_of(kart),)
                )
            )
        day.do(
            commands.PlanSession(
                session="race", name="Race", kind=SessionKind.RACE, class_ids=("k", "s"), laps=10
            )
        )
        day.open("race", -60)
        day.green()
        times = {kart: laps(58 + 4 * i, 60 + 0.3 * i, 10) for i, kart in enumerate(["10", "20", "30", "40"])}
        day.hear(times)
        tap(day, [each for each in sheet(times) if each[0] in {"10", "20"}])
        assert not score(day).rulings


def test_scorer_who_looks_away_for_laps_is_not_held_to_them() -> None:
    written = sheet(TRUE)
    assert not raced(TRUE, [*written[:15], *written[30:]])


def test_scorer_who_joins_later_is_not_held_to_what_was_before() -> None:
    assert not raced(TRUE, sheet(TRUE)[22:])


def test_missed_start_crossing_changes_no_laps() -> None:
    start = {kart: [2.0 + 0.6 * i] for i, kart in enumerate(KARTS)}
    times = {kart: [*start[kart], *TRUE[kart]] for kart in KARTS}
    with Day(KARTS) as day:
        day.started_race(10)
        day.hear({**times, "20": times["20"][1:]})
        tap(day, sheet(times))
        (about,) = score(day).rulings
        assert (about.disagreement.entry, about.disagreement.lap) == ("20", 0)
        assert not about.disagreement.changes_laps
        before = day.sheet()
        resolve(day)
        assert day.sheet() == before


def test_two_scorers_settle_what_either_got_wrong() -> None:
    with Day(KARTS) as day:
        day.started_race(10)
        day.hear(without(TRUE, "30", 7))
        tap(day, number_for(TRUE, "71", 6, "17"), "a")
        tap(
            day,
            [each for each in sheet(TRUE) if each not in {("10", TRUE["10"][3]), ("30", TRUE["30"][6])}],
            "b",
        )
        assert list(open_points(day)) == ["MissingInLoop 30"]
        (about,) = score(day).rulings
        assert (about.disagreement.scorers, about.disagreement.watching) == (("a",), 2)


def test_crossing_that_no_scorer_has_is_missing_for_all() -> None:
    with Day(KARTS) as day:
        day.started_race(10)
        day.hear(TRUE)
        for device in "abc":
            tap(day, [each for each in sheet(TRUE) if each != ("10", TRUE["10"][3])], device)
        about = only(score(day).rulings, Cause.TAP_MISSED)
        assert about.disagreement.watching == 3


def test_taps_still_to_come_from_a_device_that_is_offline_are_not_missed() -> None:
    written = sheet(TRUE)
    with Day(KARTS) as day:
        day.started_race(10)
        day.hear(TRUE)
        tap(day, written[:20], first=1)
        tap(day, written[25:], first=26)
        assert not score(day).rulings
        struck = day.do(
            commands.TapLaps(session="race", device="a", taps=taps(written[20:25], first=21)), by=SCORER
        )
        assert not score(day).rulings
        day.withdraw(struck)
        assert score(day).rulings
