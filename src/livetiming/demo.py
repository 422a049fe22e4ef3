"""A race day of invented drivers, for ever: a simulated decoder over a real socket, a server that times
it, and a director who shows the flags. Everything between the two ends is what a real meeting uses.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from livetiming.app import App, Settings, running
from livetiming.commands import (
    AnyCommand,
    CloseSession,
    DefineClass,
    OpenMeeting,
    OpenSession,
    PlanSession,
    RegisterEntry,
    ShowFlag,
)
from livetiming.facts import Authority, SessionKind, ShownFlag
from livetiming.system_clock import SystemClock
from livetiming_simulators import (
    Cue,
    CueKind,
    DecoderOptions,
    DecoderServer,
    Faults,
    Field,
    Kind,
    Program,
    RealTimePace,
    SessionPlan,
    SimulatedDecoder,
    Station,
    make_class,
    make_field,
    play_cues,
)

DIRECTOR = Authority(who="Demo director", role="director")

_CLASSES = (
    ("cadet", "Cadet", 27_000_000),
    ("junior", "Junior", 25_000_000),
    ("senior", "Senior", 23_000_000),
)
_TIMED_US = 100_000_000
_LAPS = 8
_PAUSE_US = 12_000_000

_SESSION_NAMES = {Kind.PRACTICE: "Practice", Kind.QUALIFYING: "Qualifying", Kind.RACE: "Race"}


class DemoSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What `livetiming demo` is told; `speed` is how much faster than real time it runs."""

    store: Path
    public: str
    tower: str
    seed: int = 1
    speed: float = 1.0
    karts: int = 12


@asynccontextmanager
async def demonstrating(settings: DemoSettings) -> AsyncIterator[App]:
    """A running server with a race day on it, for the time of the block."""
    program = _program(settings)
    faults = Faults(missed_read=0.005, double_read=0.02)
    decoder = SimulatedDecoder(
        program.heard(), DecoderOptions(protocol="p3"), faults=faults, seed=settings.seed
    )
    pace = RealTimePace(speed=settings.speed)
    server = DecoderServer(
        Station(decoder, faults=faults, seed=settings.seed, keep_books=False), "tcp://127.0.0.1:0", pace
    )
    address = await server.start()
    try:
        serve = Settings(
            store=settings.store,
            decoders=(address,),
            public=settings.public,
            tower=settings.tower,
            open_practice=False,
        )
        async with running(serve, SystemClock(rate=settings.speed)) as app, asyncio.TaskGroup() as tasks:
            director = Director(app, program.field)
            await director.prepare()
            decoding = tasks.create_task(server.run(), name="simulated decoder")
            pace.start()
            directing = tasks.create_task(director.direct(program, pace), name="demo director")
            try:
                yield app
            finally:
                decoding.cancel()
                directing.cancel()
    finally:
        with contextlib.suppress(OSError):
            await server.stop()


def _program(settings: DemoSettings) -> Program:
    field = make_field(settings.seed, [make_class(*each) for each in _CLASSES], karts_each=settings.karts)
    plans = [
        SessionPlan(
            kind=kind,
            class_ids=(class_id,),
            laps=_LAPS if kind is Kind.RACE else None,
            duration_us=None if kind is Kind.RACE else _TIMED_US,
        )
        for class_id, _, _ in _CLASSES
        for kind in (Kind.PRACTICE, Kind.QUALIFYING, Kind.RACE)
    ]
    faults = Faults(missed_read=0.005, double_read=0.02)
    return Program(
        field,
        plans,
        seed=settings.seed,
        faults=faults,
        first_at_us=2_000_000,
        pause_us=_PAUSE_US,
        repeat=True,
    )


class Director:
    """Does at each cue what an operator in the tower would do."""

    def __init__(self, app: App, field: Field) -> None:
        self._app = app
        self._field = field
        self._commands = 0

    async def prepare(self) -> None:
        """Open the meeting with its classes and entries."""
        await self._do(OpenMeeting(meeting="demo", name="Demo race day", date="2026-05-17"))
        for each in self._field.classes:
            await self._do(DefineClass(class_id=each.id, name=each.name, min_lap_us=each.minimum_lap_us))
        for kart in self._field.karts:
            await self._do(
                RegisterEntry(
                    entry=kart.id,
                    class_id=kart.class_id,
                    number=kart.number,
                    name=kart.driver,
                    transponders=(kart.transponder,),
                )
            )

    async def direct(self, program: Program, pace: RealTimePace) -> None:
        """Run the programme's sessions."""
        async for cue in play_cues(program, pace):
            for command in self._commands_for(cue):
                await self._do(command)

    def _commands_for(self, cue: Cue) -> list[AnyCommand]:
        session = f"session-{cue.session_index + 1}"
        match cue.kind:
            case CueKind.OPEN:
                return [self._plan(session, cue), OpenSession(session=session)]
            case CueKind.GREEN:
                return [ShowFlag(session=session, flag=ShownFlag.GREEN)]
            case CueKind.CHEQUERED:
                return []  # derived: the race's laps are done, or the session's time is up
            case CueKind.CLOSE:
                return [CloseSession(session=session)]

    def _plan(self, session: str, cue: Cue) -> PlanSession:
        names = [each.name for each in self._field.classes if each.id in cue.class_ids]
        return PlanSession(
            session=session,
            name=f"{' + '.join(names)} {_SESSION_NAMES[cue.session_kind]}",
            kind=SessionKind(cue.session_kind.value),
            class_ids=cue.class_ids,
            laps=cue.laps,
            duration_us=cue.duration_us,
            grid=cue.lineup if cue.session_kind is Kind.RACE else (),
        )

    async def _do(self, command: AnyCommand) -> None:
        self._commands += 1
        await self._app.do(f"demo-{self._commands}", DIRECTOR, command)
