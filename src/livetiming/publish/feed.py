"""The numbered stream over a local socket: from the core to the public process on the same machine.

One JSON message a line, one way: what a follower sends is not read. The address is text,
``unix:PATH`` or ``tcp:HOST:PORT``; the latter on loopback, where there can be no Unix socket. What
travels is public, so any program on this machine may have it.
"""

import asyncio
import logging
import socket
from pathlib import Path

from livetiming.publish.stream import Publisher

log = logging.getLogger(__name__)

UNIX_PATH_BYTES_MAX = 103
"""What fits into `sockaddr_un` on every system (Linux has 107, BSD and macOS 103)."""


class FeedServer:
    """Writes a publisher's stream to any number of local followers, each at its own pace."""

    def __init__(self, publisher: Publisher, folder: Path) -> None:
        self._publisher = publisher
        self._path = folder / "feed.sock"
        self._server: asyncio.Server | None = None
        self._followers: set[asyncio.Task[None]] = set()

    async def start(self) -> str:
        """Listen in the folder, or else on loopback; return the address for followers.

        Loopback serves where the system has no Unix sockets, the file system cannot hold one (a USB
        stick) or the path is too long. Raises `OSError` if neither works.
        """
        if hasattr(socket, "AF_UNIX") and len(bytes(self._path)) <= UNIX_PATH_BYTES_MAX:
            try:
                self._server = await asyncio.start_unix_server(self._follow, self._path)
            except OSError as error:
                log.info("the feed uses loopback: no socket at %s: %s", self._path, error)
            else:
                return f"unix:{self._path}"
        self._server = await asyncio.start_server(self._follow, "127.0.0.1", 0)
        host, port = self._server.sockets[0].getsockname()
        return f"tcp:{host}:{port}"

    async def stop(self) -> None:
        """Hang up on the followers and listen no more."""
        if self._server is None:
            return
        self._server.close()
        followers = tuple(self._followers)
        for follower in followers:
            follower.cancel()
        await asyncio.gather(*followers, return_exceptions=True)
        await self._server.wait_closed()
        self._server = None
        self._path.unlink(missing_ok=True)

    def _follow(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._write(writer), name="feed follower")
        self._followers.add(task)
        task.add_done_callback(self._followers.discard)

    async def _write(self, writer: asyncio.StreamWriter) -> None:
        try:
            with self._publisher.subscribe() as stream:
                async for outgoing in stream:
                    writer.write(outgoing.encoded + b"\n")
                    await writer.drain()
        except ConnectionError:
            log.debug("a follower of the feed left")
        finally:
            writer.close()
