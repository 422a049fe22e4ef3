"""Hand scoring as a race day tells it: charts, disagreements, verdicts and the sign-off."""

from collections.abc import Iterator, Sequence

import pytest

from livetiming import commands, facts
from livetiming.clock import DeviceUs
from livetiming.lapchart import HandChange, Tap, Verdict
from livetiming.scoring.evidence import fold
from livetiming.scoring.explain import ScoredByHand, explain
from livetiming.scoring.handscore.disagreements import Cause, MissingInLoop
from livetiming.scoring.standings import Scorer, Standings
from scoring.handscore.desk import (
    OVERRIDES,
    SCORER,
    Written,
    laps,
    open_points,
    resolve,
    score,
    sheet,
    sign,
    tap,
    taps,
    without_times,
)
from support.clocks import us
from support.day import Day

TRUE = {"10": laps(60, 60, 10), "20": laps(60.1, 60.1, 10), "30": laps(60.05, 60.05, 10)}
HEARD = {**TRUE, "30": [second for second in TRUE["30"] if second != 360.3]}
"""The loop missed 30 at the end of lap 6."""

BY_LOOP = [("10", 10, 600.0), ("20", 10, 601.0), ("30", 9, 600.5)]
BY_HAND = [("10", 10, 600.0), ("30", 10, 600.5), ("20", 10, 601.0)]


def crossings(standings: Standings) -> list[tuple[str, list[int], list[int]]]:
    """Everything that laps are made of, with the facts it is from."""
    return [(row.row, row.run.crossings_us, row.run.sources) for row in standings.scored]


def heard_of(written: Sequence[Written]) -> dict[str, list[float]]:
    """What the loop heard of these crossings."""
    karts = {kart for kart, _ in written}
    return {
        kart: [s for each, s in written if each == kart and s is not None and s in HEARD[kart]]
        for kart in karts
    }


def lap_end(day: Day, kart: str, lap: int) -> int:
    row = next(row for row in day.standings().rows if row.row == kart)
    return row.run.crossings_us[lap - 1]


@pytest.fixture
def day() -> Iterator[Day]:
    """A race over ten laps under a rulebook by which the hand score overrides."""
    with Day(["10", "20", "30"]) as day:
        day.race(10, grid=["10", "20", "30"], rules=OVERRIDES)
        day.open("race", -60)
        day.green()
        yield day


def test_signed_hand_score_is_official_and_both_versions_stay(day: Day) -> None:
    day.hear(HEARD)  # PKRA-S34
    tap(day, sheet(TRUE))
    day.close("race", 700)
    assert day.sheet() == BY_LOOP
    signed = sign(day)
    assert day.sheet() == BY_HAND
    report = (
        HandChange(entry="30", laps_before=9, laps_after=10, place_before=3, place_after=2),
        HandChange(entry="20", laps_before=10, laps_after=10, place_before=2, place_after=3),
    )
    fact = day.evidence.decisions[signed]
    assert isinstance(fact, facts.HandSignedOff)
    assert fact.changes == report == score(day).changes
    both = score(day)
    assert [(row.row, row.laps) for row in both.by_loop.scored] == [("10", 10), ("20", 10), ("30", 9)]
    assert both.in_force.scored == both.by_hand.scored
    day.withdraw(signed)
    assert day.sheet() == BY_LOOP


def test_chart_without_times_gives_the_same_result(day: Day) -> None:
    day.hear(HEARD)
    tap(day, without_times(sheet(TRUE)))
    day.close("race", 700)
    sign(day)
    assert day.sheet() == BY_HAND


def test_missed_read_is_raised_with_lap_time_and_cause(day: Day) -> None:
    day.hear(HEARD)
    tap(day, sheet(TRUE))
    (point,) = score(day).rulings
    missing = point.disagreement
    assert isinstance(missing, MissingInLoop)
    assert (missing.entry, missing.lap, missing.written, missing.changes_laps) == ("30", 6, "30", True)
    assert missing.cause is Cause.READ_MISSED
    assert missing.suggestion is Verdict.HAND
    assert abs(missing.track_us - us(2000 + 360.3)) < us(0.2)


def test_disagreement_resolved_for_the_hand_counts_at_once(day: Day) -> None:
    day.hear(HEARD)
    tap(day, sheet(TRUE))
    resolved = resolve(day, open_points(day)["MissingInLoop 30"], verdict=Verdict.HAND)
    assert day.sheet() == BY_HAND
    assert not open_points(day)
    day.withdraw(resolved)
    assert day.sheet() == BY_LOOP


