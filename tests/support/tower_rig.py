"""The officials' app in this process, over real sockets, with an engine and a store of its own.

Kart 7 of class k crosses the line with transponder 1007, kart 8 with 1008; second 0 of the race clock is
`ZERO_TRACK_US` on the track clock.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from pathlib import Path

import httpx
import msgspec
from websockets.asyncio.client import ClientConnection, connect

from livetiming import commands
from livetiming.clock import TrackUs
from livetiming.commands import Accepted, AnyCommand, Envelope
from livetiming.engine import Engine
from livetiming.facts import Authority, SessionKind, ShownFlag
from livetiming.http.public.listener import bind_listener
from livetiming.http.tower.core import Core
from livetiming.http.tower.feed import Board as BoardNow
from livetiming.http.tower.feed import TowerFeed
from livetiming.http.tower.past import TimeMachine
from livetiming.http.tower.server import TowerServer
from livetiming.http.tower.settings import TowerSettings
from livetiming.ingest.signal import PassingArrived
from livetiming.journal.sqlite import SqliteJournal, open_store
from livetiming.officials.logins import Entered
from livetiming.officials.roles import Role
from livetiming.publish.board import Board
from livetiming.publish.messages import Hello
from livetiming.publish.tower.changes import apply
from livetiming.publish.tower.messages import AnyTowerMessage, TowerChange, TowerSnapshot, TowerState
from livetiming_decoders.events import Passing
from support.clocks import ManualClock, us
from support.day import LOOP, ZERO_SERVER_US, ZERO_TRACK_US
from support.officials import officials_of

_decoder: msgspec.json.Decoder[AnyTowerMessage] = msgspec.json.Decoder(AnyTowerMessage)

TESS = Authority(who="Tess Tower", role="operator")


def track(second: float) -> TrackUs:
    """A second of the race clock on the track clock."""
    return TrackUs(ZERO_TRACK_US + us(second))


class Page:
    """A page in the tower: reads its websocket when the test says so, and keeps the state that it is told."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.messages: list[AnyTowerMessage] = []
        self.stream: str | None = None
        self.n = 0
        self.state: TowerState | None = None

    async def read(self) -> AnyTowerMessage:
        """The next message, applied."""
        message = _decoder.decode(await self.connection.recv())
        self.messages.append(message)
        match message:
            case TowerSnapshot(stream=stream, n=n, state=state):
                self.stream, self.n, self.state = stream, n, state
            case TowerChange(from_n=from_n, to_n=to_n, changes=changes):
                assert self.state is not None
                assert from_n == self.n
                self.n, self.state = to_n, apply(self.state, changes)
            case Hello():
                pass
        return message

    async def snapshot(self) -> TowerState:
        """The state with which the stream begins."""
        while self.state is None:
            await self.read()
        return self.state

    async def reach(self, n: int) -> TowerState:
        """Read until journal number `n` is held."""
        await self.snapshot()
        while self.n < n:
            await self.read()
        assert self.state is not None
        return self.state


