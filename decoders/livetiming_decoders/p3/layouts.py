"""The two frames that make up nearly all traffic, read without taking their fields apart.

An RC decoder sends PASSING and STATUS with the same fields in the same order every time. A frame
that has exactly these ids and lengths and the right CRC is read by position; for every other frame
(other fields, damage) the answer is None and the reader takes the general way, which gives the same
events.
"""

import struct
from binascii import crc_hqx
from collections.abc import Callable, Mapping

from livetiming_decoders.crc import CRC_PRESET
from livetiming_decoders.events import Passing, Status
from livetiming_decoders.p3.framing import EOR, HEADER, SOR, VERSION_WRITTEN
from livetiming_decoders.p3.records import DECODER_ID, STATUS_TEMPERATURE_SIGNED, Tor


class Layout:
    """A record with a fixed sequence of fields, each an id and the `struct` code of its value."""

    def __init__(self, tor: Tor, fields: tuple[tuple[int, str], ...]) -> None:
        sizes = [struct.calcsize(f"<{code}") for _, code in fields]
        self.length = HEADER.size + sum(2 + size for size in sizes) + 1
        expected = HEADER.pack(SOR, VERSION_WRITTEN, self.length, 0, 0, tor)
        mask = HEADER.pack(0xFF, 0xFF, 0xFFFF, 0, 0xFFFF, 0xFFFF)
        for (field_id, _), size in zip(fields, sizes, strict=True):
            expected += bytes((field_id, size)) + bytes(size)
            mask += b"\xff\xff" + bytes(size)
        self._expected = int.from_bytes(expected + bytes([EOR]), "little")
        self._mask = int.from_bytes(mask + b"\xff", "little")
        """One bits where every frame of this layout is as expected."""
        self._unpack = struct.Struct("<4xH4x" + "".join(f"2x{code}" for _, code in fields) + "x").unpack
        self._crc_after_header = crc_hqx(expected[:4] + b"\0\0", CRC_PRESET)
        """The register after the header up to the CRC field, zeroed: the same for all frames."""

    def read(self, plain: bytes) -> tuple[int, ...] | None:
        """The CRC and the values of the fields; None if the frame is of another layout, or damaged.

        The frame must have the layout's length.
        """
        if int.from_bytes(plain, "little") & self._mask != self._expected:
            return None
        values: tuple[int, ...] = self._unpack(plain)
        crc = crc_hqx(plain[6:-2], self._crc_after_header) ^ int.from_bytes(plain[-2:], "big")
        return values if crc == values[0] else None


_PASSING = Layout(
    Tor.PASSING,
    ((0x01, "I"), (0x03, "I"), (0x04, "Q"), (0x05, "H"), (0x06, "H"), (0x08, "H"), (DECODER_ID, "I")),
)
_STATUS = Layout(
    Tor.STATUS,
    (
        (0x01, "H"),
        (0x07, "h" if STATUS_TEMPERATURE_SIGNED else "H"),
        (0x0C, "B"),
        (0x06, "B"),
        (DECODER_ID, "I"),
    ),
)


def _read_passing(plain: bytes, raw: bytes) -> Passing | None:
    values = _PASSING.read(plain)
    if values is None:
        return None
    _, number, transponder, decoder_time_us, strength, hits, flags, decoder = values
    return Passing(
        number=number,
        transponder=transponder,
        decoder_time_us=decoder_time_us,
        strength=strength,
        hits=hits,
        flags=flags,
        decoder=decoder,
        raw=raw,
    )


def _read_status(plain: bytes, raw: bytes) -> Status | None:
    values = _STATUS.read(plain)
    if values is None:
        return None
    _, noise, temperature_c, input_voltage_dv, gps, decoder = values
    return Status(
        noise=noise,
        temperature_c=temperature_c,
        input_voltage_dv=input_voltage_dv,
        gps=gps,
        decoder=decoder,
        raw=raw,
    )


COMMON_LAYOUTS: Mapping[int, Callable[[bytes, bytes], Passing | Status | None]] = {
    _PASSING.length: _read_passing,
    _STATUS.length: _read_status,
}
"""By the length of an unescaped frame, what to read it with first. Takes it, and the frame as it came."""
