import errno
import io
from pathlib import Path
from typing import BinaryIO

from livetiming.clock import WallUs
from livetiming.ingest.blackbox import BlackBox, BoxFiles
from livetiming_decoders import capture
from livetiming_decoders.blackbox import Entry, Mark, read_entries

SOURCE = "tcp://192.168.1.50:5403"
MINUTE_US = 60_000_000
BEGAN_US = 1_779_008_400_000_000


def entry(minute: int, data: bytes = bytes(100)) -> Entry:
    return Entry(wall_us=BEGAN_US + minute * MINUTE_US, mark=Mark.RECEIVED, data=data)


def entries(files: BoxFiles) -> list[Entry]:
    return [
        kept for path in files.paths() for kept in read_entries(path.read_bytes().splitlines(keepends=True))
    ]


class FullDisk:
    """Opens files that take so many bytes in all, then none."""

    def __init__(self, room: int) -> None:
        self.room = room

    def open(self, path: Path) -> BinaryIO:
        return _File(self, path)


class _File(io.FileIO):
    def __init__(self, disk: FullDisk, path: Path) -> None:
        super().__init__(path, "xb")
        self._disk = disk

    def write(self, data: bytes) -> int:  # type: ignore[override]
        if self._disk.room <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = super().write(data[: self._disk.room]) or 0
        self._disk.room -= written
        return written


def test_bytes_are_kept_with_their_time(tmp_path: Path) -> None:
    files = BoxFiles(tmp_path, SOURCE)
    files.write(entry(0, b"\x8e\x8f"))
    files.write(entry(1, b"\x00"))
    files.close()
    assert entries(files) == [entry(0, b"\x8e\x8f"), entry(1, b"\x00")]


def test_capture_reader_gives_what_the_decoder_said(tmp_path: Path) -> None:
    files = BoxFiles(tmp_path, SOURCE)
    files.write(Entry(wall_us=BEGAN_US, mark=Mark.OPENED))
    files.write(entry(0, b"\x8e\x01"))
    files.write(Entry(wall_us=BEGAN_US, mark=Mark.SENT, data=b"question"))
    files.write(entry(0, b"\x02\x8f"))
    files.close()
    (path,) = files.paths()
    assert capture.load(path.read_bytes()) == b"\x8e\x01\x02\x8f"


def test_file_that_is_full_is_followed_by_the_next(tmp_path: Path) -> None:
    files = BoxFiles(tmp_path, SOURCE, file_bytes_max=1_000)
    for minute in range(20):
        files.write(entry(minute))
    files.close()
    assert len(files.paths()) > 3
    assert entries(files) == [entry(minute) for minute in range(20)]


def test_oldest_file_goes_when_all_take_too_much(tmp_path: Path) -> None:
    files = BoxFiles(tmp_path, SOURCE, file_bytes_max=1_000, files_bytes_max=4_000)
    for minute in range(200):
        files.write(entry(minute))
    files.close()
    assert sum(path.stat().st_size for path in files.paths()) <= 4_500
    assert entries(files)[-1] == entry(199)


def test_boxes_of_two_decoders_leave_each_other_alone(tmp_path: Path) -> None:
    one = BoxFiles(tmp_path, SOURCE, file_bytes_max=500, files_bytes_max=1_000)
    other = BoxFiles(tmp_path, "serial:///dev/ttyUSB0")
    other.write(entry(0))
    for minute in range(50):
        one.write(entry(minute))
    other.close()
    one.close()
    assert entries(other) == [entry(0)]


def test_full_disk_is_counted_and_told(tmp_path: Path) -> None:
    disk = FullDisk(room=700)
    files = BoxFiles(tmp_path, SOURCE, open_file=disk.open)
    for minute in range(10):
        files.write(entry(minute))
    assert files.state.trouble == "No space left on device"
    assert files.state.bytes_written + files.state.bytes_dropped == 1_000
    assert files.state.bytes_dropped > 0


def test_disk_with_room_again_is_written_and_the_gap_is_noted(tmp_path: Path) -> None:
    disk = FullDisk(room=700)
    files = BoxFiles(tmp_path, SOURCE, open_file=disk.open)
    for minute in range(10):
        files.write(entry(minute))
    disk.room = 1_000_000
    files.write(entry(10))
    files.close()
    assert files.state.trouble is None
    missing, last = entries(files)[-2:]
    assert missing.mark is Mark.MISSING
    assert missing.text == f"{files.state.bytes_dropped} bytes were not written: No space left on device"
    assert last == entry(10)


def test_folder_that_cannot_be_made_holds_nothing_up(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    files = BoxFiles(tmp_path / "file" / "folder", SOURCE)
    files.write(entry(0))
    assert files.state.bytes_dropped == 100
    assert files.state.trouble


def test_box_writes_behind_the_back_of_the_line(tmp_path: Path) -> None:
    files = BoxFiles(tmp_path, SOURCE)
    box = BlackBox(files, lambda: WallUs(BEGAN_US))
    box.opened()
    box.received(bytes(40_000))
    box.sent(b"?")
    box.closed("the decoder closed the connection")
    box.close()
    marks = [kept.mark for kept in entries(files)]
    assert marks == [Mark.OPENED, Mark.RECEIVED, Mark.RECEIVED, Mark.RECEIVED, Mark.SENT, Mark.CLOSED]
    assert box.state.bytes_written == 40_001
