"""A supervisor on real sockets and pseudo-terminals, with decoders that speak many times a second."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from random import Random

import pytest

from livetiming.facts import LinkState
from livetiming.ingest.blackbox import BlackBox, BoxFiles
from livetiming.ingest.supervisor import Supervisor
from livetiming.system_clock import SystemClock
from livetiming_decoders import capture
from livetiming_decoders.detect import DetectingReader
from livetiming_decoders.events import Passing
from livetiming_simulators.decoder import DecoderOptions, SimulatedDecoder
from livetiming_simulators.loop import Heard
from livetiming_simulators.pace import RealTimePace
from livetiming_simulators.pty import PtyListener
from livetiming_simulators.replay import RecordedDecoder
from livetiming_simulators.server import DecoderServer
from livetiming_simulators.station import Station
from support.cable import Cable
from support.ears import Ears

STATUS_US = 100_000
PASSING_US = 20_000
OPTIONS = f"protocol=p3&status={STATUS_US / 1_000_000}"


def heard(count: int = 2000) -> list[Heard]:
    """A transponder every twentieth of a second."""
    return [
        Heard(transponder=1000 + i % 7, at_us=i * PASSING_US, strength=100, hits=30, kart=None)
        for i in range(1, count)
    ]


@asynccontextmanager
async def decoding(
    listen: str = "tcp://127.0.0.1:0", protocol: str = "p3"
) -> AsyncIterator[tuple[DecoderServer, str]]:
    """A decoder that is switched on; the server, and the address to connect to."""
    options = DecoderOptions(protocol=protocol, status_interval_us=STATUS_US)
    pace = RealTimePace()
    server = DecoderServer(Station(SimulatedDecoder(heard(), options)), listen, pace)
    address = await server.start()
    pace.start()
    running = asyncio.create_task(server.run(), name="decoder")
    try:
        yield server, address
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await server.stop()


@asynccontextmanager
async def supervising(url: str, black_box: BlackBox | None = None) -> AsyncIterator[Ears]:
    """A supervisor of the decoder at an address, and what it tells."""
    ears = Ears()
    supervisor = Supervisor(url, SystemClock(), ears.hear, black_box=black_box, random=Random(1))
    running = asyncio.create_task(supervisor.run(), name="supervisor")
    try:
        yield ears
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2])


@pytest.mark.parametrize("protocol", ["p3", "ambrc", "tranx2", "auto"])
async def test_decoder_on_tcp_is_heard(protocol: str) -> None:
    spoken = "p3" if protocol == "auto" else protocol
    async with (
        decoding(protocol=spoken) as (_, address),
        supervising(f"{address}?protocol={protocol}") as ears,
    ):
        await ears.until(lambda ears: len(ears.passings) >= 20)
    assert ears.states == [LinkState.CONNECTING, LinkState.LIVE]
    assert all(passing.source == address for passing in ears.passings)


@pytest.mark.parametrize("protocol", ["p3", "ambrc", "ilap", "tranx2"])
async def test_decoder_on_a_serial_line_is_heard(protocol: str, tmp_path: Path) -> None:
    line = tmp_path / "line"
    url = f"serial://{line}?protocol={protocol}"
    async with decoding(f"pty:{line}", protocol), supervising(url) as ears:
        await ears.until(lambda ears: len(ears.passings) >= 20)
    assert ears.states == [LinkState.CONNECTING, LinkState.LIVE]


async def test_decoder_that_comes_later_is_found() -> None:
    async with decoding() as (_, address):
        pass
    async with supervising(f"{address}?{OPTIONS}") as ears:
        await ears.until(lambda ears: LinkState.LOST in ears.states)
        assert "refuses the connection" in ears.details[-1]
        async with decoding(address):
            await ears.until(lambda ears: ears.states[-1] is LinkState.LIVE)


async def test_half_open_connection_is_noticed_and_replaced() -> None:
    async with (
        decoding() as (_, address),
        Cable("127.0.0.1", port_of(address)) as cable,
        supervising(f"{cable.url}?{OPTIONS}") as ears,
    ):
        await ears.until(lambda ears: len(ears.passings) >= 5)
        cable.go_dead()
        await ears.until(lambda ears: LinkState.SILENT in ears.states)
        before = len(ears.passings)
        await ears.until(lambda ears: len(ears.passings) >= before + 5)
    assert ears.states == [LinkState.CONNECTING, LinkState.LIVE, LinkState.SILENT, LinkState.LIVE]
    assert cable.connections == 2


async def test_reconnecting_leaves_one_reader() -> None:
    async with (
        decoding() as (_, address),
        Cable("127.0.0.1", port_of(address)) as cable,
        supervising(f"{cable.url}?{OPTIONS}") as ears,
    ):
        for times in range(1, 5):
            await ears.until(lambda ears: ears.states[-1:] == [LinkState.LIVE])
            cable.cut()
            await ears.until(lambda ears: ears.states.count(LinkState.LOST) == times)  # noqa: B023
        await ears.until(lambda ears: ears.states[-1] is LinkState.LIVE)
        assert cable.open_now == 1
    assert cable.open_most == 1
    numbers = [arrival.passing.number for arrival in ears.passings]
    assert len(numbers) == len(set(numbers))


async def test_serial_line_is_unplugged_and_plugged_in_again(tmp_path: Path) -> None:
    line = tmp_path / "line"
    async with decoding(f"pty:{line}") as (server, _):
        assert isinstance(server.listener, PtyListener)
        async with supervising(f"serial://{line}?{OPTIONS}") as ears:
            await ears.until(lambda ears: len(ears.passings) >= 5)
            server.listener.unplug()
            await ears.until(lambda ears: LinkState.LOST in ears.states)
            before = len(ears.passings)
            server.listener.plug()
            await ears.until(lambda ears: len(ears.passings) >= before + 5)
    assert ears.states[-1] is LinkState.LIVE
    assert "is gone" in ears.details[2] or "there is no" in ears.details[2]


async def test_serial_line_that_another_program_reads_is_left_to_it(tmp_path: Path) -> None:
    url = f"serial://{tmp_path / 'line'}?{OPTIONS}"
    async with decoding(f"pty:{tmp_path / 'line'}"), supervising(url) as first:
        await first.until(lambda ears: len(ears.passings) >= 5)
        async with supervising(url) as second:
            await second.until(lambda ears: LinkState.LOST in ears.states)
            assert "another program has" in second.details[-1]
        before = len(first.passings)
        await first.until(lambda ears: len(ears.passings) >= before + 5)
    assert first.states == [LinkState.CONNECTING, LinkState.LIVE]


async def test_decoder_with_all_places_taken_is_named() -> None:
    async with decoding() as (_, address):
        others = [await asyncio.open_connection("127.0.0.1", port_of(address)) for _ in range(4)]
        async with supervising(f"{address}?{OPTIONS}") as ears:
            await ears.until(lambda ears: LinkState.LOST in ears.states)
            assert "four clients" in ears.details[-1]
            for _, writer in others:
                writer.close()
            await ears.until(lambda ears: ears.states[-1] is LinkState.LIVE)


async def test_black_box_has_all_that_was_read_and_can_be_played_again(tmp_path: Path) -> None:
    files = BoxFiles(tmp_path, "tcp://loop")
    box = BlackBox(files, SystemClock().wall_us)
    async with decoding() as (_, address), supervising(f"{address}?{OPTIONS}", box) as ears:
        await ears.until(lambda ears: len(ears.passings) >= 30)
    box.close()
    reader = DetectingReader()
    for path in files.paths():
        reader.receive_data(capture.load(path.read_bytes()))
    kept = [event.number for event in reader.events() if isinstance(event, Passing)]
    assert kept[: len(ears.passings)] == [arrival.passing.number for arrival in ears.passings]
    (path,) = files.paths()
    assert RecordedDecoder(path.read_bytes()).passing_count == len(kept)
