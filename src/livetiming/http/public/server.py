"""Puts the public process together: the feed, the hub, uvicorn, and the watch over its parent."""

import asyncio
import logging
import socket
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import uvicorn

from livetiming.http.public.app import PublicApp
from livetiming.http.public.front import HEADERS_BYTES_MAX, guarded_http
from livetiming.http.public.hub import Hub
from livetiming.http.public.limits import Door, Limits
from livetiming.http.public.live import live_protocol
from livetiming.http.public.pages import STATIC, load_pages
from livetiming.publish.follower import Follower
from livetiming.publish.stream import HELLO_US

log = logging.getLogger(__name__)

STOPPING_S_MAX = 2
"""How long spectators have to take in the last word when the server stops."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a public process is told at its start; `feed` is an address as `FeedServer.start` gives it."""

    feed: str
    pages: Path = STATIC
    limits: Limits = Limits()


class _Server(uvicorn.Server):
    """uvicorn, which says when it listens."""

    on_ready: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.on_ready()


async def serve(
    settings: Settings,
    listener: socket.socket,
    *,
    on_ready: Callable[[], None],
    parent_gone: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Serve the public app on `listener` until SIGTERM or SIGINT, or until `parent_gone` returns.

    `on_ready` is called as soon as requests are answered. Raises `BadUrl` for a feed that is none.
    """
    hub = Hub(_monotonic_us)
    follower = Follower(settings.feed, on_message=hub.receive, on_lost=hub.lose_core)
    server = _Server(_configuration(hub, settings))
    server.on_ready = on_ready
    async with asyncio.TaskGroup() as tasks:
        helpers = [
            tasks.create_task(follower.run(), name="feed"),
            tasks.create_task(_say_hello(hub), name="hello"),
        ]
        if parent_gone is not None:
            helpers.append(tasks.create_task(_exit_after(parent_gone, server), name="parent"))
        await server.serve(sockets=[listener])
        for helper in helpers:
            helper.cancel()


async def stdin_closed() -> None:
    """Return when standard input ends: the parent holds the other end of the pipe, dead or alive."""
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    while await reader.read(1024):
        pass


def _configuration(hub: Hub, settings: Settings) -> uvicorn.Config:
    door = Door(settings.limits)
    return uvicorn.Config(
        PublicApp(hub, load_pages(settings.pages)),
        http=guarded_http(door),
        ws=live_protocol(hub, door),
        loop="none",
        lifespan="off",
        interface="asgi3",
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        log_level="error",
        h11_max_incomplete_event_size=HEADERS_BYTES_MAX,
        timeout_graceful_shutdown=STOPPING_S_MAX,
    )


async def _say_hello(hub: Hub) -> None:
    while True:
        await asyncio.sleep(HELLO_US / 1e6)
        hub.say_hello()


async def _exit_after(event: Callable[[], Awaitable[None]], server: uvicorn.Server) -> None:
    await event()
    server.should_exit = True


def _monotonic_us() -> int:
    return round(asyncio.get_running_loop().time() * 1e6)
