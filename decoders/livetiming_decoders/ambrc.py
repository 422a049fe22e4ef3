"""AMBrc text lines ("AMBrc", "Enhanced", "P98"): RC decoders before P3, and those that imitate them.

::

    SOH @ TAB decoder TAB number TAB transponder TAB seconds TAB hits TAB strength TAB flags TAB xCRC CR LF
    SOH # TAB decoder TAB number TAB noise [TAB 0] TAB xCRC CR LF

Transport: serial, or TCP (port 5100 on AMB RC decoders, 8899 on Vostok's). `number` is one counter
that passings and statuses share; seconds count from the decoder's start and are its only clock. The
CRC is that of P3 over the text from the type to the TAB before ``x``, in hexadecimal.
"""

import re
from collections.abc import Callable, Mapping
from enum import Enum

import msgspec

from livetiming_decoders import textline
from livetiming_decoders.crc import crc16
from livetiming_decoders.errors import CannotWrite
from livetiming_decoders.events import AnyEvent, Malformed, Passing, Status, Unknown, UnknownField
from livetiming_decoders.framing import FrameReader


class _Record(msgspec.Struct, frozen=True):
    """A type of line: the event it becomes, its fields by position, those it cannot do without."""

    event: Callable[..., AnyEvent]
    names: Mapping[int, str]
    required: tuple[str, ...] = ()


_RECORDS: Mapping[bytes, _Record] = {
    b"@": _Record(
        Passing,
        {
            1: "decoder",
            2: "number",
            3: "transponder",
            4: "decoder_time_us",
            5: "hits",
            6: "strength",
            7: "flags",
        },
        required=("transponder", "decoder_time_us"),
    ),
    b"#": _Record(Status, {1: "decoder", 2: "number", 3: "noise"}),
}
_TRAILING_CRC = re.compile(rb"\tx([0-9A-Fa-f]{1,4})")


class Make(Enum):
    """Whose habits of writing to follow; readers accept both."""

    AMB = "amb"
    """AMB RC before firmware 4.5: no trailing zeros in seconds, a CRC without leading zeros (so says
    the maker's source), and a status with a fourth field of unknown meaning that is always 0."""
    VOSTOK = "vostok"
    """Three decimals, four digits of CRC, no fourth field."""


_DECIMALS_MIN = {Make.AMB: 0, Make.VOSTOK: 3}
_CRC_FORMAT = {Make.AMB: "X", Make.VOSTOK: "04X"}
_AMB_STATUS_TAIL = UnknownField(id=4, value=b"0")


class Ambrc:
    """The `WireProtocol` for AMBrc text lines.

    Some emulators send a false CRC or none; ``check_crc=False`` takes their word for the rest.
    """

    name = "ambrc"

    def __init__(self, *, check_crc: bool = True, make: Make = Make.AMB) -> None:
        self._check_crc = check_crc
        self._make = make

    def reader(self) -> FrameReader:
        """A fresh reader for one connection."""
        return FrameReader(textline.FRAMING, self._read_line)

    def write(self, event: AnyEvent) -> bytes:
        """The event as one line; fields that AMBrc has no place for are left out.

        Raises `CannotWrite` for an event without the fields that the line needs, or of another kind.
        """
        record_type, names = _place(event)
        unknown = event.unknown_fields
        if isinstance(event, Status) and self._make is Make.AMB and not unknown:
            unknown = (_AMB_STATUS_TAIL,)
        texts = textline.write_fields(event, names, unknown, decimals_min=_DECIMALS_MIN[self._make])
        covered = textline.TAB.join([record_type, *texts, b""])
        crc = format(crc16(covered), _CRC_FORMAT[self._make])
        return textline.write_line(covered + b"x" + crc.encode())

    def _read_line(self, line: bytes) -> AnyEvent:
        content = textline.line_content(line)
        at = content.rfind(b"\tx")
        crc = _TRAILING_CRC.fullmatch(content, max(at, 0))
        if crc is not None:
            covered = content[: at + 1]
            content = content[:at]
            if self._check_crc and int(crc[1], 16) != crc16(covered):
                return Malformed(
                    reason=f"CRC {int(crc[1], 16):04X} in the line, {crc16(covered):04X} by computation",
                    raw=line,
                )
        elif self._check_crc:
            return Malformed(reason="a line without a CRC", raw=line)
        return _read_content(content, line)


def _place(event: AnyEvent) -> tuple[bytes, Mapping[int, str]]:
    """The type of line for an event, and where its fields go."""
    if isinstance(event, Unknown):
        return textline.record_type(event.record), {}
    for record_type, record in _RECORDS.items():
        if type(event) is record.event:
            return record_type, record.names
    raise CannotWrite(f"AMBrc has no line for {type(event).__name__}")


def _read_content(content: bytes, line: bytes) -> AnyEvent:
    record_type, *texts = content.split(textline.TAB)
    if record_type not in textline.RECORD_TYPES:
        return Malformed(reason="a line without a type of record", raw=line)
    record = _RECORDS.get(record_type)
    if record is None:
        return textline.unknown_record(record_type, texts, line)
    values, unknown = textline.read_fields(texts, record.names)
    if any(name not in values for name in record.required):
        return textline.unknown_record(record_type, texts, line)
    return record.event(raw=line, unknown_fields=unknown, **values)
