"""Whole copies of a store, made while it is in use, and the way back from one.

A backup is one file that may be copied and carried about. It is marked as a backup, so that nobody
times a race on it by mistake, and so that a backup never overwrites a store.
"""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

from livetiming.errors import StoreCorrupt, StoreError
from livetiming.journal.lock import StoreLock
from livetiming.journal.sqlite import APPLICATION_ID, BACKUP_ID


def backup(store: Path, target: Path) -> int:
    """Copy a store, in use or not, to `target`, replacing an older backup only when the copy is whole.

    Returns the number of facts in it. Raises `StoreError`.
    """
    if not store.is_file():
        raise StoreError(f"There is no store at {store}.")
    if target.exists() and _application_of(target) != BACKUP_ID:
        raise StoreError(f"{target} exists and is no backup; name another file.")
    with _partial(target) as partial:
        _copy(store, partial, BACKUP_ID)
        facts = check(partial, named=store)
        partial.replace(target)
    return facts


def restore(source: Path, store: Path, *, replace: bool = False) -> int:
    """Make `store` from a backup; the stream gets a new id, so that every page loads anew.

    An existing store is kept with `replace`, under the name that `kept_as` gives, and refused without;
    it may be damaged. Returns the number of facts. Raises `StoreError`, `StoreBusy`.
    """
    if not source.is_file():
        raise StoreError(f"There is no backup at {source}.")
    if store.exists() and not replace:
        raise StoreError(f"{store} exists; give --replace to keep it as {kept_as(store).name} and go on.")
    with closing(StoreLock(store)), _partial(store) as partial:
        _copy(source, partial, APPLICATION_ID, stream=uuid.uuid4().hex)
        facts = check(partial, named=source)
        _move_aside(store)
        partial.replace(store)
    return facts


def kept_as(store: Path) -> Path:
    """The name under which the next `restore` keeps the store that is there."""
    names = (store.with_name(f"{store.name}.before-restore{i or ''}") for i in count())
    return next(path for path in names if not path.exists())


def check(path: Path, *, named: Path | None = None) -> int:
    """See that a store or a backup is whole; errors call it `named`.

    Returns its number of facts. Raises `StoreCorrupt`.
    """
    named = named or path
    try:
        with closing(_opened(path)) as connection:
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
            facts, last_n = connection.execute("SELECT count(*), coalesce(max(n), 0) FROM journal").fetchone()
    except sqlite3.Error as error:
        raise StoreCorrupt(f"{named} is no whole store ({error}).") from error
    if _application_of(path) not in {APPLICATION_ID, BACKUP_ID} or verdict != "ok" or facts != last_n:
        raise StoreCorrupt(f"{named} is no whole store ({verdict}, {facts} of {last_n} facts).")
    return int(facts)


@contextmanager
def _partial(target: Path) -> Iterator[Path]:
    """A file beside the target to work on; it is gone afterwards unless it became the target."""
    partial = target.with_name(target.name + ".partial")
    try:
        partial.unlink(missing_ok=True)
        yield partial
    except OSError as error:
        raise StoreError(f"{target} could not be written: {error.strerror or error}.") from error
    finally:
        partial.unlink(missing_ok=True)


def _copy(source: Path, target: Path, application_id: int, *, stream: str | None = None) -> None:
    """A copy in one file: not in WAL mode, which keeps a part of it beside."""
    try:
        with closing(_opened(source)) as read, closing(sqlite3.connect(target)) as written:
            read.backup(written)
            written.execute("PRAGMA journal_mode = DELETE")
            written.execute(f"PRAGMA application_id = {application_id}")
            if stream is not None:
                written.execute("UPDATE store SET value = ? WHERE name = 'stream'", (stream,))
            written.commit()
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{source} could not be copied to {target.parent} ({error}).") from error


def _opened(path: Path) -> sqlite3.Connection:
    """Not read-only: a reader of a store that nobody has open could not tidy up after itself."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)


def _application_of(path: Path) -> int | None:
    """What the file says it is, from the header of an SQLite file; ``None`` where it has none."""
    with path.open("rb") as file:
        header = file.read(72)
    return int.from_bytes(header[68:72], "big") if header.startswith(b"SQLite format 3\0") else None


def _move_aside(store: Path) -> None:
    """Keep what is there byte by byte, its unmerged last commits with it: it may be past opening."""
    kept = kept_as(store)
    for suffix in ("-wal", "-shm", ""):
        part = store.with_name(store.name + suffix)
        if part.exists():
            part.rename(kept.with_name(kept.name + suffix))
