"""Where the track clock stands against the server's clock.

A passing arrives after it happened, never before, so the smallest difference between arrival and
track time seen so far (the lower envelope) is the best estimate of the offset: a late or resent
passing only ever lies above it. The estimate is used to place flags and decisions, never to move a
lap time.
"""

from livetiming.clock import ServerUs, TrackUs
from livetiming.facts import EpochStarted


class Offsets:
    """The lower envelope of (server clock - track clock), continued over restarts."""

    def __init__(self) -> None:
        self._epoch = 0
        self._offset_us: int | None = None

    @property
    def offset_us(self) -> int | None:
        """Server clock minus track clock in the running epoch; ``None`` before any passing."""
        return self._offset_us

    def start_epoch(self, before: EpochStarted | None, now: EpochStarted) -> None:
        """Carry the estimate into a new epoch: unchanged within one boot of the machine, through the
        wall clock over a reboot."""
        if before is not None and self._offset_us is not None and before.boot_id != now.boot_id:
            self._offset_us += (now.server_us - now.wall_us) - (before.server_us - before.wall_us)
        self._epoch = now.epoch

    def observe(self, track_us: int, epoch: int, arrived_us: ServerUs) -> None:
        """A passing of `track_us` arrived at `arrived_us` in `epoch`."""
        if epoch != self._epoch:
            return
        offset_us = arrived_us - track_us
        if self._offset_us is None or offset_us < self._offset_us:
            self._offset_us = offset_us

    def track_of(self, at: ServerUs) -> TrackUs | None:
        """The track clock at a server instant of the running epoch."""
        return None if self._offset_us is None else TrackUs(at - self._offset_us)

    def server_of(self, at: TrackUs) -> ServerUs | None:
        """The server instant of a track time, in the running epoch."""
        return None if self._offset_us is None else ServerUs(at + self._offset_us)
