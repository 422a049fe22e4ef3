"""Sets of whole numbers that are mostly runs: which numbers of a counter are accounted for."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

Range = tuple[int, int]
"""From, until: both ends included."""


class Numbers:
    """A set of numbers, kept as its runs. Adding the next number of the last run costs one step."""

    __slots__ = ("_firsts", "_lasts")

    def __init__(self) -> None:
        self._firsts: list[int] = []
        self._lasts: list[int] = []

    @property
    def first(self) -> int | None:
        """The smallest number."""
        return self._firsts[0] if self._firsts else None

    @property
    def last(self) -> int | None:
        """The largest number."""
        return self._lasts[-1] if self._lasts else None

    def __contains__(self, number: int) -> bool:
        at = bisect_right(self._firsts, number) - 1
        return at >= 0 and number <= self._lasts[at]

    def ranges(self) -> Iterator[Range]:
        """The runs, in order."""
        return zip(self._firsts, self._lasts, strict=True)

    def add(self, first: int, last: int) -> None:
        """Add all numbers from `first` to `last`."""
        lasts = self._lasts
        if lasts and lasts[-1] + 1 == first:
            lasts[-1] = last
            return
        # The runs that touch the new one, and become one with it.
        begin = bisect_left(lasts, first - 1)
        end = bisect_right(self._firsts, last + 1)
        if begin < end:
            first = min(first, self._firsts[begin])
            last = max(last, lasts[end - 1])
        self._firsts[begin:end] = [first]
        lasts[begin:end] = [last]

    def missing(self, first: int, last: int) -> list[Range]:
        """The numbers from `first` to `last` that are not in the set, as ranges."""
        missing: list[Range] = []
        at = bisect_left(self._lasts, first)
        while first <= last:
            if at == len(self._firsts) or self._firsts[at] > last:
                missing.append((first, last))
                break
            if first < self._firsts[at]:
                missing.append((first, self._firsts[at] - 1))
            first = self._lasts[at] + 1
            at += 1
        return missing

    def before(self, number: int) -> int | None:
        """The largest number in the set below `number`."""
        at = bisect_left(self._firsts, number) - 1
        return min(self._lasts[at], number - 1) if at >= 0 else None

    def after(self, number: int) -> int | None:
        """The smallest number in the set above `number`."""
        at = bisect_right(self._lasts, number)
        return max(self._firsts[at], number + 1) if at < len(self._firsts) else None