class TowerRig:
    """A running officials' app."""

    def __init__(self, core: Core, journal: SqliteJournal, clock: ManualClock, scheme: str) -> None:
        self.core = core
        self.engine = core.engine
        self.journal = journal
        self.officials = core.officials
        self.clock = clock
        self.scheme = scheme
        self.committed = asyncio.Event()
        self._keys = count(1)
        self._numbers = count(1)

    @property
    def origin(self) -> str:
        """Where its pages come from."""
        return f"{self.scheme}://127.0.0.1:{self.core.port}"

    # ------------------------------------------------------------------ people

    async def let_in(self, role: Role, who: str | None = None) -> Entered:
        """Somebody of that role is logged in."""
        return await self.officials.logins.open(who or f"The {role}", role, None)

    @asynccontextmanager
    async def browser(
        self, who: Entered | Role | None = None, *, origin: str | None = None
    ) -> AsyncIterator[httpx.AsyncClient]:
        """A browser on one of the server's pages, logged in or not."""
        entered = await self.let_in(who) if isinstance(who, Role) else who
        cookies = {} if entered is None else {self.core.cookie: entered.token}
        async with httpx.AsyncClient(
            base_url=self.origin,
            headers={"origin": self.origin if origin is None else origin},
            cookies=cookies,
            trust_env=False,
            verify=False,
        ) as browser:
            yield browser

    @asynccontextmanager
    async def page(self, who: Entered | Role | None, *, origin: str | None = None) -> AsyncIterator[Page]:
        """The live stream of somebody's page, from its connection to its leaving."""
        entered = await self.let_in(who) if isinstance(who, Role) else who
        headers = {} if entered is None else {"cookie": f"{self.core.cookie}={entered.token}"}
        async with connect(
            f"{self.origin.replace('http', 'ws', 1)}/tower/live",
            origin=self.origin if origin is None else origin,  # type: ignore[arg-type]
            additional_headers=headers,
            compression=None,
            ping_interval=None,
            close_timeout=1,
        ) as connection:
            yield Page(connection)

    async def nobody_reads(self) -> None:
        """Wait until the server has seen every page leave."""
        async with self.browser() as browser:
            while self.core.feed.readers:
                await browser.get("/api/welcome")

    # -------------------------------------------------------------------- racing

    async def do(self, *orders: AnyCommand, by: Authority = TESS) -> int:
        """Carry out commands; the number of the last one's fact."""
        n = 0
        for command in orders:
            answer = await self.engine.submit(Envelope(key=f"rig-{next(self._keys)}", by=by, command=command))
            assert isinstance(answer, Accepted), answer
            n = answer.n
        return n

    async def hear(self, times: Mapping[str, list[float]]) -> None:
        """Karts (by their numbers) cross the line at these seconds of the race clock."""
        for second, kart in sorted((second, kart) for kart, own in times.items() for second in own):
            at_us = track(second)
            self.clock.advance(max(0, ZERO_SERVER_US + us(second) - self.clock.server_us()))
            passing = Passing(
                number=next(self._numbers), transponder=1000 + int(kart), decoder_time_us=at_us, strength=90
            )
            self.engine.hear(PassingArrived(LOOP, self.clock.server_us(), passing))
        while self.engine.queued or not self.engine.settled:
            self.committed.clear()
            await self.committed.wait()

    async def meeting(self, *karts: str) -> None:
        """A meeting with one class of karts, and a passing of nobody that sets the track clock."""
        await self.do(
            commands.OpenMeeting(meeting="m", name="Club day", date="2026-05-17"),
            commands.DefineClass(class_id="k", name="Karts", min_lap_us=us(20)),
        )
        for kart in karts:
            await self.do(
                commands.RegisterEntry(
                    entry=f"e{kart}",
                    class_id="k",
                    number=kart,
                    name=f"Driver {kart}",
                    transponders=(1000 + int(kart),),
                )
            )
        await self.hear({"0": [-900, -890, -880]})

    async def race(self, laps: int, *karts: str) -> None:
        """A race of these karts under green at second 0."""
        await self.meeting(*karts)
        await self.do(
            commands.PlanSession(
                session="race",
                name="Race",
                kind=SessionKind.RACE,
                class_ids=("k",),
                laps=laps,
                grid=tuple(f"e{kart}" for kart in karts),
            ),
            commands.OpenSession(session="race", at_track_us=track(-60)),
            commands.ShowFlag(session="race", flag=ShownFlag.GREEN, at_track_us=track(0)),
        )


@asynccontextmanager
async def tower_rig(
    store: Path, *, settings: TowerSettings | None = None, pages: Path | None = None
) -> AsyncIterator[TowerRig]:
    """The officials' app over a store, listening on a port of its own."""
    settings = settings or TowerSettings(pages=pages or store.with_name("no pages"))
    clock = ManualClock()
    async with AsyncExitStack() as stack:
        listener = stack.enter_context(bind_listener("127.0.0.1:0"))
        journal = await open_store(store)
        stack.push_async_callback(journal.close)

        def committed() -> None:
            feed.look()
            rig.committed.set()

        engine = Engine(journal, clock, "test", committed)
        board = _BoardOf(engine, clock)
        feed = TowerFeed(engine, clock, journal.stream, board=board)
        core = Core(
            engine=engine,
            feed=feed,
            officials=await officials_of(journal, clock),
            clock=clock,
            store=store,
            past=TimeMachine(store),
            port=listener.getsockname()[1],
        )
        stack.push_async_callback(core.past.close)
        rig = TowerRig(core, journal, clock, "http" if settings.certificate is None else "https")
        await engine.start()
        ready = asyncio.Event()
        server = await asyncio.to_thread(TowerServer, core, settings)
        async with asyncio.TaskGroup() as tasks:
            working = tasks.create_task(engine.run())
            serving = tasks.create_task(server.run(listener, ready.set))
            try:
                await ready.wait()
                yield rig
            finally:
                feed.close()
                serving.cancel()
                working.cancel()


class _BoardOf:
    """What the public sees of an engine."""

    def __init__(self, engine: Engine, clock: ManualClock) -> None:
        self._engine = engine
        self._clock = clock
        self._board = Board(engine.evidence, engine.scorer)

    def __call__(self) -> BoardNow:
        if self._board.evidence is not self._engine.evidence:
            self._board = Board(self._engine.evidence, self._engine.scorer)
        state = self._board.state(self._clock.server_us())
        return state, self._board.standings
