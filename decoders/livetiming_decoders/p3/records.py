"""The P3 records this package interprets, as tables that reader and writer share.

Ids, names and widths are those that the public parsers agree on; the lengths of recorded frames fit
them. Fields stand in the order in which real RC decoders send them (readers accept any order).
"""

from collections.abc import Callable, Mapping
from enum import IntEnum

import msgspec

from livetiming_decoders.events import (
    AnyEvent,
    ClockReport,
    ErrorReport,
    Passing,
    Resend,
    SessionReport,
    Status,
    Version,
)
from livetiming_decoders.p3.fields import Kind, Opaque, Text, Whole


class Tor(IntEnum):
    """Types of record. Those without an entry in `RECORDS` are passed on as `Unknown`."""

    RESET = 0x0000
    PASSING = 0x0001
    STATUS = 0x0002
    VERSION = 0x0003
    RESEND = 0x0004
    CLEAR_PASSING = 0x0005
    SERVER_SETTINGS = 0x0013
    SESSION = 0x0015
    NETWORK_SETTINGS = 0x0016
    WATCHDOG = 0x0018
    PING = 0x0020
    GET_TIME = 0x0024
    GENERAL_SETTINGS = 0x0028
    SIGNALS = 0x002D
    LOOP_TRIGGER = 0x002F
    GPS_INFO = 0x0030
    FIRST_CONTACT = 0x0045
    TIMELINE = 0x004A
    ERROR = 0xFFFF


DECODER_ID = 0x81
GENERAL_IDS = frozenset((DECODER_ID, 0x83, 0x85))
"""Fields that any record may carry: decoder id, controller id, request id."""

SESSION_NUMBER_IDS = (0x03, 0x04)
"""Inference: the ids of SESSION's first and last passing number. Published renderings of the record
name four fields of four bytes in the order ?, start, first, last; ids 01 and 02 are known to be the
first two. No raw SESSION record has been published."""

STATUS_TEMPERATURE_SIGNED = True
"""Inference: frost is sent as a negative number. Captures hold 22 to 40 (degrees) only."""


class Field(msgspec.Struct, frozen=True):
    """A field of a record: its id on the wire, the event's attribute, and what its bytes mean."""

    id: int
    name: str
    kind: Kind


class Record(msgspec.Struct, frozen=True):
    """A record and the event it becomes, which needs the fields named in `required`."""

    event: Callable[..., AnyEvent]
    fields: Mapping[int, Field]
    """By id, in the order in which they are written."""
    required: tuple[str, ...] = ()


_DECODER = Field(DECODER_ID, "decoder", Whole(4))


def _table(*fields: Field) -> Mapping[int, Field]:
    return {field.id: field for field in (*fields, _DECODER)}


COMMON_FIELDS = _table()
"""What is read of a record without an entry in `RECORDS`."""

RECORDS: Mapping[int, Record] = {
    Tor.PASSING: Record(
        Passing,
        _table(
            Field(0x01, "number", Whole(4)),
            Field(0x03, "transponder", Whole(4)),
            Field(0x04, "decoder_time_us", Whole(8)),
            Field(0x05, "strength", Whole(2)),
            Field(0x06, "hits", Whole(2)),
            Field(0x08, "flags", Whole(2)),
            Field(0x0A, "transponder_code", Text()),
            Field(0x0E, "user_flag", Whole(4)),
            Field(0x0F, "driver_id", Whole(1)),
            Field(0x10, "utc_time_us", Whole(8)),
            Field(0x13, "rtc_id", Whole(4)),
            Field(0x14, "sport", Whole(1)),
            Field(0x30, "voltage_dv", Whole(1)),
            Field(0x31, "temperature_c", Whole(1, offset=100)),
        ),
        # A gate or photocell passing has neither strength nor hits.
        required=("transponder", "decoder_time_us"),
    ),
    Tor.STATUS: Record(
        Status,
        _table(
            Field(0x01, "noise", Whole(2)),
            Field(0x07, "temperature_c", Whole(2, signed=STATUS_TEMPERATURE_SIGNED)),
            Field(0x0C, "input_voltage_dv", Whole(1)),
            Field(0x06, "gps", Whole(1)),
            Field(0x0A, "satellites", Whole(1)),
            Field(0x0B, "loop_triggers", Whole(1)),
        ),
    ),
    Tor.VERSION: Record(
        Version,
        _table(
            Field(0x01, "decoder_type", Whole(1)),
            Field(0x02, "description", Text()),
            Field(0x03, "version", Text()),
            Field(0x04, "release", Whole(4)),
            Field(0x08, "registration", Opaque(8)),
            Field(0x0A, "build_number", Whole(2)),
            Field(0x0C, "options", Whole(4)),
        ),
    ),
    Tor.RESEND: Record(
        Resend,
        _table(Field(0x01, "from_number", Whole(4)), Field(0x02, "until_number", Whole(4))),
        required=("from_number", "until_number"),
    ),
    Tor.SESSION: Record(
        SessionReport,
        _table(
            Field(0x02, "start_s", Whole(4)),
            Field(SESSION_NUMBER_IDS[0], "first_number", Whole(4)),
            Field(SESSION_NUMBER_IDS[1], "last_number", Whole(4)),
        ),
    ),
    Tor.GET_TIME: Record(
        ClockReport,
        _table(
            Field(0x01, "decoder_time_us", Whole(8)),
            Field(0x04, "flags", Whole(2)),
            Field(0x05, "utc_time_us", Whole(8)),
        ),
        required=("decoder_time_us",),
    ),
    Tor.ERROR: Record(
        ErrorReport,
        _table(Field(0x01, "code", Whole(2)), Field(0x02, "description", Text())),
    ),
}

REQUESTS: Mapping[str, tuple[Tor, tuple[int, ...]]] = {
    "version": (Tor.VERSION, (0x01,)),
    "clock": (Tor.GET_TIME, (0x01, 0x04, 0x05)),
    "session": (Tor.SESSION, (0x01, 0x02, *SESSION_NUMBER_IDS)),
}
"""What a client can ask for: the record, and the ids of the empty fields that ask for it."""
