"""Decoders on TCP."""

import asyncio
import contextlib
import errno
import socket

from livetiming.ingest.link import READ_BYTES
from livetiming.ingest.url import DecoderUrl

CLOSE_WITHIN_S = 1.0
"""How long the goodbye may take: a half-open connection never answers it."""


class TcpLink:
    """A connection to a decoder that listens."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, address: DecoderUrl) -> "TcpLink":
        """Connect. Raises `OSError`."""
        reader, writer = await asyncio.open_connection(address.host, address.port)
        return cls(reader, writer)

    async def receive(self) -> bytes:
        """The next bytes; none at all (``b""``) once the decoder has closed. Raises `OSError`."""
        return await self._reader.read(READ_BYTES)

    def send(self, data: bytes) -> None:
        """Bytes to the decoder; never waits."""
        if not self._writer.is_closing():
            self._writer.write(data)

    async def close(self) -> None:
        """Hang up; returns when nothing reads from the connection any more."""
        self._writer.close()
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(CLOSE_WITHIN_S):
                await self._writer.wait_closed()
        self._writer.transport.abort()


def explain(error: OSError, address: DecoderUrl) -> str:
    """Why there is no connection, and what to do, in one sentence."""
    where = f"{address.host}:{address.port}"
    match error.errno:
        case errno.ECONNREFUSED:
            return f"{where} refuses the connection: the machine is there, but nothing listens on that port"
        case errno.EHOSTUNREACH | errno.ENETUNREACH:
            return f"there is no way to {where}: check the cable, and that both are in the same network"
        case errno.ECONNRESET | errno.EPIPE:
            return f"{where} broke the connection off"
        case errno.ETIMEDOUT:
            return f"nothing at {where} answers: check its address, its power and the cable"
    if isinstance(error, socket.gaierror):
        return f"no machine is called {address.host!r}: check the name, or write its number"
    if isinstance(error, TimeoutError):
        return f"nothing at {where} answers: check its address, its power and the cable"
    return f"{where}: {error.strerror or error}"
