"""What is known of each decoder: its stretches of time, its loop, its counters, and where something
may be missing.
"""

import msgspec

from livetiming.facts import LinkChanged, LoopRole, SegmentOpened
from livetiming.scoring.numbers import Numbers, Range

LINE = frozenset({LoopRole.START_FINISH, LoopRole.BACKUP})
"""The loops at which a passing is a crossing of the line."""

RESTART_NUMBERS_MAX = 1000
"""A counter that began again, first seen at no more than this, began at one."""


BLOCK_BELOW = 50
"""How far to reach back at a time for passings from before a decoder was first heard in a meeting."""


class Counter:
    """One run of a decoder's passing counter, named by the segment in which it began.

    `floor` is the first number that matters, set when something is heard in a meeting. Where the
    decoder was not connected when the meeting opened, numbers below it may matter, too (`open_below`).
    """

    __slots__ = (
        "began",
        "floor",
        "given_up",
        "numbers",
        "open_below",
        "reported_first",
        "reported_last",
        "restarted",
        "shared",
        "source",
    )

    def __init__(self, began: SegmentOpened, *, restarted: bool, open_below: bool) -> None:
        self.began = began.segment
        self.source = began.source
        self.restarted = restarted
        self.numbers = Numbers()
        self.floor: int | None = None
        self.open_below = open_below
        self.reported_first: int | None = None
        self.reported_last: int | None = None
        self.given_up = Numbers()
        self.shared = False
        """Whether other records take numbers from it too, so that a missing one need not be a passing."""

    @property
    def last(self) -> int | None:
        """The last number known to have been given out."""
        last = self.numbers.last
        if self.reported_last is None or last is None:
            return self.reported_last if last is None else last
        return max(last, self.reported_last)

    def take(self, number: int, others: tuple[Range, ...]) -> None:
        """A passing has this number, and records between it and the one before have those."""
        lowest = min(number, others[0][0]) if others else number
        if self.floor is None or self.floor - BLOCK_BELOW <= lowest < self.floor:
            self.floor = 1 if self.restarted and number <= RESTART_NUMBERS_MAX else lowest
        self.numbers.add(number, number)
        if others:
            self.shared = True
            for first, last in others:
                self.numbers.add(first, last)

    def report(self, first: int | None, last: int) -> None:
        """The decoder says that it holds the passings from `first` to `last`, the last it gave out."""
        if self.floor is None:
            self.floor = last + 1
        self.reported_first = first
        self.reported_last = last

    def missing(self) -> list[Range]:
        """The numbers given out since the floor of which nothing was heard."""
        if self.floor is None or self.last is None:
            return []
        return self.numbers.missing(self.floor, self.last)

    def begin_meeting(self, *, live: bool) -> None:
        """A meeting opens: what was missed before is of no interest."""
        self.floor = self.last + 1 if live and self.last is not None else None
        self.open_below = self.floor is None
        self.given_up = Numbers()


class Doubt(msgspec.Struct, kw_only=True):
    """A stretch of track time in which passings may have been missed, nobody knows how many."""

    from_us: int | None
    until_us: int | None
    why: str
    open: bool = True
    """Whether it still lasts."""


class DecoderLog:
    """Everything that is known of the decoder at one address."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.listen(LoopRole.START_FINISH, None, ())
        self.segments: list[int] = []
        self.present: int | None = None
        """The segment on which it is now; ``None`` before it was heard."""
        self.link: LinkChanged | None = None
        self.attended = False
        """Whether it has been connected without a break since the meeting opened."""
        self.recovered = 0
        """How many passings it sent again when asked."""
        self.last_us: int | None = None
        """The latest passing, on the track clock."""
        self.doubts: list[Doubt] = []
        """Where passings may be missing for good, oldest first."""
        self.unsettled: list[Doubt] = []
        """Where passings may be missing until the next number tells."""

    def listen(self, role: LoopRole, name: str | None, photocells: tuple[int, ...]) -> None:
        """It listens to this loop."""
        self.role = role
        self.name = name
        self.photocells = frozenset(photocells)
        self.at_line = role in LINE
        """Whether a passing that it hears is a crossing of the line."""

    def doubt(self, from_us: int | None, until_us: int | None, why: str) -> None:
        """Something may have been missed."""
        self.unsettled.append(Doubt(from_us=from_us, until_us=until_us, why=why, open=until_us is None))

    def resume(self, at_us: int | None) -> None:
        """The decoder is heard again."""
        for doubt in self.unsettled:
            if doubt.open:
                doubt.open = False
                doubt.until_us = at_us

    def settle(self, *, numbered: bool) -> None:
        """The next passing is there. With a number it tells what is missing; without one the doubts stay."""
        if not numbered:
            self.doubts += self.unsettled
        self.unsettled = []
