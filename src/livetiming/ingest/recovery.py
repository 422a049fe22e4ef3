"""Which passings to ask a decoder for, and when. Pure: numbers and instants in, requests out.

Missing numbers are asked for in blocks, one at a time and oldest first. Answers may come late, out
of order, twice, in part or not at all: whatever arrives shortens the list of what is missing, which
the caller brings along each time. A block that stays incomplete however often it was asked for is
given up, and asked for again from time to time all the same.
"""

import msgspec

from livetiming.scoring.numbers import Numbers, Range

GRACE_US = 1_000_000
"""How long a number may be missing before it is asked for: passings overtake each other."""

BLOCK = 50
"""How many passings to ask for at once: two seconds of a slow serial line."""

ANSWER_WITHIN_US = 3_000_000
"""How long to wait after a request, and after each passing that answers it."""

ATTEMPTS = 3
"""How often a block is asked for before it is given up."""

AGAIN_AFTER_US = 30_000_000
"""When what was given up is asked for again; each time it was in vain doubles it."""

AGAIN_DOUBLINGS_MAX = 4


class _Block(msgspec.Struct):
    """Numbers that were asked for, and since when nothing of them has come."""

    first: int
    last: int
    waiting_us: int
    attempts: int


class Recovery:
    """The requests of one connection."""

    def __init__(self) -> None:
        self._asked = Numbers()
        self._block: _Block | None = None
        self._given_up = Numbers()
        self._again_us: int | None = None
        self._in_vain = 0
        self._seen: list[Range] = []
        self._seen_us = 0
        self._ripe: list[Range] = []
        self._failed: list[Range] = []

    def asked_for(self, number: int) -> bool:
        """Whether a passing with this number answers a request."""
        return number in self._asked

    def heard(self, number: int, now_us: int) -> None:
        """A passing arrived."""
        block = self._block
        if block is not None and block.first <= number <= block.last:
            block.waiting_us = now_us
            self._in_vain = 0

    def next_request(self, missing: list[Range], now_us: int) -> Range | None:
        """The passings to ask for now, if any, both ends included; `missing` is all that is missing."""
        self._ripen(missing, now_us)
        if self._block is not None:
            return self._pursue(self._block, missing, now_us)
        if self._again_us is not None and now_us >= self._again_us:
            self._given_up = Numbers()
            self._again_us = None
        for first, last in self._ripe:
            for open_first, open_last in self._given_up.missing(first, last):
                return self._ask(open_first, min(open_last, open_first + BLOCK - 1), 1, now_us)
        return None

    def failed(self) -> list[Range]:
        """What was given up since the last call."""
        failed, self._failed = self._failed, []
        return failed

    def _ripen(self, missing: list[Range], now_us: int) -> None:
        """What has been missing for long enough, and still is."""
        self._ripe = _common(self._ripe, missing)
        if now_us - self._seen_us >= GRACE_US:
            self._ripe = _common(self._seen, missing)
            self._seen, self._seen_us = missing, now_us

    def _pursue(self, block: _Block, missing: list[Range], now_us: int) -> Range | None:
        """Wait for the rest of a block, ask for it again, or give it up."""
        rest = _common([(block.first, block.last)], missing)
        if not rest:
            self._block = None
            return self.next_request(missing, now_us)
        if now_us - block.waiting_us < ANSWER_WITHIN_US:
            return None
        if block.attempts < ATTEMPTS:
            return self._ask(rest[0][0], rest[-1][1], block.attempts + 1, now_us)
        self._block = None
        self._failed += rest
        for first, last in rest:
            self._given_up.add(first, last)
        if self._again_us is None:
            self._again_us = now_us + (AGAIN_AFTER_US << min(self._in_vain, AGAIN_DOUBLINGS_MAX))
            self._in_vain += 1
        return None

    def _ask(self, first: int, last: int, attempt: int, now_us: int) -> Range:
        self._block = _Block(first, last, now_us, attempt)
        self._asked.add(first, last)
        return first, last


def _common(some: list[Range], others: list[Range]) -> list[Range]:
    """The numbers that are in both lists of ranges, which are in order."""
    common: list[Range] = []
    i = j = 0
    while i < len(some) and j < len(others):
        first = max(some[i][0], others[j][0])
        last = min(some[i][1], others[j][1])
        if first <= last:
            common.append((first, last))
        if some[i][1] < others[j][1]:
            i += 1
        else:
            j += 1
    return common
