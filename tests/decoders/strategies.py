"""Events that a protocol can carry, for Hypothesis."""

from hypothesis import strategies as st

from livetiming_decoders.events import (
    AnyEvent,
    ClockReport,
    ErrorReport,
    Passing,
    Request,
    Resend,
    SessionReport,
    Status,
    Unknown,
    UnknownField,
    Version,
)
from livetiming_decoders.p3.records import RECORDS, Tor


def _bits(count: int) -> st.SearchStrategy[int]:
    return st.integers(0, 2**count - 1)


def _optional(values: st.SearchStrategy[int]) -> st.SearchStrategy[int | None]:
    return st.none() | values


_ASCII = st.text(st.characters(codec="ascii"), min_size=1, max_size=20)
_DECODER = _optional(_bits(32))


def _p3_unknown(tor: int) -> st.SearchStrategy[tuple[UnknownField, ...]]:
    known = RECORDS[tor].fields if tor in RECORDS else {0x81: None}
    ids = st.sampled_from([tag for tag in range(256) if tag not in known])
    return st.lists(st.builds(UnknownField, id=ids, value=st.binary(min_size=1, max_size=8)), max_size=3).map(
        tuple
    )


_P3_PASSING = st.builds(
    Passing,
    decoder=_DECODER,
    number=_optional(_bits(32)),
    transponder=_bits(32),
    decoder_time_us=_bits(64),
    strength=_optional(_bits(16)),
    hits=_optional(_bits(16)),
    flags=_optional(_bits(16)),
    transponder_code=st.none() | _ASCII,
    user_flag=_optional(_bits(32)),
    driver_id=_optional(_bits(8)),
    utc_time_us=_optional(_bits(64)),
    rtc_id=_optional(_bits(32)),
    sport=_optional(_bits(8)),
    voltage_dv=_optional(_bits(8)),
    temperature_c=_optional(st.integers(-100, 155)),
    unknown_fields=_p3_unknown(Tor.PASSING),
)
_P3_STATUS = st.builds(
    Status,
    decoder=_DECODER,
    noise=_optional(_bits(16)),
    gps=_optional(_bits(8)),
    temperature_c=_optional(st.integers(-(2**15), 2**15 - 1)),
    satellites=_optional(_bits(8)),
    loop_triggers=_optional(_bits(8)),
    input_voltage_dv=_optional(_bits(8)),
    unknown_fields=_p3_unknown(Tor.STATUS),
)
_P3_VERSION = st.builds(
    Version,
    decoder=_DECODER,
    decoder_type=_optional(_bits(8)),
    description=st.none() | _ASCII,
    version=st.none() | _ASCII,
    release=_optional(_bits(32)),
    registration=st.none() | st.binary(min_size=8, max_size=8),
    build_number=_optional(_bits(16)),
    options=_optional(_bits(32)),
    unknown_fields=_p3_unknown(Tor.VERSION),
)

P3_EVENTS: st.SearchStrategy[AnyEvent] = st.one_of(
    _P3_PASSING,
    _P3_STATUS,
    _P3_VERSION,
    st.builds(
        ClockReport,
        decoder=_DECODER,
        decoder_time_us=_bits(64),
        flags=_optional(_bits(16)),
        utc_time_us=_optional(_bits(64)),
        unknown_fields=_p3_unknown(Tor.GET_TIME),
    ),
    st.builds(
        SessionReport,
        decoder=_DECODER,
        start_s=_bits(32),
        first_number=_optional(_bits(32)),
        last_number=_optional(_bits(32)),
    ),
    st.builds(ErrorReport, decoder=_DECODER, code=_optional(_bits(16)), description=st.none() | _ASCII),
    st.builds(Request, decoder=_DECODER, record=st.sampled_from(["version", "clock", "session"])),
    st.builds(Resend, decoder=_DECODER, from_number=_bits(32), until_number=_bits(32)),
    st.sampled_from([tor for tor in range(0x100) if tor not in RECORDS]).flatmap(
        lambda tor: st.builds(Unknown, decoder=_DECODER, record=st.just(tor), unknown_fields=_p3_unknown(tor))
    ),
)

_TEXT = st.binary(max_size=8).filter(lambda text: not set(text) & set(b"\x01\t\n"))
_NUMBER = st.integers(0, 10**18 - 1)


def _text_fields(first: int, *, most: int) -> st.SearchStrategy[tuple[UnknownField, ...]]:
    return st.lists(_TEXT, max_size=most).map(
        lambda texts: tuple(UnknownField(id=first + at, value=text) for at, text in enumerate(texts))
    )


VOSTOK_EVENTS: st.SearchStrategy[AnyEvent] = st.one_of(
    st.builds(
        Passing,
        decoder=_NUMBER,
        number=_NUMBER,
        transponder=_NUMBER,
        decoder_time_us=_NUMBER,
        hits=_NUMBER,
        strength=_NUMBER,
        flags=_NUMBER,
        unknown_fields=_text_fields(8, most=3),
    ),
    st.builds(Status, decoder=_NUMBER, number=_NUMBER, noise=_NUMBER, unknown_fields=_text_fields(4, most=3)),
    st.builds(Unknown, record=st.sampled_from("$%&A!~"), unknown_fields=_text_fields(1, most=6)),
)

ILAP_EVENTS: st.SearchStrategy[AnyEvent] = st.one_of(
    st.builds(Passing, decoder=_NUMBER, transponder=_NUMBER, decoder_time_us=_NUMBER),
    st.just(Request(record="open")),
    st.builds(
        Version,
        decoder=_NUMBER,
        unknown_fields=_text_fields(2, most=2).filter(lambda fields: len(fields) == 2),
    ),
    st.builds(Unknown, record=st.sampled_from("#$&A"), unknown_fields=_text_fields(1, most=6)),
)

TRANX2_EVENTS: st.SearchStrategy[AnyEvent] = st.one_of(
    st.builds(
        Passing,
        decoder=_bits(8),
        transponder=_bits(24),
        decoder_time_us=_bits(32).map(lambda milliseconds: milliseconds * 1000),
        hits=_bits(8),
        strength=_bits(8),
    ),
    st.builds(Status, decoder=_bits(8), noise=_bits(8)),
)
