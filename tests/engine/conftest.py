"""Started engines for the tests of this folder."""

import pytest

from support.journals import FullJournal, HeldJournal
from support.rig import Rig


@pytest.fixture
async def held() -> Rig[HeldJournal]:
    """A started engine whose commits can be held."""
    rig = Rig(HeldJournal())
    await rig.engine.start()
    return rig


@pytest.fixture
async def full() -> Rig[FullJournal]:
    """A started engine whose disk can run full."""
    rig = Rig(FullJournal())
    await rig.engine.start()
    return rig
