"""The composition root: the only module that knows every part and wires them together."""

import asyncio
import logging
import socket
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from livetiming import __version__
from livetiming.clock import Clock
from livetiming.commands import AnyCommand, Envelope, OpenMeeting, OpenSession, PlanSession, Refused
from livetiming.engine import Engine
from livetiming.facts import Authority, SessionKind
from livetiming.http.public.listener import bind_listener
from livetiming.http.public.process import PublicProcess
from livetiming.http.tower.settings import TowerSettings
from livetiming.ingest.blackbox import BlackBox, BoxFiles
from livetiming.ingest.supervisor import Supervisor
from livetiming.ingest.url import DecoderUrl, parse
from livetiming.journal.after_sessions import BackupAfterSessions
from livetiming.journal.sqlite import open_store
from livetiming.publish.board import Board
from livetiming.publish.broker import parse_broker
from livetiming.publish.feed import FeedServer
from livetiming.publish.messages import PublicState
from livetiming.publish.stream import Publisher
from livetiming.scoring.standings import Standings
from livetiming.tower import Tower, open_tower

log = logging.getLogger(__name__)

BoardNow = tuple[PublicState, Standings | None]
"""What the public sees, and the standings that are on it."""

SYSTEM = Authority(who="livetiming", role="system", why="the store was empty")


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What `livetiming serve` is told. Addresses are ``HOST:PORT``; port 0 takes a free one."""

    store: Path
    decoders: tuple[str, ...] = ()
    public: str = "0.0.0.0:8000"
    tower: str = "0.0.0.0:8001"
    backup: Path | None = None
    mqtt: str | None = None
    """The broker that gets the public stream, as ``mqtt://host:1883/prefix``."""
    open_practice: bool = True
    officials: TowerSettings = TowerSettings()


class Commits:
    """Calls everybody who wants to know of a commit; the engine exists before they do."""

    def __init__(self) -> None:
        self.listeners: list[Callable[[], None]] = []

    def __call__(self) -> None:
        """Tell them all."""
        for listener in self.listeners:
            listener()


def _nobody_watches(_: BoardNow | None) -> None:
    pass


class App:
    """A running server. `public_port` is where spectators connect, once `public_ready` is set.

    `tower` is the officials' side of it.
    """

    tower: Tower

    def __init__(self, engine: Engine, clock: Clock, stream: str, public_port: int, commits: Commits) -> None:
        self.engine = engine
        self.commits = commits
        self.public_port = public_port
        self.public_ready = asyncio.Event()
        self.watch: Callable[[BoardNow | None], None] = _nobody_watches
        """Is told of each commit, with what the public sees then unless another is under way."""
        self._clock = clock
        self._board = Board(engine.evidence, engine.scorer)
        self._wake: asyncio.TimerHandle | None = None
        self.publisher = Publisher(stream=stream, n=engine.evidence.n, state=self._state(), clock=clock)

    async def do(self, key: str, by: Authority, command: AnyCommand) -> None:
        """Carry out a command of the program itself. Raises `AssertionError` when it is refused."""
        answer = await self.engine.submit(Envelope(key=key, by=by, command=command))
        if isinstance(answer, Refused):
            raise AssertionError(f"{type(command).__name__} was refused: {answer.why}")

    def publish(self) -> None:
        """Offer the state after a commit, or when only time has changed it.

        It is derived here and now: at the end of the publisher's window another commit may be under
        way, and the evidence be ahead of what is saved. That commit publishes when it is done.
        """
        board = None
        if self.engine.settled:
            board = self.board()
            self.publisher.offer(self.engine.evidence.n, board[0])
        self.watch(board)

    def board(self) -> BoardNow:
        """What the public sees now, and the standings on it."""
        return self._state(), self._board.standings

    def _state(self) -> PublicState:
        engine = self.engine
        if self._board.evidence is not engine.evidence:
            self._board = Board(engine.evidence, engine.scorer)
        now_us = self._clock.server_us()
        state = self._board.state(now_us)
        self._wake_at(self._board.next_change_us(now_us))
        return state

    def _wake_at(self, at_us: int | None) -> None:
        """Look again when time alone will have changed the state."""
        if self._wake is not None:
            self._wake.cancel()
            self._wake = None
        if at_us is not None:
            wait_s = (at_us - self._clock.server_us()) / 1e6 / self._clock.rate
            self._wake = asyncio.get_running_loop().call_later(max(0.0, wait_s), self.publish)

    def close(self) -> None:
        """Stop looking at the time, and send what is held back."""
        self._wake_at(None)
        self.publisher.close()


