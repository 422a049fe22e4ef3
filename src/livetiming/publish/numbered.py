"""The numbered stream of any kind of state: what the journal's commits look like outside the core.

The engine offers the state after each commit. The first change goes out at once; what follows within
`WINDOW_US` is held and leaves as one change at the window's end. A state that is offered as a function
is derived only when it is about to be sent, so passings that share a window cost one derivation.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Generic, TypeVar

import msgspec

from livetiming.clock import Clock
from livetiming.publish.messages import Hello, Message
from livetiming.publish.subscription import Outgoing, Subscription
from livetiming.publish.timer import Cancellable, LoopTimer, Timer

WINDOW_US = 100_000
"""No more than ten changes a second: what an eye can follow, and a phone can paint."""

HELLO_US = 10_000_000
"""Silence that readers must bear before they may doubt that the server is there."""

QUEUE_LIMIT = 64
"""Messages that a reader may be behind, six seconds at ten a second; a snapshot is smaller than more."""

State = TypeVar("State", bound=msgspec.Struct)
AnyChange = TypeVar("AnyChange")


class NumberedStream(ABC, Generic[State, AnyChange]):
    """Numbers, coalesces and hands out a state; everything on it runs in the loop's thread.

    `stream` is the id under which `n` counts: it stays over restarts that continue the same journal.
    The published number can lag behind the journal's (`newest_n`) while nothing visible changes; the
    next message makes it up, the next hello at the latest. A kind of state says what differs between
    two of it, and which messages carry it.
    """

    def __init__(
        self, *, stream: str, n: int, state: State, clock: Clock, timer: Timer | None = None
    ) -> None:
        self.stream = stream
        self.n = n
        self.state = state
        self._clock = clock
        self._timer = timer or LoopTimer()
        self.newest_n = n
        self._offered: State | Callable[[], State] | None = None
        self._window: Cancellable | None = None
        self._hello: Cancellable | None = None
        self._snapshot: Outgoing | None = None
        self._readers: set[Subscription] = set()

    @abstractmethod
    def _differences(self, old: State, new: State) -> tuple[AnyChange, ...]:
        """The changes that lead from one state to the other; empty if they are equal."""

    @abstractmethod
    def _snapshot_message(self) -> Message:
        """What tells the whole state as it is now."""

    @abstractmethod
    def _change_message(self, from_n: int, to_n: int, changes: tuple[AnyChange, ...]) -> Message:
        """What tells the changes."""

    @property
    def readers(self) -> int:
        """How many readers there are."""
        return len(self._readers)

    def start(self) -> None:
        """Say hello every ten seconds from now on."""
        self._hello_at(self._timer.now_us() + HELLO_US)

    def close(self) -> None:
        """Send what is held back, then end all subscriptions."""
        self.flush()
        for waiting in (self._window, self._hello):
            if waiting is not None:
                waiting.cancel()
        self._window = self._hello = None
        for reader in tuple(self._readers):
            reader.close()

    def offer(self, n: int, state: State | Callable[[], State]) -> None:
        """Publish the state at journal number `n`, at once or at the end of the open window.

        The same `n` may come again, with a state that only time has changed. Raises `ValueError` if
        `n` goes back, and whatever a `state` function raises if it is called here; the publisher
        then still holds what it last published.
        """
        if n < self.newest_n:
            raise ValueError(f"journal number {n} offered after {self.newest_n}")
        self.newest_n = n
        self._offered = state
        if self._window is None:
            self._publish_offered()

    def flush(self) -> None:
        """Publish now what waits for the end of the window."""
        if self._offered is not None:
            self._publish_offered()

    def restart(self, stream: str, n: int, state: State) -> None:
        """Go on under another stream id, after a restore; every reader gets a snapshot."""
        self.stream = stream
        self.n = self.newest_n = n
        self.state = state
        self._offered = None
        self._snapshot = None
        self._send(self._current_snapshot())

    def subscribe(self, limit: int = QUEUE_LIMIT) -> Subscription:
        """A reader's queue, with a hello and a snapshot in it and every later message to follow."""
        reader = Subscription(self._current_snapshot, self._readers.discard, limit)
        reader.push(Outgoing(self._hello_now()))
        reader.push(self._current_snapshot())
        self._readers.add(reader)
        return reader

    def _publish_offered(self) -> None:
        offered = self._offered
        assert offered is not None
        state = offered if isinstance(offered, msgspec.Struct) else offered()
        self._offered = None
        changes = self._differences(self.state, state)
        if not changes:
            return
        self._change(state, changes)
        if self._window is not None:
            self._window.cancel()
        self._window = self._timer.call_at(self._timer.now_us() + WINDOW_US, self._end_window)

    def _end_window(self) -> None:
        self._window = None
        self.flush()

    def _change(self, state: State, changes: tuple[AnyChange, ...]) -> None:
        message = self._change_message(self.n, self.newest_n, changes)
        self.n = self.newest_n
        self.state = state
        self._snapshot = None
        self._send(Outgoing(message))

    def _current_snapshot(self) -> Outgoing:
        if self._snapshot is None:
            self._snapshot = Outgoing(self._snapshot_message())
        return self._snapshot

    def _hello_at(self, when_us: int) -> None:
        def say_hello() -> None:
            self._hello_at(when_us + HELLO_US)
            if self._offered is None and self.n != self.newest_n:
                self._change(self.state, ())
            self._send(Outgoing(self._hello_now()))

        self._hello = self._timer.call_at(when_us, say_hello)

    def _hello_now(self) -> Message:
        return Hello(server_us=self._clock.server_us(), rate=self._clock.rate)

    def _send(self, outgoing: Outgoing) -> None:
        for reader in self._readers:
            reader.push(outgoing)
