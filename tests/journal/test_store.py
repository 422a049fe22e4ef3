"""A store that cannot be opened or read says why in one sentence, and nothing in it is changed."""

import asyncio
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from livetiming.errors import NotSaved, StoreBusy, StoreCorrupt, StoreError, StoreTooNew
from livetiming.journal import Record
from livetiming.journal.backup import backup
from livetiming.journal.sqlite import APPLICATION_ID, FORMAT_VERSION, SqliteJournal, open_store
from support.journals import facts_of
from support.samples import FACTS

PAGE_BYTES = 4096


def filled(store: Path, facts: int = 2_000) -> None:
    """A store that was closed with so many facts in it."""

    async def fill() -> None:
        journal = await open_store(store)
        await journal.append([Record(FACTS[i % len(FACTS)], f"key-{i}") for i in range(facts)])
        await journal.close()

    asyncio.run(fill())


def append(store: Path) -> None:
    """One fact more."""

    async def write() -> None:
        journal = await open_store(store)
        try:
            await journal.append([Record(FACTS[0], "new")])
        finally:
            await journal.close()

    asyncio.run(write())


def read_through(store: Path) -> list[object]:
    """Everything in the store."""

    async def read() -> list[object]:
        journal = await open_store(store)
        try:
            return [fact for _, fact, _ in await facts_of(journal)]
        finally:
            await journal.close()

    return asyncio.run(read())


async def pragma(journal: SqliteJournal, name: str) -> object:
    async with journal.connection.execute(f"PRAGMA {name}") as cursor:
        row = await cursor.fetchone()
    assert row is not None
    return row[0]


async def test_open_store_syncs_each_commit(store: Path) -> None:
    journal = await open_store(store)
    try:
        assert await pragma(journal, "journal_mode") == "wal"
        assert await pragma(journal, "synchronous") == 2
        assert await pragma(journal, "application_id") == APPLICATION_ID
    finally:
        await journal.close()


def test_closed_store_is_one_file_and_its_lock(store: Path) -> None:
    filled(store, 3)
    assert sorted(path.name for path in store.parent.iterdir()) == ["day.store", "day.store.lock"]


def test_facts_can_be_read_in_any_sqlite_shell(store: Path) -> None:
    filled(store, 1)
    with closing(sqlite3.connect(store)) as shell:
        assert shell.execute("SELECT n, fact ->> 'software', key FROM journal").fetchall() == [
            (1, "1.0.0", "key-0")
        ]


def test_store_of_a_newer_livetiming_is_refused(store: Path) -> None:
    filled(store, 1)
    with closing(sqlite3.connect(store)) as newer:
        newer.execute(f"PRAGMA user_version = {FORMAT_VERSION + 1}")
    with pytest.raises(StoreTooNew, match="install the newer version"):
        read_through(store)


def test_backup_is_not_timed_on(store: Path) -> None:
    filled(store, 1)
    target = store.with_name("copy")
    backup(store, target)
    with pytest.raises(StoreError, match="is a backup; make a store of it"):
        read_through(target)


def test_sqlite_file_of_another_program_is_left_alone(store: Path) -> None:
    with closing(sqlite3.connect(store)) as other:
        other.execute("CREATE TABLE laps (kart TEXT)")
        other.execute("PRAGMA user_version = 99")
    before = store.read_bytes()
    with pytest.raises(StoreCorrupt, match="of another program"):
        read_through(store)
    assert store.read_bytes() == before


def test_file_of_another_kind_is_left_alone(store: Path) -> None:
    store.write_bytes(random.Random(1).randbytes(3 * PAGE_BYTES))
    before = store.read_bytes()
    with pytest.raises(StoreCorrupt, match="is no store or is damaged"):
        read_through(store)
    assert store.read_bytes() == before


def test_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="its folder does not exist"):
        read_through(tmp_path / "nowhere" / "day.store")


def test_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="it is a folder"):
        read_through(tmp_path)


def test_lost_stream_id_is_damage(store: Path) -> None:
    filled(store, 1)
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("DELETE FROM store")
        connection.commit()
    with pytest.raises(StoreCorrupt, match="lost the id of its stream"):
        read_through(store)


def test_missing_fact_is_damage(store: Path) -> None:
    filled(store, 10)
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("DELETE FROM journal WHERE n = 4")
        connection.commit()
    with pytest.raises(StoreCorrupt, match="restore a backup"):
        read_through(store)


def test_store_cut_off_anywhere_is_told(store: Path) -> None:
    filled(store)
    whole = store.read_bytes()
    chance = random.Random(20260517)
    edges = [1, 100, 511, PAGE_BYTES - 1, PAGE_BYTES, PAGE_BYTES + 1]
    for length in [*edges, *(chance.randrange(1, len(whole) - PAGE_BYTES) for _ in range(20))]:
        store.write_bytes(whole[:length])
        with pytest.raises(StoreCorrupt):
            read_through(store)


def test_overwritten_pages_are_told_or_did_not_matter(store: Path) -> None:
    filled(store)
    whole = store.read_bytes()
    before = read_through(store)
    told = 0
    for seed in range(40):
        chance = random.Random(seed)
        page = chance.randrange(len(whole) // PAGE_BYTES)
        damaged = bytearray(whole)
        damaged[page * PAGE_BYTES : (page + 1) * PAGE_BYTES] = chance.randbytes(PAGE_BYTES)
        store.write_bytes(damaged)
        try:
            # A page of the index of keys is not needed to read the facts.
            assert read_through(store) == before, f"seed {seed}"
        except StoreError:
            told += 1
    assert told > 20


def test_damaged_index_of_keys_cannot_be_written_to(store: Path) -> None:
    filled(store)
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'journal_key'"
        ).fetchone()
    damaged = bytearray(store.read_bytes())
    damaged[(page - 1) * PAGE_BYTES : page * PAGE_BYTES] = bytes(PAGE_BYTES)
    store.write_bytes(damaged)
    with pytest.raises(NotSaved, match="could not be written"):
        append(store)


async def test_second_server_is_told_that_the_store_is_in_use(store: Path) -> None:
    journal = await open_store(store)
    try:
        with pytest.raises(StoreBusy, match="in use by another livetiming"):
            await open_store(store)
        assert await journal.append([Record(FACTS[0])]) == 1
    finally:
        await journal.close()


HOLDER = """
import asyncio, sys
from pathlib import Path
from livetiming.journal.sqlite import open_store

async def hold():
    await open_store(Path(sys.argv[1]))
    print("open", flush=True)
    await asyncio.to_thread(sys.stdin.read)

asyncio.run(hold())
"""


def test_store_is_free_again_once_the_process_that_had_it_was_killed(store: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(StoreBusy):
            read_through(store)
        holder.kill()
        holder.wait()
    read_through(store)


def test_refused_store_is_let_go_of(store: Path) -> None:
    store.write_bytes(b"not a store at all " * 500)
    for _ in range(2):
        with pytest.raises(StoreCorrupt):
            read_through(store)
    store.unlink()
    read_through(store)