def test_time_of_a_credited_crossing_stays_as_it_was_decided(day: Day) -> None:
    written = sheet(TRUE)
    decided = 0
    for late, first, last in ((0.0, 0, 20), (0.9, 20, 30)):
        day.hear(heard_of(written[first:last]))
        tap(day, [(kart, (second or 0) + late) for kart, second in written[first:last]], first=first + 1)
        if not first:
            resolve(day, open_points(day)["MissingInLoop 30"], verdict=Verdict.HAND)
            decided = lap_end(day, "30", 6)
    assert lap_end(day, "30", 6) == decided


def test_disagreement_resolved_for_the_loop_holds_against_the_sign_off(day: Day) -> None:
    day.hear(HEARD)
    tap(day, sheet(TRUE))
    resolve(day, open_points(day)["MissingInLoop 30"], verdict=Verdict.LOOP)
    day.close("race", 700)
    sign(day)
    assert day.sheet() == BY_LOOP


def test_disagreement_resolved_for_another_kart_credits_that_one(day: Day) -> None:
    heard = {**TRUE, "20": [second for second in TRUE["20"] if second != 360.6]}
    written = [("30" if each == ("20", 360.6) else each[0], each[1]) for each in sheet(TRUE)]
    day.hear(heard)
    tap(day, written)
    points = open_points(day)
    (about,) = [point for point in points.values() if point.disagreement.taps]
    resolve(day, about, verdict=Verdict.OTHER, entry="20")
    assert day.sheet() == BY_HAND


def test_all_disagreements_resolved_as_suggested(day: Day) -> None:
    heard = {**HEARD, "10": [second for second in TRUE["10"] if second != 120]}
    day.hear(heard)
    tap(day, [each for each in sheet(TRUE) if each != ("20", 180.3)])
    assert set(open_points(day)) == {"MissingInLoop 10", "MissingInLoop 30", "MissingInChart 20"}
    resolve(day)
    assert not open_points(day)
    assert day.sheet() == BY_HAND


def test_taps_late_repeated_and_out_of_order_give_the_same_score(day: Day) -> None:
    day.hear(HEARD)
    written = sheet(TRUE)
    for first in (20, 0, 10):
        tap(day, written[first : first + 10], first=first + 1)
    again = commands.TapLaps(session="race", device="a", taps=taps(written[5:30], first=6))
    assert day.refused(again, by=SCORER) == "These taps have been taken already."
    assert [point.disagreement.entry for point in score(day).rulings] == ["30"]
    resolve(day)
    assert day.sheet() == BY_HAND


def test_taps_sent_again_with_new_ones_are_taken_once(day: Day) -> None:
    day.hear(HEARD)
    written = sheet(TRUE)
    tap(day, written[:20])
    tap(day, written)
    chart = score(day).readings[0].chart
    assert [each.ref.seq for each in chart.taps] == list(range(1, 31))


def test_passing_that_arrives_after_its_lap_was_credited_makes_no_second_lap(day: Day) -> None:
    passings = day.passings(TRUE)
    late = passings.pop(sheet(TRUE).index(("30", 360.3)))
    day.deliver(passings)
    tap(day, sheet(TRUE))
    resolve(day)
    assert day.sheet() == BY_HAND
    day.deliver([late], late_s=300)
    assert day.sheet() == BY_HAND
    assert not score(day).rulings


def test_number_written_for_another_is_taken_for_a_slip(day: Day) -> None:
    day.hear(TRUE)
    tap(day, [("01" if each == ("10", 300.0) else each[0], each[1]) for each in sheet(TRUE)])
    (point,) = score(day).rulings
    assert type(point.disagreement).__name__ == "WrongNumber"
    assert point.disagreement.cause is Cause.MISTYPED
    assert (point.disagreement.entry, point.disagreement.lap) == ("10", 5)


def test_corrected_tap_settles_its_disagreement(day: Day) -> None:
    day.hear(TRUE)
    tap(day, [("01" if each == ("10", 300.0) else each[0], each[1]) for each in sheet(TRUE)])
    seq = sheet(TRUE).index(("10", 300.0)) + 1
    edited = day.do(commands.EditTap(session="race", device="a", seq=seq, number="10"), by=SCORER)
    assert not score(day).rulings
    day.withdraw(edited)
    assert len(score(day).rulings) == 1


