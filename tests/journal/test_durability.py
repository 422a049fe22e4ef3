"""What was acknowledged is on the disk, wherever the power or the program goes (invariant 2)."""

import asyncio
import random
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from livetiming.facts import PassingHeard
from livetiming.journal import Record
from livetiming.journal.sqlite import open_store
from support.samples import passing

PAGE_BYTES = 4096
WAL_HEADER_BYTES = 32
FRAME_BYTES = 24 + PAGE_BYTES


class Commit(NamedTuple):
    """The files of a store as a commit left them, and the last fact that it acknowledged."""

    last_n: int
    store: bytes
    wal: bytes

    @property
    def generation(self) -> bytes:
        """Changes whenever the WAL begins anew after a checkpoint."""
        return self.wal[16:24]

    @property
    def written_bytes(self) -> int:
        """Where the WAL's valid part ends; older frames may lie behind."""
        end = WAL_HEADER_BYTES
        while self.wal[end + 8 : end + 16] == self.generation:
            end += FRAME_BYTES
        return end


async def commits(store: Path, chance: random.Random) -> AsyncIterator[Commit]:
    """A store that is written to in batches, with checkpoints every few of them."""
    journal = await open_store(store)
    try:
        await journal.connection.execute("PRAGMA wal_autocheckpoint = 12")
        number = 0
        for _ in range(25):
            count = chance.randrange(1, 30)
            await journal.append([Record(passing(number + i)) for i in range(count)])
            number += count
            yield Commit(journal.last_n, *await asyncio.to_thread(files_of, store))
    finally:
        await journal.close()


def files_of(store: Path) -> tuple[bytes, bytes]:
    return store.read_bytes(), store.with_name(store.name + "-wal").read_bytes()


async def history(store: Path, chance: random.Random) -> list[Commit]:
    return [commit async for commit in commits(store, chance)]


def facts_after_power_cut(folder: Path, store: bytes, wal: bytes) -> list[int]:
    """The numbers of the passings in a store whose machine lost power with these files on its disk."""
    path = folder / "cut.store"
    for old in folder.glob("cut.store*"):
        old.unlink()
    path.write_bytes(store)
    path.with_name("cut.store-wal").write_bytes(wal)
    return asyncio.run(passings_in(path))


async def passings_in(path: Path) -> list[int]:
    journal = await open_store(path)
    try:
        heard = [fact async for piece in journal.read() for _, fact, _ in piece]
    finally:
        await journal.close()
    return [fact.number for fact in heard if isinstance(fact, PassingHeard) and fact.number is not None]


@pytest.mark.parametrize("seed", range(6))
def test_power_cut_during_a_commit_loses_nothing_acknowledged_before_it(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    told = asyncio.run(history(tmp_path / "day.store", chance))
    assert len({commit.generation for commit in told}) > 1, "no checkpoint happened"
    for before, after in pairwise(told):
        # What the second commit wrote may be on the disk in part, with anything behind it.
        begun = before.written_bytes if before.generation == after.generation else 0
        cut = chance.randrange(begun, after.written_bytes + 1)
        rubbish = chance.choice([b"", chance.randbytes(99), chance.randbytes(FRAME_BYTES), before.wal[cut:]])
        found = facts_after_power_cut(tmp_path, after.store, after.wal[:cut] + rubbish)
        assert found == list(range(len(found))), f"seed {seed}"
        assert before.last_n <= len(found) <= after.last_n, f"seed {seed}, cut at {cut}"


def test_commit_is_whole_or_absent_at_every_byte_of_it(tmp_path: Path) -> None:
    told = asyncio.run(history(tmp_path / "day.store", random.Random(7)))
    before, after = next((a, b) for a, b in pairwise(told) if a.generation == b.generation)
    cuts = [*range(before.written_bytes, after.written_bytes, 509), after.written_bytes]
    found = [len(facts_after_power_cut(tmp_path, after.store, after.wal[:cut])) for cut in cuts]
    assert set(found) == {before.last_n, after.last_n}
    assert found[-1] == after.last_n


@pytest.mark.parametrize("seed", range(4))
def test_power_cut_during_a_checkpoint_loses_nothing(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    told = asyncio.run(history(tmp_path / "day.store", chance))
    checkpoints = [
        (before, after)
        for before, after in pairwise(told)
        if before.store != after.store and before.generation == after.generation
    ]
    assert checkpoints
    for before, after in checkpoints:
        # Each page may be as it was or as it will be, the last one torn; the WAL has them all.
        pages = range(0, len(after.store), PAGE_BYTES)
        versions = [chance.choice([before.store, after.store])[at : at + PAGE_BYTES] for at in pages]
        torn = b"".join(versions)[: len(after.store) - chance.randrange(PAGE_BYTES)]
        found = facts_after_power_cut(tmp_path, torn, after.wal)
        assert found == list(range(after.last_n)), f"seed {seed}"
