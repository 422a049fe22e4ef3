"""A decoder on TCP: real sockets, a race clock that the test moves."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from livetiming_decoders.events import Passing, Resend, Status
from livetiming_decoders.protocols import PROTOCOLS
from livetiming_simulators.faults import Faults
from livetiming_simulators.listening import UNREAD_BYTES_MAX, CannotListen, parse_tcp
from livetiming_simulators.pace import ManualPace, RealTimePace
from livetiming_simulators.program import CueKind
from livetiming_simulators.records import Ending, Record
from livetiming_simulators.replay import DeafConversation
from livetiming_simulators.runs import serving
from livetiming_simulators.server import DecoderServer, play_cues
from livetiming_simulators.session import Kind
from livetiming_simulators.station import Station
from paddock import SECOND_US, Paddock, one_session

P3 = PROTOCOLS["p3"]


class Served:
    """A station behind a listening port."""

    def __init__(self, station: Station) -> None:
        self.station = station
        self.pace = ManualPace()
        self.server = DecoderServer(station, "tcp://127.0.0.1:0", self.pace)
        self.address = ("", 0)
        self._clients: list[TcpClient] = []

    async def connect(self) -> "TcpClient":
        """A client that the decoder has a place for."""
        self.server.client_came.clear()
        client = TcpClient(*await asyncio.open_connection(*self.address))
        self._clients.append(client)
        await self.server.client_came.wait()
        return client

    async def hang_up(self) -> None:
        for client in self._clients:
            await client.close()


@contextlib.asynccontextmanager
async def served_on_tcp(station: Station) -> AsyncIterator[Served]:
    served, said = Served(station), list[str]()
    async with serving(served.server, said.append):
        served.address = parse_tcp(said[0].removeprefix("listening on "))
        try:
            yield served
        finally:
            await served.hang_up()


class TcpClient:
    """Reads passings off a connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self._decoder = P3.reader()
        self.passings: list[Passing] = []
        self.statuses = 0

    async def close(self) -> None:
        self.writer.close()
        with contextlib.suppress(ConnectionError):
            await self.writer.wait_closed()

    async def read_passings(self, count: int) -> list[int | None]:
        """Their numbers, as soon as there are that many in all."""
        while len(self.passings) < count:
            data = await self.reader.read(4096)
            assert data, "the decoder hung up"
            self._decoder.receive_data(data)
            for event in self._decoder.events():
                if isinstance(event, Passing):
                    self.passings.append(event)
                self.statuses += isinstance(event, Status)
        return [passing.number for passing in self.passings]


@pytest.fixture
def race() -> Paddock:
    """A race heard by a perfect decoder."""
    return one_session(1)


@pytest.fixture
async def served(race: Paddock) -> AsyncIterator[Served]:
    """The race on TCP."""
    async with served_on_tcp(race.station) as served:
        yield served


async def test_real_port_is_told(served: Served) -> None:
    host, port = served.address
    assert (host, port > 0) == ("127.0.0.1", True)


async def test_client_gets_the_passings_heard_while_it_is_connected(race: Paddock, served: Served) -> None:
    run, heard = race.session.run, race.session.heard
    served.pace.advance_to(run.green_us)
    client = await served.connect()
    served.pace.advance_to(run.closed_us)
    before = sum(each.at_us <= run.green_us for each in heard)
    numbers = list(range(before + 1, len(heard) + 1))
    assert await client.read_passings(len(numbers)) == numbers
    assert client.statuses > 10
    assert [each.number for each in race.station.deliveries] == numbers


async def test_reconnected_client_gets_what_it_missed_by_resend_alone(race: Paddock, served: Served) -> None:
    green_us = race.session.run.green_us
    first = await served.connect()
    served.pace.advance_to(green_us + 30 * SECOND_US)
    seen = (await first.read_passings(1))[-1] or 0
    await first.close()
    await served.server.client_left.wait()
    served.pace.advance_to(green_us + 60 * SECOND_US)
    again = await served.connect()
    heard = len(race.station.passings)
    again.writer.write(P3.write(Resend(from_number=seen + 1, until_number=heard)))
    missing = list(range(seen + 1, heard + 1))
    assert await again.read_passings(len(missing)) == missing
    resent = [each for each in race.station.deliveries if each.resent]
    assert [(each.client, each.number) for each in resent] == [(2, number) for number in missing]


