"""A running officials' app for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from support.tower_rig import TowerRig, tower_rig


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[TowerRig]:
    async with tower_rig(tmp_path / "day.store") as rig:
        yield rig
