"""The stream on a real Mosquitto: retained snapshots, numbered changes, and the broker's death."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiomqtt
import msgspec
import pytest

from livetiming.errors import BadUrl
from livetiming.publish.broker import Broker, parse_broker
from livetiming.publish.messages import AnyMessage, Change, PublicState, Snapshot, Timing
from livetiming.publish.mqtt import MqttPublisher
from livetiming.publish.reducer import apply
from livetiming.publish.stream import Publisher
from support.clocks import ManualClock
from support.states import board

pytestmark = pytest.mark.mqtt

_decoder: msgspec.json.Decoder[AnyMessage] = msgspec.json.Decoder(AnyMessage)


class Mosquitto:
    """A broker of this test's own, on a free port of this machine."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._config = folder / "mosquitto.conf"
        self._config.write_text(f"listener {self.port} 127.0.0.1\nallow_anonymous true\npersistence false\n")
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it and wait until it answers."""
        program = shutil.which("mosquitto", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
        assert program is not None, "Mosquitto is missing; `./run test` installs it"
        self._process = await asyncio.create_subprocess_exec(
            program, "-c", str(self._config), stderr=asyncio.subprocess.PIPE
        )
        assert self._process.stderr is not None
        async for line in self._process.stderr:
            if b"running" in line:
                return
        raise AssertionError("Mosquitto did not start")

    async def kill(self) -> None:
        """End it at once."""
        if self._process is not None:
            self._process.kill()
            await self._process.communicate()
            self._process = None


@pytest.fixture
async def mosquitto(tmp_path: Path) -> AsyncIterator[Mosquitto]:
    broker = Mosquitto(tmp_path)
    await broker.start()
    yield broker
    await broker.kill()


@asynccontextmanager
async def published(publisher: Publisher, port: int) -> AsyncIterator[None]:
    """The stream on the broker for the time of the block."""
    broker = parse_broker(f"mqtt://127.0.0.1:{port}/club")
    running = asyncio.create_task(MqttPublisher(broker, publisher).run())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def a_publisher() -> Publisher:
    return Publisher(stream="s", n=7, state=board(5), clock=ManualClock())


async def messages(client: aiomqtt.Client) -> AsyncIterator[tuple[str, AnyMessage]]:
    """Topic without prefix, and message; ``status`` is left out."""
    await client.subscribe("club/#", qos=1)
    async for message in client.messages:
        topic = str(message.topic).removeprefix("club/")
        if topic != "status":
            assert isinstance(message.payload, bytes)
            yield topic, _decoder.decode(message.payload)


async def test_reader_follows_from_the_retained_snapshot_through_changes(mosquitto: Mosquitto) -> None:
    """What it holds in the end is what the publisher holds."""
    publisher = a_publisher()
    held: tuple[int, PublicState] | None = None
    async with published(publisher, mosquitto.port), aiomqtt.Client("127.0.0.1", mosquitto.port) as client:
        async for _, message in messages(client):
            match message:
                case Snapshot(n=n, state=state):
                    held = (n, state)
                    if n == 7:
                        publisher.offer(8, msgspec.structs.replace(state, timing=Timing(live=False)))
                case Change(from_n=from_n, to_n=to_n, changes=changes) if held and held[0] == from_n:
                    held = (to_n, apply(held[1], changes))
                case _:
                    pass
            if held is not None and held[0] == 8:
                break
    assert held == (8, publisher.state)


async def test_late_reader_gets_the_retained_snapshot_at_once(mosquitto: Mosquitto) -> None:
    """Whoever comes when nothing changes need not wait."""
    publisher = a_publisher()
    async with published(publisher, mosquitto.port):
        async with aiomqtt.Client("127.0.0.1", mosquitto.port) as early:
            await anext(messages(early))
        async with aiomqtt.Client("127.0.0.1", mosquitto.port) as late:
            topic, message = await anext(messages(late))
    assert topic == "snapshot"
    assert isinstance(message, Snapshot)
    assert message.state == publisher.state


async def test_stream_goes_on_when_the_broker_comes_back(mosquitto: Mosquitto) -> None:
    """A broker that died without memory has the snapshot again after its restart."""
    publisher = a_publisher()
    async with published(publisher, mosquitto.port):
        async with aiomqtt.Client("127.0.0.1", mosquitto.port) as client:
            await anext(messages(client))
        await mosquitto.kill()
        publisher.offer(9, board(6))
        await mosquitto.start()
        async with aiomqtt.Client("127.0.0.1", mosquitto.port) as client:
            async for _, message in messages(client):
                if isinstance(message, Snapshot):
                    assert message.n == 9
                    break


async def test_broker_says_online_and_offline(mosquitto: Mosquitto) -> None:
    """A server that is cut off without a goodbye is said to be offline by the broker."""
    async with aiomqtt.Client("127.0.0.1", mosquitto.port) as client:
        await client.subscribe("club/status", qos=1)
        async with published(a_publisher(), mosquitto.port):
            assert (await anext(client.messages)).payload == b"online"
        assert (await anext(client.messages)).payload == b"offline"


def test_address_is_read_with_defaults() -> None:
    assert parse_broker("mqtt://broker.club") == Broker(
        host="broker.club", port=1883, username=None, password=None, prefix="livetiming"
    )
    assert parse_broker("mqtt://u:p%40ss@[::1]:1884/club/track") == Broker(
        host="::1", port=1884, username="u", password="p@ss", prefix="club/track"
    )


@pytest.mark.parametrize("url", ["broker", "http://broker", "mqtt://", "mqtt://b:port", "mqtt://b/a/#"])
def test_wrong_address_says_what_to_write(url: str) -> None:
    with pytest.raises(BadUrl, match="mqtt://host:1883/prefix"):
        parse_broker(url)
