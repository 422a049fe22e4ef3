"""What AMBrc and I-Lap share: lines that begin with SOH and have TABs between their fields.

``SOH type TAB field TAB field ... CR LF``. Fields are numbered from 1, the type being field 0.
"""

import re
from collections.abc import Iterable, Mapping

from livetiming_decoders.errors import CannotWrite
from livetiming_decoders.events import Unknown, UnknownField
from livetiming_decoders.framing import Framing

SOH = b"\x01"
TAB = b"\t"
LINE_END = b"\r\n"

LINE_BYTES_MAX = 256
"""The longest line in any capture has 49 bytes; this leaves room for five times as many fields."""

FRAMING = Framing(starts=SOH, end=b"\n", frame_bytes_min=3, frame_bytes_max=LINE_BYTES_MAX)

RECORD_TYPES = frozenset(bytes([code]) for code in range(0x21, 0x7F))
"""What a line can begin with: one visible ASCII character."""

DIGITS_MAX = 18
"""More digits than any counter has; keeps every number within 64 bits."""

_SECONDS = re.compile(rb"([0-9]{1,12})(?:\.([0-9]{0,6}))?")
_FIELD = re.compile(rb"[^\x01\t\n]*")


def line_content(line: bytes) -> bytes:
    """The line without SOH and line end (CR LF, or LF alone)."""
    return line[1:-2] if line.endswith(LINE_END) else line[1:-1]


def write_line(content: bytes) -> bytes:
    """The line with this content. Raises `CannotWrite` if it becomes too long."""
    line = SOH + content + LINE_END
    if len(line) > LINE_BYTES_MAX:
        raise CannotWrite(f"a line of {len(line)} bytes; receivers stop at {LINE_BYTES_MAX}")
    return line


def whole_number(text: bytes) -> int | None:
    """The number, or None if the text is none."""
    return int(text) if text.isdigit() and len(text) <= DIGITS_MAX else None


def time_us(text: bytes) -> int | None:
    """Microseconds for a text in seconds with up to six decimals, or None if it is none."""
    match = _SECONDS.fullmatch(text)
    if match is None:
        return None
    seconds, fraction = match.groups(b"")
    return int(seconds) * 1_000_000 + int(fraction.ljust(6, b"0"))


def seconds_text(time_us: int, *, decimals_min: int) -> bytes:
    """Seconds with as many decimals as the time needs, and at least `decimals_min`."""
    seconds, fraction_us = divmod(time_us, 1_000_000)
    if not 0 <= seconds < 10**12:
        raise CannotWrite(f"{time_us} us is outside what a line can hold")
    fraction = f"{fraction_us:06}"
    fraction = fraction[:decimals_min] + fraction[decimals_min:].rstrip("0")
    return f"{seconds}.{fraction}".encode() if fraction else str(seconds).encode()


def read_fields(
    texts: list[bytes], names: Mapping[int, str]
) -> tuple[dict[str, int], tuple[UnknownField, ...]]:
    """The numbers by attribute, and every field that has no name or holds no number."""
    values: dict[str, int] = {}
    unknown: list[UnknownField] = []
    for position, text in enumerate(texts, start=1):
        name = names.get(position)
        number = None if name is None else time_us(text) if name == "decoder_time_us" else whole_number(text)
        if name is None or number is None:
            unknown.append(UnknownField(id=position, value=text))
        else:
            values[name] = number
    return values, tuple(unknown)


def record_type(record: int | str) -> bytes:
    """The type of an `Unknown` record as it stands in a line. Raises `CannotWrite` if it cannot."""
    text = record.encode() if isinstance(record, str) else b""
    if text not in RECORD_TYPES:
        raise CannotWrite(f"{record!r} is not a type of record")
    return text


def unknown_record(record: bytes, texts: list[bytes], line: bytes) -> Unknown:
    """A line of a type that is not interpreted, or whose fields are not what they should be."""
    fields = tuple(UnknownField(id=position, value=text) for position, text in enumerate(texts, start=1))
    return Unknown(record=record.decode(), unknown_fields=fields, raw=line)


def write_fields(
    event: object, names: Mapping[int, str], unknown: Iterable[UnknownField], *, decimals_min: int
) -> list[bytes]:
    """The texts of fields 1, 2, 3, ... without a gap. Raises `CannotWrite`."""
    texts: dict[int, bytes] = {}
    for position, name in names.items():
        value: object = getattr(event, name)
        if isinstance(value, int):
            texts[position] = _number_text(name, value, decimals_min)
    for field in unknown:
        if field.id in texts or not _FIELD.fullmatch(field.value):
            raise CannotWrite(f"field {field.id} with {field.value!r} has no place in the line")
        texts[field.id] = field.value
    for position in range(1, len(texts) + 1):
        if position not in texts:
            raise CannotWrite(f"the line needs field {position} ({names.get(position, 'unknown')})")
    return [texts[position] for position in range(1, len(texts) + 1)]


def _number_text(name: str, value: int, decimals_min: int) -> bytes:
    if name == "decoder_time_us":
        return seconds_text(value, decimals_min=decimals_min)
    if not 0 <= value < 10**DIGITS_MAX:
        raise CannotWrite(f"{name} {value} is outside what a line can hold")
    return str(value).encode()
