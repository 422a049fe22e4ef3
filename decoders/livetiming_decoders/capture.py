"""Recorded decoder bytes, in the notations in which people keep them.

- binary: the stream as it came;
- hex: one or more bytes a line in hexadecimal, upper or lower case, blanks between them or not;
- caret: AMBrc and I-Lap lines with ``^A`` for SOH (or without) and ``^I`` for TAB, and no line ends;
- tranx2: TranX-2's own lines (a ``#`` with exactly four digits is a status);
- black box: what livetiming keeps of a decoder's line (`livetiming_decoders.blackbox`); of it, what the
  decoder said.

In the three text notations blank lines and comments from ``#`` on are skipped. A line that does not
follow the notation goes into the stream as it is, where the reader reports it: nothing is dropped.
"""

import codecs
import re
from collections.abc import Iterator
from enum import Enum

from livetiming_decoders.blackbox import HEADING, Mark, read_entry

HEAD_BYTES = 4096
"""How much of a file decides on its notation: more than any opening comment needs."""

LINE_BYTES_MAX = 65536
"""A longer line of text is taken in parts, so that a file of one endless line needs no memory. Even,
because two digits make a byte."""


class Notation(Enum):
    """How the bytes are written down."""

    BINARY = "binary"
    HEX = "hex"
    CARET = "caret"
    TRANX2 = "tranx2"
    BLACK_BOX = "black box"


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HEX_LINE = re.compile(rb"(?:[0-9A-Fa-f]{2}[ \t]*)+")
_CARET_LINE = re.compile(rb"\^A[!-~].*|[!-~]\^I.*")
_CARET = re.compile(rb"\^([@-_])")
_TRANX2_LINE = re.compile(rb"\$[0-9A-Fa-f]{24}|#[0-9A-Fa-f]{4}")
_TRANX2_COMMENT = re.compile(rb"#(?:[ \t].*)?")
_HEX_DIGIT = re.compile(rb"[0-9A-Fa-f]")
_P3_PARTS = re.compile(rb"[^\x8f]*\x8f|[^\x8f]+")
_LINES = re.compile(rb"[^\n]*\n|[^\n]+")
_LINE_END = b"\r\n"


def load(data: bytes) -> bytes:
    """The stream as it was on the wire, from a whole file in any notation."""
    reader = CaptureReader()
    return reader.receive_data(data) + reader.receive_eof()


def frames(data: bytes) -> list[bytes]:
    """The same stream in the parts in which a decoder would have sent it, to be served one by one.

    Each part ends with a frame's last byte (P3) or a line end, and has what comes before it.
    """
    stream = load(data)
    parts = _P3_PARTS if b"\x8e" in stream else _LINES
    return parts.findall(stream)


def notation_of(data: bytes, *, complete: bool) -> Notation | None:
    """The notation of a file that begins with `data`; None if more of it must be seen.

    The first line that is neither blank nor a comment decides; a line that is no text makes it a
    stream.
    """
    head = data[:HEAD_BYTES]
    complete = complete or len(data) >= HEAD_BYTES
    *lines, last = head.removeprefix(codecs.BOM_UTF8).split(b"\n")
    for line in [*lines, last] if complete else lines:
        notation = _notation_of_line(line.strip()) if _is_text(line) else Notation.BINARY
        if notation is not None:
            return notation
    return Notation.BINARY if complete or not _is_text(last, complete=False) else None


def _is_text(line: bytes, *, complete: bool = True) -> bool:
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(line, final=complete)
    except UnicodeDecodeError:
        return False
    return _CONTROL.search(text) is None


def _notation_of_line(line: bytes) -> Notation | None:
    if _TRANX2_LINE.fullmatch(line):
        return Notation.TRANX2
    if _CARET_LINE.fullmatch(line):
        return Notation.CARET
    if line.startswith(HEADING):
        return Notation.BLACK_BOX
    if not line or line.startswith(b"#"):
        return None
    content = _without_comment(line)
    if _HEX_LINE.fullmatch(content) or _HEX_LINE.fullmatch(content[:-1]):
        return Notation.HEX
    return Notation.BINARY


class CaptureReader:
    """Turns a file into the stream it records, part by part, in bounded memory."""

    def __init__(self) -> None:
        self.notation: Notation | None = None
        """Known once enough of the file has been seen."""
        self._held = b""

    def receive_data(self, data: bytes) -> bytes:
        """The part of the stream that the next part of the file completes."""
        self._held += data
        return self._take(complete=False)

    def receive_eof(self) -> bytes:
        """The rest of the stream."""
        return self._take(complete=True)

    def _take(self, *, complete: bool) -> bytes:
        if self.notation is None:
            self.notation = notation_of(self._held, complete=complete)
            if self.notation not in (None, Notation.BINARY):
                self._held = self._held.removeprefix(codecs.BOM_UTF8)
        if self.notation is None:
            return b""
        if self.notation is Notation.BINARY:
            stream, self._held = self._held, b""
            return stream
        return b"".join(self._take_lines(self.notation, complete=complete))

    def _take_lines(self, notation: Notation, *, complete: bool) -> Iterator[bytes]:
        *lines, self._held = self._held.split(b"\n")
        for line in lines:
            yield _stream_of_line(line, notation)
        at = 0
        while len(self._held) - at > LINE_BYTES_MAX:
            part = self._held[at : at + LINE_BYTES_MAX]
            if notation is Notation.HEX and len(_HEX_DIGIT.findall(part)) % 2:
                part = part[:-1]
            at += len(part)
            yield _stream_of_line(part, notation)
        self._held = self._held[at:]
        if complete and self._held:
            yield _stream_of_line(self._held, notation)
            self._held = b""


def _stream_of_line(line: bytes, notation: Notation) -> bytes:
    if notation is Notation.BLACK_BOX:
        entry = read_entry(line + b"\n")
        return b"" if entry is None or entry.mark is not Mark.RECEIVED else entry.data
    content = line.strip()
    if notation is Notation.HEX:
        content = _without_comment(content)
        if _HEX_LINE.fullmatch(content):
            return bytes.fromhex(content.decode())
    elif notation is Notation.CARET:
        if not _CARET_LINE.fullmatch(content) and content.startswith(b"#"):
            return b""
        content = _CARET.sub(lambda match: bytes([match[1][0] - 0x40]), content).removesuffix(b"\r")
        content = content if content.startswith(b"\x01") or content[1:2] != b"\t" else b"\x01" + content
    elif _TRANX2_COMMENT.fullmatch(content):
        return b""
    return content + _LINE_END if content else b""


def _without_comment(line: bytes) -> bytes:
    return line.partition(b"#")[0].rstrip()
