"""P3 records: what is read of their fields, what is passed on, and what cannot be written."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from decoders.frames import p3_frame
from decoders.streams import bare, read
from livetiming_decoders.errors import CannotWrite
from livetiming_decoders.events import (
    AnyEvent,
    ClockReport,
    Malformed,
    Passing,
    Request,
    Resend,
    Status,
    Unknown,
    UnknownField,
    Version,
)
from livetiming_decoders.p3 import P3
from livetiming_decoders.p3.records import RECORDS, Tor

TRANSPONDER = (0x03, b"\x2a")
TIME = (0x04, b"\x07")


def only(wire: bytes) -> AnyEvent:
    (event,) = read(P3().reader(), wire)
    return bare(event)


def unknown(*fields: tuple[int, bytes]) -> tuple[UnknownField, ...]:
    return tuple(UnknownField(id=tag, value=value) for tag, value in fields)


@pytest.mark.parametrize("fields", list(permutations([(1, b"\1"), TRANSPONDER, TIME, (0x81, b"\5")])))
def test_fields_may_come_in_any_order(fields: tuple[tuple[int, bytes], ...]) -> None:
    assert only(p3_frame(1, fields)) == Passing(decoder=5, number=1, transponder=42, decoder_time_us=7)


def test_unknown_fields_keep_their_order() -> None:
    fields = [(0x99, b"a"), TRANSPONDER, (0x11, b"\x03"), TIME, (0x99, b"")]
    event = only(p3_frame(1, fields))
    assert event.unknown_fields == unknown((0x99, b"a"), (0x11, b"\x03"), (0x99, b""))


def test_field_that_comes_twice_counts_once_and_is_passed_on() -> None:
    event = only(p3_frame(1, [TRANSPONDER, TIME, (0x03, b"\x63")]))
    assert event == Passing(transponder=42, decoder_time_us=7, unknown_fields=unknown((0x03, b"\x63")))


@pytest.mark.parametrize(
    "field", [(0x05, b"\1\2\3"), (0x05, b""), (0x0A, b"\xff"), (0x0A, b""), (0x14, b"\0\1")]
)
def test_field_that_cannot_be_what_it_should_is_passed_on(field: tuple[int, bytes]) -> None:
    event = only(p3_frame(1, [TRANSPONDER, TIME, field]))
    assert event == Passing(transponder=42, decoder_time_us=7, unknown_fields=unknown(field))


def test_number_in_another_width_is_read() -> None:
    event = only(p3_frame(1, [(0x03, b"\x2a\0\0\0\0\0\0\0"), TIME, (0x05, b"\x6a")]))
    assert event == Passing(transponder=42, decoder_time_us=7, strength=106)


@pytest.mark.parametrize("fields", [[TRANSPONDER], [TIME], [(0x05, b"\1")], [(0x03, b""), TIME], []])
def test_passing_without_transponder_or_time_is_passed_on_as_unknown(fields: list[tuple[int, bytes]]) -> None:
    assert only(p3_frame(1, fields)) == Unknown(record=1, unknown_fields=unknown(*fields))


@given(st.integers(0, 0xFFFF).filter(lambda tor: tor not in RECORDS), st.binary(max_size=20))
def test_record_that_is_not_interpreted_is_passed_on_whole(tor: int, value: bytes) -> None:
    event = only(p3_frame(tor, [(0x81, b"\1\2\3\4"), (0x01, value), (0x85, bytes(8))]))
    fields = unknown((0x01, value), (0x85, bytes(8)))
    assert event == Unknown(decoder=0x04030201, record=tor, unknown_fields=fields)


def test_transponder_battery_and_temperature_have_their_units() -> None:
    event = only(p3_frame(1, [TRANSPONDER, TIME, (0x30, b"\x25"), (0x31, b"\x5a")]))
    assert event == Passing(transponder=42, decoder_time_us=7, voltage_dv=37, temperature_c=-10)


def test_decoder_in_the_frost() -> None:
    frame = p3_frame(2, [(0x07, b"\xfb\xff")])
    assert only(frame) == Status(temperature_c=-5)
    assert P3().write(Status(temperature_c=-5)) == frame


def test_status_says_that_the_decoder_lives_even_without_fields() -> None:
    assert only(p3_frame(2, [(0x81, b"\5")])) == Status(decoder=5)


@pytest.mark.parametrize(
    ("tor", "record"), [(Tor.VERSION, "version"), (Tor.GET_TIME, "clock"), (Tor.SESSION, "session")]
)
def test_empty_field_asks_for_the_record(tor: Tor, record: str) -> None:
    assert only(p3_frame(tor, [(0x01, b"")])) == Request(record=record)


def test_request_for_other_fields_to_one_decoder() -> None:
    event = only(p3_frame(Tor.VERSION, [(0x02, b""), (0x77, b""), (0x85, b"\x09"), (0x81, b"\5")]))
    fields = unknown((0x77, b""), (0x85, b"\x09"))
    assert event == Request(decoder=5, record="version", unknown_fields=fields)


def test_request_for_a_record_that_cannot_be_requested_is_unknown() -> None:
    assert only(p3_frame(Tor.PASSING, [(0x03, b"")])) == Unknown(record=1, unknown_fields=unknown((3, b"")))


def test_record_with_one_value_is_a_report_not_a_request() -> None:
    assert only(p3_frame(Tor.VERSION, [(0x01, b""), (0x03, b"3.4")])) == Version(
        version="3.4", unknown_fields=unknown((0x01, b""))
    )


def test_clock_of_a_real_decoder_with_its_unknown_field() -> None:
    fields = [(0x01, (0x4FE6355205ECD).to_bytes(8, "little")), (0x04, b"\0\0"), (0x06, bytes(4))]
    assert only(p3_frame(Tor.GET_TIME, fields)) == ClockReport(
        decoder_time_us=0x4FE6355205ECD, flags=0, unknown_fields=unknown((0x06, bytes(4)))
    )


def test_resend_without_its_end_is_unknown() -> None:
    assert only(p3_frame(Tor.RESEND, [(0x01, b"\1")])) == Unknown(
        record=4, unknown_fields=unknown((1, b"\1"))
    )


@pytest.mark.parametrize(
    ("event", "complaint"),
    [
        (Passing(transponder=2**32, decoder_time_us=0), "transponder: 4294967296 does not fit 4 bytes"),
        (Passing(transponder=-1, decoder_time_us=0), "transponder: -1 does not fit"),
        (Passing(transponder=1, decoder_time_us=0, temperature_c=156), "temperature_c: 156 does not fit"),
        (Passing(transponder=1, decoder_time_us=0, transponder_code="FL-é"), "is not ASCII"),
        (replace(Status(), noise="loud"), "noise: 'loud' is not a whole number"),
        (Version(registration=b"short"), "is not 8 bytes"),
        (Status(unknown_fields=unknown((0x100, b""))), "is not one byte"),
        (Status(unknown_fields=unknown((0x77, bytes(256)))), "more than 255"),
        (Request(record="open"), "no request for 'open'"),
        (Unknown(record="$"), "'\\$' is no P3 type of record"),
        (Unknown(record=0x10000), "no P3 type"),
        (Malformed(reason="noise", raw=b"\0"), "no record for Malformed"),
        (Resend(from_number=1, until_number=2**40), "until_number: 1099511627776 does not fit"),
    ],
)
def test_event_that_does_not_fit_cannot_be_written(event: AnyEvent, complaint: str) -> None:
    with pytest.raises(CannotWrite, match=complaint):
        P3().write(event)