def test_struck_tap_is_off_the_chart(day: Day) -> None:
    day.hear(TRUE)
    written = sheet(TRUE)
    tap(day, [*written[:10], (written[9][0], written[9][1]), *written[10:]])
    (point,) = score(day).rulings
    assert point.disagreement.cause is Cause.KEY_TWICE
    seq = point.disagreement.taps[0].seq
    day.do(commands.EditTap(session="race", device="a", seq=seq, number=None), by=SCORER)
    assert not score(day).rulings


def test_number_forgotten_at_first_is_written_in_before_another(day: Day) -> None:
    day.hear(TRUE)
    written = sheet(TRUE)
    tap(day, without_times(written[:10] + written[11:]))
    assert list(open_points(day)) == [f"MissingInChart {written[10][0]}"]
    forgotten = Tap(seq=30, number=written[10][0], before=11)
    day.do(commands.TapLaps(session="race", device="a", taps=(forgotten,)), by=SCORER)
    assert not score(day).rulings


def test_transposed_finish_stands_as_the_chart_has_it_after_the_sign_off(day: Day) -> None:
    close = {**TRUE, "20": [*TRUE["20"][:9], 600.7]}
    written = sheet(close)
    written[-1], written[-2] = (written[-2][0], written[-1][1]), (written[-1][0], written[-2][1])
    day.hear(close)
    tap(day, written)
    (point,) = score(day).rulings
    assert point.disagreement.cause is Cause.SIDE_BY_SIDE
    assert point.disagreement.suggestion is Verdict.LOOP
    assert not point.disagreement.changes_laps
    assert day.order() == ["10", "30", "20"]
    day.close("race", 700)
    sign(day)
    assert day.sheet() == [("10", 10, 600.0), ("20", 10, 600.5), ("30", 10, 600.7)]


def test_taps_that_come_after_the_sign_off_are_kept_and_change_nothing(day: Day) -> None:
    day.hear(HEARD)
    written = sheet(TRUE)
    missed = written.index(("30", 360.3))
    tap(day, written[:missed], first=1)
    tap(day, written[missed + 1 :], first=missed + 2)
    day.close("race", 700)
    signed = sign(day)
    assert day.sheet() == BY_LOOP
    tap(day, written[missed : missed + 1], first=missed + 1)
    assert day.sheet() == BY_LOOP
    day.withdraw(signed)
    sign(day)
    assert day.sheet() == BY_HAND


def test_what_was_signed_cannot_be_changed_under_the_signature(day: Day) -> None:
    day.hear(HEARD)
    tapped = tap(day, sheet(TRUE))
    edited = day.do(commands.EditTap(session="race", device="a", seq=1, number="20"), by=SCORER)
    resolved = resolve(day)
    day.close("race", 700)
    signed = sign(day)
    for change in (
        commands.EditTap(session="race", device="a", seq=2, number="20"),
        commands.ResolveDisagreement(session="race"),
        commands.SignOffHandScore(session="race"),
    ):
        assert f"withdraw the sign-off (fact {signed}) first" in day.refused(change)
    assert f"HandSignedOff {signed}" in day.refused(commands.WithdrawDecision(decision=resolved))
    assert f"HandSignedOff {signed}" in day.refused(commands.WithdrawDecision(decision=edited))
    why = day.refused(commands.WithdrawDecision(decision=tapped))
    assert f"HandTapEdited {edited}" in why
    assert f"HandResolved {resolved}" in why


def test_withdrawing_everything_gives_back_the_raw_result(day: Day) -> None:
    day.hear(HEARD)
    done = [tap(day, sheet(TRUE)), resolve(day)]
    day.close("race", 700)
    done.append(sign(day))
    for decision in reversed(done):
        day.withdraw(decision)
    assert day.sheet() == BY_LOOP
    assert not score(day).readings


