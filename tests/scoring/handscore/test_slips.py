"""How numbers get mistyped."""

import pytest

from livetiming.scoring.handscore.slips import COST, Slip, slip
from scoring.handscore.lines import field_of


@pytest.mark.parametrize(
    ("written", "meant", "expected"),
    [
        ("17", "71", Slip.SWAPPED_DIGITS),
        ("312", "321", Slip.SWAPPED_DIGITS),
        ("14", "17", Slip.NEIGHBOURING_KEY),
        ("8", "0", Slip.NEIGHBOURING_KEY),
        ("25", "15", Slip.NEIGHBOURING_KEY),
        ("11", "17", Slip.OTHER_DIGIT),
        ("7", "71", Slip.DIGIT_LEFT_OUT),
        ("12", "122", Slip.DIGIT_LEFT_OUT),
        ("711", "71", Slip.DIGIT_TOO_MANY),
        ("71", "71", Slip.UNLIKE),
        ("5", "71", Slip.UNLIKE),
        ("123", "1", Slip.UNLIKE),
        ("1a", "1b", Slip.OTHER_DIGIT),
    ],
)
def test_slip_between_two_numbers(written: str, meant: str, expected: Slip) -> None:
    assert slip(written, meant) is expected


def test_every_slip_has_its_price_and_the_unlike_the_highest() -> None:
    assert set(COST) == set(Slip)
    assert max(COST, key=COST.__getitem__) is Slip.UNLIKE


def test_number_with_and_without_leading_zero_are_told_apart_only_where_both_race() -> None:
    assert field_of("07", "12").read("7") == "07"
    assert field_of("07", "7").read("7") == "7"
    assert field_of("07", "7").read("07") == "07"
    assert field_of("7").read(" 007 ") == "7"
    assert field_of("0").read("00") == "0"
    assert field_of("7").read("8") is None


def test_number_is_like_others_of_the_field_but_not_itself() -> None:
    assert dict(field_of("17", "71", "7", "44").like("17")) == {
        "71": Slip.SWAPPED_DIGITS,
        "7": Slip.DIGIT_TOO_MANY,
    }
