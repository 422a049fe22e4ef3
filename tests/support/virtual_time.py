"""Time that a test moves by hand."""

import heapq
from collections.abc import Callable
from itertools import count

from livetiming.clock import ServerUs, WallUs


class _Waiting:
    def __init__(self, callback: Callable[[], None]) -> None:
        self.callback = callback
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True


class VirtualTime:
    """A timer and a server clock in one; nothing happens until `advance`."""

    boot_id = "virtual"

    def __init__(self, *, rate: float = 1.0) -> None:
        self.rate = rate
        self._now_us = 0
        self._queue: list[tuple[int, int, _Waiting]] = []
        self._ticket = count()

    def now_us(self) -> int:
        return self._now_us

    def server_us(self) -> ServerUs:
        return ServerUs(7_000_000_000 + round(self._now_us * self.rate))

    def wall_us(self) -> WallUs:
        return WallUs(1_750_000_000_000_000 + self._now_us)

    def call_at(self, when_us: int, callback: Callable[[], None]) -> _Waiting:
        waiting = _Waiting(callback)
        heapq.heappush(self._queue, (when_us, next(self._ticket), waiting))
        return waiting

    def advance(self, by_us: int) -> None:
        """Let `by_us` pass, calling what becomes due, at its time."""
        end_us = self._now_us + by_us
        while self._queue and self._queue[0][0] <= end_us:
            self._now_us, _, waiting = heapq.heappop(self._queue)
            if not waiting.cancelled:
                waiting.callback()
        self._now_us = end_us