def test_hand_score_does_not_override_where_no_rule_says_so() -> None:
    with Day(["10", "20", "30"]) as day:
        day.race(10)
        day.open("race", -60)
        day.green()
        day.hear(HEARD)
        tap(day, sheet(TRUE))
        day.close("race", 700)
        assert "resolve the disagreements" in day.refused(commands.SignOffHandScore(session="race"))
        assert day.sheet() == BY_LOOP
        resolve(day)
        assert day.sheet() == BY_HAND


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (commands.TapLaps(session="race", device="a", taps=()), "between one and"),
        (commands.TapLaps(session="race", device=" ", taps=(Tap(seq=1, number="1"),)), "which device"),
        (commands.TapLaps(session="race", device="a", taps=(Tap(seq=1, number=" "),)), "needs a number"),
        (commands.TapLaps(session="race", device="a", taps=(Tap(seq=0, number="1"),)), "counted from 1"),
        (commands.TapLaps(session="nope", device="a", taps=(Tap(seq=1, number="1"),)), "plan it first"),
        (commands.EditTap(session="race", device="a", seq=99, number="1"), "no tap 99"),
        (commands.EditTap(session="race", device="a", seq=1, number="10"), "has already"),
        (commands.EditTap(session="race", device="a", seq=1, number=""), "between one and"),
        (commands.ResolveDisagreement(session="race", disagreements=("extra:a:9",)), "look at the list"),
        (commands.ResolveDisagreement(session="race"), "nothing left to resolve"),
        (commands.ResolveDisagreement(session="race", verdict=Verdict.OTHER), "Name the kart"),
        (commands.ResolveDisagreement(session="race", verdict=Verdict.HAND, entry="10"), "and only then"),
        (commands.SignOffHandScore(session="race"), "close it first"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_to_do(
    day: Day, command: commands.AnyCommand, why: str
) -> None:
    day.hear(TRUE)
    tap(day, sheet(TRUE))
    assert why in day.refused(command, by=SCORER)


def test_chart_needs_a_session_that_has_been_on_track() -> None:
    with Day(["10"]) as day:
        day.race(10)
        command = commands.TapLaps(session="race", device="a", taps=taps([("10", 1.0)]))
        assert "open it before" in day.refused(command)
        assert "Nobody has kept a chart" in day.refused(commands.SignOffHandScore(session="race"))


def test_taps_make_no_correction_stale(day: Day) -> None:
    day.hear(TRUE)
    before = day.evidence.last_decision("race")
    tap(day, sheet(TRUE))
    assert day.evidence.last_decision("race") == before


def test_live_state_equals_the_fold_of_the_journal(day: Day) -> None:
    day.hear(HEARD)
    written = sheet(TRUE)
    for first in range(0, 30, 3):
        tap(day, written[first : first + 3], first=first + 1)
        score(day)
    resolve(day)
    day.close("race", 700)
    sign(day)
    again = Scorer(fold(day.journal_facts()))
    assert crossings(again.standings("race")) == crossings(day.standings())
    assert again.hand_score("race").rulings == score(day).rulings


def test_row_cites_the_taps_and_the_decision_that_it_rests_on(day: Day) -> None:
    day.hear(HEARD)
    tapped = tap(day, sheet(TRUE))
    day.close("race", 700)
    signed = sign(day)
    reasons = {
        kart: [
            reason.facts
            for reason in explain(day.evidence, day.engine.scorer, "race", kart)
            if isinstance(reason, ScoredByHand)
        ]
        for kart in TRUE
    }
    assert reasons == {"10": [], "20": [], "30": [(tapped, signed)]}


def test_number_of_nobody_cannot_be_believed(day: Day) -> None:
    day.hear(TRUE)
    tap(day, [("01" if each == ("10", 300.0) else each[0], each[1]) for each in sheet(TRUE)])
    why = day.refused(commands.ResolveDisagreement(session="race", verdict=Verdict.HAND))
    assert "name the kart" in why
    resolve(day, *open_points(day).values(), verdict=Verdict.OTHER, entry="10")
    assert day.laps("10") == [60.0] * 10


def test_order_has_no_other_kart_in_it(day: Day) -> None:
    written = sheet(TRUE)
    written[3], written[4] = (written[4][0], written[3][1]), (written[3][0], written[4][1])
    day.hear(TRUE)
    tap(day, written)
    command = commands.ResolveDisagreement(session="race", verdict=Verdict.OTHER, entry="10")
    assert "no other kart" in day.refused(command)


def test_preview_of_a_resolution_shows_what_it_would_change(day: Day) -> None:
    day.hear(HEARD)
    tap(day, sheet(TRUE))
    preview = day.ask_for_preview(commands.ResolveDisagreement(session="race"))
    assert isinstance(preview, commands.Preview)
    assert {(row.row, row.laps_before, row.laps_after) for row in preview.rows} == {
        ("30", 9, 10),
        ("20", 10, 10),
    }
    assert day.sheet() == BY_LOOP


def test_clock_that_reads_nonsense_is_no_obstacle(day: Day) -> None:
    day.hear(HEARD)
    odd = tuple(
        Tap(seq=seq, number=number, device_us=DeviceUs(-us(10**6) + us((second or 0) + 1)))
        for seq, (number, second) in enumerate(sheet(TRUE), 1)
    )
    day.do(commands.TapLaps(session="race", device="a", taps=odd), by=SCORER)
    assert list(open_points(day)) == ["MissingInLoop 30"]
