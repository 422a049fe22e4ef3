"""The HTTP protocol of uvicorn behind a door: connections are counted, and none may linger."""

import asyncio
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from livetiming.http.public.limits import Door
from livetiming.http.public.live import peer_host

LINGER_S_MAX = 60.0
"""How long a connection may stay that does not become a websocket. A page is loaded within seconds;
without a limit, connections that never ask anything would fill the house."""

HEADERS_BYTES_MAX = 16 * 1024
"""All of a request's headers; browsers send about one kilobyte."""

_BODY = b"The timing server is full. Please try again in a moment.\n"
FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n"
    b"Content-Length: %d\r\n"
    b"Retry-After: 10\r\n"
    b"Connection: close\r\n\r\n%s"
) % (len(_BODY), _BODY)
"""The answer to a connection that finds no place, given before it asks."""


class GuardedHttp(H11Protocol):
    """A connection until it closes or becomes a websocket. `guarded_http` binds it to a door."""

    door: ClassVar[Door]

    _admitted_host: str | None = None
    _lingering: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Let the connection in, or tell it that there is no place."""
        super().connection_made(transport)
        host = peer_host(transport)
        if self.door.admit(host):
            self._admitted_host = host
            self._lingering = self.loop.call_later(LINGER_S_MAX, self._part)
        else:
            transport.write(FULL)
            transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Count the connection out."""
        super().connection_lost(exc)
        self._stop_lingering()
        if self._admitted_host is not None:
            self.door.leave(self._admitted_host)

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Leave the connection to the websocket, which may stay and counts it out."""
        self._stop_lingering()
        super().handle_websocket_upgrade(event)

    def _part(self) -> None:
        if self.transport.get_write_buffer_size():
            self.transport.abort()  # it takes nothing in, so a close would wait for ever
        else:
            self.transport.close()

    def _stop_lingering(self) -> None:
        if self._lingering is not None:
            self._lingering.cancel()
            self._lingering = None


def guarded_http(door: Door) -> type[GuardedHttp]:
    """The protocol for one door, as uvicorn wants it: a class."""
    return type("BoundGuardedHttp", (GuardedHttp,), {"door": door})
