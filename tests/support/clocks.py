"""Clocks that stand until a test moves them, and that can step and drift apart."""

from livetiming.clock import DecoderUs, ServerUs, WallUs

SECOND_US = 1_000_000


def us(seconds: float) -> int:
    """Seconds as the tests write them, in whole microseconds."""
    return round(seconds * SECOND_US)


class ManualClock:
    """The clocks of a server, started 1000 s ago."""

    rate = 1.0

    def __init__(self, boot_id: str = "boot-1") -> None:
        self.boot_id = boot_id
        self._server_us = us(1000)
        self._ahead_us = us(1_767_225_600)

    def server_us(self) -> ServerUs:
        return ServerUs(self._server_us)

    def wall_us(self) -> WallUs:
        return WallUs(self._server_us + self._ahead_us)

    def advance(self, by_us: int) -> None:
        """Let time pass."""
        assert by_us >= 0, "the server's clock never goes back"
        self._server_us += by_us

    def step_wall(self, by_us: int) -> None:
        """Somebody set the time of day."""
        self._ahead_us += by_us

    def reboot(self, boot_id: str, *, server_us: int = us(20), down_us: int = us(30)) -> None:
        """The machine starts again, `down_us` later by the time of day, its own clock from near zero."""
        wall_us = self.wall_us() + down_us
        self.boot_id = boot_id
        self._server_us = server_us
        self._ahead_us = wall_us - server_us


class DecoderClock:
    """A decoder's clock beside the server's: another zero, another rate, and it can be set."""

    def __init__(self, clock: ManualClock, *, starts_us: int = us(500), drift_ppm: float = 0.0) -> None:
        self._clock = clock
        self._begun_us = clock.server_us()
        self._starts_us = starts_us
        self._drift_ppm = drift_ppm

    def now_us(self) -> DecoderUs:
        elapsed_us = self._clock.server_us() - self._begun_us
        return DecoderUs(self._starts_us + elapsed_us + round(elapsed_us * self._drift_ppm / 1e6))

    def step(self, by_us: int) -> None:
        """Somebody set the decoder's clock."""
        self._starts_us += by_us
