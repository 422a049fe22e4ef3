"""How the race clock runs against real time; the only place of this package that reads a clock."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Protocol


class Pace(Protocol):
    """A race clock that somebody else makes run."""

    def now_us(self) -> int:
        """The race clock."""

    async def wait(self, until_us: int | None, wake: asyncio.Event) -> None:
        """Return when the race clock shows `until_us` (``None``: never) or `wake` is set.

        It may return early; callers look at the clock again. It sets `wake` when the clock jumps.
        """


async def wait_until(pace: Pace, at_us: int) -> None:
    """Return when the race clock shows `at_us`."""
    wake = asyncio.Event()
    while pace.now_us() < at_us:
        wake.clear()
        await pace.wait(at_us, wake)


class RealTimePace:
    """The race clock at `speed` times real time, from `start_us` on.

    Until `start` is called it stands right before that instant, so that nothing happens yet.
    Raises `ValueError` for a speed that is not above zero.
    """

    def __init__(
        self, *, speed: float = 1.0, start_us: int = 0, monotonic_ns: Callable[[], int] = time.monotonic_ns
    ) -> None:
        if not speed > 0:
            raise ValueError(f"the speed must be above zero, not {speed}")
        self._speed = speed
        self._start_us = start_us
        self._monotonic_ns = monotonic_ns
        self._started_ns: int | None = None
        self._waiting: set[asyncio.Event] = set()

    def start(self) -> None:
        """Let the clock run, if it does not yet."""
        if self._started_ns is None:
            self._started_ns = self._monotonic_ns()
            for wake in self._waiting:
                wake.set()

    def now_us(self) -> int:
        """The race clock."""
        if self._started_ns is None:
            return self._start_us - 1
        return self._start_us + int((self._monotonic_ns() - self._started_ns) * self._speed / 1000)

    async def wait(self, until_us: int | None, wake: asyncio.Event) -> None:
        """Return when the race clock shows `until_us` (``None``: never) or `wake` is set; or early."""
        timeout_s: float | None = None
        if until_us is not None and self._started_ns is not None:
            timeout_s = max((until_us - self.now_us()) / self._speed / 1_000_000, 0.0)
        self._waiting.add(wake)
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(timeout_s):
                    await wake.wait()
        finally:
            self._waiting.discard(wake)


class ManualPace:
    """A race clock that moves when told to, for tests."""

    def __init__(self, start_us: int = 0) -> None:
        self._now_us = start_us
        self._waiting: set[asyncio.Event] = set()

    def advance_to(self, at_us: int) -> None:
        """Move the clock forward."""
        self._now_us = max(self._now_us, at_us)
        for wake in self._waiting:
            wake.set()

    def now_us(self) -> int:
        """The race clock."""
        return self._now_us

    async def wait(self, until_us: int | None, wake: asyncio.Event) -> None:
        """Return when the clock is moved or `wake` is set; at once if it shows `until_us`."""
        if until_us is not None and until_us <= self._now_us:
            return
        self._waiting.add(wake)
        try:
            await wake.wait()
        finally:
            self._waiting.discard(wake)
