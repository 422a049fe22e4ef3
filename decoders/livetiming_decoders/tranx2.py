"""TranX-2 hexadecimal lines, also sent by some AMB RC decoders.

::

    $ decoder(2) zero(2) transponder(6) milliseconds(8) hits(2) strength(2) zero(2) CR LF     a passing
    # decoder(2) noise(2) CR LF                                                               a status

Numbers in brackets count hexadecimal digits, the most significant first. Transport: serial, 9600
baud 8N1. There is no checksum and no passing number.

Two things here are inferences from captures of two decoders: that the first byte after ``#`` and
``$`` is the decoder's id (it is the same in both records of a decoder, and differs between the two
decoders), and that the rest of a status is the noise; see `DECODER_DIGITS`. The digits called zero
have been zero in every capture; when they are not they are passed on as unknown fields 2 and 7.
"""

import re

from livetiming_decoders.errors import CannotWrite
from livetiming_decoders.events import AnyEvent, Malformed, Passing, Status, UnknownField
from livetiming_decoders.framing import FrameReader, Framing

DECODER_DIGITS = 2
"""Inference: how many of the first four digits of a line are the decoder's id."""

LINE_BYTES_MAX = 64
"""The longest line has 27 bytes."""

FRAMING = Framing(starts=b"$#", end=b"\n", frame_bytes_min=6, frame_bytes_max=LINE_BYTES_MAX)

_PASSING = re.compile(rb"\$([0-9A-Fa-f]{24})\r?\n")
_STATUS = re.compile(rb"#([0-9A-Fa-f]{4})\r?\n")

_PREFIX_REST = 2
_TRAILER = 7
"""Positions of the digits called zero: the type is 0, the decoder 1, the transponder 3, and so on."""


class Tranx2:
    """The `WireProtocol` for TranX-2 lines."""

    name = "tranx2"

    def reader(self) -> FrameReader:
        """A fresh reader for one connection."""
        return FrameReader(FRAMING, read_line)

    def write(self, event: AnyEvent) -> bytes:
        """The event as one line; fields that TranX-2 has no place for are left out.

        Raises `CannotWrite` for an event without the fields that the line needs, for a number that
        does not fit its digits, for a time finer than a millisecond, and for other kinds of event.
        """
        if isinstance(event, Passing):
            return _write_passing(event)
        if isinstance(event, Status):
            return _write_status(event)
        raise CannotWrite(f"TranX-2 has no line for {type(event).__name__}")


def read_line(line: bytes) -> AnyEvent:
    """The event of a line from its first character to its LF. Never raises."""
    if match := _PASSING.fullmatch(line):
        return _read_passing(match[1], line)
    if match := _STATUS.fullmatch(line):
        digits = match[1]
        return Status(
            decoder=int(digits[:DECODER_DIGITS], 16), noise=int(digits[DECODER_DIGITS:], 16), raw=line
        )
    return Malformed(reason="neither 24 hexadecimal digits after $ nor 4 after #", raw=line)


def _read_passing(digits: bytes, line: bytes) -> Passing:
    zeros = ((_PREFIX_REST, int(digits[DECODER_DIGITS:4], 16)), (_TRAILER, int(digits[22:24], 16)))
    return Passing(
        decoder=int(digits[:DECODER_DIGITS], 16),
        transponder=int(digits[4:10], 16),
        decoder_time_us=int(digits[10:18], 16) * 1000,
        hits=int(digits[18:20], 16),
        strength=int(digits[20:22], 16),
        unknown_fields=tuple(UnknownField(id=at, value=bytes([byte])) for at, byte in zeros if byte),
        raw=line,
    )


def _write_passing(event: Passing) -> bytes:
    milliseconds, rest_us = divmod(event.decoder_time_us, 1000)
    if rest_us:
        raise CannotWrite(f"decoder_time_us: {event.decoder_time_us} is not a whole millisecond")
    zeros = {_PREFIX_REST: 0, _TRAILER: 0}
    for field in event.unknown_fields:
        if field.id not in zeros or len(field.value) != 1:
            raise CannotWrite(f"unknown field {field.id} has no place in a TranX-2 passing")
        zeros[field.id] = field.value[0]
    digits = [
        _digits("decoder", event.decoder, DECODER_DIGITS),
        _digits("prefix", zeros[_PREFIX_REST], 4 - DECODER_DIGITS),
        _digits("transponder", event.transponder, 6),
        _digits("decoder_time_us", milliseconds, 8),
        _digits("hits", event.hits, 2),
        _digits("strength", event.strength, 2),
        _digits("trailer", zeros[_TRAILER], 2),
    ]
    return f"${''.join(digits)}\r\n".encode()


def _write_status(event: Status) -> bytes:
    if event.unknown_fields:
        raise CannotWrite("a TranX-2 status has no place for unknown fields")
    decoder = _digits("decoder", event.decoder, DECODER_DIGITS)
    return f"#{decoder}{_digits('noise', event.noise, 4 - DECODER_DIGITS)}\r\n".encode()


def _digits(name: str, value: int | None, count: int) -> str:
    if value is None or not 0 <= value < 16**count:
        raise CannotWrite(f"{name}: {value} does not fit {count} hexadecimal digits")
    return f"{value:0{count}X}"
