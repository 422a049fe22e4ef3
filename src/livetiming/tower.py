"""The officials' side of a running server: their door, their stream, and the server on their port."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from livetiming.clock import Clock
from livetiming.engine import Engine
from livetiming.http.tower.core import Core
from livetiming.http.tower.feed import Board, TowerFeed
from livetiming.http.tower.past import TimeMachine
from livetiming.http.tower.settings import TowerSettings
from livetiming.ingest.line import Line
from livetiming.journal.sqlite import SqliteJournal
from livetiming.officials.desk import Officials, open_officials
from livetiming.officials.roles import Role
from livetiming.officials.tables import Tables

if TYPE_CHECKING:
    from livetiming.http.tower.server import TowerServer


FIRST_S_MAX = 3.0
"""How long officials wait for the public to be served first."""


class Tower:
    """Made by `open_tower`. Officials connect to `port`, and are answered once `ready` is set."""

    def __init__(self, core: Core, listener: socket.socket, settings: TowerSettings) -> None:
        self._core = core
        self._listener = listener
        self._settings = settings
        self.ready = asyncio.Event()

    @property
    def port(self) -> int:
        """Where officials connect."""
        return self._core.port

    @property
    def officials(self) -> Officials:
        """Who may come in."""
        return self._core.officials

    @property
    def feed(self) -> TowerFeed:
        """Their stream."""
        return self._core.feed

    @property
    def address(self) -> str:
        """What to type into this machine's browser; before there is an account, with the setup code."""
        code = self.officials.setup_code
        return self._address("" if code is None else f"#setup={code}")

    def invitation(self, name: str, role: Role, valid_us: int) -> str:
        """An address that lets one browser in, once, under a name and in a role."""
        code, _ = self.officials.codes.offer(name, role, valid_us)
        return self._address(f"#pair={code}")

    async def serve(self, after: asyncio.Event) -> None:
        """Serve officials until cancelled, once `after` has happened or should have.

        The framework is loaded in a thread, when the public is served already: that takes half a second
        of a processor.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FIRST_S_MAX):
                await after.wait()
        server = await asyncio.to_thread(self._server)
        await server.run(self._listener, self.ready.set)

    def _address(self, fragment: str) -> str:
        scheme = "http" if self._settings.certificate is None else "https"
        return f"{scheme}://localhost:{self.port}/{fragment}"

    def _server(self) -> "TowerServer":
        from livetiming.http.tower.server import TowerServer

        return TowerServer(self._core, self._settings)


@asynccontextmanager
async def open_tower(
    listener: socket.socket,
    settings: TowerSettings,
    *,
    engine: Engine,
    clock: Clock,
    journal: SqliteJournal,
    store: Path,
    board: Callable[[], Board],
    lines: Sequence[Line],
) -> AsyncIterator[Tower]:
    """The officials' side of an engine that has started. Raises `NotSaved`, `StoreCorrupt`."""
    officials = await open_officials(Tables(journal), clock)
    feed = TowerFeed(engine, clock, journal.stream, board=board, lines=lines)
    past = TimeMachine(store)
    core = Core(
        engine=engine,
        feed=feed,
        officials=officials,
        clock=clock,
        store=store,
        past=past,
        port=listener.getsockname()[1],
    )
    feed.start()
    try:
        yield Tower(core, listener, settings)
    finally:
        feed.close()
        await past.close()
