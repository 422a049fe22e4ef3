"""A timing process killed at any instant: its store holds all that was acknowledged, and no more than was
submitted, in order.
"""

import asyncio
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from livetiming.facts import PassingHeard
from livetiming.journal.sqlite import open_store
from support.journals import facts_of

PROCESS = Path(__file__).parent.parent / "support" / "timing_process.py"
SEED = 20260517
LIVES = 12


class Told(NamedTuple):
    """What a process had acknowledged when it was killed."""

    last_n: int
    last_passing: int
    keys: dict[str, int]


def life_and_death(store: Path, root: Path, chance: random.Random) -> Told:
    """Run the process until it has said so many lines, and kill it then, whatever it is doing."""
    environment = os.environ | {"PYTHONPATH": str(root / "tests")}
    with subprocess.Popen(
        [sys.executable, str(PROCESS), str(store)], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(chance.randrange(1, 60))]
        process.kill()
        assert all(lines), "the process ended by itself"
        lines += process.stdout.readlines()
    return told(lines)


def told(lines: list[str]) -> Told:
    """The last whole acknowledgement of each kind."""
    whole = [line.split() for line in lines if line.endswith("\n")]
    commits = [(int(words[1]), int(words[2])) for words in whole if words[0] == "n"]
    keys = {words[1]: int(words[2]) for words in whole if words[0] == "key"}
    last_n, last_passing = commits[-1] if commits else (0, 0)
    return Told(last_n, last_passing, keys)


async def kept(store: Path) -> tuple[int, list[int], dict[str, int]]:
    journal = await open_store(store)
    try:
        facts = await facts_of(journal)
        return (
            journal.last_n,
            [fact.number or 0 for _, fact, _ in facts if isinstance(fact, PassingHeard)],
            {key: n for n, _, key in facts if key is not None},
        )
    finally:
        await journal.close()


def test_process_killed_at_any_instant_keeps_what_it_acknowledged(tmp_path: Path, root: Path) -> None:
    chance = random.Random(SEED)
    store = tmp_path / "day.store"
    acknowledged: dict[str, int] = {}
    for life in range(LIVES):
        before_death = life_and_death(store, root, chance)
        acknowledged |= before_death.keys
        last_n, passings, keys = asyncio.run(kept(store))
        where = f"seed {SEED}, life {life}"
        assert last_n >= before_death.last_n, where
        assert passings == list(range(1, len(passings) + 1)), where
        assert len(passings) >= before_death.last_passing, where
        assert acknowledged.items() <= keys.items(), where
    assert len(acknowledged) > LIVES
