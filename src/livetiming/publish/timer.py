"""When to wake up: the event loop's timer, behind an interface that tests drive by hand."""

import asyncio
from collections.abc import Callable
from typing import Protocol


class Cancellable(Protocol):
    """A callback that waits for its time."""

    def cancel(self) -> None:
        """Keep it from being called; harmless if it was."""


class Timer(Protocol):
    """Real time that only counts up, whatever the server's clock does in a rehearsal."""

    def now_us(self) -> int:
        """Microseconds since some fixed instant."""

    def call_at(self, when_us: int, callback: Callable[[], None]) -> Cancellable:
        """Call `callback` once, when `now_us` has reached `when_us`."""


class LoopTimer:
    """The timer of the running asyncio loop."""

    def now_us(self) -> int:
        """Microseconds on the loop's clock."""
        return round(asyncio.get_running_loop().time() * 1e6)

    def call_at(self, when_us: int, callback: Callable[[], None]) -> asyncio.TimerHandle:
        """Let the loop call `callback` when its clock reaches `when_us`."""
        return asyncio.get_running_loop().call_at(when_us / 1e6, callback)
