"""Holds a store for one writing process; the operating system lets go when the process dies."""

import contextlib
import os
import sys
from pathlib import Path

from livetiming.errors import StoreBusy, StoreError


class StoreLock:
    """An exclusive lock on ``<store>.lock``. Raises `StoreBusy` when another process holds it."""

    def __init__(self, store: Path) -> None:
        path = store.with_name(store.name + ".lock")
        try:
            self._fd: int | None = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StoreError(f"{store} cannot be used: {error.strerror} ({path}).") from error
        if not _locked(self._fd):
            os.close(self._fd)
            raise StoreBusy(f"{store} is in use by another livetiming; stop that one or name another store.")

    def close(self) -> None:
        """Let go; twice is harmless."""
        if self._fd is not None:
            with contextlib.suppress(OSError):
                os.close(self._fd)
            self._fd = None


def _locked(fd: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