async def test_fifth_client_is_refused_and_the_four_stay(race: Paddock, served: Served) -> None:
    clients = [await served.connect() for _ in range(4)]
    fifth = TcpClient(*await asyncio.open_connection(*served.address))
    assert await fifth.reader.read() == b""
    await fifth.close()
    assert race.station.refused == 1
    served.pace.advance_to(race.session.run.green_us)
    for client in clients:
        assert (await client.read_passings(3))[:3] == [1, 2, 3]


async def test_place_of_a_client_that_left_is_free_again(race: Paddock, served: Served) -> None:
    clients = [await served.connect() for _ in range(4)]
    await clients[0].close()
    await served.server.client_left.wait()
    await served.connect()
    assert race.station.refused == 0


async def test_lost_link_reads_as_an_end_and_the_books_have_what_came_before() -> None:
    race = one_session(3, faults=Faults(link_lost=0.05))
    async with served_on_tcp(race.station) as served:
        client = await served.connect()
        served.pace.advance_to(race.session.run.closed_us)
        decoder = P3.reader()
        decoder.receive_data(await client.reader.read())
        numbers = [event.number for event in decoder.events() if isinstance(event, Passing)]
    assert numbers == [each.number for each in race.station.deliveries]
    assert race.station.connections[0].ending is Ending.LINK_LOST


class Chatterbox:
    """A model that says more at once than any buffer between it and its client holds."""

    binary = True

    def __init__(self) -> None:
        self._at_us: int | None = SECOND_US

    def next_at_us(self) -> int | None:
        return self._at_us

    def advance(self) -> list[Record]:
        self._at_us = None
        return [Record(at_us=SECOND_US, data=bytes(32 * UNREAD_BYTES_MAX))]

    def converse(self) -> DeafConversation:
        return DeafConversation()


async def test_client_that_reads_nothing_is_hung_up_on() -> None:
    station = Station(Chatterbox())
    async with served_on_tcp(station) as served:
        await served.connect()
        served.pace.advance_to(SECOND_US)
        served.server.catch_up()
        assert station.connections[0].ending is Ending.TOO_SLOW
        assert station.connect(SECOND_US) == 2


async def test_stopped_server_ends_its_connections(race: Paddock, served: Served) -> None:
    client = await served.connect()
    await served.server.stop()
    assert (await client.reader.read()).endswith(b"\x8f")
    assert race.station.connections[0].ending is Ending.STOPPED
    with pytest.raises(OSError, match="Connect call failed"):
        await asyncio.open_connection(*served.address)


async def test_port_in_use_is_told_in_one_line(race: Paddock, served: Served) -> None:
    url = f"tcp://127.0.0.1:{served.address[1]}"
    with pytest.raises(CannotListen, match=rf"cannot listen on {url}: .*in use"):
        await DecoderServer(race.station, url, ManualPace()).start()


@pytest.mark.parametrize(
    "url",
    ["127.0.0.1:5403", "tcp://:5403", "tcp://host", "tcp://host:x", "udp://host:1", "tcp://h:70000", "tcp://h:1/x"],
)  # fmt: skip
def test_bad_address_is_told_in_one_line(url: str) -> None:
    with pytest.raises(CannotListen, match="bad address"):
        DecoderServer(one_session(1).station, url, ManualPace())


async def test_cues_come_at_their_instants() -> None:
    paddock = one_session(1, kind=Kind.PRACTICE)
    pace = RealTimePace(speed=100_000)
    pace.start()
    kinds = []
    async for cue in play_cues(paddock.program, pace):
        assert pace.now_us() >= cue.at_us
        kinds.append(cue.kind)
    assert kinds == list(CueKind)


async def test_whole_race_at_a_thousand_times_real_time() -> None:
    paddock = one_session(2)
    pace = RealTimePace(speed=1000)
    server = DecoderServer(paddock.station, "tcp://[::1]:0", pace)
    said: list[str] = []
    async with serving(server, said.append):
        address = parse_tcp(said[0].removeprefix("listening on "))
        client = TcpClient(*await asyncio.open_connection(*address))
        await server.client_came.wait()
        pace.start()
        numbers = await client.read_passings(len(paddock.session.heard))
        await client.close()
    assert address[0] == "::1"
    assert numbers == list(range(1, len(paddock.session.heard) + 1))
