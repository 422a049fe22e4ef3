"""The stream over the local socket, from a real publisher to a real follower."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from livetiming.errors import BadUrl
from livetiming.publish.feed import UNIX_PATH_BYTES_MAX, FeedServer
from livetiming.publish.follower import Follower
from livetiming.publish.messages import AnyMessage, PublicState
from livetiming.publish.mirror import Mirror
from livetiming.publish.stream import Publisher
from livetiming.system_clock import SystemClock
from support.states import EMPTY, board

SILENCE_S = 0.05
"""How long the followers of these tests bear a silent core."""


def publisher(*, stream: str = "a", n: int = 0, state: PublicState = EMPTY) -> Publisher:
    return Publisher(stream=stream, n=n, state=state, clock=SystemClock())


def left_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


class Reader:
    """A follower with a mirror, and what it was told."""

    def __init__(self) -> None:
        self.mirror = Mirror()
        self.lines: list[bytes] = []
        self.lost = 0
        self._news = asyncio.Event()

    @asynccontextmanager
    async def following(self, address: str, *, silence_s: float = 30.0) -> AsyncIterator[None]:
        follower = Follower(address, on_message=self._receive, on_lost=self._lose, silence_s=silence_s)
        task = asyncio.create_task(follower.run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def reached(self, stream: str, n: int) -> None:
        while (self.mirror.stream, self.mirror.n) != (stream, n):
            await self._next()

    async def losses(self, times: int) -> None:
        while self.lost < times:
            await self._next()

    async def _next(self) -> None:
        self._news.clear()
        await self._news.wait()

    def _receive(self, message: AnyMessage, line: bytes) -> None:
        self.lines.append(line)
        self._news.set()
        self.mirror.receive(message)

    def _lose(self) -> None:
        self.lost += 1
        self._news.set()


@pytest.fixture
def reader() -> Reader:
    return Reader()


async def test_a_follower_holds_what_the_core_publishes(tmp_path: Path, reader: Reader) -> None:
    core = publisher(n=3)
    server = FeedServer(core, tmp_path)
    async with reader.following(await server.start()):
        await reader.reached("a", 3)
        core.offer(4, board())
        await reader.reached("a", 4)
    assert reader.mirror.state == board()
    assert [line[:17] for line in reader.lines] == [
        b'{"type":"hello","',
        b'{"type":"snapshot',
        b'{"type":"change",',
    ]
    await server.stop()
    assert left_in(tmp_path) == []


async def test_a_path_too_long_for_a_socket_falls_back_to_loopback(tmp_path: Path, reader: Reader) -> None:
    folder = tmp_path / ("x" * UNIX_PATH_BYTES_MAX)
    folder.mkdir()
    server = FeedServer(publisher(n=3), folder)
    address = await server.start()
    assert address.startswith("tcp:127.0.0.1:")
    async with reader.following(address):
        await reader.reached("a", 3)
    await server.stop()


async def test_a_folder_that_cannot_hold_a_socket_falls_back_to_loopback(tmp_path: Path) -> None:
    server = FeedServer(publisher(), tmp_path / "missing")
    assert (await server.start()).startswith("tcp:127.0.0.1:")
    await server.stop()


async def test_a_follower_that_comes_before_the_core_waits_for_it(tmp_path: Path, reader: Reader) -> None:
    async with reader.following(f"unix:{tmp_path / 'feed.sock'}"):
        server = FeedServer(publisher(n=9), tmp_path)
        await server.start()
        await reader.reached("a", 9)
    assert reader.lost == 0
    await server.stop()


async def test_a_core_that_comes_back_is_followed_again(tmp_path: Path, reader: Reader) -> None:
    before = FeedServer(publisher(n=9, state=board()), tmp_path)
    async with reader.following(await before.start()):
        await reader.reached("a", 9)
        await before.stop()
        await reader.losses(1)
        assert reader.mirror.state == board()
        after = FeedServer(publisher(n=12, state=board(laps=1)), tmp_path)
        await after.start()
        await reader.reached("a", 12)
    assert reader.mirror.state == board(laps=1)
    await after.stop()


async def test_a_silent_core_counts_as_lost(tmp_path: Path, reader: Reader) -> None:
    server = FeedServer(publisher(), tmp_path)
    async with reader.following(await server.start(), silence_s=SILENCE_S):
        await reader.losses(2)
    await server.stop()


async def test_a_follower_that_is_out_of_step_starts_again_with_a_snapshot(
    tmp_path: Path, reader: Reader
) -> None:
    core = publisher(n=1)
    server = FeedServer(core, tmp_path)
    async with reader.following(await server.start()):
        await reader.reached("a", 1)
        reader.mirror.n = 0
        core.offer(2, board())
        await reader.losses(1)
        await reader.reached("a", 2)
    assert reader.mirror.state == board()
    await server.stop()


async def test_what_is_no_feed_is_not_believed(reader: Reader) -> None:
    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n")
        writer.close()

    stranger = await asyncio.start_server(talk, "127.0.0.1", 0)
    host, port = stranger.sockets[0].getsockname()
    async with stranger, reader.following(f"tcp:{host}:{port}"):
        await reader.losses(2)
    assert reader.lines == []


async def test_a_follower_that_does_not_read_holds_nobody_up(tmp_path: Path, reader: Reader) -> None:
    core = publisher()
    server = FeedServer(core, tmp_path)
    address = await server.start()
    stuck_reader, stuck = await asyncio.open_unix_connection(tmp_path / "feed.sock", limit=1)
    await stuck_reader.readexactly(1)
    async with reader.following(address):
        for n in range(1, 200):
            core.offer(n, board(60, laps=n))
            core.flush()
            await reader.reached("a", n)
    stuck.close()
    await server.stop()


@pytest.mark.parametrize("address", ["", "unix:", "feed.sock", "tcp:localhost", "tcp::80", "http://core:80"])
async def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(BadUrl, match="the feed's address is"):
        Follower(address, on_message=lambda *_: None, on_lost=lambda: None)
