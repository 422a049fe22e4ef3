"""Finding out what a decoder speaks."""

from random import Random

import pytest

from decoders.cases import AMBRC, CASES, ILAP, P3_CAPTURED, TRANX2, Case
from decoders.streams import bare, bytes_of, pieces_of, read
from livetiming_decoders.detect import UNDECIDED_BYTES_MAX, AutoDetect, DetectingReader
from livetiming_decoders.errors import CannotWrite
from livetiming_decoders.events import Malformed, Status, Unknown

LAPRF = bytes.fromhex("5a 1800 37a2 01da 01 01 01 02 01 05 5b")
"""Made from the published layout: a record DA01 of received signal strength."""


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_frame_alone_is_recognised_at_the_end_if_not_before(case: Case) -> None:
    reader = DetectingReader()
    (event,) = read(reader, *bytes_of(case.wire))
    assert reader.protocol == case.protocol.name
    assert bare(event) == case.event


@pytest.mark.parametrize(
    "cases", [P3_CAPTURED, AMBRC, ILAP, TRANX2], ids=lambda cases: str(cases[0].protocol.name)
)
@pytest.mark.parametrize("seed", range(5))
def test_stream_that_begins_in_the_middle_is_recognised(cases: list[Case], seed: int) -> None:
    random = Random(seed)
    chosen = random.choices(cases, k=20)
    stream = b"".join(case.wire for case in chosen)
    cut = random.randrange(1, len(chosen[0].wire))
    reader = DetectingReader()
    rubbish, *events = read(reader, *pieces_of(stream[cut:], random))
    assert reader.protocol == cases[0].protocol.name
    assert rubbish.raw == stream[cut : len(chosen[0].wire)]
    assert [bare(event) for event in events] == [case.event for case in chosen[1:]]


def test_first_intact_record_decides_and_nothing_is_held_back() -> None:
    reader = DetectingReader()
    reader.receive_data(P3_CAPTURED[4].wire[:-1])
    assert (reader.protocol, reader.events()) == (None, [])
    reader.receive_data(P3_CAPTURED[4].wire[-1:] + P3_CAPTURED[0].wire)
    assert reader.protocol == "p3"
    assert [bare(event) for event in reader.events()] == [P3_CAPTURED[4].event, P3_CAPTURED[0].event]


def test_serial_noise_with_an_8e_in_it_does_not_mislead() -> None:
    reader = DetectingReader()
    noise = bytes.fromhex("00f88e7f5a018f")
    events = read(reader, noise, AMBRC[1].wire)
    assert reader.protocol == "ambrc"
    assert [bare(event) for event in events[1:]] == [AMBRC[1].event]


def test_undocumented_first_record_of_a_connection_is_kept() -> None:
    greeting, status = P3_CAPTURED[8], P3_CAPTURED[4]
    reader = DetectingReader()
    reader.receive_data(greeting.wire)
    assert reader.protocol is None
    events = read(reader, status.wire)
    assert [bare(event) for event in events] == [greeting.event, status.event]
    assert isinstance(events[0], Unknown)


def test_damaged_frame_alone_is_still_told_apart() -> None:
    damaged = P3_CAPTURED[0].wire.replace(b"\x9e\xc7", b"\0\0")
    reader = DetectingReader()
    (event,) = read(reader, damaged)
    assert reader.protocol == "p3"
    assert event == Malformed(reason="CRC 0000 in the header, C79E by computation", raw=damaged)


def test_laprf_on_the_same_port_is_named() -> None:
    reader = DetectingReader()
    reader.receive_data(LAPRF + LAPRF)
    first, *_ = reader.events()
    assert isinstance(first, Malformed)
    assert "ImmersionRC LapRF" in first.reason
    assert reader.protocol is None


def test_rubbish_that_begins_like_laprf_is_only_rubbish() -> None:
    reader = DetectingReader()
    malformed, passing = read(reader, b"ZX1ZPTFVQ" + P3_CAPTURED[0].wire)
    assert malformed.raw == b"ZX1ZPTFVQ"
    assert bare(passing) == P3_CAPTURED[0].event


def test_endless_rubbish_is_reported_and_listening_goes_on() -> None:
    reader = DetectingReader()
    reader.receive_data(b"U" * (3 * UNDECIDED_BYTES_MAX + 7))
    reported = reader.events()
    assert reported == [Malformed(reason="no known decoder protocol", raw=b"U" * UNDECIDED_BYTES_MAX)] * 3
    rest, passing = read(reader, P3_CAPTURED[0].wire)
    assert rest.raw == b"U" * 7
    assert bare(passing) == P3_CAPTURED[0].event


def test_frame_across_the_point_of_giving_up_is_found() -> None:
    wire = P3_CAPTURED[0].wire
    reader = DetectingReader()
    *_, passing = read(reader, b"U" * (UNDECIDED_BYTES_MAX - 20) + wire)
    assert bare(passing) == P3_CAPTURED[0].event


def test_stream_of_damaged_frames_says_what_it_looks_like() -> None:
    reader = DetectingReader()
    reader.receive_data(b"\x8e\x02\x33\x00\0\0\0\0\1\0\3\0\x8f" * 400)
    first, *_ = reader.events()
    assert isinstance(first, Malformed)
    assert first.reason == "looks like p3, but no record is intact"
    assert reader.protocol is None


def test_silence_is_nothing() -> None:
    assert read(DetectingReader()) == []


def test_nothing_is_ever_sent() -> None:
    reader = DetectingReader()
    assert reader.data_to_send() == []
    read(reader, ILAP[2].wire)
    assert reader.protocol == "ilap"
    assert reader.data_to_send() == []


def test_detection_cannot_write() -> None:
    with pytest.raises(CannotWrite):
        AutoDetect().write(Status())
