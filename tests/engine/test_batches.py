"""One inbox, one writer: order, batches, keys (invariant 1)."""

import asyncio

import msgspec
import pytest

from livetiming import facts
from livetiming.commands import Accepted, CloseSession, OpenSession, PlanSession, Preview, Refused
from livetiming.facts import PassingHeard, SessionKind
from livetiming.journal.memory import MemoryJournal
from support.dump import dump
from support.journals import HeldJournal, facts_of
from support.rig import MEETING, Rig, a_class

PRACTICE = PlanSession(session="p", name="Practice", kind=SessionKind.PRACTICE)


class CountingJournal(MemoryJournal):
    """Remembers how many facts each commit had."""

    def __init__(self) -> None:
        super().__init__("counting")
        self.batches: list[int] = []

    async def append(self, records: object) -> int:
        assert isinstance(records, list)
        self.batches.append(len(records))
        return await super().append(records)


@pytest.fixture
async def rig() -> Rig[CountingJournal]:
    rig = Rig(CountingJournal())
    await rig.engine.start()
    return rig


async def test_start_begins_an_epoch_and_each_start_the_next(rig: Rig[CountingJournal]) -> None:
    again = Rig(rig.journal)
    await again.engine.start()
    epochs = [
        fact.epoch for _, fact, _ in await facts_of(rig.journal) if isinstance(fact, facts.EpochStarted)
    ]
    assert epochs == [1, 2]


async def test_all_that_waits_is_one_commit(rig: Rig[CountingJournal]) -> None:
    rig.hear(2)
    asked = rig.ask(MEETING, "a")
    await asyncio.sleep(0)
    rig.hear(3)
    await rig.engine.work()
    assert isinstance(await asked, Accepted)
    # The epoch; then the first passing with its segment, another, the meeting, and three passings.
    assert rig.journal.batches == [1, 7]


async def test_facts_are_in_the_order_of_the_inbox(rig: Rig[CountingJournal]) -> None:
    rig.hear(2)
    asked = [rig.ask(MEETING, "a"), rig.ask(a_class("j1"), "b")]
    await asyncio.sleep(0)
    rig.hear(1)
    await rig.engine.work()
    names = [type(fact).__name__ for _, fact, _ in await facts_of(rig.journal)]
    assert names == [
        "EpochStarted",
        "SegmentOpened",
        "PassingHeard",
        "PassingHeard",
        "MeetingOpened",
        "ClassDefined",
        "PassingHeard",
    ]
    assert [await answer for answer in asked] == [Accepted(n=5), Accepted(n=6)]


async def test_later_command_of_a_batch_builds_on_an_earlier_one(rig: Rig[CountingJournal]) -> None:
    asked = [rig.ask(MEETING, "a"), rig.ask(PRACTICE, "b"), rig.ask(OpenSession(session="p"), "c")]
    await asyncio.sleep(0)
    await rig.engine.work()
    assert [type(await answer) for answer in asked] == [Accepted] * 3


async def test_refused_command_leaves_no_trace_and_holds_nobody_up(rig: Rig[CountingJournal]) -> None:
    asked = [rig.ask(a_class("j1"), "a"), rig.ask(MEETING, "b")]
    await asyncio.sleep(0)
    await rig.engine.work()
    assert await asked[0] == Refused(why="No meeting is open; open one first.")
    assert isinstance(await asked[1], Accepted)
    assert rig.journal.batches == [1, 1]


async def test_nothing_to_do_is_no_commit(rig: Rig[CountingJournal]) -> None:
    await rig.engine.work()
    await rig.do(a_class("j1"), "refused")
    assert rig.journal.batches == [1]
    assert rig.commits == 1


async def test_same_key_gives_the_same_answer_and_changes_nothing(rig: Rig[CountingJournal]) -> None:
    first = await rig.do(MEETING, "a")
    last_n = rig.journal.last_n
    assert await rig.do(MEETING, "a") == first
    assert await rig.do(a_class("j1"), "a") == first
    assert rig.journal.last_n == last_n


