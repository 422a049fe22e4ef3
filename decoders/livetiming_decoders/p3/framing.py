"""P3 frames: start, header, body, end; escapes, length and checksum.

Unescaped, a frame is ``8E, version, length u16, CRC u16, flags u16, TOR u16, body, 8F``, all numbers
little-endian. The length counts the whole unescaped frame, and the CRC covers it with its own two
bytes zeroed. Between the first and the last byte 8D, 8E and 8F go out as ``8D, byte + 0x20``. Real
decoders escape no others; an emulator also escapes 8A to 8C, so a receiver takes any byte after 8D.
"""

import re
import struct

from livetiming_decoders.crc import crc16
from livetiming_decoders.errors import CannotWrite
from livetiming_decoders.framing import Framing

SOR = 0x8E
EOR = 0x8F
ESCAPE = 0x8D

HEADER = struct.Struct("<BBHHHH")
"""SOR, version, length, CRC, flags, TOR."""

VERSIONS_READ = (0, 1, 2)
"""2 is current, 1 was seen from old firmware, 0 is what clients send in requests."""
VERSION_WRITTEN = 2

FRAME_BYTES_MAX = 1024
"""The longest record in any capture or listing has 68 bytes; unknown ones with a few long texts fit
fifteen times over, and one connection cannot make the server hold more than a few kB."""

FRAMING = Framing(
    starts=bytes([SOR]),
    end=bytes([EOR]),
    frame_bytes_min=HEADER.size + 1,
    frame_bytes_max=FRAME_BYTES_MAX,
)

_ESCAPE_BYTE = bytes([ESCAPE])
_TO_ESCAPE = re.compile(rb"[\x8d-\x8f]")
_ESCAPED = re.compile(rb"\x8d(.)", re.DOTALL)
_PLAIN = [bytes([(code - 0x20) % 256]) for code in range(256)]


class Damaged(Exception):
    """The frame is not what its sender meant; the message says in what respect. Stays in this package."""


def unescape(frame: bytes) -> bytes:
    """The frame without escapes. Raises `Damaged` if an escape has no byte to it."""
    inside = frame[1:-1]
    trailing = len(inside) - len(inside.rstrip(_ESCAPE_BYTE))
    if trailing % 2:
        raise Damaged("an escape at the end of the frame")
    return frame[:1] + _ESCAPED.sub(lambda match: _PLAIN[match[1][0]], inside) + frame[-1:]


def open_frame(plain: bytes) -> tuple[int, bytes]:
    """The TOR and the body of an unescaped frame. Raises `Damaged`."""
    if len(plain) <= HEADER.size:
        raise Damaged(f"{len(plain)} bytes are too few for a frame")
    _, version, length, crc, flags, tor = HEADER.unpack_from(plain)
    if version not in VERSIONS_READ:
        raise Damaged(f"protocol version {version} is not known")
    if length not in (0, len(plain)):  # clients may leave the length 0, real decoders accept it
        raise Damaged(f"length {length} in the header of a frame of {len(plain)} bytes")
    computed = crc16(HEADER.pack(SOR, version, length, 0, flags, tor) + plain[HEADER.size :])
    if crc != computed:
        raise Damaged(f"CRC {crc:04X} in the header, {computed:04X} by computation")
    return tor, plain[HEADER.size : -1]


def seal_frame(tor: int, body: bytes) -> bytes:
    """The frame for a record as it goes on the wire. Raises `CannotWrite` if it becomes too long."""
    length = HEADER.size + len(body) + 1
    if length > FRAME_BYTES_MAX:
        raise CannotWrite(f"a frame of {length} bytes; receivers stop at {FRAME_BYTES_MAX}")
    crc = crc16(HEADER.pack(SOR, VERSION_WRITTEN, length, 0, 0, tor) + body + FRAMING.end)
    inside = HEADER.pack(SOR, VERSION_WRITTEN, length, crc, 0, tor)[1:] + body
    escaped = _TO_ESCAPE.sub(lambda match: bytes([ESCAPE, match[0][0] + 0x20]), inside)
    frame = FRAMING.starts + escaped + FRAMING.end
    if len(frame) > FRAME_BYTES_MAX:
        raise CannotWrite(f"a frame of {len(frame)} bytes with escapes; receivers stop at {FRAME_BYTES_MAX}")
    return frame
