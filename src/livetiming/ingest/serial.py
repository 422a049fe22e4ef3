"""Decoders on a serial line."""

import asyncio
import contextlib
import errno

import serial
import serial_asyncio_fast

from livetiming.ingest.link import READ_BYTES
from livetiming.ingest.url import DecoderUrl


class SerialLink:
    """An open serial port, which no other program can open meanwhile."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, address: DecoderUrl) -> "SerialLink":
        """Open the port. Raises `OSError`."""
        loop = asyncio.get_running_loop()
        port = await loop.run_in_executor(None, _open_port, address)
        reader = asyncio.StreamReader()
        protocol = asyncio.StreamReaderProtocol(reader)
        transport, _ = await serial_asyncio_fast.connection_for_serial(loop, lambda: protocol, port)
        return cls(reader, asyncio.StreamWriter(transport, protocol, reader, loop))

    async def receive(self) -> bytes:
        """The next bytes; none at all (``b""``) once the port is closed. Raises `OSError`."""
        return await self._reader.read(READ_BYTES)

    def send(self, data: bytes) -> None:
        """Bytes to the decoder; never waits."""
        if not self._writer.is_closing():
            self._writer.write(data)

    async def close(self) -> None:
        """Close the port; what was not sent yet is dropped, since a dead line would never take it."""
        self._writer.transport.abort()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()


def explain(error: OSError, address: DecoderUrl) -> str:
    """Why there is no connection, and what to do, in one sentence."""
    device = address.device
    match error.errno:
        case errno.ENOENT:
            return f"there is no {device}: is the adapter plugged in, and is that its name?"
        case errno.EACCES | errno.EPERM:
            return f"this user may not open {device}: on Linux, add it to the group dialout and log in again"
        case errno.EBUSY | errno.EAGAIN:
            return f"another program has {device} open: close that one"
        case errno.EIO | errno.ENXIO | errno.ENODEV:
            return f"{device} is gone: was the adapter pulled out?"
    if error.errno is None:
        return f"{device} is gone: was the adapter pulled out?"
    return f"{device}: {error.strerror or error}"


def _open_port(address: DecoderUrl) -> serial.Serial:
    port = serial.Serial()
    port.port = address.device
    port.baudrate = address.baudrate
    port.exclusive = True
    port.rts = address.rts
    port.open()
    return port
