"""A timing core whose disk runs full, alone in a process because the limit holds for all of it:
``python starved_process.py STORE``.

A limit on the size of files stands for the full disk. The process prints as one JSON object what it
saw: before, while, and after the disk was full.
"""

import asyncio
import resource
import sys
from pathlib import Path

import msgspec

from livetiming.commands import Answer, DefineClass, Envelope, OpenMeeting, Refused
from livetiming.engine import Engine
from livetiming.facts import PassingHeard
from livetiming.ingest.signal import PassingArrived
from livetiming.journal.sqlite import SqliteJournal, open_store
from livetiming.scoring.evidence import Evidence
from livetiming_decoders.events import Passing
from support.clocks import ManualClock
from support.day import LOOP, TOWER
from support.dump import dump
from support.journals import facts_of


class Seen(msgspec.Struct):
    """What became of the commands and passings."""

    saved_before: int = 0
    saved_while_full: bool = True
    refusals: list[str] = []
    kept_in_the_inbox: int = 0
    journal_while_full: int = 0
    evidence_while_full: int = 0
    attempts: int = 0
    saved_after: bool = False
    accepted_after: bool = False
    passings: list[int] = []
    replay_is_equal: bool = False


class Starved:
    """The process's parts, and the hands that fill and free the disk."""

    def __init__(self, store: Path, journal: SqliteJournal) -> None:
        self.store = store
        self.journal = journal
        self.clock = ManualClock()
        self.changed = asyncio.Event()
        self.patience = asyncio.Event()
        self.naps = 0
        self.engine = Engine(journal, self.clock, "test", self.changed.set, sleep=self.nap)
        self.number = 0

    async def nap(self, _: float) -> None:
        """Wait for the next attempt; the test says when."""
        self.naps += 1
        await self.patience.wait()
        self.patience.clear()

    def hear(self, count: int) -> None:
        for _ in range(count):
            self.number += 1
            self.clock.advance(250_000)
            passing = Passing(
                number=self.number,
                transponder=1000 + self.number % 60,
                decoder_time_us=self.clock.server_us() - 77,
            )
            self.engine.hear(PassingArrived(LOOP, self.clock.server_us(), passing))

    def limit(self, more_bytes: int | None) -> None:
        """Let files grow by so much more, or as they like."""
        size = max(path.stat().st_size for path in self.store.parent.iterdir())
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        soft = resource.RLIM_INFINITY if more_bytes is None else size + more_bytes
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    async def ask(self, key: str) -> Answer:
        command = (
            OpenMeeting(meeting="m", name="Club day", date="2026-05-17")
            if key == "meeting"
            else DefineClass(class_id=key, name=key, min_lap_us=1)
        )
        return await self.engine.submit(Envelope(key=key, by=TOWER, command=command))

    async def until(self, saved: bool) -> None:
        while self.engine.saved is not saved or not self.engine.settled:
            self.changed.clear()
            await self.changed.wait()


async def main(store: Path) -> Seen:
    journal = await open_store(store)
    try:
        return await starve(store, journal)
    finally:
        await journal.close()


async def starve(store: Path, journal: SqliteJournal) -> Seen:
    starved = Starved(store, journal)
    engine = starved.engine
    await engine.start()
    seen = Seen()
    running = asyncio.create_task(engine.run())
    await starved.ask("meeting")
    starved.hear(200)
    await starved.ask("before")
    seen.saved_before = journal.last_n

    starved.limit(20_000)
    seen.refusals = await fill(starved)
    await starved.until(saved=False)
    seen.saved_while_full = engine.saved
    seen.refusals += await refused_while_full(starved)
    seen.kept_in_the_inbox = engine.queued
    seen.journal_while_full = journal.last_n
    seen.evidence_while_full = engine.evidence.n

    starved.limit(None)
    starved.patience.set()
    await starved.until(saved=True)
    seen.attempts = starved.naps
    starved.hear(30)
    seen.accepted_after = not isinstance(await starved.ask("after"), Refused)
    seen.saved_after = engine.saved
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    facts = await facts_of(journal)
    seen.passings = [fact.number or 0 for _, fact, _ in facts if isinstance(fact, PassingHeard)]
    replayed = Evidence()
    for n, fact, _ in facts:
        replayed.apply(n, fact)
    seen.replay_is_equal = dump(replayed) == dump(engine.evidence)
    return seen


async def fill(starved: Starved) -> list[str]:
    """Hear passings and ask for commands until one is refused; why it was."""
    for step in range(1000):
        starved.hear(40)
        answer = await starved.ask(f"while-{step}")
        if isinstance(answer, Refused):
            return [answer.why]
    return []


async def refused_while_full(starved: Starved) -> list[str]:
    """Why commands are refused while the disk stays full; passings go on."""
    refusals = []
    for attempt in range(3):
        starved.hear(40)
        asked = asyncio.ensure_future(starved.ask(f"full-{attempt}"))
        await asyncio.sleep(0)
        starved.patience.set()
        answer = await asked
        assert isinstance(answer, Refused)
        refusals.append(answer.why)
    return refusals


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(asyncio.run(main(Path(sys.argv[1])))))
