"""Tables beside the journal are written through its connection, and never get into one another's way."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from livetiming.errors import NotSaved, StoreCorrupt
from livetiming.journal import Record
from livetiming.journal.sqlite import SqliteJournal, open_store
from support.samples import passing


@pytest.fixture
async def shared(store: Path) -> AsyncIterator[SqliteJournal]:
    """A store with a table of somebody else in it."""
    journal = await open_store(store)
    await journal.write(("CREATE TABLE guests (name TEXT PRIMARY KEY)", [()]))
    yield journal
    await journal.close()


async def guests(journal: SqliteJournal) -> list[object]:
    return [name for (name,) in await journal.rows("SELECT name FROM guests ORDER BY name")]


async def invite(journal: SqliteJournal, *names: str) -> None:
    await journal.write(("INSERT INTO guests VALUES (?)", [(name,) for name in names]))


async def test_batches_of_facts_and_other_writes_take_turns(shared: SqliteJournal) -> None:
    async with asyncio.TaskGroup() as tasks:
        for number in range(30):
            tasks.create_task(invite(shared, f"{number:02}"))
        for number in range(30):
            await shared.append([Record(passing(number))])
    assert shared.last_n == 30
    assert await guests(shared) == [f"{number:02}" for number in range(30)]


async def test_a_write_that_fails_changes_nothing_and_leaves_the_journal_alone(shared: SqliteJournal) -> None:
    await invite(shared, "ada")
    with pytest.raises(NotSaved):
        await invite(shared, "eve", "ada")
    await shared.append([Record(passing(1))])
    assert await guests(shared) == ["ada"]


async def test_statements_of_one_write_are_one_transaction(shared: SqliteJournal) -> None:
    insert = "INSERT INTO guests VALUES (?)"
    with pytest.raises(NotSaved):
        await shared.write((insert, [("ada",)]), (insert, [("ada",)]))
    assert await guests(shared) == []


@pytest.mark.parametrize("steps", range(12))
async def test_a_writer_that_is_cancelled_leaves_no_transaction_open(
    shared: SqliteJournal, steps: int
) -> None:
    writing = asyncio.create_task(invite(shared, "ada", "eve"))
    for _ in range(steps):
        await asyncio.sleep(0)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    await shared.append([Record(passing(1))])
    assert not shared.connection.in_transaction
    assert await guests(shared) in ([], ["ada", "eve"])


async def test_a_query_that_the_store_cannot_answer_says_that_it_is_damaged(shared: SqliteJournal) -> None:
    with pytest.raises(StoreCorrupt):
        await shared.rows("SELECT name FROM nowhere")
