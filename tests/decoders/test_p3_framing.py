"""P3 frames under way: escapes, damage, rubbish, and what of it costs a neighbour (nothing)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decoders.cases import P3_CAPTURED
from decoders.frames import p3_escaped, p3_frame, p3_plain
from decoders.streams import bare, bytes_of, read
from livetiming_decoders.errors import CannotWrite
from livetiming_decoders.events import AnyEvent, Malformed, Passing, Unknown, UnknownField
from livetiming_decoders.p3 import P3
from livetiming_decoders.p3.framing import FRAME_BYTES_MAX

PASSING = P3_CAPTURED[0]
STATUS = P3_CAPTURED[4]
P3_ = P3()


def events(*parts: bytes) -> list[AnyEvent]:
    return read(P3_.reader(), *parts)


def rubbish(event: AnyEvent) -> bytes:
    assert isinstance(event, Malformed)
    return event.raw


def test_bytes_before_the_first_frame_are_reported_and_cost_nothing() -> None:
    malformed, passing = events(b"ZX1ZPTFVQ" + PASSING.wire)
    assert malformed == Malformed(reason="bytes outside any frame", raw=b"ZX1ZPTFVQ")
    assert bare(passing) == PASSING.event


def test_stream_joined_in_the_middle_of_a_frame_begins_with_the_next() -> None:
    malformed, passing = events(STATUS.wire[7:] + PASSING.wire)
    assert rubbish(malformed) == STATUS.wire[7:]
    assert bare(passing) == PASSING.event


@pytest.mark.parametrize("lost", range(len(PASSING.wire)))
def test_lost_byte_never_costs_a_neighbour(lost: int) -> None:
    damaged = PASSING.wire[:lost] + PASSING.wire[lost + 1 :]
    first, *between, last = events(STATUS.wire + damaged + STATUS.wire)
    assert bare(first) == bare(last) == STATUS.event
    assert b"".join(rubbish(event) for event in between) == damaged


@pytest.mark.parametrize("value", [0x00, 0x8D, 0x8E, 0x8F, 0xFF])
@pytest.mark.parametrize("at", range(len(PASSING.wire)))
def test_wrong_byte_never_costs_a_neighbour(at: int, value: int) -> None:
    damaged = PASSING.wire[:at] + bytes((value,)) + PASSING.wire[at + 1 :]
    first, *between, last = events(STATUS.wire + damaged + STATUS.wire)
    assert bare(first) == bare(last) == STATUS.event
    if damaged != PASSING.wire:
        assert b"".join(rubbish(event) for event in between) == damaged


def test_nul_eaten_after_a_carriage_return_is_damage() -> None:
    captured = (
        "8e023300780d0100010447bc0100030 41d582c000408d82a65c3a41b05000502630006022d00080200008104930f02008f"
    )
    (event,) = events(bytes.fromhex(captured.replace(" ", "")))
    assert isinstance(event, Malformed)


def test_frame_that_begins_before_another_ended_is_the_one_that_counts() -> None:
    malformed, passing = events(PASSING.wire[:-1] + PASSING.wire)
    assert rubbish(malformed) == PASSING.wire[:-1]
    assert bare(passing) == PASSING.event


def test_length_is_not_what_ends_a_frame() -> None:
    claims_more = p3_frame(1, [(3, b"\1"), (4, b"\2")], length=200)
    malformed, passing = events(claims_more + PASSING.wire)
    assert malformed == Malformed(reason="length 200 in the header of a frame of 17 bytes", raw=claims_more)
    assert bare(passing) == PASSING.event


@pytest.mark.parametrize("version", [0, 1, 2])
@pytest.mark.parametrize("length", [None, 0])
def test_versions_and_lengths_that_decoders_accept(version: int, length: int | None) -> None:
    plain = p3_plain(0x24, [(1, b"")], version=version, length=length)
    (event,) = events(p3_escaped(plain))
    assert not isinstance(event, Malformed)


def test_later_version_is_not_guessed_at() -> None:
    (event,) = events(p3_frame(1, [(3, b"\1"), (4, b"\2")], version=3))
    assert isinstance(event, Malformed)
    assert event.reason == "protocol version 3 is not known"


def test_wrong_crc_is_named_with_the_right_one() -> None:
    (event,) = events(PASSING.wire[:4] + b"\x12\x34" + PASSING.wire[6:])
    assert isinstance(event, Malformed)
    assert event.reason == "CRC 3412 in the header, C79E by computation"


def test_crc_counts_even_where_version_and_length_are_zero() -> None:
    (event,) = events(bytes.fromhex("8e0000005cec000024000100040005008f"))
    assert isinstance(event, Malformed)


ESCAPABLE = bytes(set(range(256)) - {0x6E, 0x6F})
"""All bytes but the two that would become a first or last byte."""


@given(st.binary(max_size=60))
def test_any_byte_may_come_escaped(value: bytes) -> None:
    plain = p3_plain(0x18, [(1, value)])
    (event,) = events(p3_escaped(plain, codes=ESCAPABLE))
    assert bare(event) == Unknown(record=0x18, unknown_fields=(UnknownField(id=1, value=value),))


def test_only_three_bytes_are_sent_escaped() -> None:
    value = bytes(range(0x80, 0xA0))
    written = P3_.write(Unknown(record=0x18, unknown_fields=(UnknownField(id=1, value=value),)))
    assert bytes.fromhex("808182838485868788898a8b8c 8dad 8dae 8daf 90919293") in written


@pytest.mark.parametrize("tail", ["8d", "8d8d8d"])
def test_escape_without_its_byte_is_damage(tail: str) -> None:
    frame = PASSING.wire[:-1] + bytes.fromhex(tail) + b"\x8f"
    malformed, passing = events(frame + PASSING.wire)
    assert malformed == Malformed(reason="an escape at the end of the frame", raw=frame)
    assert bare(passing) == PASSING.event


@pytest.mark.parametrize("body", ["03", "0304010203", "03040102030405"])
def test_field_that_runs_past_the_end_is_damage(body: str) -> None:
    (event,) = events(p3_frame(1, bytes.fromhex(body)))
    assert isinstance(event, Malformed)
    assert "runs past the end" in event.reason


def test_frame_too_short_for_a_header_is_damage() -> None:
    (event,) = events(bytes.fromhex("8e020b00ffff0000018f"))
    assert isinstance(event, Malformed)


def test_frame_shortened_by_its_escapes_is_damage() -> None:
    (event,) = events(bytes.fromhex("8e028dab8dab8dab8dab8dab8f"))
    assert isinstance(event, Malformed)
    assert event.reason == "8 bytes are too few for a frame"


def test_end_of_stream_reports_what_is_left_once() -> None:
    reader = P3_.reader()
    reader.receive_data(PASSING.wire[:20])
    reader.receive_eof()
    reader.receive_eof()
    (event,) = reader.events()
    assert rubbish(event) == PASSING.wire[:20]


def test_longest_frame_written_is_read_and_a_longer_one_refused() -> None:
    fields = tuple(UnknownField(id=1, value=bytes(250)) for _ in range(4))
    longest = Unknown(record=0x18, unknown_fields=(*fields, UnknownField(id=1, value=bytes(3))))
    wire = P3_.write(longest)
    assert len(wire) == FRAME_BYTES_MAX
    assert [bare(event) for event in events(wire)] == [longest]
    with pytest.raises(CannotWrite, match="1025 bytes"):
        P3_.write(Unknown(record=0x18, unknown_fields=(*fields, UnknownField(id=1, value=bytes(4)))))
    with pytest.raises(CannotWrite, match="with escapes"):
        P3_.write(Unknown(record=0x18, unknown_fields=(*fields, UnknownField(id=1, value=b"\x8d\0\0"))))


@pytest.mark.parametrize("rest", [b"\0", b"\x8e", b"\x8f", b"\x8d", b"\x8e\x8f", b"\x8e\0\0\0\x8f\0"])
def test_endless_rubbish_is_reported_in_bounded_pieces(rest: bytes) -> None:
    stream = rest * (10 * FRAME_BYTES_MAX // len(rest))
    reported = events(stream + PASSING.wire)
    assert b"".join(event.raw for event in reported) == stream + PASSING.wire
    assert max(len(event.raw) for event in reported) <= FRAME_BYTES_MAX
    assert bare(reported[-1]) == PASSING.event
    assert len(reported) <= len(stream) / 11 + 2
    assert events(*bytes_of(stream + PASSING.wire)) == reported


def test_gate_drop_is_a_passing() -> None:
    frame = p3_frame(1, [(3, b"\x07\x27"), (4, b"\x01")])
    (event,) = events(frame)
    assert event == Passing(transponder=9991, decoder_time_us=1, raw=frame)
