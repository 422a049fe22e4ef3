"""The officials' stream, fed from the engine.

It is derived only while somebody reads it, or asks: a server without an official on its pages spends nothing
on them. That nothing can be saved is told even when not so much as the evidence can be read any more.
"""

import asyncio
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from livetiming.clock import Clock
from livetiming.engine import Engine
from livetiming.errors import NotSaved
from livetiming.ingest.line import Line
from livetiming.publish.messages import PublicState
from livetiming.publish.subscription import Subscription
from livetiming.publish.timer import LoopTimer, Timer
from livetiming.publish.tower.builder import TowerBoard
from livetiming.publish.tower.messages import StoreInfo, TowerSnapshot, TowerState
from livetiming.publish.tower.stream import TowerPublisher
from livetiming.scoring.standings import Standings

LOOK_US = 1_000_000
"""How often decoders' health and what waits to be saved are looked at while somebody reads."""

SETTLED_S_MAX = 5.0
"""A commit takes milliseconds; one that takes longer than this fails in the end."""

Board = tuple[PublicState, Standings | None]
"""What the public sees, and the standings that are on it."""


class TowerFeed:
    """Publishes the tower state of an engine that has started.

    `board` derives what the public sees now; `lines` are those of the decoders.
    """

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        stream: str,
        *,
        board: Callable[[], Board],
        lines: Sequence[Line] = (),
        timer: Timer | None = None,
    ) -> None:
        self._engine = engine
        self._board = board
        self._lines = lines
        self._timer = timer or LoopTimer()
        self._tower = TowerBoard(engine.evidence, engine.scorer)
        self._looking = False
        self._committed = asyncio.Event()
        self._publisher = TowerPublisher(
            stream=stream, n=engine.evidence.n, state=self._state(board()), clock=clock, timer=self._timer
        )

    @property
    def readers(self) -> int:
        """How many pages read the stream."""
        return self._publisher.readers

    @property
    def published_n(self) -> int:
        """The journal number of what was derived last."""
        return self._publisher.n

    def start(self) -> None:
        """Begin to say hello."""
        self._publisher.start()

    def close(self) -> None:
        """End all subscriptions."""
        self._publisher.close()

    async def settled(self) -> None:
        """Wait until all of the evidence is saved, so that it may be looked at. Raises `NotSaved` if it
        takes too long."""
        try:
            async with asyncio.timeout(SETTLED_S_MAX):
                while not self._engine.settled:
                    self._committed.clear()
                    await self._committed.wait()
        except TimeoutError as error:
            raise NotSaved("the store does not answer") from error

    def look(self, board: Board | None = None) -> None:
        """Something may have changed: a commit, the store, or time alone. `board` is given if it has just
        been derived."""
        self._committed.set()
        if self._publisher.readers:
            self._offer(board)

    def subscribe(self) -> Subscription:
        """A reader's queue, which begins with the state as it is now."""
        self._offer()
        self._publisher.flush()
        reader = self._publisher.subscribe()
        if not self._looking:
            self._looking = True
            self._look_later()
        return reader

    def snapshot(self) -> TowerSnapshot:
        """The state as it is now."""
        self._offer()
        self._publisher.flush()
        publisher = self._publisher
        return TowerSnapshot(stream=publisher.stream, n=publisher.n, state=publisher.state)

    def _offer(self, board: Board | None = None) -> None:
        """Publish what is saved; while a commit is under way only whether saving works: the commit's end
        brings the rest."""
        publisher = self._publisher
        if self._engine.settled:
            publisher.offer(self._engine.evidence.n, self._state(board or self._board()))
        elif self._store() != publisher.state.store:
            publisher.flush()
            publisher.offer(publisher.newest_n, replace(publisher.state, store=self._store()))

    def _state(self, board: Board) -> TowerState:
        engine = self._engine
        if self._tower.evidence is not engine.evidence:
            self._tower = TowerBoard(engine.evidence, engine.scorer)
        public, standings = board
        return self._tower.state(public, standings, self._lines, self._store())

    def _store(self) -> StoreInfo:
        engine = self._engine
        return StoreInfo(saved=engine.saved, queued=0 if engine.saved else engine.queued)

    def _look_later(self) -> None:
        self._timer.call_at(self._timer.now_us() + LOOK_US, self._look_again)

    def _look_again(self) -> None:
        self._looking = self._publisher.readers > 0
        if self._looking:
            self._offer()
            self._look_later()
