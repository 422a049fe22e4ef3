"""The live stream over real websockets: what spectators get, and what they may not do."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus

from livetiming.http.public import live, server
from livetiming.publish.messages import Change, Hello, Snapshot
from support.public_rig import Rig, Watcher, a_publisher, public_rig
from support.states import EMPTY, board
from support.virtual_time import VirtualTime

RESYNC = '{"type":"resync"}'


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with public_rig(tmp_path, publisher=a_publisher(n=7, state=board())) as rig:
        yield rig


async def closed_with(connection: ClientConnection) -> int | None:
    with suppress(ConnectionClosed):
        while True:
            await connection.recv()
    return connection.close_code


async def test_a_spectator_gets_a_hello_a_snapshot_and_then_changes(rig: Rig) -> None:
    async with rig.watch() as spectator:
        await spectator.reach("a", 7)
        rig.publish(8, board(laps=1))
        await spectator.reach("a", 8)
        rig.publish(11, board(laps=2))
        await spectator.reach("a", 11)
    assert isinstance(spectator.messages[0], Hello)
    assert spectator.kinds == ["snapshot", "change", "change"]
    assert spectator.mirror.state == board(laps=2)


async def test_the_servers_clock_reaches_the_spectator(tmp_path: Path) -> None:
    clock = VirtualTime(rate=8.0)
    async with public_rig(tmp_path, publisher=a_publisher(clock=clock)) as rig, rig.watch() as spectator:
        hello = await spectator.read()
        while isinstance(hello, Hello) and not hello.core_live:
            hello = await spectator.read()
    assert isinstance(hello, Hello)
    assert hello.rate == 8.0
    assert hello.server_us >= clock.server_us()


async def test_the_server_says_hello_again_and_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HELLO_US", 10_000)
    async with public_rig(tmp_path) as rig, rig.watch() as spectator:
        await spectator.reach("a", 0)
        assert isinstance(await spectator.read(), Hello)
        assert isinstance(await spectator.read(), Hello)


async def test_a_spectator_that_asks_is_sent_a_snapshot(rig: Rig) -> None:
    async with rig.watch() as spectator:
        await spectator.reach("a", 7)
        await spectator.say(RESYNC)
        assert await spectator.read() == Snapshot(stream="a", n=7, state=board())


async def test_asking_again_and_again_ends_the_connection(rig: Rig) -> None:
    async with rig.watch() as spectator:
        for _ in range(live.FRAMES_BURST + 1):
            await spectator.say(RESYNC)
        assert await closed_with(spectator.connection) == 1008
        assert spectator.connection.close_reason == "too many messages"


@pytest.mark.parametrize(
    "said",
    ["", "resync", "{}", '{"type":"snapshot"}', '{"type":"resync","n":1}', RESYNC.encode()],
    ids=["nothing", "no JSON", "no type", "another type", "a field too many", "binary"],
)
async def test_anything_but_a_resync_ends_the_connection(rig: Rig, said: str | bytes) -> None:
    async with rig.watch() as spectator:
        await spectator.say(said)
        assert await closed_with(spectator.connection) == 1008


async def test_a_resync_in_fragments_ends_the_connection(rig: Rig) -> None:
    async with rig.watch() as spectator:
        await spectator.connection.send([RESYNC[:5], RESYNC[5:]])
        assert await closed_with(spectator.connection) == 1008


@pytest.mark.parametrize("size", [live.INCOMING_BYTES_MAX + 1, 10 * live.INCOMING_BYTES_AT_ONCE_MAX])
async def test_a_message_too_long_ends_the_connection(rig: Rig, size: int) -> None:
    async with rig.watch() as spectator:
        await spectator.say("x" * size)
        assert await closed_with(spectator.connection) == 1009


async def test_a_ping_is_answered(rig: Rig) -> None:
    async with rig.watch() as spectator:
        await spectator.reach("a", 7)
        answered = await spectator.connection.ping()
        await answered


async def test_a_flood_of_pings_ends_the_connection(rig: Rig) -> None:
    async with rig.watch() as spectator:
        for _ in range(live.FRAMES_BURST + 1):
            _ = await spectator.connection.ping()
        assert await closed_with(spectator.connection) == 1008


async def test_a_mistake_of_one_leaves_the_others_alone(rig: Rig) -> None:
    async with rig.watch() as spectator, rig.watch() as clumsy:
        await clumsy.say("x" * 200)
        await closed_with(clumsy.connection)
        await spectator.reach("a", 7)
        rig.publish(8, board(laps=1))
        await spectator.reach("a", 8)


async def test_the_stream_is_at_one_path_only(rig: Rig) -> None:
    with pytest.raises(InvalidStatus, match="404"):
        async with rig.watch("/tower"):
            pass


async def test_the_stream_may_be_asked_for_with_a_query(rig: Rig) -> None:
    async with rig.watch("/live?page=board") as spectator:
        await spectator.reach("a", 7)


async def test_a_core_that_goes_and_comes_back_is_told_and_costs_no_snapshot(rig: Rig) -> None:
    async with rig.watch() as spectator:
        await spectator.reach("a", 7)
        await rig.feed.stop()
        away = await spectator.read()
        assert isinstance(away, Hello)
        assert not away.core_live

        await rig.restart_core(a_publisher(n=9, state=board(laps=1)))
        back = await spectator.read()
        assert isinstance(back, Hello)
        assert back.core_live
        await spectator.reach("a", 9)
    assert spectator.kinds == ["snapshot", "change"]
    assert spectator.mirror.state == board(laps=1)


async def test_who_comes_while_the_core_is_away_sees_the_last_state_and_is_told(rig: Rig) -> None:
    async with rig.watch() as witness:
        await witness.reach("a", 7)
        await rig.feed.stop()
        await witness.read()
        async with rig.watch() as late:
            hello = await late.read()
            assert isinstance(hello, Hello)
            assert not hello.core_live
            assert await late.read() == Snapshot(stream="a", n=7, state=board())


async def test_another_stream_starts_with_a_snapshot(rig: Rig) -> None:
    async with rig.watch() as spectator:
        await spectator.reach("a", 7)
        await rig.feed.stop()
        await rig.restart_core(a_publisher(stream="b", n=2, state=EMPTY))
        await spectator.reach("b", 2)
    assert spectator.kinds == ["snapshot", "snapshot"]
    assert spectator.mirror.state == EMPTY


async def test_who_comes_before_the_core_gets_the_snapshot_when_it_is_there(tmp_path: Path) -> None:
    async with public_rig(tmp_path) as rig:
        await rig.feed.stop()
        async with rig.watch() as early:
            hello = await early.read()
            assert isinstance(hello, Hello)
            await rig.restart_core(a_publisher(stream="c", n=3, state=board()))
            await early.reach("c", 3)


def _narrow_socket(port: int) -> socket.socket:
    """A connection with room for little that was not read."""
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    narrow.connect(("127.0.0.1", port))
    narrow.setblocking(False)
    return narrow


async def _publish_to(watchers: list[Watcher], rig: Rig, numbers: range) -> None:
    """Change all 60 rows again and again, each time when the watchers have seen the last."""
    for n in numbers:
        rig.publish(n, board(60, laps=n))
        for watcher in watchers:
            await watcher.reach("a", n)


async def test_a_spectator_that_stalls_goes_on_with_a_snapshot_and_holds_nobody_up(rig: Rig) -> None:
    async with (
        rig.watch() as quick,
        rig.watch() as other,
        rig.watch(sock=_narrow_socket(rig.port)) as stalled,
    ):
        await stalled.reach("a", 7)
        await _publish_to([quick, other], rig, range(8, 108))
        assert quick.kinds == other.kinds == ["snapshot"] + 100 * ["change"]

        await stalled.reach("a", 107)
        assert stalled.mirror.state == board(60, laps=107)
        assert stalled.kinds.count("change") < 50
        assert stalled.kinds[-1] == "snapshot"
        await _publish_to([quick, stalled], rig, range(108, 110))
        assert isinstance(stalled.messages[-1], Change)


async def test_a_spectator_that_stalls_too_long_is_disconnected(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "STALLED_S_MAX", 0.05)
    async with rig.watch() as quick, rig.watch(sock=_narrow_socket(rig.port)) as stalled:
        await _publish_to([quick], rig, range(8, 40))
        await rig.counted(1)
        assert await closed_with(stalled.connection) == 1006


async def test_spectators_are_told_when_the_server_stops(tmp_path: Path) -> None:
    async with public_rig(tmp_path) as rig:
        leaving = asyncio.create_task(_watch_to_the_end(rig))
        await rig.counted(1)
    assert await leaving == 1012


async def _watch_to_the_end(rig: Rig) -> int | None:
    async with rig.watch() as spectator:
        return await closed_with(spectator.connection)
