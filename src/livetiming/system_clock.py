"""The machine's clocks, read at the edge only; everything inside is given its times."""

import time
from pathlib import Path

from livetiming.clock import ServerUs, WallUs

_BOOT_ID_FILE = Path("/proc/sys/kernel/random/boot_id")


class SystemClock:
    """The machine's clocks; `rate` above one makes a rehearsal's time run faster than the world's."""

    def __init__(self, rate: float = 1.0) -> None:
        self.rate = rate
        # Scaled from the boot, so that a restart in a rehearsal finds the same clock again.
        self.boot_id = _read_boot_id() if rate == 1.0 else f"{_read_boot_id()}x{rate}"

    def server_us(self) -> ServerUs:
        """Microseconds on the server's clock."""
        now_ns = _boottime_ns()
        return ServerUs((now_ns if self.rate == 1.0 else round(now_ns * self.rate)) // 1000)

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
