"""The least that can serve the stream: asyncio transports and ready-made frames, nothing checked.

``bare_fanout.py PORT FEED``: what the public app is measured against.
"""

import asyncio
import sys

from websockets.frames import Frame, Opcode

UPGRADE = b"HTTP/1.1 101 Switching Protocols\r\n\r\n"


class Bare(asyncio.Protocol):
    """Answers anything with an upgrade and the newest snapshot."""

    crowd: set[asyncio.WriteTransport] = set()  # noqa: RUF012
    snapshot = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.transport.write(UPGRADE + self.snapshot)
        self.crowd.add(self.transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.crowd.discard(self.transport)


async def main(port: int, feed: str) -> None:
    """Pass on every line of the feed as a frame."""
    reader, _ = await asyncio.open_unix_connection(feed.removeprefix("unix:"), limit=1 << 20)
    await asyncio.get_running_loop().create_server(Bare, "127.0.0.1", port, backlog=2048)
    async for line in reader:
        frame = Frame(Opcode.TEXT, line[:-1]).serialize(mask=False)
        if line.startswith(b'{"type":"snapshot"'):
            Bare.snapshot = frame
            print("ready", flush=True)
        for transport in Bare.crowd:
            transport.write(frame)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
