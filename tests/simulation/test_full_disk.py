"""A disk that runs full in the middle of a race, with a real store (`support.starved_process`)."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec

from livetiming.engine import NOT_SAVED
from support.starved_process import Seen

PROCESS = Path(__file__).parent.parent / "support" / "starved_process.py"


def test_full_disk_refuses_commands_and_keeps_every_passing(tmp_path: Path, root: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(PROCESS), str(tmp_path / "day.store")],
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(root / "tests")},
    )
    assert done.returncode == 0, done.stderr.decode()
    seen = msgspec.json.decode(done.stdout, type=Seen)
    assert not seen.saved_while_full
    assert seen.refusals == [NOT_SAVED] * 4
    assert seen.kept_in_the_inbox >= 120
    assert seen.evidence_while_full == seen.journal_while_full >= seen.saved_before
    assert seen.saved_after
    assert seen.accepted_after
    assert seen.passings == list(range(1, len(seen.passings) + 1))
    assert len(seen.passings) >= 200 + 120 + 30
    assert seen.replay_is_equal
    assert "NOT SAVED: The store could not be written" in done.stderr.decode()
