"""The journal: the numbered facts of a store, written once and never changed.

The promise:

1. `Journal.append` returns only when its facts are on the disk, synced, so that neither a crash of
   the program nor of the machine loses them; or it raises `NotSaved` and none of them is there.
2. Facts are numbered 1, 2, 3 … without a gap, in the order of their appending.
3. What was appended is read back the same, by this and by every later release.
4. One process writes to a store at a time.

`livetiming.journal.sqlite` keeps it in a file and `livetiming.journal.memory` in memory; both pass
``tests/journal/test_contract.py``.
"""

from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple, Protocol

from livetiming.facts import AnyFact


class Record(NamedTuple):
    """A fact to append, with the idempotency key of the command it answers (its last fact)."""

    fact: AnyFact
    key: str | None = None


class Stored(NamedTuple):
    """A fact as it is read back."""

    n: int
    fact: AnyFact
    key: str | None


class Journal(Protocol):
    """Where the facts of a store are kept; see the promise above."""

    @property
    def stream(self) -> str:
        """The id of this line of history; a restored store gets a new one."""

    @property
    def last_n(self) -> int:
        """The number of the last fact; 0 in an empty store."""

    async def append(self, records: Sequence[Record]) -> int:
        """Append all or none, durably; returns the new `last_n`. Raises `NotSaved`."""

    def read(self, after_n: int = 0) -> AsyncIterator[Sequence[Stored]]:
        """The facts after a number, in order, in pieces. Raises `StoreCorrupt`, `StoreTooNew`."""

    async def probe(self) -> None:
        """See whether the store can be written at all. Raises `NotSaved`."""

    async def close(self) -> None:
        """Let go of the store."""
