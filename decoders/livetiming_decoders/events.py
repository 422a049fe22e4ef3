"""What a decoder protocol reader reports, whatever the protocol.

Every reader turns bytes into these events, and every writer turns them back into bytes. Times are
integer microseconds on the decoder's own clock (`decoder_time_us`), which need not be a wall clock.
Fields that a protocol or a record does not carry are ``None``. Each event keeps the bytes it was
read from (`raw`) exactly as they arrived on the wire, escapes included; writers never look at it.

No event can be part of a reference cycle, so none of them is tracked by the garbage collector
(``gc=False``): a whole capture as a list of events costs no collections.
"""

import msgspec


class UnknownField(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A field this package does not know, or cannot read as what it should be; passed on, never dropped."""

    id: int
    """P3: the tag. Text and hex lines: the position in the line, the record's type being 0."""
    value: bytes


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", omit_defaults=True, gc=False):
    """Base of all events. `decoder` is the decoder's id as an integer (P3: little-endian u32)."""

    decoder: int | None = None
    raw: bytes = b""
    unknown_fields: tuple[UnknownField, ...] = ()


class Passing(Event, frozen=True, kw_only=True, gc=False, tag="passing"):
    """One transponder heard at the loop (P3 TOR 0001, AMBrc ``@``, TranX-2 ``$``).

    `number` is the decoder's passing counter (AMBrc: the sequence counter that it shares with
    STATUS). `strength` is absent for gate and photocell passings. The meaning of the bits of
    `flags` is not published by any maker.
    """

    number: int | None = None
    transponder: int
    decoder_time_us: int
    strength: int | None = None
    hits: int | None = None
    flags: int | None = None
    transponder_code: str | None = None
    """ProChip code such as ``FL-94890``."""
    user_flag: int | None = None
    driver_id: int | None = None
    utc_time_us: int | None = None
    rtc_id: int | None = None
    sport: int | None = None
    voltage_dv: int | None = None
    """Transponder battery in tenths of a volt."""
    temperature_c: int | None = None


class Status(Event, frozen=True, kw_only=True, gc=False, tag="status"):
    """The decoder's regular sign of life, about every five seconds.

    `number` is AMBrc's sequence counter. `noise` is the loop's background level.
    """

    number: int | None = None
    noise: int | None = None
    gps: int | None = None
    temperature_c: int | None = None
    satellites: int | None = None
    loop_triggers: int | None = None
    input_voltage_dv: int | None = None
    """Supply in tenths of a volt."""


class Version(Event, frozen=True, kw_only=True, gc=False, tag="version"):
    """What the decoder is (P3 TOR 0003, I-Lap's answer to its opening command)."""

    decoder_type: int | None = None
    description: str | None = None
    version: str | None = None
    release: int | None = None
    registration: bytes | None = None
    build_number: int | None = None
    options: int | None = None


class ClockReport(Event, frozen=True, kw_only=True, gc=False, tag="clock"):
    """The decoder's clock at the moment it answered GET_TIME (P3 TOR 0024)."""

    decoder_time_us: int
    flags: int | None = None
    utc_time_us: int | None = None


class SessionReport(Event, frozen=True, kw_only=True, gc=False, tag="session"):
    """The range of passings the decoder still holds (P3 TOR 0015).

    The field ids of the first and last passing number have not been published; see the reader.
    """

    start_s: int | None = None
    first_number: int | None = None
    last_number: int | None = None


class ErrorReport(Event, frozen=True, kw_only=True, gc=False, tag="error"):
    """The decoder refuses a request (P3 TOR FFFF)."""

    code: int | None = None
    description: str | None = None


class Request(Event, frozen=True, kw_only=True, gc=False, tag="request"):
    """A client asks for a record (P3: that record with empty fields)."""

    record: str
    """One of ``version``, ``clock``, ``session``, ``open`` (I-Lap's opening command)."""


class Resend(Event, frozen=True, kw_only=True, gc=False, tag="resend"):
    """A client asks for the passings `from_number` to `until_number`, both included (P3 TOR 0004)."""

    from_number: int
    until_number: int


class Unknown(Event, frozen=True, kw_only=True, gc=False, tag="unknown"):
    """An intact record of a type this package does not interpret; its fields are all passed on."""

    record: int | str


class Malformed(Event, frozen=True, kw_only=True, gc=False, tag="malformed"):
    """Bytes that are no intact record: `reason` says why, `raw` holds them (bounded)."""

    reason: str


AnyEvent = (
    Passing
    | Status
    | Version
    | ClockReport
    | SessionReport
    | ErrorReport
    | Request
    | Resend
    | Unknown
    | Malformed
)
