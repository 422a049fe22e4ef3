"""What a supervisor tells the engine, to be waited for."""

import asyncio
from collections.abc import Callable

from livetiming.facts import LinkState
from livetiming.ingest.signal import LinkTurned, PassingArrived, Signal


class Ears:
    """Collects signals."""

    def __init__(self) -> None:
        self.signals: list[Signal] = []
        self._more = asyncio.Event()

    def hear(self, signal: Signal) -> None:
        self.signals.append(signal)
        self._more.set()

    @property
    def passings(self) -> list[PassingArrived]:
        return [signal for signal in self.signals if isinstance(signal, PassingArrived)]

    @property
    def states(self) -> list[LinkState]:
        """The states that the link went through."""
        return [signal.state for signal in self.signals if isinstance(signal, LinkTurned)]

    @property
    def details(self) -> list[str]:
        """What was said of them."""
        return [signal.detail or "" for signal in self.signals if isinstance(signal, LinkTurned)]

    async def until(self, reached: Callable[["Ears"], bool]) -> None:
        """Return when that is so."""
        while not reached(self):
            self._more.clear()
            await self._more.wait()
