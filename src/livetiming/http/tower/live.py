"""``/tower/live``: the officials' websocket.

Whoever is not logged in, or no longer, is told by the close code `LOGGED_OUT`: a page then asks for a login.
All that a page may say is that it missed something.
"""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import TypeAlias

from litestar import WebSocket, websocket
from litestar.datastructures import State
from litestar.exceptions import WebSocketDisconnect

from livetiming.errors import NotSaved
from livetiming.http.public.live import is_resync
from livetiming.http.tower.access import PUBLIC, TheCore, find_login
from livetiming.http.tower.core import Core
from livetiming.officials.account import Login
from livetiming.publish.subscription import Subscription

LOGGED_OUT = 4401
RESTARTING = 1012
NOT_UNDERSTOOD = 1008

GONE = (WebSocketDisconnect, OSError)
"""What says that nobody is at the other end any more."""

AnyWebSocket: TypeAlias = WebSocket[object, object, State]


@websocket("/tower/live", opt=PUBLIC)
async def live(socket: AnyWebSocket, core: TheCore) -> None:
    """The state as it is, and every change of it."""
    await socket.accept()
    login = find_login(socket, core)
    if login is None:
        await socket.close(LOGGED_OUT, "Log in first.")
        return
    with contextlib.suppress(NotSaved):
        await core.feed.settled()
    with core.feed.subscribe() as reader:
        over = core.officials.logins.over(login)
        code = await _first(_send(socket, core, login, reader), _listen(socket, reader), _wait(over))
    with contextlib.suppress(*GONE):
        await socket.close(code)


async def _send(socket: AnyWebSocket, core: Core, login: Login, reader: Subscription) -> int:
    """Pass on what is published, for as long as the login holds; a hello comes every ten seconds."""
    with contextlib.suppress(*GONE):
        async for outgoing in reader:
            if core.officials.logins.over(login).is_set():
                return LOGGED_OUT
            await socket.send_data(outgoing.encoded, mode="text")
    return RESTARTING


async def _listen(socket: AnyWebSocket, reader: Subscription) -> int:
    """Send a snapshot to a page that asks for one; end with a page that says anything else."""
    with contextlib.suppress(*GONE):
        while True:
            if not is_resync(await socket.receive_data(mode="text")):
                break
            reader.resync()
    return NOT_UNDERSTOOD


async def _wait(over: asyncio.Event) -> int:
    await over.wait()
    return LOGGED_OUT


async def _first(*work: Coroutine[None, None, int]) -> int:
    """The result of what is done first; the rest is cancelled."""
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return done.pop().result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


ROUTES = [live]
