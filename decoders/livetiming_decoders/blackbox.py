"""The black box: every byte between the server and a decoder, with its time, as lines of text.

::

    livetiming black box 1 tcp://192.168.1.50:5403
    1779008400000000 +
    1779008400012345 > 8e020d009b3b0000030001008f
    1779008401300000 < 8e021f00ca8daf00...8f
    1779008462387427 - the decoder closed the connection
    1779008470000000 ! 5120 bytes were not written: No space left on device

Each line has the time of day in microseconds since 1970, UTC; what happened; and what goes with it:
``+`` a connection was made, ``<`` bytes came from the decoder and ``>`` went to it, in hexadecimal,
``-`` the connection ended, ``!`` something is missing here. A line that is cut short, as the last one
may be after a power cut, is skipped.
"""

import re
from collections.abc import Iterable, Iterator
from enum import Enum

import msgspec

HEADING = b"livetiming black box 1 "

ENTRY_BYTES_MAX = 16384
"""More bytes than this make several entries, so that no line is endless."""

_LINE = re.compile(rb"([0-9]{1,19}) ([-+<>!]) (.*)\n", re.DOTALL)
_HEX = re.compile(rb"(?:[0-9a-f]{2})+")


class Mark(Enum):
    """What happened."""

    OPENED = b"+"
    RECEIVED = b"<"
    SENT = b">"
    CLOSED = b"-"
    MISSING = b"!"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line. `data` are the bytes of `RECEIVED` and `SENT`, `text` the words of the others."""

    wall_us: int
    mark: Mark
    data: bytes = b""
    text: str = ""


def write_heading(source: str) -> bytes:
    """The first line of a black box of the decoder at `source`."""
    return HEADING + _words(source) + b"\n"


def write_entry(entry: Entry) -> bytes:
    """The line of an entry."""
    rest = entry.data.hex().encode() if entry.mark in (Mark.RECEIVED, Mark.SENT) else _words(entry.text)
    return b"%d %b %b\n" % (entry.wall_us, entry.mark.value, rest)


def read_entry(line: bytes) -> Entry | None:
    """The entry of a line with its line end; ``None`` for the heading and for a damaged line."""
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    wall_us, mark, rest = int(match[1]), Mark(match[2]), match[3]
    if mark not in (Mark.RECEIVED, Mark.SENT):
        return Entry(wall_us=wall_us, mark=mark, text=rest.decode("utf-8", "replace"))
    if not _HEX.fullmatch(rest):
        return None
    return Entry(wall_us=wall_us, mark=mark, data=bytes.fromhex(rest.decode()))


def read_entries(lines: Iterable[bytes]) -> Iterator[Entry]:
    """The entries of a black box, in order."""
    for line in lines:
        entry = read_entry(line)
        if entry is not None:
            yield entry


def _words(text: str) -> bytes:
    """Text on one line."""
    return " ".join(text.split()).encode()
