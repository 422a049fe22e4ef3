"""AMBrc lines: checksums and their absence, damaged lines, what cannot be written."""

import pytest

from decoders.frames import text_line
from decoders.streams import bare, read
from livetiming_decoders.ambrc import Ambrc, Make
from livetiming_decoders.errors import CannotWrite
from livetiming_decoders.events import (
    AnyEvent,
    Malformed,
    Passing,
    Request,
    Status,
    Unknown,
    UnknownField,
)
from livetiming_decoders.textline import LINE_BYTES_MAX

STATUS = b"\x01#\t20\t0\t72\t0\tx6B89\r\n"
PASSING = Passing(
    decoder=20, number=2, transponder=8533156, decoder_time_us=596_126_000, hits=400, strength=163, flags=2
)


def only(line: bytes, *, check_crc: bool = True) -> AnyEvent:
    (event,) = read(Ambrc(check_crc=check_crc).reader(), line)
    return bare(event)


def test_wrong_crc_is_named_with_the_right_one() -> None:
    line = STATUS.replace(b"x6B89", b"x6B80")
    (event,) = read(Ambrc().reader(), line)
    assert event == Malformed(reason="CRC 6B80 in the line, 6B89 by computation", raw=line)


def test_hand_edited_time_of_a_public_sample_is_noticed() -> None:
    assert isinstance(only(b"\x01@\t101\t1\t8110984\t46.82\t1\t1\t2\txE934\r\n"), Malformed)


def test_line_without_a_crc_is_damage() -> None:
    assert isinstance(only(b"\x01#\t20\t0\t72\t0\r\n"), Malformed)


@pytest.mark.parametrize("tail", [b"\tx0000\r\n", b"\txFFFF\r\n", b"\r\n", b"\tx\r\n"])
def test_lenient_reader_takes_an_emulator_s_word(tail: bytes) -> None:
    event = only(b"\x01@\t20\t2\t8533156\t596.126\t400\t163\t2" + tail, check_crc=False)
    assert isinstance(event, Passing)
    assert (event.transponder, event.decoder_time_us, event.flags) == (8533156, 596_126_000, 2)


@pytest.mark.parametrize("crc", ["x751", "x0751", "x0751".lower()])
def test_crc_is_compared_as_a_number(crc: str) -> None:
    line = f"\x01@\t101\t1394\t8110984\t2460.125\t145\t40\t2\t{crc}\r\n".encode()
    assert isinstance(only(line), Passing)


def test_maker_s_habits_of_writing_differ() -> None:
    passing = Passing(
        decoder=101,
        number=1394,
        transponder=8110984,
        decoder_time_us=2_460_120_000,
        hits=1,
        strength=2,
        flags=2,
    )
    assert b"\t2460.12\t" in Ambrc(make=Make.AMB).write(passing)
    assert b"\t2460.120\t" in Ambrc(make=Make.VOSTOK).write(passing)
    status = Status(decoder=1, number=2, noise=3)
    assert Ambrc(make=Make.AMB).write(status).startswith(b"\x01#\t1\t2\t3\t0\tx")
    assert Ambrc(make=Make.VOSTOK).write(status).startswith(b"\x01#\t1\t2\t3\tx")


@pytest.mark.parametrize(
    ("text", "time_us"),
    [
        ("0", 0),
        ("7.", 7_000_000),
        ("0.001", 1000),
        ("688.41", 688_410_000),
        ("12.226", 12_226_000),
        ("1.000001", 1_000_001),
        ("999999999999.999999", 999_999_999_999_999_999),
    ],
)
def test_seconds_are_read_to_the_microsecond(text: str, time_us: int) -> None:
    assert only(text_line(f"@ 20 2 8533156 {text}")) == Passing(
        decoder=20, number=2, transponder=8533156, decoder_time_us=time_us
    )


@pytest.mark.parametrize(
    "text", ["", ".5", "-1", "1,5", "1e3", "1.0000001", "0x10", "1000000000000", " 1", "1_0"]
)
def test_time_that_is_none_makes_no_passing(text: str) -> None:
    line = text_line("@ 20 2 8533156 T").replace(b"T", text.encode())
    event = only(line, check_crc=False)
    assert isinstance(event, Unknown)
    assert event.unknown_fields[3].value == text.encode()


@pytest.mark.parametrize("text", ["", "-1", "1_0", "+1", "1.0", "1" * 19])
def test_number_that_is_none_is_passed_on(text: str) -> None:
    event = only(text_line(f"@ 20 2 8533156 1 {text} 5"))
    assert event == Passing(
        decoder=20,
        number=2,
        transponder=8533156,
        decoder_time_us=1_000_000,
        strength=5,
        unknown_fields=(UnknownField(id=5, value=text.encode()),),
    )


@pytest.mark.parametrize("type_", ["", "@@", "é", "\x7f"])
def test_line_without_a_type_of_record_is_damage(type_: str) -> None:
    assert isinstance(only(text_line(f"{type_} 1 2")), Malformed)


def test_damaged_line_costs_no_other() -> None:
    first, damaged, second = read(Ambrc().reader(), STATUS + b"\x01@\t20\t" + STATUS)
    assert bare(first) == bare(second)
    assert isinstance(damaged, Malformed)


def test_line_that_lost_its_first_byte_is_reported_at_its_end() -> None:
    reader = Ambrc().reader()
    reader.receive_data(STATUS[1:])
    assert reader.events() == [Malformed(reason="bytes outside any frame", raw=STATUS[1:])]


def test_endless_line_is_given_up() -> None:
    events = read(Ambrc().reader(), b"\x01@" + b"1" * 1000 + STATUS)
    assert all(isinstance(event, Malformed) for event in events[:-1])
    assert max(len(event.raw) for event in events) == LINE_BYTES_MAX
    assert isinstance(events[-1], Status)


@pytest.mark.parametrize(
    ("event", "complaint"),
    [
        (Passing(transponder=1, decoder_time_us=0), r"needs field 1 \(decoder\)"),
        (Passing(decoder=20, number=1, transponder=1, decoder_time_us=-1), "outside what a line can hold"),
        (Passing(decoder=20, number=1, transponder=-1, decoder_time_us=0), "transponder -1 is outside"),
        (
            Passing(decoder=20, number=1, transponder=1, decoder_time_us=0, strength=5),
            r"needs field 5 \(hits\)",
        ),
        (
            Status(decoder=20, number=1, noise=2, unknown_fields=(UnknownField(id=4, value=b"\t"),)),
            "has no place",
        ),
        (
            Status(decoder=20, number=1, noise=2, unknown_fields=(UnknownField(id=3, value=b"9"),)),
            "has no place",
        ),
        (
            Unknown(record="$", unknown_fields=(UnknownField(id=1, value=b"9" * 300),)),
            "receivers stop at 256",
        ),
        (Unknown(record=0x1C), "28 is not a type of record"),
        (Request(record="clock"), "no line for Request"),
    ],
)
def test_event_that_does_not_fit_cannot_be_written(event: AnyEvent, complaint: str) -> None:
    with pytest.raises(CannotWrite, match=complaint):
        Ambrc().write(event)
