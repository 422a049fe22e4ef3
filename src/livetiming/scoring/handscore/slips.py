"""How a number gets mistyped: the slips of fingers and eyes, and how likely each is."""

from enum import StrEnum


class Slip(StrEnum):
    """What may have turned one number into another."""

    SWAPPED_DIGITS = "swapped_digits"
    NEIGHBOURING_KEY = "neighbouring_key"
    DIGIT_LEFT_OUT = "digit_left_out"
    DIGIT_TOO_MANY = "digit_too_many"
    OTHER_DIGIT = "other_digit"
    UNLIKE = "unlike"
    """The numbers have little in common: read or called wrongly."""


COST = {
    Slip.SWAPPED_DIGITS: 0.5,
    Slip.NEIGHBOURING_KEY: 0.5,
    Slip.DIGIT_LEFT_OUT: 0.7,
    Slip.DIGIT_TOO_MANY: 0.7,
    Slip.OTHER_DIGIT: 1.2,
    Slip.UNLIKE: 4.8,
}
"""What each adds to the cost of taking a number for mistyped (negative logarithm of its likelihood)."""

_KEYPAD = {"0": (3, 1), **{str(key): divmod(key - 1, 3) for key in range(1, 10)}}


def slip(written: str, meant: str) -> Slip:
    """What may have happened when `written` stands for `meant`."""
    if len(written) == len(meant):
        differing = [(a, b) for a, b in zip(written, meant, strict=True) if a != b]
        if len(differing) == 1:
            return Slip.NEIGHBOURING_KEY if _neighbours(*differing[0]) else Slip.OTHER_DIGIT
        if len(differing) == 2 and differing[0] == differing[1][::-1]:
            return Slip.SWAPPED_DIGITS
    elif len(written) + 1 == len(meant) and _without_one(meant, written):
        return Slip.DIGIT_LEFT_OUT
    elif len(written) == len(meant) + 1 and _without_one(written, meant):
        return Slip.DIGIT_TOO_MANY
    return Slip.UNLIKE


def _neighbours(one: str, other: str) -> bool:
    """Whether two keys touch, side by side or above each other, on a telephone's keypad."""
    if one not in _KEYPAD or other not in _KEYPAD:
        return False
    (row, column), (other_row, other_column) = _KEYPAD[one], _KEYPAD[other]
    return abs(row - other_row) + abs(column - other_column) == 1


def _without_one(longer: str, shorter: str) -> bool:
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
