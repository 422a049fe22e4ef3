"""A store that cannot be written: commands are refused, passings kept, and nothing unsaved is shown."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from livetiming.commands import Accepted, Refused
from livetiming.engine import NOT_SAVED
from livetiming.errors import StoreCorrupt
from livetiming.journal import Stored
from livetiming.scoring.evidence import fold
from support.dump import dump
from support.journals import FullJournal, facts_of
from support.rig import MEETING, Rig, a_class, until

REFUSED = Refused(why=NOT_SAVED)
AnyRig = Rig[FullJournal] | Rig["GoneJournal"]


@pytest.fixture
async def running(full: Rig[FullJournal]) -> AsyncIterator[Rig[FullJournal]]:
    """The engine at work, with a meeting open and ten passings heard."""
    work = asyncio.create_task(full.engine.run())
    await full.ask(MEETING, "meeting")
    full.hear(10)
    await full.ask(a_class("j0"), "j0")
    yield full
    full.journal.room = None
    full.wake()
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)


async def until_napping(rig: AnyRig, naps: int = 1) -> None:
    await until(lambda: rig.naps >= naps)


async def until_saved(rig: AnyRig) -> None:
    await until(lambda: rig.engine.saved)


async def test_command_that_cannot_be_saved_is_refused_and_undone(running: Rig[FullJournal]) -> None:
    before = dump(running.engine.evidence)
    running.journal.room = 0
    assert await running.ask(a_class("j1"), "a") == REFUSED
    await until_napping(running)
    assert not running.engine.saved
    assert running.engine.settled
    assert dump(running.engine.evidence) == before


async def test_officials_are_told_at_once_and_again_when_it_works(running: Rig[FullJournal]) -> None:
    told = running.commits
    running.journal.room = 0
    await running.ask(a_class("j1"), "a")
    assert running.commits > told
    assert not running.engine.saved
    await until_napping(running)
    told = running.commits
    running.journal.room = None
    running.wake()
    await until_saved(running)
    assert running.commits > told


async def test_passings_heard_meanwhile_are_saved_in_order(running: Rig[FullJournal]) -> None:
    running.journal.room = 0
    running.hear(5)
    await running.ask(a_class("j1"), "a")
    await until_napping(running)
    running.hear(20)
    assert running.engine.queued == 25
    running.journal.room = None
    running.wake()
    await until_saved(running)
    assert await running.passings() == list(range(1, 36))
    replayed = fold((n, fact) for n, fact, _ in await facts_of(running.journal))
    assert dump(replayed) == dump(running.engine.evidence)


async def test_commands_given_meanwhile_are_refused_and_can_be_given_again(
    running: Rig[FullJournal],
) -> None:
    running.journal.room = 0
    assert await running.ask(a_class("j1"), "a") == REFUSED
    await until_napping(running)
    assert await running.ask(a_class("j1"), "a") == REFUSED
    assert running.naps == 1, "nobody waits for the next attempt to be told"
    running.journal.room = None
    running.wake()
    await until_saved(running)
    assert isinstance(await running.ask(a_class("j1"), "a"), Accepted)


async def test_command_saved_before_keeps_its_answer_while_the_disk_is_full(
    running: Rig[FullJournal],
) -> None:
    running.journal.room = 0
    asked = [running.ask(a_class("j1"), "new"), running.ask(MEETING, "meeting")]
    await until_napping(running)
    assert [await answer for answer in asked] == [REFUSED, Accepted(n=2)]


async def test_disk_with_room_for_a_probe_only_is_not_called_saved(running: Rig[FullJournal]) -> None:
    """And it is tried once a nap, not as fast as the machine can."""
    running.journal.room = 1
    running.hear(5)
    await until_napping(running)
    for naps in range(2, 5):
        attempts = running.journal.attempts
        running.wake()
        await until_napping(running, naps)
        assert not running.engine.saved
        assert running.journal.attempts <= attempts + 1
    running.journal.room = None
    running.wake()
    await until_saved(running)
    assert await running.passings() == list(range(1, 16))


async def test_refused_command_alone_does_not_keep_the_store_from_being_called_saved(
    running: Rig[FullJournal],
) -> None:
    running.journal.room = 0
    assert await running.ask(a_class("j1"), "a") == REFUSED
    await until_napping(running)
    running.journal.room = None
    running.wake()
    await until_saved(running)
    assert running.engine.queued == 0


class GoneJournal(FullJournal):
    """A disk that was pulled out: it cannot be read either."""

    def __init__(self) -> None:
        super().__init__("gone")
        self.gone = False

    async def read(self, after_n: int = 0) -> AsyncIterator[Sequence[Stored]]:
        if self.gone:
            raise StoreCorrupt("The store is damaged (disk I/O error); restore a backup.")
        async for piece in super().read(after_n):
            yield piece


async def test_disk_that_is_gone_and_comes_back_has_every_passing() -> None:
    rig = Rig(GoneJournal())
    await rig.engine.start()
    work = asyncio.create_task(rig.engine.run())
    rig.hear(3)
    await rig.ask(MEETING, "a")
    rig.journal.gone, rig.journal.room = True, 0
    rig.hear(4)
    await until_napping(rig)
    # What is not saved could not be undone yet, and is shown to nobody.
    assert [rig.engine.settled] == [False]
    rig.journal.gone, rig.journal.room = False, None
    rig.wake()
    await until_saved(rig)
    assert [rig.engine.settled] == [True]
    assert await rig.passings() == list(range(1, 8))
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)


async def test_stopping_while_the_disk_is_full_ends(running: Rig[FullJournal]) -> None:
    work = asyncio.create_task(running.engine.run())
    running.journal.room = 0
    running.hear(3)
    await until_napping(running)
    work.cancel()
    running.wake()
    await asyncio.wait([work])
    assert await running.passings() == list(range(1, 11))
