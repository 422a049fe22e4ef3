"""The middle of the public process: what it holds of the stream, and the spectators it tells."""

import math
from collections.abc import Callable
from typing import Protocol

import msgspec
from websockets.frames import Frame, Opcode

from livetiming.publish.messages import AnyMessage, Hello, Snapshot
from livetiming.publish.mirror import Mirror

_encoder = msgspec.json.Encoder()


class Spectator(Protocol):
    """One reader of the live stream."""

    def deliver(self, frame: bytes) -> None:
        """Send the frame, or skip it and send a snapshot later; never wait, never raise."""


class Hub:
    """Keeps the mirror, and hands each message to every spectator as one ready-made websocket frame.

    Frames from server to client are not masked, so all spectators share the same bytes. `now_us` is
    a clock that only counts up, to carry the server's clock on between two hellos.
    """

    def __init__(self, now_us: Callable[[], int]) -> None:
        self.mirror = Mirror()
        self.core_live = False
        self.version = 0
        """Counts what the mirror took in; equal versions mean an equal state."""
        self._now_us = now_us
        self._hello = Hello(server_us=0, core_live=False)
        self._hello_at_us = now_us()
        self._snapshot: tuple[int, bytes] | None = None
        self._spectators: set[Spectator] = set()

    def __len__(self) -> int:
        """How many spectators there are."""
        return len(self._spectators)

    def receive(self, message: AnyMessage, line: bytes) -> None:
        """Take in a message of the core, which is `line` as JSON, and pass it on.

        Raises `OutOfStep` as `Mirror.receive` does.
        """
        if isinstance(message, Hello):
            self._heard(message)
            return
        to_pass_on = self.mirror.receive(message)
        self.version += 1
        if to_pass_on is message:
            self._broadcast(text_frame(line))
        elif to_pass_on is not None:
            self._broadcast(text_frame(_encoder.encode(to_pass_on)))

    def lose_core(self) -> None:
        """Tell everybody that what they see stands still because the timing server is away."""
        self._heard(Hello(server_us=self._server_us(), rate=self._hello.rate, core_live=False))

    def say_hello(self) -> None:
        """Say hello to everybody; to be called every ten seconds."""
        self._broadcast(self.hello_frame())

    def join(self, spectator: Spectator) -> None:
        """Start a spectator with a hello and the state, in one step with counting it in."""
        spectator.deliver(self.hello_frame() + (self.snapshot_frame() or b""))
        self._spectators.add(spectator)

    def leave(self, spectator: Spectator) -> None:
        """Tell this spectator nothing more."""
        self._spectators.discard(spectator)

    def hello_frame(self) -> bytes:
        """A hello with the server's clock as it is now."""
        hello = Hello(server_us=self._server_us(), rate=self._hello.rate, core_live=self.core_live)
        return text_frame(_encoder.encode(hello))

    def snapshot_frame(self) -> bytes | None:
        """The state that is held, or ``None`` before the core was first heard."""
        mirror = self.mirror
        if mirror.stream is None or mirror.state is None:
            return None
        if self._snapshot is None or self._snapshot[0] != self.version:
            snapshot = Snapshot(stream=mirror.stream, n=mirror.n, state=mirror.state)
            self._snapshot = self.version, text_frame(_encoder.encode(snapshot))
        return self._snapshot[1]

    def _heard(self, hello: Hello) -> None:
        """Set the clock; everybody is told at once when the core comes or goes, else in due time."""
        came_or_went = hello.core_live != self.core_live
        self._hello, self._hello_at_us = hello, self._now_us()
        self.core_live = hello.core_live
        if came_or_went:
            self.say_hello()

    def _server_us(self) -> int:
        passed_us = self._now_us() - self._hello_at_us
        return self._hello.server_us + math.floor(passed_us * self._hello.rate)

    def _broadcast(self, frame: bytes) -> None:
        for spectator in self._spectators:
            spectator.deliver(frame)


def text_frame(payload: bytes) -> bytes:
    """A whole websocket text message (RFC 6455, 5.2) as a server sends it: one frame, no mask."""
    return Frame(Opcode.TEXT, payload).serialize(mask=False)
