"""The clocks of the system, kept apart by type, and the one that is read at the edge.

- `ServerUs`: the server's own clock. It counts through suspends and through restarts of the program
  (Linux ``CLOCK_BOOTTIME``), and starts again when the machine boots; `boot_id` tells which boot.
- `WallUs`: the time of day, UTC since 1970. Shown to people, never used to compute.
- `DecoderUs`: one decoder's clock, meaningful within one clock segment of that decoder.
- `TrackUs`: the track clock, one line of time for a meeting: a decoder's clock plus the constant
  shift of its segment. The first decoder's first segment has shift zero, so that lap times are
  that decoder's own differences.
"""

import time
from pathlib import Path
from typing import NewType, Protocol

ServerUs = NewType("ServerUs", int)
WallUs = NewType("WallUs", int)
DecoderUs = NewType("DecoderUs", int)
TrackUs = NewType("TrackUs", int)

_BOOT_ID_FILE = Path("/proc/sys/kernel/random/boot_id")


class Clock(Protocol):
    """What the edge reads; tests pass one that can step, drift and stand still."""

    @property
    def boot_id(self) -> str:
        """Which run of `server_us` this is; equal ids mean comparable values."""

    @property
    def rate(self) -> float:
        """How fast `server_us` runs against real time; 1.0 but in a rehearsal."""

    def server_us(self) -> ServerUs:
        """Microseconds on the server's clock."""

    def wall_us(self) -> WallUs:
        """Microseconds since 1970, UTC."""


class SystemClock:
    """The machine's clocks; `rate` above one makes a rehearsal's time run faster than the world's."""

    def __init__(self, rate: float = 1.0) -> None:
        self.rate = rate
        self._started_ns = _boottime_ns()
        self.boot_id = _read_boot_id()
        if rate != 1.0:
            self.boot_id += f"@{self._started_ns}x{rate}"

    def server_us(self) -> ServerUs:
        """Microseconds on the server's clock."""
        now_ns = _boottime_ns()
        if self.rate != 1.0:
            now_ns = self._started_ns + round((now_ns - self._started_ns) * self.rate)
        return ServerUs(now_ns // 1000)

    def wall_us(self) -> WallUs:
        """Microseconds since 1970, UTC."""
        return WallUs(time.time_ns() // 1000)


def _boottime_ns() -> int:
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME)
    return time.monotonic_ns()


def _read_boot_id() -> str:
    try:
        return _BOOT_ID_FILE.read_text(encoding="ascii").strip()
    except OSError:
        return f"start-{time.time_ns()}"
