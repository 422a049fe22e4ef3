"""A decoder on a serial line."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from livetiming_decoders.events import Passing, Resend
from livetiming_decoders.protocols import PROTOCOLS
from livetiming_simulators.faults import Faults
from livetiming_simulators.listening import CannotListen
from livetiming_simulators.pace import ManualPace
from livetiming_simulators.pty import PtyListener
from livetiming_simulators.records import Ending
from livetiming_simulators.runs import serving
from livetiming_simulators.server import DecoderServer
from livetiming_simulators.station import Station
from paddock import SECOND_US, Paddock, one_session

P3 = PROTOCOLS["p3"]


class SerialClient:
    """Opens the line and reads passings off it."""

    def __init__(self, path: Path | str) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        self._decoder = P3.reader()
        self.numbers: list[int | None] = []

    async def read(self) -> bool:
        """Take what has come; false at the end of the line."""
        await readable(self._file)
        try:
            data = os.read(self._file, 4096)
        except BlockingIOError:
            return True
        except OSError:  # EIO: unplugged
            return False
        self._decoder.receive_data(data)
        self.numbers += [event.number for event in self._decoder.events() if isinstance(event, Passing)]
        return bool(data)

    async def read_passings(self, count: int) -> list[int | None]:
        while len(self.numbers) < count:
            assert await self.read(), "unplugged"
        return self.numbers

    def write(self, data: bytes) -> None:
        os.write(self._file, data)

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


async def readable(file: int) -> None:
    loop, ready = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(file, ready.set)
    await ready.wait()
    loop.remove_reader(file)


class Line:
    """A station behind a pseudo-terminal."""

    def __init__(self, station: Station, link: Path) -> None:
        self.link = link
        self.pace = ManualPace()
        self.listener = PtyListener(f"pty:{link}")
        self.server = DecoderServer(station, self.listener, self.pace)
        self._clients: list[SerialClient] = []

    async def connect(self) -> SerialClient:
        """A client that the decoder has noticed."""
        self.server.client_came.clear()
        client = SerialClient(self.link)
        self._clients.append(client)
        await self.server.client_came.wait()
        return client

    def hang_up(self) -> None:
        for client in self._clients:
            client.close()


@contextlib.asynccontextmanager
async def line_to(station: Station, link: Path) -> AsyncIterator[Line]:
    line, said = Line(station, link), list[str]()
    async with serving(line.server, said.append):
        assert said == [f"listening on pty:{link}"]
        try:
            yield line
        finally:
            line.hang_up()


@pytest.fixture
def race() -> Paddock:
    """A race heard by a perfect decoder."""
    return one_session(1)


@pytest.fixture
async def line(race: Paddock, tmp_path: Path) -> AsyncIterator[Line]:
    """The race on a line with a stable path."""
    async with line_to(race.station, tmp_path / "decoder") as line:
        yield line


async def test_line_without_a_stable_path_tells_its_own(race: Paddock) -> None:
    server = DecoderServer(race.station, "pty:", ManualPace())
    path = (await server.start()).removeprefix("pty:")
    client = SerialClient(path)
    await server.client_came.wait()
    client.close()
    await server.stop()


async def test_who_opens_the_line_reads_the_race(race: Paddock, line: Line) -> None:
    client = await line.connect()
    line.pace.advance_to(race.session.run.closed_us)
    numbers = list(range(1, len(race.session.heard) + 1))
    assert await client.read_passings(len(numbers)) == numbers
    assert [each.number for each in race.station.deliveries] == numbers


async def test_what_is_said_while_nobody_has_it_open_is_lost(race: Paddock, line: Line) -> None:
    line.pace.advance_to(race.session.run.green_us)
    client = await line.connect()
    missed = len(race.station.passings)
    line.pace.advance_to(race.session.run.closed_us)
    assert (await client.read_passings(1))[0] == missed + 1
    client.close()
    await line.server.client_left.wait()
    assert race.station.connections[0].ending is Ending.BY_CLIENT


async def test_requests_on_the_line_are_answered(race: Paddock, line: Line) -> None:
    line.pace.advance_to(race.session.run.green_us + 30 * SECOND_US)
    client = await line.connect()
    client.write(P3.write(Resend(from_number=1, until_number=3)))
    assert (await client.read_passings(3))[:3] == [1, 2, 3]


async def test_unplugged_line_reads_as_an_end_and_comes_back_at_the_same_path(
    race: Paddock, line: Line
) -> None:
    green_us = race.session.run.green_us
    client = await line.connect()
    line.pace.advance_to(green_us)
    await client.read_passings(1)
    line.listener.unplug()
    while await client.read():
        pass
    client.close()
    assert not line.link.is_symlink()
    line.pace.advance_to(green_us + 30 * SECOND_US)
    line.listener.plug()
    again = await line.connect()
    missed = len(race.station.passings)
    line.pace.advance_to(green_us + 60 * SECOND_US)
    assert (await again.read_passings(1))[0] == missed + 1


async def test_lost_line_is_plugged_back_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("livetiming_simulators.pty.PLUG_BACK_AFTER_S", 0.0)
    station = one_session(1, faults=Faults(link_lost=1.0)).station
    async with line_to(station, tmp_path / "decoder") as line:
        for connection in range(2):
            await line.listener.plugged.wait()
            client = await line.connect()
            line.pace.advance_to(line.pace.now_us() + 10 * SECOND_US)
            while await client.read():
                pass
            client.close()
            assert station.connections[connection].ending is Ending.LINK_LOST


async def test_client_that_reads_late_loses_nothing(tmp_path: Path) -> None:
    race = one_session(1, karts=20, laps=20)
    async with line_to(race.station, tmp_path / "decoder") as line:
        client = await line.connect()
        line.pace.advance_to(race.session.run.closed_us)
        line.server.catch_up()
        assert len(race.station.deliveries) == len(race.session.heard) > 300
        assert await client.read_passings(len(race.session.heard)) == [
            each.number for each in race.station.deliveries
        ]


async def test_path_that_is_a_file_is_never_replaced(race: Paddock, tmp_path: Path) -> None:
    taken = tmp_path / "notes.txt"
    taken.write_text("mine")
    with pytest.raises(CannotListen, match="exists and is no link"):
        await DecoderServer(race.station, f"pty:{taken}", ManualPace()).start()
    assert taken.read_text() == "mine"


async def test_path_in_no_folder_is_told_in_one_line(race: Paddock, tmp_path: Path) -> None:
    server = DecoderServer(race.station, f"pty:{tmp_path}/none/decoder", ManualPace())
    with pytest.raises(CannotListen, match=r"cannot offer .*none/decoder: No such file or directory"):
        await server.start()
    await server.stop()


def test_other_scheme_is_no_line() -> None:
    with pytest.raises(CannotListen, match="bad address 'tty:x'"):
        PtyListener("tty:x")
