"""Where the track clock stands against the server's clock.

A passing arrives after it happened, never before, so the smallest difference between arrival and
track time (the lower envelope) is the best estimate of the offset: a late passing only ever lies
above it. Decoders' clocks drift against the server's by seconds a day, so the envelope is that of
the last minutes. The estimate places flags and decisions; it never moves a lap time.
"""

from collections import deque

from livetiming.clock import ServerUs, TrackUs
from livetiming.facts import EpochStarted

WINDOW_US = 600_000_000
"""How long an observation counts: a clock that is off by 100 millionths, which is a bad one, moves by
60 ms meanwhile."""

KEPT_MIN = 10
"""The window always reaches back over this many observations: the first passing after a long break may
be a late one."""

AGREE_US = 300_000
"""Observations this close to the envelope confirm it: a decoder in the local network is heard within
milliseconds, through a slow serial line within tenths of a second."""

CONFIRMED_BY = 3
"""How many observations that agree make the estimate sure; late passings differ in how late they are."""


CARRIED_US = 120_000_000
"""How far the time of day may be wrong just after the machine was started: its clock is set by the
network a little later, or by hand."""

_Observation = tuple[int, int, int]
"""When it arrived, the offset, and the how manyth it was; one is made for every passing."""


class Offsets:
    """The lower envelope of (server clock - track clock), continued over restarts of the server.

    It follows one decoder, the first that was heard, and another one only while that is not heard.
    """

    def __init__(self) -> None:
        self._source: str | None = None
        self._envelope: deque[_Observation] = deque()
        self._observed = 0
        self._last_us = 0
        self._confirmed = 0
        self._carried = False

    @property
    def offset_us(self) -> int | None:
        """Server clock minus track clock in the running epoch; ``None`` before any observation."""
        return self._envelope[0][1] if self._envelope else None

    @property
    def doubt_us(self) -> int:
        """How far the estimate may be off beside what late passings do to it: after a reboot of the
        machine, when it rests on the time of day, by `CARRIED_US`."""
        return CARRIED_US if self._carried else 0

    @property
    def sure(self) -> bool:
        """Whether enough observations agree: before, the only ones may all have been late."""
        return self._confirmed >= CONFIRMED_BY

    def start_epoch(self, before: EpochStarted | None, now: EpochStarted) -> None:
        """Carry the estimate into a new epoch: unchanged within one boot of the machine, through the
        wall clock over a reboot."""
        shift_us = shift_between(before, now)
        if before is not None and before.boot_id != now.boot_id and self._envelope:
            self._carried = True
            self._confirmed = 0
        self._last_us += shift_us
        self._envelope = deque(
            (at_us + shift_us, offset_us + shift_us, ordinal) for at_us, offset_us, ordinal in self._envelope
        )

    def observe(self, source: str, track_us: int, arrived_us: ServerUs) -> None:
        """A passing of `track_us`, sent without being asked for, arrived at `arrived_us`."""
        if source != self._source and not self._takes_over(source, arrived_us):
            return
        if self._carried:
            self._let_go()
        offset_us = arrived_us - track_us
        above_us = offset_us - self._envelope[0][1] if self._envelope else -AGREE_US - 1
        if above_us < -AGREE_US:
            self._confirmed = 1
        elif above_us <= AGREE_US:
            self._confirmed += 1
        self._add(arrived_us, offset_us)

    def measure(self, source: str, track_us: int, asked_us: ServerUs, arrived_us: ServerUs) -> None:
        """A decoder, asked for its time at `asked_us`, read `track_us` and was heard at `arrived_us`.

        An answer that took long says little, and is left out.
        """
        if arrived_us - asked_us > AGREE_US:
            return
        if source == self._source or self._takes_over(source, arrived_us):
            if self._carried:
                self._let_go()
            self._confirmed = CONFIRMED_BY
            self._add(arrived_us, (asked_us + arrived_us) // 2 - track_us)

    def track_of(self, at: ServerUs) -> TrackUs | None:
        """The track clock at a server instant of the running epoch."""
        return TrackUs(at - self._envelope[0][1]) if self._envelope else None

    def server_of(self, at: TrackUs) -> ServerUs | None:
        """The server instant of a track time, in the running epoch."""
        return ServerUs(at + self._envelope[0][1]) if self._envelope else None

    def _takes_over(self, source: str, at_us: int) -> bool:
        if self._source is not None and at_us - self._last_us <= WINDOW_US:
            return False
        self._source = source
        return True

    def _let_go(self) -> None:
        """What was carried over a reboot gives way to what is seen."""
        self._carried = False
        self._envelope.clear()

    def _add(self, at_us: int, offset_us: int) -> None:
        envelope = self._envelope
        self._observed += 1
        self._last_us = at_us
        while envelope and envelope[-1][1] >= offset_us:
            envelope.pop()
        envelope.append((at_us, offset_us, self._observed))
        while envelope[0][0] < at_us - WINDOW_US and envelope[0][2] <= self._observed - KEPT_MIN:
            envelope.popleft()


def shift_between(before: EpochStarted | None, now: EpochStarted) -> int:
    """What to add to server times of the epoch before to compare them with those of this one."""
    if before is None or before.boot_id == now.boot_id:
        return 0
    return (now.server_us - now.wall_us) - (before.server_us - before.wall_us)
