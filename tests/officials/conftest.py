"""A door with one administrator."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from livetiming.officials.desk import Officials
from livetiming.officials.roles import Role
from support.clocks import ManualClock
from support.officials import door

PASSWORD = "a long one"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "day.store"


@pytest.fixture
async def officials(store: Path, clock: ManualClock) -> AsyncIterator[Officials]:
    """Ada is the administrator, with the password "a long one"."""
    async with door(store, clock) as officials:
        await officials.accounts.put("Ada", Role.ADMINISTRATOR, PASSWORD)
        yield officials
