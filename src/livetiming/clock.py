"""The clocks of the system, kept apart by type; `livetiming.system_clock` is the one that the edge reads.

- `ServerUs`: the server's own clock. It counts through suspends and through restarts of the program
  (Linux ``CLOCK_BOOTTIME``), and starts again when the machine boots; `boot_id` tells which boot.
- `WallUs`: the time of day, UTC since 1970. Shown to people, never used to compute.
- `DecoderUs`: one decoder's clock, meaningful within one clock segment of that decoder.
- `TrackUs`: the track clock, one line of time for a meeting: a decoder's clock plus the constant
  shift of its segment. The first decoder's first segment has shift zero, so that lap times are
  that decoder's own differences.
- `DeviceUs`: the clock of a scorer's phone or tablet, minutes off perhaps; its place on the track clock
  is estimated by `livetiming.scoring.handscore`.
"""

from typing import NewType, Protocol

ServerUs = NewType("ServerUs", int)
WallUs = NewType("WallUs", int)
DecoderUs = NewType("DecoderUs", int)
TrackUs = NewType("TrackUs", int)
DeviceUs = NewType("DeviceUs", int)


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
