"""The public app in this process, a core to feed it, and spectators who watch it over real sockets."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import msgspec
from websockets.asyncio.client import ClientConnection, connect

from livetiming.clock import Clock
from livetiming.http.public.limits import Limits
from livetiming.http.public.listener import bind_listener
from livetiming.http.public.server import Settings, serve
from livetiming.publish.feed import FeedServer
from livetiming.publish.messages import AnyMessage, Change, PublicState, Snapshot
from livetiming.publish.mirror import Mirror
from livetiming.publish.stream import Publisher
from support.states import EMPTY
from support.virtual_time import VirtualTime

_decoder: msgspec.json.Decoder[AnyMessage] = msgspec.json.Decoder(AnyMessage)


def a_publisher(
    *, stream: str = "a", n: int = 0, state: PublicState = EMPTY, clock: Clock | None = None
) -> Publisher:
    """A core's publisher; its server clock stands still unless another is given."""
    return Publisher(stream=stream, n=n, state=state, clock=clock or VirtualTime())


class Watcher:
    """A spectator: reads when the test says so, and keeps a mirror of what it read."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.mirror = Mirror()
        self.messages: list[AnyMessage] = []

    async def read(self) -> AnyMessage:
        """The next message, as it came."""
        message = _decoder.decode(await self.connection.recv())
        self.messages.append(message)
        self.mirror.receive(message)
        return message

    async def reach(self, stream: str, n: int) -> None:
        """Read until `n` of `stream` is held."""
        while (self.mirror.stream, self.mirror.n) != (stream, n):
            await self.read()

    async def say(self, text: str | bytes) -> None:
        """Send a frame."""
        await self.connection.send(text)

    @property
    def kinds(self) -> list[str]:
        """What came, hellos left out."""
        names = {Snapshot: "snapshot", Change: "change"}
        return [names[type(message)] for message in self.messages if type(message) in names]


class Rig:
    """A core and the public app that follows it."""

    def __init__(self, publisher: Publisher, folder: Path, port: int) -> None:
        self.publisher = publisher
        self.feed = FeedServer(publisher, folder)
        self.folder = folder
        self.port = port

    def publish(self, n: int, state: PublicState) -> None:
        """Send a change now, whatever window is open."""
        self.publisher.offer(n, state)
        self.publisher.flush()

    async def restart_core(self, publisher: Publisher) -> None:
        """Another core takes the place of the one that was stopped."""
        self.publisher = publisher
        self.feed = FeedServer(publisher, self.folder)
        await self.feed.start()

    @asynccontextmanager
    async def watch(
        self, path: str = "/live", *, sock: socket.socket | None = None
    ) -> AsyncIterator[Watcher]:
        """A spectator from its connection to its leaving."""
        url = f"ws://127.0.0.1:{self.port}{path}"
        async with connect(
            url,
            sock=sock,
            compression=None,
            max_queue=1,  # so that a spectator who does not read makes the server wait
            ping_interval=None,
            close_timeout=0.1,  # nor does it then read the answer to its close
        ) as connection:
            yield Watcher(connection)

    async def counted(self, spectators: int) -> None:
        """Ask until the server counts so many spectators."""
        async with self.http() as browser:
            while (await browser.get("/healthz")).json()["spectators"] != spectators:
                pass

    def http(self) -> httpx.AsyncClient:
        """A browser."""
        return httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", trust_env=False)


@asynccontextmanager
async def public_rig(
    folder: Path,
    *,
    publisher: Publisher | None = None,
    limits: Limits | None = None,
    pages: Path | None = None,
) -> AsyncIterator[Rig]:
    """A core and the public app behind it, listening on a port of its own."""
    with bind_listener("127.0.0.1:0") as listener:
        rig = Rig(publisher or a_publisher(), folder, listener.getsockname()[1])
        settings = Settings(
            feed=await rig.feed.start(), limits=limits or Limits(), pages=pages or folder / "no pages"
        )
        ready, over = asyncio.Event(), asyncio.Event()

        async def the_end() -> None:
            await over.wait()

        serving = asyncio.create_task(serve(settings, listener, on_ready=ready.set, parent_gone=the_end))
        try:
            await ready.wait()
            yield rig
        finally:
            over.set()
            await serving
            await rig.feed.stop()
