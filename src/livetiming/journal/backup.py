"""Whole copies of a store, made while it is in use, and the way back from one."""

import sqlite3
import uuid
from pathlib import Path

from livetiming.errors import StoreCorrupt, StoreError
from livetiming.journal.lock import StoreLock
from livetiming.journal.sqlite import APPLICATION_ID


def backup(store: Path, target: Path) -> int:
    """Copy a store, in use or not, to `target`, replacing an older backup only when the copy is whole.

    Returns the number of facts in it. Raises `StoreError`.
    """
    if not store.is_file():
        raise StoreError(f"There is no store at {store}.")
    if target.exists() and target.samefile(store):
        raise StoreError("A backup must be another file than the store.")
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    try:
        _copy(store, partial)
        facts = check(partial)
        partial.replace(target)
    except OSError as error:
        raise StoreError(f"The backup to {target} failed: {error.strerror or error}.") from error
    finally:
        partial.unlink(missing_ok=True)
    return facts


def restore(source: Path, store: Path, *, replace: bool = False) -> int:
    """Make `store` from a backup; the stream gets a new id, so that every page loads anew.

    An existing store is kept as ``<store>.before-restore`` with `replace`, and refused without.
    Returns the number of facts. Raises `StoreError`, `StoreBusy`.
    """
    if not source.is_file():
        raise StoreError(f"There is no backup at {source}.")
    check(source)
    if store.exists() and not replace:
        raise StoreError(
            f"{store} exists; give --replace to keep it as {store.name}.before-restore and go on."
        )
    lock = StoreLock(store)
    partial = store.with_name(store.name + ".partial")
    try:
        partial.unlink(missing_ok=True)
        _copy(source, partial)
        with sqlite3.connect(partial) as connection:
            connection.execute("UPDATE store SET value = ? WHERE name = 'stream'", (uuid.uuid4().hex,))
        connection.close()
        if store.exists():
            _copy(store, store.with_name(store.name + ".before-restore"))
        for suffix in ("-wal", "-shm"):
            store.with_name(store.name + suffix).unlink(missing_ok=True)
        partial.replace(store)
        return check(store)
    except OSError as error:
        raise StoreError(f"The restore to {store} failed: {error.strerror or error}.") from error
    finally:
        partial.unlink(missing_ok=True)
        lock.release()


def check(path: Path) -> int:
    """See that a store file is whole. Returns its number of facts; raises `StoreCorrupt`."""
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
            facts, last_n = connection.execute("SELECT count(*), coalesce(max(n), 0) FROM journal").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StoreCorrupt(f"{path} is no whole store ({error}).") from error
    if application != APPLICATION_ID or verdict != "ok" or facts != last_n:
        raise StoreCorrupt(f"{path} is no whole store ({verdict}, {facts} of {last_n} facts).")
    return int(facts)


def _copy(source: Path, target: Path) -> None:
    try:
        read = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
        written = sqlite3.connect(target)
        try:
            read.backup(written)
        finally:
            written.close()
            read.close()
    except sqlite3.Error as error:
        raise StoreError(f"{source} could not be copied to {target} ({error}).") from error
