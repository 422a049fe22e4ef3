"""A decoder's own clock: it need not be right, and it can be set."""

RACE_DAY_US = 1_779_008_400_000_000
"""2026-05-17 09:00 UTC since 1970: where a simulated real-time clock stands unless told otherwise."""


class DecoderClock:
    """Race clock in, decoder time out, both in microseconds.

    It reads `start_us` when the race clock is 0, runs `drift_ppm` millionths faster than the race
    clock and truncates to `resolution_us` (RC decoders give whole milliseconds).
    """

    def __init__(self, *, start_us: int = RACE_DAY_US, drift_ppm: int = 0, resolution_us: int = 1000) -> None:
        self._drift_ppm = drift_ppm
        self._resolution_us = resolution_us
        self._set_at_us = 0
        self._set_to_us = start_us

    def reading(self, at_us: int) -> int:
        """What the clock shows at an instant of the race clock, never below zero."""
        elapsed_us = at_us - self._set_at_us
        time_us = self._set_to_us + elapsed_us + elapsed_us * self._drift_ppm // 1_000_000
        return max(time_us - time_us % self._resolution_us, 0)

    def step(self, at_us: int, by_us: int) -> None:
        """Somebody sets the clock: from `at_us` on it shows `by_us` more."""
        self._set(at_us, self.reading(at_us) + by_us)

    def reset(self, at_us: int) -> None:
        """The clock starts again at zero."""
        self._set(at_us, 0)

    def _set(self, at_us: int, to_us: int) -> None:
        self._set_at_us, self._set_to_us = at_us, max(to_us, 0)
