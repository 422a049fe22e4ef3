"""When to ask a decoder for its time, and what its answers say. Pure.

A decoder that answers is asked again from time to time, and whenever a passing's time looks wrong:
then the passing waits for the answer, so that it is known whether it is late or the clock was set.
"""

from collections import deque
from statistics import median_low

import msgspec

from livetiming.clock import ServerUs
from livetiming.ingest.signal import ClockHeard
from livetiming_decoders.events import ClockReport

ASK_EVERY_US = 60_000_000
ANSWER_WITHIN_US = 3_000_000
UNANSWERED_MAX = 3
"""A decoder that leaves so many questions unanswered does not know them, or does not any more."""

EARLY_US = 100_000
"""A passing that lies further than this in the future is looked into: decoders' clocks drift by a few
milliseconds between two reports."""

LATE_US = 250_000
"""So is one that arrives later than usual by this much."""

REMEMBERED = 9
"""How many passings tell how late is usual: a decoder waits until the kart has left its loop."""

TIGHT_US = 100_000
SOON_US = 5_000_000
"""An answer that took longer than the former is asked for again after the latter."""

DRIFT_US = 20_000
"""What a clock may drift between two answers."""

HOLD_US = 1_500_000
"""How long a passing waits for the answer."""


class _Known(msgspec.Struct, frozen=True):
    """Server clock minus decoder clock lies between these."""

    least_us: int
    most_us: int

    def narrowed(self, other: "_Known") -> "_Known":
        """By another answer, the newer one; that alone if the two cannot both be true."""
        least_us = max(self.least_us - DRIFT_US, other.least_us)
        most_us = min(self.most_us + DRIFT_US, other.most_us)
        return _Known(least_us, most_us) if least_us <= most_us else other


class ClockWatch:
    """The questions about time on one connection."""

    def __init__(self, source: str, now: ServerUs) -> None:
        self._source = source
        self._known: _Known | None = None
        self._due_us: int = now
        self._asked_us: ServerUs | None = None
        """When the first question was asked that may still be answered."""
        self._waiting_us: int | None = None
        self._doubted = False
        self._unanswered = 0
        self._late_us: deque[int] = deque(maxlen=REMEMBERED)

    @property
    def answers(self) -> bool:
        """Whether the decoder has told its time on this connection."""
        return self._known is not None

    @property
    def mute(self) -> bool:
        """Whether the decoder was asked in vain."""
        return self._known is None and self._unanswered >= UNANSWERED_MAX

    def doubts(self, decoder_time_us: int, arrived_us: ServerUs) -> bool:
        """Whether a passing of this time, arriving now, should wait until the decoder is asked."""
        if self._known is None or self._unanswered >= UNANSWERED_MAX:
            return False
        offset_us = arrived_us - decoder_time_us
        late_us = offset_us - self._known.most_us
        usual_us = max(0, median_low(self._late_us)) if self._late_us else 0
        self._late_us.append(late_us)
        doubtful = offset_us < self._known.least_us - EARLY_US or late_us > usual_us + LATE_US
        if doubtful:
            self._doubted = True
            if self._waiting_us is None:
                self._due_us = arrived_us
        return doubtful

    def ask_now(self, now: ServerUs) -> None:
        """There is a reason to know the time."""
        if self.answers:
            self._due_us = now

    def is_due(self, now: ServerUs) -> bool:
        """Whether to ask now; then the caller asks."""
        if self._waiting_us is not None:
            if now - self._waiting_us < ANSWER_WITHIN_US:
                return False
            self._waiting_us = None
            self._unanswered += 1
            if self._unanswered < UNANSWERED_MAX:
                self._due_us = now
        if now < self._due_us or (self._unanswered >= UNANSWERED_MAX and not self.answers):
            return False
        self._waiting_us = now
        if self._asked_us is None:
            self._asked_us = now
        self._due_us = now + ASK_EVERY_US
        return True

    def answered(self, report: ClockReport, now: ServerUs) -> ClockHeard | None:
        """The decoder told its time; ``None`` if it was not asked."""
        if self._asked_us is None:
            return None
        asked_us, self._asked_us, self._waiting_us = self._asked_us, None, None
        doubted, self._doubted = self._doubted, False
        self._unanswered = 0
        told = _Known(asked_us - report.decoder_time_us, now - report.decoder_time_us)
        self._known = told if self._known is None else self._known.narrowed(told)
        if self._known.most_us - self._known.least_us > TIGHT_US:
            self._due_us = min(self._due_us, now + SOON_US)
        return ClockHeard(self._source, asked_us, now, report, doubted)
