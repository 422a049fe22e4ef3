"""An engine with its hands: a journal that can hold a commit or run full, and a clock moved by hand."""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

from livetiming import commands
from livetiming.commands import Answer, AnyCommand, Envelope
from livetiming.engine import Engine
from livetiming.facts import PassingHeard
from livetiming.ingest.signal import PassingArrived
from livetiming.journal import Journal
from livetiming_decoders.events import Passing
from support.clocks import ManualClock
from support.day import LOOP, TOWER
from support.journals import facts_of

AnyJournal = TypeVar("AnyJournal", bound=Journal)

MEETING = commands.OpenMeeting(meeting="m", name="Club day", date="2026-05-17")


def a_class(class_id: str) -> commands.DefineClass:
    return commands.DefineClass(class_id=class_id, name=f"Class {class_id}", min_lap_us=1)


async def until(reached: Callable[[], bool]) -> None:
    """Let everything that can go on do so until that is reached."""
    for _ in range(10_000):
        if reached():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came to that")


class Rig(Generic[AnyJournal]):
    """An engine on a journal; `naps` counts how often it waited for the store."""

    def __init__(self, journal: AnyJournal, on_commit: Callable[[], None] = lambda: None) -> None:
        self.journal = journal
        self.clock = ManualClock()
        self.commits = 0
        self.naps = 0
        self._patience = asyncio.Semaphore(0)
        self._on_commit = on_commit
        self._numbers = 0
        self.engine = Engine(journal, self.clock, "test", self._committed, sleep=self._nap)

    def hear(self, count: int = 1) -> None:
        """So many passings, one second after the other."""
        for _ in range(count):
            self._numbers += 1
            self.clock.advance(1_000_000)
            passing = Passing(
                number=self._numbers,
                transponder=1000 + self._numbers % 60,
                decoder_time_us=self.clock.server_us() - 5_000_000,
            )
            self.engine.hear(PassingArrived(LOOP, self.clock.server_us(), passing))

    def ask(
        self, command: AnyCommand, key: str, *, dry_run: bool = False, seen_decision: int | None = None
    ) -> asyncio.Task[Answer]:
        """Submit a command; the answer comes when it comes."""
        envelope = Envelope(key=key, by=TOWER, command=command, dry_run=dry_run, seen_decision=seen_decision)
        return asyncio.ensure_future(self.engine.submit(envelope))

    async def do(self, command: AnyCommand, key: str) -> Answer:
        """Submit a command and work the inbox."""
        answer = self.ask(command, key)
        await asyncio.sleep(0)
        await self.engine.work()
        return await answer

    def wake(self) -> None:
        """The engine has waited long enough, and may try the store once more."""
        self._patience.release()

    async def passings(self) -> list[int]:
        """The numbers of the passings that the journal holds."""
        return [
            fact.number or 0 for _, fact, _ in await facts_of(self.journal) if isinstance(fact, PassingHeard)
        ]

    def _committed(self) -> None:
        self.commits += 1
        self._on_commit()

    async def _nap(self, _: float) -> None:
        self.naps += 1
        await self._patience.acquire()
