"""The same race through any protocol, over a network or a serial line, has the same result."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path

import pytest

from livetiming import commands
from livetiming.clock import ServerUs, WallUs
from livetiming.commands import Accepted, AnyCommand, Envelope
from livetiming.engine import Engine
from livetiming.facts import Authority, SessionKind, ShownFlag
from livetiming.ingest.signal import PassingArrived, Signal
from livetiming.ingest.supervisor import Supervisor
from livetiming.journal.memory import MemoryJournal
from livetiming.rulings import DEFAULT_RULES
from livetiming_simulators.decoder import DecoderOptions, SimulatedDecoder
from livetiming_simulators.field import make_class, make_field
from livetiming_simulators.pace import ManualPace
from livetiming_simulators.program import Cue, CueKind, Program, race_terms
from livetiming_simulators.server import DecoderServer
from livetiming_simulators.session import Kind, SessionPlan
from livetiming_simulators.station import Station
from livetiming_simulators.truth import race_result

SECOND_US = 1_000_000
OFFICIAL = Authority(who="Tess Tower", role="director")
LINES = [
    pytest.param("p3", "tcp", id="p3 over tcp"),
    pytest.param("p3", "pty", id="p3 over a serial line"),
    pytest.param("ambrc", "tcp", id="ambrc over tcp"),
    pytest.param("ambrc", "pty", id="ambrc over a serial line"),
    pytest.param("tranx2", "tcp", id="tranx2 over tcp"),
    pytest.param("tranx2", "pty", id="tranx2 over a serial line"),
]


class PaceClock:
    """A server's clock that runs with the race clock."""

    boot_id = "boot"
    rate = 1.0

    def __init__(self, pace: ManualPace) -> None:
        self._pace = pace

    def server_us(self) -> ServerUs:
        return ServerUs(7_000 * SECOND_US + self._pace.now_us())

    def wall_us(self) -> WallUs:
        return WallUs(1_779_008_400 * SECOND_US + self._pace.now_us())


class TimedRace:
    """A seeded race on a decoder, a line and a server; time moves when all that was said has been heard."""

    def __init__(self, protocol: str, listen: str) -> None:
        self.field = make_field(5, [make_class("a", "Class A", 20 * SECOND_US)], karts_each=8)
        plan = SessionPlan(kind=Kind.RACE, class_ids=("a",), laps=6)
        self.program = Program(self.field, [plan], seed=5, first_at_us=10 * SECOND_US)
        self.pace = ManualPace()
        self.station = Station(SimulatedDecoder(self.program.heard(), DecoderOptions(protocol=protocol)))
        self.server = DecoderServer(self.station, listen, self.pace)
        self.engine = Engine(MemoryJournal("race"), PaceClock(self.pace), "test", lambda: None)
        self._protocol = protocol
        self._passings = 0
        self._heard = asyncio.Event()
        self._keys = count(1)

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """The decoder is on, and the server listens to it."""
        await self.engine.start()
        address = (await self.server.start()).replace("pty:", "serial://")
        clock = PaceClock(self.pace)
        url = f"{address}?protocol={self._protocol}"
        supervisor = Supervisor(url, clock, self._hear, evidence=lambda: self.engine.evidence)
        listening = asyncio.create_task(supervisor.run(), name="supervisor")
        try:
            await self.server.client_came.wait()
            yield
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening
            await self.server.stop()

    async def run(self) -> None:
        """The whole race, with an official who does what has to be done."""
        await self._do(commands.OpenMeeting(meeting="m", name="Spring", date="2026-05-17"))
        for each in self.field.classes:
            await self._do(
                commands.DefineClass(class_id=each.id, name=each.name, min_lap_us=each.minimum_lap_us)
            )
        for kart in self.field.karts:
            await self._do(
                commands.RegisterEntry(
                    entry=kart.id,
                    class_id=kart.class_id,
                    number=kart.number,
                    name=kart.driver,
                    transponders=(kart.transponder,),
                )
            )
        for cue in self.program.cues():
            await self._until(cue.at_us)
            await self._act(cue)

    async def _act(self, cue: Cue) -> None:
        match cue.kind:
            case CueKind.OPEN:
                await self._do(
                    commands.PlanSession(
                        session="race",
                        name="Race",
                        kind=SessionKind.RACE,
                        class_ids=cue.class_ids,
                        laps=cue.laps,
                        grid=cue.lineup,
                        start_window_us=10 * SECOND_US,
                        rules=DEFAULT_RULES,
                    )
                )
                await self._do(commands.OpenSession(session="race"))
            case CueKind.GREEN:
                await self._do(commands.ShowFlag(session="race", flag=ShownFlag.GREEN))
            case CueKind.CLOSE:
                await self._do(commands.CloseSession(session="race"))
            case CueKind.CHEQUERED:
                pass

    async def _until(self, at_us: int) -> None:
        """Let the race clock run, from event to event."""
        while (next_us := self.station.next_at_us()) is not None and next_us <= at_us:
            self.pace.advance_to(next_us)
            self.server.catch_up()
            while self._passings < len(self.station.deliveries):
                self._heard.clear()
                await self._heard.wait()
            await self.engine.work()
        self.pace.advance_to(at_us)

    def _hear(self, signal: Signal) -> None:
        self.engine.hear(signal)
        if isinstance(signal, PassingArrived):
            self._passings += 1
            self._heard.set()

    async def _do(self, command: AnyCommand) -> None:
        asked = asyncio.ensure_future(
            self.engine.submit(Envelope(key=f"key-{next(self._keys)}", by=OFFICIAL, command=command))
        )
        await asyncio.sleep(0)
        await self.engine.work()
        assert isinstance(await asked, Accepted)


@pytest.mark.parametrize(("protocol", "transport"), LINES)
async def test_race_has_its_true_result_through_every_protocol_and_line(
    protocol: str, transport: str, tmp_path: Path
) -> None:
    race = TimedRace(protocol, "tcp://127.0.0.1:0" if transport == "tcp" else f"pty:{tmp_path / 'line'}")
    async with race.connected():
        await race.run()
    session = next(race.program.sessions())
    truth = race_result(session.run.crossings, race_terms(race.field, session.run))
    rows = race.engine.scorer.standings("race").scored
    assert [(row.row, row.laps) for row in rows] == [(row.kart, row.laps) for row in truth]
    assert [row.best_us for row in rows] == pytest.approx([row.best_lap_us for row in truth], abs=1000)
    assert len(race.engine.evidence.segments) == 1
