"""One simulated race and the server that times it, for tests that go from bytes to the page."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from livetiming.app import App
from livetiming.clock import TrackUs
from livetiming.commands import (
    AnyCommand,
    CloseSession,
    DefineClass,
    Envelope,
    OpenMeeting,
    OpenSession,
    PlanSession,
    Refused,
    RegisterEntry,
    ShowFlag,
)
from livetiming.engine import Engine
from livetiming.facts import Authority, SessionKind, ShownFlag
from livetiming.journal.sqlite import open_store
from livetiming.system_clock import SystemClock
from livetiming_simulators import (
    DecoderOptions,
    Faults,
    Field,
    Kind,
    Program,
    SessionPlan,
    SimulatedDecoder,
    make_class,
    make_field,
)
from livetiming_simulators.program import ProgramSession
from livetiming_simulators.report import result
from livetiming_simulators.session import Crossing
from livetiming_simulators.truth import ResultRow

OPERATOR = Authority(who="Ola Test", role="operator")
CLOCK_START_US = 1_700_000_000_000_000
"""What the simulated decoder's clock shows at race clock 0, and so where the track clock begins."""


class RaceDay:
    """A seeded race of one class, with a decoder that hears it."""

    def __init__(self, seed: int, *, karts: int = 12, laps: int = 8, faults: Faults | None = None) -> None:
        self.seed = seed
        self.faults = faults or Faults()
        self.field: Field = make_field(seed, [make_class("senior", "Senior", 24_000_000)], karts_each=karts)
        plan = SessionPlan(kind=Kind.RACE, class_ids=("senior",), laps=laps)
        self.program = Program(self.field, [plan], seed=seed, faults=self.faults, first_at_us=2_000_000)
        self.decoder = SimulatedDecoder(
            self.program.heard(),
            DecoderOptions(protocol="p3", clock_start_us=CLOCK_START_US, resolution_us=1),
            faults=self.faults,
            seed=seed,
        )

    @property
    def session(self) -> ProgramSession:
        """The race as it truly went."""
        return next(iter(self.program.sessions()))

    def result(self, crossings: Iterable[Crossing]) -> tuple[ResultRow, ...]:
        """The result by these crossings, as the simulator's own scoring has it."""
        return result(self.field, self.session.run, crossings)

    def crossings(self, passings: Iterable[tuple[int, int]]) -> list[Crossing]:
        """Passings (transponder, decoder time) as crossings of the race clock."""
        karts = {kart.transponder: kart.id for kart in self.field.karts}
        return [
            Crossing(kart=karts[transponder], at_us=decoder_time_us - CLOCK_START_US)
            for transponder, decoder_time_us in passings
            if transponder in karts
        ]

    def commands(self) -> list[AnyCommand]:
        """What an operator does so that the race is timed, the flags at their true instants."""
        run = self.session.run
        assert run.plan.laps is not None
        klass = self.field.classes[0]
        entries: Sequence[AnyCommand] = [
            RegisterEntry(
                entry=kart.id,
                class_id=kart.class_id,
                number=kart.number,
                name=kart.driver,
                transponders=(kart.transponder,),
            )
            for kart in self.field.karts
        ]
        return [
            OpenMeeting(meeting="test", name="Test day", date="2026-05-17"),
            DefineClass(class_id=klass.id, name=klass.name, min_lap_us=klass.minimum_lap_us),
            *entries,
            PlanSession(
                session="race",
                name="Senior Race",
                kind=SessionKind.RACE,
                class_ids=(klass.id,),
                laps=run.plan.laps,
                grid=run.lineup,
            ),
            OpenSession(session="race", at_track_us=on_track(run.opened_us)),
            ShowFlag(session="race", flag=ShownFlag.GREEN, at_track_us=on_track(run.green_us)),
        ]

    async def prepare(self, engine: Engine) -> None:
        """Send the commands to a running engine."""
        for number, command in enumerate(self.commands()):
            answer = await engine.submit(Envelope(key=f"prepare-{number}", by=OPERATOR, command=command))
            assert not isinstance(answer, Refused), answer

    async def close(self, engine: Engine) -> None:
        """Take the race off the track when the last kart is home."""
        command = CloseSession(session="race", at_track_us=on_track(self.session.run.closed_us))
        answer = await engine.submit(Envelope(key="close", by=OPERATOR, command=command))
        assert not isinstance(answer, Refused), answer

    async def prepare_store(self, path: Path) -> None:
        """Send the commands to a store that no server has open."""
        journal = await open_store(path)
        engine = Engine(journal, SystemClock(), "test", on_commit=lambda: None)
        await engine.start()
        running = asyncio.create_task(engine.run())
        await self.prepare(engine)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await journal.close()


def on_track(race_clock_us: int) -> TrackUs:
    """An instant of the race clock on the track clock."""
    return TrackUs(race_clock_us + CLOCK_START_US)


async def until(app: App, holds: Callable[[], bool]) -> None:
    """Wait until something holds after a commit."""
    committed = asyncio.Event()
    app.commits.listeners.append(committed.set)
    try:
        while not holds():
            committed.clear()
            await committed.wait()
    finally:
        app.commits.listeners.remove(committed.set)


def last_n(app: App) -> int:
    """The journal number that the app has published."""
    app.publisher.flush()
    return app.publisher.n
