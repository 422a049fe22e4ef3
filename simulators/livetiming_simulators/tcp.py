"""A simulated decoder on TCP."""

import asyncio
import contextlib
from typing import cast

from livetiming_simulators.listening import UNREAD_BYTES_MAX, CannotListen, Host, parse_tcp

CLOSE_WITHIN_S = 2.0
"""How long clients may take to read the rest when the listener closes."""


class TcpListener:
    """Listens on ``tcp://host:port``; a connection beyond the decoder's places is closed at once."""

    def __init__(self, url: str) -> None:
        self._address = parse_tcp(url)
        self._url = url
        self._server: asyncio.Server | None = None
        self._lines: set[_TcpLine] = set()

    async def open(self, host: Host) -> str:
        """Begin to listen; returns the address with the real port. Raises `CannotListen`."""
        loop = asyncio.get_running_loop()
        try:
            self._server = await loop.create_server(lambda: _TcpLine(host, self._lines), *self._address)
        except OSError as error:
            reason = error.strerror or str(error)
            raise CannotListen(f"cannot listen on {self._url}: {reason}") from None
        name, port = self._server.sockets[0].getsockname()[:2]
        return f"tcp://[{name}]:{port}" if ":" in name else f"tcp://{name}:{port}"

    async def close(self) -> None:
        """Stop listening and end all connections."""
        if self._server is None:
            return
        self._server.close()
        for line in list(self._lines):
            line.hang_up()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_WITHIN_S):
                await asyncio.gather(*(line.ended.wait() for line in list(self._lines)))
        for line in list(self._lines):
            line.abort()


class _TcpLine(asyncio.Protocol):
    """One connection."""

    def __init__(self, host: Host, lines: "set[_TcpLine]") -> None:
        self.ended = asyncio.Event()
        self._host = host
        self._lines = lines
        self._client: int | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._lines.add(self)
        self._client = self._host.attach(self)
        if self._client is None:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        if self._client is not None:
            self._host.received(self._client, data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._lines.discard(self)
        self.ended.set()
        if self._client is not None:
            self._host.detach(self._client)

    def write(self, data: bytes) -> bool:
        """Hand over bytes; false once the client has left too much unread."""
        if self._transport is None:
            return False
        self._transport.write(data)
        return self._transport.get_write_buffer_size() <= UNREAD_BYTES_MAX

    def hang_up(self) -> None:
        """End the connection after the bytes written so far."""
        if self._transport is not None:
            self._transport.close()

    def abort(self) -> None:
        """End the connection at once."""
        if self._transport is not None:
            self._transport.abort()
