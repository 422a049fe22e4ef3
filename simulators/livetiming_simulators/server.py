"""A decoder model served over TCP or a serial line."""

import asyncio
from collections.abc import AsyncIterator

from livetiming_simulators.listening import Line, Listener
from livetiming_simulators.pace import Pace, wait_until
from livetiming_simulators.program import Cue, Program
from livetiming_simulators.pty import PtyListener
from livetiming_simulators.records import Ending
from livetiming_simulators.station import Station
from livetiming_simulators.tcp import TcpListener
from livetiming_simulators.wire import Chunk, LinkLost


def listener_for(url: str) -> Listener:
    """The transport for ``tcp://host:port``, ``pty:`` or ``pty:/path``. Raises `CannotListen`."""
    return PtyListener(url) if url.startswith("pty:") else TcpListener(url)


class DecoderServer:
    """Serves a station at the pace given: ``await start()``, then ``await run()``, then ``await stop()``.

    `client_came` and `client_left` are set whenever that has happened; who waits for the next time
    clears them first.
    """

    def __init__(self, station: Station, listen: str | Listener, pace: Pace) -> None:
        self.station = station
        self.listener = listener_for(listen) if isinstance(listen, str) else listen
        self.client_came = asyncio.Event()
        self.client_left = asyncio.Event()
        self._pace = pace
        self._wake = asyncio.Event()
        self._lines: dict[int, Line] = {}

    async def start(self) -> str:
        """Listen; returns the address with the real port or path. Raises `CannotListen`."""
        return await self.listener.open(self)

    async def run(self) -> None:
        """Let the decoder speak, for ever: cancel it to end."""
        while True:
            self._wake.clear()
            self.catch_up()
            await self._pace.wait(self.station.next_at_us(), self._wake)

    def catch_up(self) -> None:
        """Send everything that is due by now; `run` does it whenever something is."""
        for output in self.station.advance(self._pace.now_us()):
            self._transmit(output)

    async def stop(self) -> None:
        """End all connections and stop listening."""
        self.catch_up()
        for client in list(self._lines):
            self.station.disconnect(client, self._pace.now_us(), Ending.STOPPED)
        await self.listener.close()

    def cut(self) -> None:
        """Cut all connections, as a pulled cable does; the listener stays."""
        self.catch_up()
        for client, line in list(self._lines.items()):
            del self._lines[client]
            self.station.disconnect(client, self._pace.now_us(), Ending.LINK_LOST)
            line.hang_up()

    def attach(self, line: Line) -> int | None:
        """A client connected."""
        self.catch_up()
        client = self.station.connect(self._pace.now_us())
        if client is not None:
            self._lines[client] = line
            self.client_came.set()
            self._wake.set()
        return client

    def received(self, client: int, data: bytes) -> None:
        """A client sent bytes."""
        self.catch_up()
        self.station.receive(client, data, self._pace.now_us())
        self._wake.set()

    def detach(self, client: int) -> None:
        """A client's connection ended."""
        self._lines.pop(client, None)
        self.station.disconnect(client, self._pace.now_us(), Ending.BY_CLIENT)
        self.client_left.set()

    def _transmit(self, output: Chunk | LinkLost) -> None:
        line = self._lines.get(output.client)
        if line is None:
            return
        if isinstance(output, LinkLost):
            del self._lines[output.client]
            line.hang_up()
        elif not line.write(output.data):
            del self._lines[output.client]
            self.station.disconnect(output.client, output.at_us, Ending.TOO_SLOW)
            line.hang_up()


async def play_cues(program: Program, pace: Pace) -> AsyncIterator[Cue]:
    """The cues of a programme, each at its instant of the race clock."""
    for cue in program.cues():
        await wait_until(pace, cue.at_us)
        yield cue
