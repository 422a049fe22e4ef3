import pytest

from livetiming_decoders.blackbox import Entry, Mark, read_entries, read_entry, write_entry, write_heading
from livetiming_decoders.capture import Notation, load, notation_of

ENTRIES = [
    (Entry(wall_us=1, mark=Mark.OPENED), b"1 + \n"),
    (Entry(wall_us=2, mark=Mark.RECEIVED, data=b"\x8e\x00\x8f"), b"2 < 8e008f\n"),
    (Entry(wall_us=3, mark=Mark.SENT, data=b"\x01%\r\n"), b"3 > 01250d0a\n"),
    (Entry(wall_us=4, mark=Mark.CLOSED, text="it is gone"), b"4 - it is gone\n"),
    (Entry(wall_us=5, mark=Mark.MISSING, text="7 bytes"), b"5 ! 7 bytes\n"),
]


@pytest.mark.parametrize(("entry", "line"), ENTRIES)
def test_entry_is_one_line(entry: Entry, line: bytes) -> None:
    assert write_entry(entry) == line
    assert read_entry(line) == entry


@pytest.mark.parametrize(
    "line", [b"", b"\n", b"2 < 8e0", b"2 < 8e0\n", b"2 < xy\n", b"x < 8e\n", b"2 ? 8e\n", b"2 < \n"]
)
def test_damaged_line_is_skipped(line: bytes) -> None:
    assert read_entry(line) is None


def test_words_stay_on_one_line() -> None:
    line = write_entry(Entry(wall_us=1, mark=Mark.CLOSED, text="first\nsecond"))
    assert line == b"1 - first second\n"


def test_file_is_a_heading_and_entries() -> None:
    lines = [write_heading("tcp://loop:5403"), *(line for _, line in ENTRIES)]
    assert list(read_entries(lines)) == [entry for entry, _ in ENTRIES]


def test_capture_knows_a_black_box_and_takes_what_was_received() -> None:
    data = b"".join([write_heading("tcp://loop:5403"), *(line for _, line in ENTRIES)])
    assert notation_of(data, complete=True) is Notation.BLACK_BOX
    assert load(data) == b"\x8e\x00\x8f"


def test_last_line_cut_short_loses_only_itself() -> None:
    data = write_heading("tcp://loop:5403") + b"2 < 8e8f\n3 < 8e00"
    assert load(data)[:2] == b"\x8e\x8f"