@asynccontextmanager
async def running(settings: Settings, clock: Clock) -> AsyncIterator[App]:
    """A server with all its parts, for the time of the block.

    Raises `LivetimingError` (a port in use, a store that cannot be opened, a wrong URL) before
    anything has been changed.
    """
    settings.officials.check()
    addresses = [parse(url) for url in settings.decoders]
    broker = None if settings.mqtt is None else parse_broker(settings.mqtt)
    async with AsyncExitStack() as stack:
        listener = stack.enter_context(bind_listener(settings.public))
        tower_listener = stack.enter_context(bind_listener(settings.tower))
        journal = await open_store(settings.store)
        stack.push_async_callback(journal.close)
        commits = Commits()
        engine = Engine(journal, clock, software=__version__, on_commit=commits)
        await engine.start()
        app = App(engine, clock, journal.stream, listener.getsockname()[1], commits)
        stack.callback(app.close)
        commits.listeners.append(app.publish)
        if settings.backup is not None:
            backups = BackupAfterSessions(
                lambda: engine.evidence.closed_count, settings.store, settings.backup
            )
            commits.listeners.append(backups.look)
            stack.push_async_callback(backups.finish)
        app.publisher.start()
        feed = await _serve_public(stack, app, listener)
        log.debug("the public stream is at %s", feed)
        supervisors = [
            Supervisor(
                address,
                clock,
                engine.hear,
                evidence=lambda: engine.evidence,
                black_box=_black_box(stack, settings, address, clock),
            )
            for address in addresses
        ]
        app.tower = await stack.enter_async_context(
            open_tower(
                tower_listener,
                settings.officials,
                engine=engine,
                clock=clock,
                journal=journal,
                store=settings.store,
                board=app.board,
                lines=[supervisor.line for supervisor in supervisors],
            )
        )
        app.watch = app.tower.feed.look
        tasks = await stack.enter_async_context(_running_tasks())
        tasks.start(engine.run(), "engine")
        if broker is not None:
            # Imported where it is wanted: most clubs have no broker, and all want a quick start.
            from livetiming.publish.mqtt import MqttPublisher

            tasks.start(MqttPublisher(broker, app.publisher).run(), "mqtt")
        if settings.open_practice and engine.evidence.meeting.opened is None:
            await open_practice(app)
        tasks.start(app.tower.serve(after=app.public_ready), "tower")
        for supervisor in supervisors:
            tasks.start(supervisor.run(), f"decoder {supervisor.address.source}")
        yield app


def _black_box(stack: AsyncExitStack, settings: Settings, address: DecoderUrl, clock: Clock) -> BlackBox:
    """The black box of a decoder, in a folder beside the store."""
    folder = settings.store.with_name(f"{settings.store.stem}-blackbox")
    box = BlackBox(BoxFiles(folder, address.source), clock.wall_us)
    stack.callback(box.close)
    return box


async def _serve_public(stack: AsyncExitStack, app: App, listener: socket.socket) -> str:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="livetiming-")))
    server = FeedServer(app.publisher, folder)
    feed = await server.start()
    stack.push_async_callback(server.stop)
    process = PublicProcess(listener, feed=feed)
    app.public_ready = process.ready
    await process.start()
    stack.push_async_callback(process.stop)
    return feed


class _Running:
    """A task group whose tasks end with the block; an error in one of them ends the block."""

    def __init__(self, group: asyncio.TaskGroup) -> None:
        self._group = group
        self._own: list[asyncio.Task[None]] = []

    def start(self, work: Coroutine[None, None, None], name: str) -> None:
        """Run `work` until the block ends."""
        self._own.append(self._group.create_task(work, name=name))

    def cancel(self) -> None:
        """End them all."""
        for task in self._own:
            task.cancel()


@asynccontextmanager
async def _running_tasks() -> AsyncIterator[_Running]:
    async with asyncio.TaskGroup() as group:
        tasks = _Running(group)
        try:
            yield tasks
        finally:
            tasks.cancel()


async def open_practice(app: App) -> None:
    """Make an empty store useful at once: a practice in which every transponder heard gets laps."""
    today = datetime.now(UTC).astimezone().date().isoformat()
    await app.do("first-meeting", SYSTEM, OpenMeeting(meeting=today, name="Open practice", date=today))
    practice = PlanSession(
        session="open-practice", name="Open practice", kind=SessionKind.PRACTICE, scores_unknown=True
    )
    await app.do("first-session", SYSTEM, practice)
    await app.do("first-opening", SYSTEM, OpenSession(session="open-practice"))
