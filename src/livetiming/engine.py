"""The engine: one inbox, one writer.

Signals of the decoders and commands of officials wait in one inbox. The engine takes all that is
there, decides and applies it one by one, commits the facts as one batch, and only then answers the
commands and shows the new state. While a commit is under way the inbox fills: that is the next
batch. Until it is done the evidence is ahead of the journal, and nobody may look (`Engine.settled`).
When a commit fails the evidence is folded again from the journal, commands are refused, and passings
stay queued until the store can be written.
"""

import asyncio
import gc
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager

from livetiming.clock import Clock, ServerUs
from livetiming.commands import Accepted, Answer, Envelope, Refused
from livetiming.control import Ask, Refusal, decide, preview, session_of
from livetiming.errors import NotSaved, StoreError
from livetiming.facts import AnyFact, EpochStarted, Instant
from livetiming.ingest.judge import signal_facts
from livetiming.ingest.signal import Signal
from livetiming.journal import Journal, Record
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.standings import Scorer

log = logging.getLogger(__name__)

RETRY_S = 1.0
"""How long to wait before the store is tried again: a disk is freed by a person."""

NOT_SAVED = (
    "NOT SAVED: the store cannot be written, so nothing was changed. "
    "Free disk space; it is tried again every second."
)


STALE = "Another official has decided something about this session since you looked; see what it changes now."

Sleep = Callable[[float], Awaitable[None]]
"""Waits out the seconds between two attempts to save; tests decide when they are over."""


class _Asked:
    """A command waiting for its answer."""

    __slots__ = ("answer", "at_us", "envelope")

    def __init__(self, envelope: Envelope, at_us: ServerUs, answer: asyncio.Future[Answer]) -> None:
        self.envelope = envelope
        self.at_us = at_us
        self.answer = answer


