"""When to ask a decoder for its time, and what its answers say. Pure.

A decoder that answers is asked again from time to time, and whenever a passing's time looks wrong:
then the passing waits for the answer, so that it is known whether it is late or the clock was set.
"""

import msgspec

from livetiming.clock import ServerUs
from livetiming.ingest.signal import ClockHeard
from livetiming_decoders.events import ClockReport

ASK_EVERY_US = 60_000_000
ANSWER_WITHIN_US = 10_000_000
UNANSWERED_MAX = 3
"""A decoder that leaves so many questions unanswered does not know them."""

EARLY_US = 100_000
"""A passing that lies further than this in the future is looked into: decoders' clocks drift by a few
milliseconds between two reports."""

LATE_US = 500_000
"""So is one that arrives later than this."""

HOLD_US = 1_500_000
"""How long a passing waits for the answer."""


class _Known(msgspec.Struct, frozen=True):
    """Server clock minus decoder clock lies between these."""

    least_us: int
    most_us: int


class ClockWatch:
    """The questions about time on one connection."""

    def __init__(self, source: str, now: ServerUs) -> None:
        self._source = source
        self._known: _Known | None = None
        self._due_us: int = now
        self._asked_us: ServerUs | None = None
        self._doubted = False
        self._unanswered = 0

    @property
    def answers(self) -> bool:
        """Whether the decoder has told its time on this connection."""
        return self._known is not None

    @property
    def mute(self) -> bool:
        """Whether the decoder was asked in vain."""
        return self._known is None and self._unanswered > 0

    def doubts(self, decoder_time_us: int, arrived_us: ServerUs) -> bool:
        """Whether a passing of this time, arriving now, should wait until the decoder is asked."""
        if self._known is None or self._unanswered:
            return False
        offset_us = arrived_us - decoder_time_us
        doubtful = not self._known.least_us - EARLY_US <= offset_us <= self._known.most_us + LATE_US
        if doubtful:
            self._doubted = True
            if self._asked_us is None:
                self._due_us = arrived_us
        return doubtful

    def is_due(self, now: ServerUs) -> bool:
        """Whether to ask now; then the caller asks."""
        if self._asked_us is not None:
            if now - self._asked_us < ANSWER_WITHIN_US:
                return False
            self._asked_us = None
            self._unanswered += 1
        if self._unanswered >= UNANSWERED_MAX or now < self._due_us:
            return False
        self._asked_us = now
        self._due_us = now + ASK_EVERY_US
        return True

    def answered(self, report: ClockReport, now: ServerUs) -> ClockHeard | None:
        """The decoder told its time; ``None`` if it was not asked."""
        if self._asked_us is None:
            return None
        asked_us, self._asked_us = self._asked_us, None
        doubted, self._doubted = self._doubted, False
        self._unanswered = 0
        self._known = _Known(asked_us - report.decoder_time_us, now - report.decoder_time_us)
        return ClockHeard(self._source, asked_us, now, report, doubted)
