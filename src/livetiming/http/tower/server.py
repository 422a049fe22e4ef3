"""Serves the officials' app in the core's own loop."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from livetiming.http.public.front import HEADERS_BYTES_MAX
from livetiming.http.public.pages import load_pages
from livetiming.http.tower.app import tower_app
from livetiming.http.tower.core import Core
from livetiming.http.tower.hosts import Hosts
from livetiming.http.tower.settings import TowerSettings

TOWER_PAGES = {"tower.html": "/"}
"""The officials' pages, and their paths."""

INCOMING_BYTES_MAX = 1024
"""A resync has 17 bytes."""

STOPPING_S_MAX = 2


class _Server(uvicorn.Server):
    """uvicorn as a part of a program: it says when it listens, and leaves signals to the program."""

    on_ready: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.on_ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class TowerServer:
    """The officials' server, made in a thread while the timing goes on: that takes half a second."""

    def __init__(self, core: Core, settings: TowerSettings) -> None:
        config = uvicorn.Config(
            tower_app(core, Hosts(settings.hosts), load_pages(settings.pages, TOWER_PAGES)),
            http="h11",
            ws="websockets-sansio",
            ws_max_size=INCOMING_BYTES_MAX,
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
            ssl_certfile=settings.certificate,
            ssl_keyfile=settings.key,
        )
        config.load()
        self._server = _Server(config)

    async def run(self, listener: socket.socket, on_ready: Callable[[], None]) -> None:
        """Serve on `listener` until cancelled; `on_ready` is called as soon as requests are answered."""
        self._server.on_ready = on_ready
        serving = asyncio.create_task(self._server.serve(sockets=[listener]), name="tower server")
        try:
            await asyncio.shield(serving)
        finally:
            self._server.should_exit = True
            await serving
