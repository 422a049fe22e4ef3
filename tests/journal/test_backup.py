"""Backups made while racing goes on, and the way back from one (field fault 18)."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from livetiming.cli.backup import backup as backup_command
from livetiming.cli.restore import restore as restore_command
from livetiming.errors import StoreBusy, StoreCorrupt, StoreError
from livetiming.journal import Record
from livetiming.journal.backup import backup, check, restore
from livetiming.journal.sqlite import SqliteJournal, open_store
from support.journals import facts_of
from support.samples import FACTS


@asynccontextmanager
async def opened(store: Path) -> AsyncIterator[SqliteJournal]:
    journal = await open_store(store)
    try:
        yield journal
    finally:
        await journal.close()


def overwrite(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def damage(path: Path) -> None:
    """Wipe the second page."""
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + bytes(4096) + whole[8192:])


async def contents(store: Path) -> list[object]:
    async with opened(store) as journal:
        return [*await facts_of(journal)]


@pytest.fixture
async def filled(store: Path) -> Path:
    """A closed store with one of each fact."""
    async with opened(store) as journal:
        await journal.append([Record(fact, f"key-{i}") for i, fact in enumerate(FACTS)])
    return store


async def test_backup_and_restore_give_back_the_same_facts_under_a_new_stream(filled: Path) -> None:
    target, other = filled.with_name("copy.backup"), filled.with_name("other.store")
    assert backup(filled, target) == len(FACTS)
    assert restore(target, other) == len(FACTS)
    assert await contents(other) == await contents(filled)
    async with opened(filled) as one, opened(other) as two:
        assert one.stream != two.stream
        assert await two.append([Record(FACTS[0])]) == len(FACTS) + 1


async def test_backup_of_a_store_in_use_holds_all_that_was_saved_before_it(filled: Path) -> None:
    target = filled.with_name("copy.backup")
    async with opened(filled) as journal:
        saved_n = journal.last_n
        writing = asyncio.create_task(write_on(journal))
        copied = [await asyncio.to_thread(backup, filled, target) for _ in range(5)]
        writing.cancel()
        assert copied == sorted(copied)
        assert copied[0] >= saved_n
        everything = await facts_of(journal)
    other = filled.with_name("other.store")
    restore(target, other)
    assert await contents(other) == everything[: copied[-1]]


async def write_on(journal: SqliteJournal) -> None:
    while True:
        await journal.append([Record(FACTS[3])])


async def test_backup_is_one_file_that_may_be_copied(filled: Path) -> None:
    target = filled.with_name("copy.backup")
    async with opened(filled):
        backup(filled, target)
    assert {path.name for path in filled.parent.iterdir()} == {"day.store", "day.store.lock", "copy.backup"}
    carried = filled.with_name("carried.backup")
    carried.write_bytes(target.read_bytes())
    assert check(carried) == len(FACTS)


async def test_store_in_a_folder_with_an_odd_name_can_be_backed_up(tmp_path: Path) -> None:
    folder = tmp_path / "Race #5? 100 % wet"
    folder.mkdir()
    async with opened(folder / "a store") as journal:
        await journal.append([Record(FACTS[0])])
        assert backup(folder / "a store", folder / "a backup") == 1
    assert restore(folder / "a backup", folder / "another store") == 1


async def test_newer_backup_replaces_the_older_one(filled: Path) -> None:
    target = filled.with_name("copy.backup")
    backup(filled, target)
    async with opened(filled) as journal:
        await journal.append([Record(FACTS[0])])
    assert backup(filled, target) == len(FACTS) + 1


def test_failed_backup_leaves_the_older_one(filled: Path) -> None:
    target = filled.with_name("copy.backup")
    backup(filled, target)
    kept = target.read_bytes()
    damage(filled)
    with pytest.raises(StoreError, match=r"day\.store is no whole store"):
        backup(filled, target)
    assert target.read_bytes() == kept
    assert not list(filled.parent.glob("*.partial*"))


async def test_backup_never_overwrites_a_store_or_another_file(filled: Path, tmp_path: Path) -> None:
    other, notes = tmp_path / "other.store", tmp_path / "notes.txt"
    notes.write_text("fuel: 98")
    async with opened(other) as journal:
        await journal.append([Record(FACTS[0])])
    for target in (other, notes, filled):
        before = target.read_bytes()
        with pytest.raises(StoreError, match="exists and is no backup"):
            backup(filled, target)
        assert target.read_bytes() == before


def test_backup_without_a_store_or_a_folder_is_told(filled: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no store"):
        backup(tmp_path / "missing", tmp_path / "copy")
    with pytest.raises(StoreError, match="could not be copied"):
        backup(filled, tmp_path / "nowhere" / "copy")
    with pytest.raises(StoreError, match="There is no backup"):
        restore(tmp_path / "missing", tmp_path / "new")
    backup(filled, tmp_path / "copy")
    with pytest.raises(StoreError, match="cannot be used"):
        restore(tmp_path / "copy", tmp_path / "nowhere" / "new")


def test_damaged_backup_is_not_restored(filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy"
    backup(filled, target)
    damage(target)
    with pytest.raises(StoreCorrupt, match="copy is no whole store"):
        restore(target, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_sqlite_file_of_another_program_is_not_restored(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "laps.db")) as other:
        other.execute("CREATE TABLE laps (kart TEXT)")
    with pytest.raises(StoreError):
        restore(tmp_path / "laps.db", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_restore_over_a_store_is_refused_unless_asked_for(filled: Path) -> None:
    target = filled.with_name("copy")
    backup(filled, target)
    with pytest.raises(StoreError, match=r"give --replace to keep it as day\.store\.before-restore"):
        restore(target, filled)


async def test_restore_keeps_each_store_that_was_there(filled: Path) -> None:
    target = filled.with_name("copy")
    backup(filled, target)
    async with opened(filled) as journal:
        await journal.append([Record(FACTS[0])])
    before = await contents(filled)
    restore(target, filled, replace=True)
    restore(target, filled, replace=True)
    assert await contents(filled) == before[:-1]
    assert await contents(filled.with_name("day.store.before-restore")) == before
    assert await contents(filled.with_name("day.store.before-restore1")) == before[:-1]


async def test_restore_over_a_damaged_store_with_commits_beside_it(filled: Path) -> None:
    target = filled.with_name("copy")
    backup(filled, target)
    overwrite(filled, b"rubbish" * 1000)
    overwrite(filled.with_name("day.store-wal"), b"more rubbish")
    assert restore(target, filled, replace=True) == len(FACTS)
    assert len(await contents(filled)) == len(FACTS)
    assert filled.with_name("day.store.before-restore").read_bytes() == b"rubbish" * 1000
    assert filled.with_name("day.store.before-restore-wal").read_bytes() == b"more rubbish"


async def test_store_in_use_is_not_restored_over(filled: Path) -> None:
    target = filled.with_name("copy")
    backup(filled, target)
    async with opened(filled) as journal:
        with pytest.raises(StoreBusy):
            restore(target, filled, replace=True)
        assert await journal.append([Record(FACTS[0])]) == len(FACTS) + 1


def test_commands_say_in_one_line_what_was_done(filled: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke
    target, other = tmp_path / "copy", tmp_path / "other"
    saved = run(backup_command, [str(filled), str(target)])
    assert saved.output == f"{len(FACTS)} facts of {filled} are safe in {target}.\n"
    made = run(restore_command, [str(target), str(other)])
    assert made.output == f"{other} has the {len(FACTS)} facts of {target}.\n"
    again = run(restore_command, [str(target), str(other), "--replace"])
    aside = f"{other}.before-restore"
    assert again.output == (
        f"{other} has the {len(FACTS)} facts of {target}; the store that was there is now {aside}.\n"
    )
    refused = run(restore_command, [str(target), str(other)])
    assert isinstance(refused.exception, StoreError)
