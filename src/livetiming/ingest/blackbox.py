"""Keeps every byte of a decoder's line on disk, in files that go round, without ever holding it up.

A thread of its own writes, since a disk may take its time. When the disk is full or gone, bytes are
counted instead of written, and the black box says so; it tries again with the next ones.
"""

import errno
import queue
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import msgspec

from livetiming.clock import WallUs
from livetiming_decoders.blackbox import ENTRY_BYTES_MAX, Entry, Mark, write_entry, write_heading

FILE_BYTES_MAX = 4 << 20
FILES_BYTES_MAX = 64 << 20
"""What the files of one decoder may take: weeks of race days."""

WAITING_BYTES_MAX = 8 << 20
"""What may wait for a slow disk before bytes are dropped."""

SUFFIX = ".blackbox"


class BoxState(msgspec.Struct, frozen=True, kw_only=True):
    """How the black box is doing; `trouble` is why nothing is written at present."""

    bytes_written: int = 0
    bytes_dropped: int = 0
    trouble: str | None = None


class BoxFiles:
    """The files of one decoder's black box in a folder; the oldest goes when they become too much."""

    def __init__(
        self,
        folder: Path,
        source: str,
        *,
        file_bytes_max: int = FILE_BYTES_MAX,
        files_bytes_max: int = FILES_BYTES_MAX,
        open_file: Callable[[Path], BinaryIO] = lambda path: path.open("xb", buffering=0),
    ) -> None:
        self.state = BoxState()
        self._folder = folder
        self._source = source
        self._slug = "".join(letter if letter.isalnum() or letter in ".-" else "_" for letter in source)
        self._file_bytes_max = file_bytes_max
        self._files_bytes_max = files_bytes_max
        self._open_file = open_file
        self._file: BinaryIO | None = None
        self._file_bytes = 0
        self._missing_bytes = 0

    def write(self, entry: Entry) -> None:
        """Add an entry; never raises. After trouble the gap is noted first, in a file of its own."""
        try:
            if self._file is None or self._file_bytes >= self._file_bytes_max:
                self._begin_file(entry.wall_us)
            if self._missing_bytes:
                text = f"{self._missing_bytes} bytes were not written: {self.state.trouble}"
                self._append(write_entry(Entry(wall_us=entry.wall_us, mark=Mark.MISSING, text=text)))
                self._missing_bytes = 0
            self._append(write_entry(entry))
        except OSError as error:
            self._give_up(error, len(entry.data))
        else:
            self.state = msgspec.structs.replace(
                self.state, bytes_written=self.state.bytes_written + len(entry.data), trouble=None
            )

    def drop(self, entry: Entry, why: str) -> None:
        """Count an entry that cannot be written."""
        self._missing_bytes += len(entry.data)
        self.state = msgspec.structs.replace(
            self.state, bytes_dropped=self.state.bytes_dropped + len(entry.data), trouble=why
        )

    def paths(self) -> list[Path]:
        """The files there are, oldest first."""
        return sorted(self._folder.glob(f"{self._slug}-*{SUFFIX}"))

    def close(self) -> None:
        """Finish the present file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _append(self, line: bytes) -> None:
        if self._file is None:
            return
        written = self._file.write(line)
        self._file_bytes += written
        if written < len(line):
            raise OSError(errno.ENOSPC, "No space left on device")

    def _begin_file(self, wall_us: int) -> None:
        self.close()
        self._folder.mkdir(parents=True, exist_ok=True)
        self._make_room()
        began = datetime.fromtimestamp(wall_us / 1_000_000, UTC)
        path = self._folder / f"{self._slug}-{began:%Y%m%dT%H%M%S.%fZ}{SUFFIX}"
        self._file = self._open_file(path)
        self._file_bytes = 0
        self._append(write_heading(self._source))

    def _make_room(self) -> None:
        """Delete the oldest files until one more fits."""
        sizes = [(path, path.stat().st_size) for path in self.paths()]
        total = sum(size for _, size in sizes) + self._file_bytes_max
        for path, size in sizes:
            if total <= self._files_bytes_max:
                break
            path.unlink(missing_ok=True)
            total -= size

    def _give_up(self, error: OSError, byte_count: int) -> None:
        self._missing_bytes += byte_count
        self.state = msgspec.structs.replace(
            self.state,
            bytes_dropped=self.state.bytes_dropped + byte_count,
            trouble=error.strerror or str(error),
        )
        # What was written last may be cut short; what comes next begins a file.
        try:
            self.close()
        except OSError:
            self._file = None


class BlackBox:
    """Hands entries to the thread that writes them."""

    def __init__(self, files: BoxFiles, wall_us: Callable[[], WallUs]) -> None:
        self._files = files
        self._wall_us = wall_us
        self._queue: queue.SimpleQueue[Entry | None] = queue.SimpleQueue()
        self._waiting_bytes = 0
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._write_all, name="black box", daemon=True)
        self._thread.start()

    @property
    def state(self) -> BoxState:
        """How it is doing."""
        return self._files.state

    def opened(self) -> None:
        """A connection was made."""
        self._put(Mark.OPENED)

    def received(self, data: bytes) -> None:
        """Bytes came from the decoder."""
        for at in range(0, len(data), ENTRY_BYTES_MAX):
            self._put(Mark.RECEIVED, data=data[at : at + ENTRY_BYTES_MAX])

    def sent(self, data: bytes) -> None:
        """Bytes went to the decoder."""
        self._put(Mark.SENT, data=data)

    def closed(self, why: str) -> None:
        """The connection ended."""
        self._put(Mark.CLOSED, text=why)

    def close(self) -> None:
        """Write what waits, and end the thread."""
        self._queue.put(None)
        self._thread.join()

    def _put(self, mark: Mark, data: bytes = b"", text: str = "") -> None:
        entry = Entry(wall_us=self._wall_us(), mark=mark, data=data, text=text)
        with self._lock:
            self._waiting_bytes += len(data)
        self._queue.put(entry)

    def _write_all(self) -> None:
        while (entry := self._queue.get()) is not None:
            with self._lock:
                waiting_bytes = self._waiting_bytes
                self._waiting_bytes -= len(entry.data)
            if waiting_bytes > WAITING_BYTES_MAX:
                self._files.drop(entry, "the disk is too slow")
            else:
                self._files.write(entry)
        self._files.close()
