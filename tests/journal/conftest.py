"""Both journals behind one fixture."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from livetiming.journal import Journal
from livetiming.journal.memory import MemoryJournal
from livetiming.journal.sqlite import open_store

Again = Callable[[], Awaitable[Journal]]
"""Closes the journal and opens it again, as a start of the server does."""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "day.store"


@pytest.fixture(params=["memory", "sqlite"])
async def again(request: pytest.FixtureRequest, store: Path) -> AsyncIterator[Again]:
    """Opens the journal; called again, closes and reopens it."""
    kept: list[Journal] = []

    async def reopened() -> Journal:
        if request.param == "memory":
            kept.append(kept[-1] if kept else MemoryJournal("stream"))
        else:
            if kept:
                await kept[-1].close()
            kept.append(await open_store(store))
        return kept[-1]

    yield reopened
    if kept:
        await kept[-1].close()


@pytest.fixture
async def journal(again: Again) -> Journal:
    """An empty journal."""
    return await again()
