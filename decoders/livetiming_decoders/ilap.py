"""I-Lap, which imitates AMBrc's lines without number, hits, strength and CRC.

::

    SOH % CR LF                                                 to the decoder, when the connection opens
    SOH % TAB decoder TAB 0 TAB 0 CR LF                         its answer
    SOH @ TAB decoder TAB transponder TAB seconds CR LF         a passing

Transport: USB serial, 9600 baud 8N1, RTS off. The opening command switches to seven-digit
transponder ids and sets the decoder's clock to zero, so every new connection begins a new clock. The
meaning of the two zeros in the answer is not published.
"""

from collections.abc import Mapping

from livetiming_decoders import textline
from livetiming_decoders.errors import CannotWrite
from livetiming_decoders.events import (
    AnyEvent,
    Malformed,
    Passing,
    Request,
    Unknown,
    UnknownField,
    Version,
)
from livetiming_decoders.framing import FrameReader

OPEN = textline.SOH + b"%" + textline.LINE_END

_PASSING_FIELDS: Mapping[int, str] = {1: "decoder", 2: "transponder", 3: "decoder_time_us"}
_VERSION_FIELDS: Mapping[int, str] = {1: "decoder"}
_ANSWER_TAIL = (UnknownField(id=2, value=b"0"), UnknownField(id=3, value=b"0"))
_DECIMALS_MIN = 3


class ILap:
    """The `WireProtocol` for I-Lap."""

    name = "ilap"

    def reader(self) -> FrameReader:
        """A fresh reader for one connection, with the opening command to send."""
        return FrameReader(textline.FRAMING, read_line, opening=OPEN)

    def write(self, event: AnyEvent) -> bytes:
        """The event as one line; fields that I-Lap has no place for are left out.

        Raises `CannotWrite` for an event without the fields that the line needs, or of another kind.
        """
        record, names, unknown = _record(event)
        texts = textline.write_fields(event, names, unknown, decimals_min=_DECIMALS_MIN)
        return textline.write_line(textline.TAB.join([record, *texts]))


def read_line(line: bytes) -> AnyEvent:
    """The event of a line from its SOH to its LF. Never raises."""
    record, *texts = textline.line_content(line).split(textline.TAB)
    if record not in textline.RECORD_TYPES:
        return Malformed(reason="a line without a type of record", raw=line)
    if record == b"%" and not texts:
        return Request(record="open", raw=line)
    if len(texts) == len(_PASSING_FIELDS):
        return _read_three(record, texts, line)
    return textline.unknown_record(record, texts, line)


def _record(event: AnyEvent) -> tuple[bytes, Mapping[int, str], tuple[UnknownField, ...]]:
    """The type of record for an event, where its fields go, and what else stands in the line."""
    if isinstance(event, Passing):
        return b"@", _PASSING_FIELDS, event.unknown_fields
    if isinstance(event, Version):
        return b"%", _VERSION_FIELDS, event.unknown_fields or _ANSWER_TAIL
    if isinstance(event, Request) and event.record == "open":
        return b"%", {}, ()
    if isinstance(event, Unknown):
        return textline.record_type(event.record), {}, event.unknown_fields
    raise CannotWrite(f"I-Lap has no line for {type(event).__name__}")


def _read_three(record: bytes, texts: list[bytes], line: bytes) -> AnyEvent:
    """Passings and answers have three fields; an AMBrc line, which has more, is neither."""
    if record == b"%":
        values, unknown = textline.read_fields(texts, _VERSION_FIELDS)
        if "decoder" in values:
            return Version(decoder=values["decoder"], unknown_fields=unknown, raw=line)
        return textline.unknown_record(record, texts, line)
    values, unknown = textline.read_fields(texts, _PASSING_FIELDS)
    if record == b"@" and "transponder" in values and "decoder_time_us" in values:
        return Passing(
            decoder=values.get("decoder"),
            transponder=values["transponder"],
            decoder_time_us=values["decoder_time_us"],
            unknown_fields=unknown,
            raw=line,
        )
    return textline.unknown_record(record, texts, line)
