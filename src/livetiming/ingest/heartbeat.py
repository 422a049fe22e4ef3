"""How often a decoder says that it is alive, learnt from what it sends."""

from collections import deque
from statistics import median_low

MISSED_MAX = 3
"""A decoder from which this many statuses are missing is silent. Captured decoders keep their interval
to a tenth of a second, so three are no accident."""

SHORTEST_US = 100_000
LONGEST_US = 60_000_000
REMEMBERED = 9
"""Of the last intervals the median counts: a status may be lost, or come together with the next."""


class Heartbeat:
    """The interval of a decoder's statuses and the instant by which it must be heard again.

    `expected_us` is the interval until some have been measured; ``None`` for a decoder that sends no
    status, whose silence says nothing. `patience_us` is borne in any case.
    """

    def __init__(self, expected_us: int | None, patience_us: int = 0) -> None:
        self._expected_us = expected_us
        self._patience_us = patience_us
        self._intervals_us: deque[int] = deque(maxlen=REMEMBERED)
        self._status_us: int | None = None

    @property
    def interval_us(self) -> int | None:
        """The usual time between two statuses."""
        if len(self._intervals_us) < 3:
            return self._expected_us
        return median_low(self._intervals_us)

    @property
    def last_us(self) -> int | None:
        """When the last status of this connection arrived."""
        return self._status_us

    def connected(self) -> None:
        """A connection begins: the time since the last status of the one before is no interval."""
        self._status_us = None

    def status(self, at_us: int) -> None:
        """A status arrived."""
        if self._status_us is not None and SHORTEST_US <= at_us - self._status_us <= LONGEST_US:
            self._intervals_us.append(at_us - self._status_us)
        self._status_us = at_us

    def never_heard(self) -> None:
        """The protocol turned out to have no status."""
        self._expected_us = None

    def silent_from_us(self, heard_us: int) -> int | None:
        """When a decoder last heard at `heard_us` counts as silent; ``None``: never."""
        interval_us = self.interval_us
        return None if interval_us is None else heard_us + max(MISSED_MAX * interval_us, self._patience_us)