async def test_same_key_twice_in_one_batch_is_carried_out_once(rig: Rig[CountingJournal]) -> None:
    asked = [rig.ask(MEETING, "a"), rig.ask(MEETING, "a")]
    await asyncio.sleep(0)
    await rig.engine.work()
    assert [await answer for answer in asked] == [Accepted(n=2)] * 2


async def test_same_key_after_a_restart_gives_the_first_answer(rig: Rig[CountingJournal]) -> None:
    first = await rig.do(MEETING, "a")
    await rig.do(PRACTICE, "b")
    opened = await rig.do(OpenSession(session="p"), "c")
    again = Rig(rig.journal)
    await again.engine.start()
    assert await again.do(MEETING, "a") == first
    assert await again.do(OpenSession(session="p"), "c") == opened


async def test_key_of_a_refused_command_may_be_tried_again(rig: Rig[CountingJournal]) -> None:
    assert isinstance(await rig.do(a_class("j1"), "a"), Refused)
    await rig.do(MEETING, "b")
    assert isinstance(await rig.do(a_class("j1"), "a"), Accepted)


async def test_accepted_number_is_that_of_the_decision(rig: Rig[CountingJournal]) -> None:
    await rig.do(MEETING, "a")
    await rig.do(PRACTICE, "b")
    await rig.do(msgspec.structs.replace(PRACTICE, session="q"), "c")
    await rig.do(OpenSession(session="p"), "d")
    answer = await rig.do(OpenSession(session="q"), "e")
    assert isinstance(answer, Accepted)
    by_number = {n: fact for n, fact, _ in await facts_of(rig.journal)}
    opened = by_number[answer.n]
    assert isinstance(opened, facts.SessionOpened)
    assert isinstance(by_number[answer.n - 1], facts.SessionClosed)


async def test_dry_run_tells_and_changes_nothing(rig: Rig[CountingJournal]) -> None:
    await rig.do(MEETING, "a")
    await rig.do(PRACTICE, "b")
    before = dump(rig.engine.evidence)
    answer = rig.ask(OpenSession(session="p"), "c", dry_run=True)
    await asyncio.sleep(0)
    await rig.engine.work()
    assert isinstance(await answer, Preview)
    assert dump(rig.engine.evidence) == before
    assert isinstance(await rig.do(OpenSession(session="p"), "c"), Accepted)


async def test_dry_run_of_what_would_be_refused_is_refused(rig: Rig[CountingJournal]) -> None:
    answer = rig.ask(a_class("j1"), "a", dry_run=True)
    await asyncio.sleep(0)
    await rig.engine.work()
    assert isinstance(await answer, Refused)


async def test_command_judged_on_older_news_is_refused_as_stale(rig: Rig[CountingJournal]) -> None:
    await rig.do(MEETING, "a")
    await rig.do(PRACTICE, "b")
    seen = await rig.do(OpenSession(session="p"), "c")
    assert isinstance(seen, Accepted)
    await rig.do(CloseSession(session="p"), "another official")
    stale = rig.ask(OpenSession(session="p"), "mine", seen_decision=seen.n)
    await asyncio.sleep(0)
    await rig.engine.work()
    answer = await stale
    assert isinstance(answer, Refused)
    assert answer.stale


async def test_passing_is_kept_with_no_meeting_and_no_session(rig: Rig[CountingJournal]) -> None:
    rig.hear(3)
    await rig.engine.work()
    kept = [fact for _, fact, _ in await facts_of(rig.journal) if isinstance(fact, PassingHeard)]
    assert [fact.number for fact in kept] == [1, 2, 3]


async def test_stopping_saves_what_waits(held: Rig[HeldJournal]) -> None:
    running = asyncio.create_task(held.engine.run())
    held.journal.hold()
    held.hear(1)
    await held.journal.waiting.wait()
    held.hear(2)
    asked = held.ask(MEETING, "a")
    await asyncio.sleep(0)
    running.cancel()
    await asyncio.sleep(0)
    held.journal.let_go()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert await held.passings() == [1, 2, 3]
    assert isinstance(await asked, Accepted)
