"""Recordings in the notations in which people keep them."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decoders.cases import CASES, P3_CAPTURED, Case
from decoders.streams import pieces_of
from livetiming_decoders import capture
from livetiming_decoders.capture import HEAD_BYTES, LINE_BYTES_MAX, CaptureReader, Notation

WIRE = P3_CAPTURED[0].wire
STATUS = P3_CAPTURED[4].wire
AMBRC_LINE = b"\x01#\t20\t0\t72\t0\tx6B89\r\n"


def notation(data: bytes) -> Notation | None:
    return capture.notation_of(data, complete=True)


STREAMS = [case for case in CASES if case.wire.endswith((b"\x8f", b"\r\n"))]


@pytest.mark.parametrize("case", STREAMS, ids=[case.id for case in STREAMS])
def test_stream_as_it_came_stays_as_it_is(case: Case) -> None:
    assert capture.load(case.wire) == case.wire


@pytest.mark.parametrize(
    "text",
    [
        WIRE.hex() + "\n" + STATUS.hex(),
        WIRE.hex().upper() + "\r\n" + STATUS.hex().upper() + "\r\n",
        "# ein Mitschnitt aus Österreich\n\n  "
        + WIRE.hex(" ")
        + "  # first\n#second\n"
        + STATUS.hex()
        + "\n",
        "\ufeff" + WIRE.hex() + "\n" + STATUS.hex(),
        WIRE.hex() + STATUS.hex(),
    ],
)
def test_frames_in_hexadecimal(text: str) -> None:
    assert capture.load(text.encode()) == WIRE + STATUS
    assert notation(text.encode()) is Notation.HEX


@pytest.mark.parametrize(
    "text",
    [
        "# SOH is ^A\n^A#^I20^I0^I72^I0^Ix6B89\n",
        "^A#^I20^I0^I72^I0^Ix6B89^M\r\n",
        "#^I20^I0^I72^I0^Ix6B89\n# afterwards\n",
    ],
)
def test_ambrc_lines_in_caret_notation(text: str) -> None:
    assert capture.load(text.encode()) == AMBRC_LINE
    assert notation(text.encode()) is Notation.CARET


def test_tranx2_lines_keep_their_statuses_and_lose_their_comments() -> None:
    text = b"# from a forum\n#0970\n#\n$09000235BF3436E021358700\n#09\n"
    assert notation(text) is Notation.TRANX2
    assert capture.load(text) == b"#0970\r\n$09000235BF3436E021358700\r\n#09\r\n"


def test_line_that_does_not_follow_the_notation_reaches_the_reader() -> None:
    text = f"{WIRE.hex()}\n{STATUS.hex()[:-1]}\n".encode()
    assert capture.load(text) == WIRE + STATUS.hex()[:-1].encode() + b"\r\n"


@pytest.mark.parametrize("data", [b"", b"\n", b"# only a comment\n", b"hello\n", b"\x8e\x02", b"caf\xe9\n"])
def test_anything_else_is_taken_as_it_is(data: bytes) -> None:
    assert notation(data) is Notation.BINARY
    assert capture.load(data) == data


def test_live_stream_is_passed_on_at_once() -> None:
    reader = CaptureReader()
    assert reader.receive_data(b"\x8e") == b"\x8e"
    assert CaptureReader().receive_data(b"\x01@") == b"\x01@"


def test_text_is_passed_on_line_by_line() -> None:
    reader = CaptureReader()
    assert reader.receive_data(b"#0970\r\n#09") == b"#0970\r\n"
    assert reader.receive_data(b"71\r\n") == b"#0971\r\n"
    assert reader.receive_eof() == b""


def test_character_cut_in_two_by_the_read_is_still_text() -> None:
    data = "# é".encode() + f"\n{WIRE.hex()}\n".encode()
    reader = CaptureReader()
    assert reader.receive_data(data[:3]) == b""
    assert reader.receive_data(data[3:]) == WIRE


def test_long_opening_comment_is_given_up() -> None:
    comments = b"# nothing to see\n" * (HEAD_BYTES // 16)
    reader = CaptureReader()
    assert reader.receive_data(comments) == comments
    assert reader.notation is Notation.BINARY


def test_hexadecimal_without_line_ends_needs_no_memory() -> None:
    stream = WIRE * 5000
    for text in (stream.hex().encode(), stream.hex(" ").encode()):
        reader = CaptureReader()
        parts = [reader.receive_data(text[at : at + 10_000]) for at in range(0, len(text), 10_000)]
        held = len(stream) - len(b"".join(parts))
        assert held <= LINE_BYTES_MAX
        assert b"".join(parts) + reader.receive_eof() == stream


def test_frames_are_served_one_by_one() -> None:
    assert capture.frames(b"rubbish" + WIRE + STATUS + WIRE[:9]) == [b"rubbish" + WIRE, STATUS, WIRE[:9]]
    assert capture.frames(AMBRC_LINE + AMBRC_LINE[:5]) == [AMBRC_LINE, AMBRC_LINE[:5]]
    assert capture.frames(f"{WIRE.hex()}{STATUS.hex()}\n".encode()) == [WIRE, STATUS]
    assert capture.frames(b"") == []


NOTATIONS = st.lists(
    st.sampled_from(
        [
            *(case.wire.hex().encode() for case in CASES[:8]),
            b"# \xc3\xa9",
            b"",
            b"^A#^I1",
            b"#0970",
            b"8E0",
            b"\x8e",
        ]
    ),
    max_size=12,
).map(b"\n".join)


@given(NOTATIONS | st.binary(max_size=300), st.integers(0, 2**32))
def test_parts_of_a_file_give_what_the_whole_gives(data: bytes, seed: int) -> None:
    reader = CaptureReader()
    parts = [reader.receive_data(part) for part in pieces_of(data, Random(seed), longest=9)]
    stream = b"".join(parts) + reader.receive_eof()
    assert stream == capture.load(data)
    assert b"".join(capture.frames(data)) == stream
