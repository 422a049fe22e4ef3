"""One reader's place in the stream: a bounded queue that falls back to a snapshot."""

import asyncio
from collections import deque
from collections.abc import Callable
from functools import cached_property
from types import TracebackType
from typing import Self

import msgspec

from livetiming.publish.messages import Message

_encoder = msgspec.json.Encoder()


class Outgoing:
    """A message on its way to many readers; encoded once, when the first of them needs the bytes."""

    def __init__(self, message: Message) -> None:
        self.message = message

    @cached_property
    def encoded(self) -> bytes:
        """The message as JSON, without a newline in it."""
        return _encoder.encode(self.message)


class Subscription:
    """The messages of a stream from a snapshot on, for one reader: ``async for outgoing in subscription``.

    A reader that falls more than `limit` messages behind loses what is queued and goes on with a
    snapshot made at the moment when it asks for its next message. Leaving the ``with`` block, or
    `close`, ends the subscription; the iteration then stops.
    """

    def __init__(
        self, snapshot: Callable[[], Outgoing], leave: Callable[["Subscription"], None], limit: int
    ) -> None:
        self._snapshot = snapshot
        self._leave = leave
        self._limit = limit
        self._queue: deque[Outgoing] = deque()
        self._outrun = False
        self._closed = False
        self._news = asyncio.Event()

    def push(self, outgoing: Outgoing) -> None:
        """Queue a message; called by the publisher, never waits."""
        if self._closed or self._outrun:
            return
        if len(self._queue) >= self._limit:
            self.resync()
            return
        self._queue.append(outgoing)
        self._news.set()

    def resync(self) -> None:
        """Go on with a snapshot: the reader has missed something."""
        self._queue.clear()
        self._outrun = True
        self._news.set()

    async def __anext__(self) -> Outgoing:
        while not (self._queue or self._outrun):
            if self._closed:
                raise StopAsyncIteration
            self._news.clear()
            await self._news.wait()
        if self._outrun:
            self._outrun = False
            return self._snapshot()
        return self._queue.popleft()

    def __aiter__(self) -> Self:
        return self

    def close(self) -> None:
        """End the subscription; what is queued can still be read."""
        if not self._closed:
            self._closed = True
            self._leave(self)
            self._news.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
