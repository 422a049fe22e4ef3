"""The percentage cut-off: inclusive, exact in integers, with waivers (CUT-S01 to CUT-S06)."""

from collections.abc import Mapping

import pytest

from livetiming.rulings import CutOff
from livetiming.scoring.cutoff import Admission, Qualifier, admission


def ms(seconds: float) -> int:
    return round(seconds * 1000) * 1000


def judged(
    times: Mapping[str, float | None], rule: CutOff, *, wet: bool = False, waived: tuple[str, ...] = ()
) -> Admission:
    ranked = [Qualifier(entry, None if best is None else ms(best)) for entry, best in times.items()]
    return admission(ranked, rule, wet=wet, waived=waived)


@pytest.mark.parametrize(
    ("percent", "pole", "inside", "outside"),
    [(105, 47.123, 49.479, 49.480), (107, 60.000, 64.200, 64.201), (107, 57.000, 60.990, 61.000)],
)
def test_limit_is_inclusive_and_exact(percent: int, pole: float, inside: float, outside: float) -> None:
    """CUT-S01, CUT-S02, CUT-S06: compared without rounding, equality passes."""
    result = judged({"pole": pole, "in": inside, "out": outside}, CutOff(percent=percent))
    assert result == Admission(("pole", "in"), (), ("out",))


def test_waived_drivers_start_behind_all_in_the_limit_by_time() -> None:
    """CUT-S04: one slow lap, and no time at all."""
    times = {"P": 47.123, "Q": 48.0, "A": 52.0, "B": None}
    rule = CutOff(percent=105)
    assert judged(times, rule).starters == ("P", "Q")
    assert judged(times, rule, waived=("A",)) == Admission(("P", "Q"), ("A",), ("B",))
    assert judged(times, rule, waived=("B", "A")).starters == ("P", "Q", "A", "B")


def test_wet_session_lets_everybody_in_unless_the_rulebook_says_otherwise() -> None:
    """CUT-S05."""
    times = {"P": 47.0, "S": 60.0}
    assert judged(times, CutOff(percent=105), wet=True).within == ("P", "S")
    assert judged(times, CutOff(percent=105, applies_when_wet=True), wet=True).within == ("P",)


def test_mean_of_the_top_is_the_base() -> None:
    """A59: 105 % of the mean of the best three, 50 + 51 + 52; 53.55 is in, a millisecond more is not."""
    rule = CutOff(percent=105, mean_of_top=3)
    times = {"a": 50.0, "b": 51.0, "c": 52.0, "d": 53.55, "e": 53.551}
    assert judged(times, rule).within == ("a", "b", "c", "d")


def test_session_without_any_time_admits_nobody_without_a_waiver() -> None:
    """There is nothing to measure against."""
    assert judged({"a": None, "b": None}, CutOff(percent=105), waived=("b",)).starters == ("b",)