class Engine:
    """See the module. `on_commit` is called after each commit, and when saving fails or works again.

    `saved` is false from a failed commit to the next that succeeds.
    """

    def __init__(
        self,
        journal: Journal,
        clock: Clock,
        software: str,
        on_commit: Callable[[], None],
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._software = software
        self._on_commit = on_commit
        self._sleep = sleep
        self._inbox: deque[Signal | _Asked] = deque()
        self._filled = asyncio.Event()
        self._answers: dict[str, Accepted] = {}
        self._epoch = 0
        self._stopping = False
        self._waiting = False
        self.evidence = Evidence()
        self.scorer = Scorer(self.evidence)
        self.saved = True

    @property
    def queued(self) -> int:
        """How much waits in the inbox."""
        return len(self._inbox)

    @property
    def settled(self) -> bool:
        """Whether all of the evidence is in the journal; what is not may be shown to nobody."""
        return self.evidence.n == self._journal.last_n

    def hear(self, signal: Signal) -> None:
        """Take a signal of a decoder; never blocks and never loses it."""
        self._inbox.append(signal)
        self._filled.set()

    async def submit(self, envelope: Envelope) -> Answer:
        """Ask for a command; returns when its facts are saved, or it is refused."""
        if self._waiting:
            return self._refusal(envelope)
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._inbox.append(_Asked(envelope, self._clock.server_us(), answer))
        self._filled.set()
        return await answer

    async def start(self) -> None:
        """Fold the journal and begin an epoch. Raises `StoreError`, `NotSaved`."""
        await self._refold()
        self._epoch = (self.evidence.epoch.epoch if self.evidence.epoch else 0) + 1
        epoch = EpochStarted(
            epoch=self._epoch,
            server_us=self._clock.server_us(),
            wall_us=self._clock.wall_us(),
            boot_id=self._clock.boot_id,
            software=self._software,
        )
        await self._journal.append([Record(epoch)])
        self.evidence.apply(self._journal.last_n, epoch)
        self._on_commit()

    async def run(self) -> None:
        """Work the inbox until cancelled; what is in it then is still saved, if the store can be written."""
        work = asyncio.create_task(self._work_on(), name="inbox")
        try:
            await asyncio.shield(work)
        finally:
            self._stopping = True
            self._filled.set()
            await work

    async def _work_on(self) -> None:
        while not self._stopping:
            await self._filled.wait()
            self._filled.clear()
            await self.work()
        await self.work()

    async def work(self) -> None:
        """Carry out and save all that is in the inbox, as one batch."""
        batch = list(self._inbox)
        self._inbox.clear()
        if not batch:
            return
        records: list[Record] = []
        answers: list[tuple[_Asked, Answer]] = []
        accepted: dict[str, Accepted] = {}
        for item in batch:
            if isinstance(item, _Asked):
                answer = accepted.get(item.envelope.key) or self._carry_out(item, records)
                if isinstance(answer, Accepted):
                    accepted[item.envelope.key] = answer
                answers.append((item, answer))
            else:
                self._take(signal_facts(self.evidence, self._epoch, item), None, records)
        try:
            if records:
                await self._journal.append(records)
        except NotSaved as error:
            await self._not_saved(batch, error)
            return
        self._answers.update(accepted)
        for asked, answer in answers:
            _resolve(asked, answer)
        if records or not self.saved:
            self._note_saved()
            self._on_commit()

    def _carry_out(self, asked: _Asked, records: list[Record]) -> Answer:
        envelope = asked.envelope
        known = self._answers.get(envelope.key)
        if known is not None:
            return known
        now = Instant(epoch=self._epoch, server_us=asked.at_us, track_us=self.evidence.track_of(asked.at_us))
        ask = Ask(self.evidence, self.scorer, envelope.by, now)
        try:
            if envelope.dry_run:
                return preview(ask, envelope.command)
            if self._stale(ask, envelope):
                return Refused(why=STALE, stale=True)
            decided = decide(ask, envelope.command)
        except Refusal as refusal:
            return Refused(why=str(refusal))
        self._take(decided, envelope.key, records)
        return Accepted(n=self.evidence.n)

    def _stale(self, ask: Ask, envelope: Envelope) -> bool:
        session = session_of(ask, envelope.command)
        seen = envelope.seen_decision
        return seen is not None and session is not None and self.evidence.last_decision(session) > seen

    def _take(self, decided: Sequence[AnyFact], key: str | None, records: list[Record]) -> None:
        last = len(decided) - 1
        for i, fact in enumerate(decided):
            records.append(Record(fact, key if i == last else None))
            self.evidence.apply(self.evidence.n + 1, fact)

    async def _not_saved(self, batch: list[Signal | _Asked], error: NotSaved) -> None:
        """Keep the batch's signals, refuse its commands, undo it, and wait until the store can be written.

        The store counts as saved again only when what was kept is in it: a disk with room for a probe
        need not have room for that.
        """
        log.error("NOT SAVED: %s", error)
        self.saved = False
        self._waiting = True
        self._inbox = deque(item for item in (*batch, *self._inbox) if not self._refused(item))
        self._on_commit()
        undone = not self._stopping and await self._undo()
        while not self._stopping:
            await self._sleep(RETRY_S)
            undone = undone or await self._undo()
            if undone and await self._can_save():
                break
        self._waiting = False
        self._filled.set()
        if undone and not self._inbox and not self._stopping:
            self._note_saved()
            self._on_commit()

    def _refused(self, item: Signal | _Asked) -> bool:
        if not isinstance(item, _Asked):
            return False
        _resolve(item, self._refusal(item.envelope))
        return True

    def _refusal(self, envelope: Envelope) -> Answer:
        """What to say while nothing can be saved; a command carried out before gets its answer again."""
        return self._answers.get(envelope.key) or Refused(why=NOT_SAVED)

    def _note_saved(self) -> None:
        if not self.saved:
            self.saved = True
            log.warning("The store can be written again; nothing that was heard is lost.")

    async def _undo(self) -> bool:
        """Go back to what the journal holds; false while not even that can be read."""
        try:
            await self._refold()
        except StoreError as error:
            log.error("The store cannot be read: %s", error)  # noqa: TRY400 - one line for the operator
            return False
        self._on_commit()
        return True

    async def _can_save(self) -> bool:
        try:
            await self._journal.probe()
        except NotSaved:
            return False
        return True

    async def _refold(self) -> None:
        evidence = Evidence()
        answers: dict[str, Accepted] = {}
        with _collector_paused():
            async for stored in self._journal.read():
                for n, fact, key in stored:
                    evidence.apply(n, fact)
                    if key is not None:
                        answers[key] = Accepted(n=n)
        self.evidence = evidence
        self.scorer = Scorer(evidence)
        self._answers = answers


@contextmanager
def _collector_paused() -> Iterator[None]:
    """A fold makes millions of objects and no garbage; looking through them again and again finds none."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _resolve(asked: _Asked, answer: Answer) -> None:
    if not asked.answer.done():
        asked.answer.set_result(answer)
