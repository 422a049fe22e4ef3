"""What a case expected and did not find."""

from typing import NamedTuple


class Difference(NamedTuple):
    """One thing that differs, `where` in the case, both sides in words."""

    where: str
    expected: str
    found: str
