"""What real decoders said, read from recordings that are not part of the project."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from decoders.streams import bare, bytes_of, pieces_of, read
from livetiming_decoders import capture
from livetiming_decoders.ambrc import Ambrc, Make
from livetiming_decoders.detect import DetectingReader
from livetiming_decoders.events import (
    AnyEvent,
    ClockReport,
    Malformed,
    Passing,
    Request,
    Status,
    Unknown,
    Version,
)
from livetiming_decoders.p3 import P3
from livetiming_decoders.protocols import PROTOCOLS


@pytest.fixture(scope="module")
def captures(shared_dir: Path) -> Path:
    return shared_dir / "captures"


def events_of(data: bytes, protocol: str) -> list[AnyEvent]:
    """The events of a recording, which must be the same however it is read."""
    stream = capture.load(data)
    events = read(PROTOCOLS[protocol].reader(), stream)
    assert read(PROTOCOLS[protocol].reader(), *bytes_of(stream)) == events
    assert read(PROTOCOLS[protocol].reader(), *pieces_of(stream, Random(1))) == events
    assert read(PROTOCOLS[protocol].reader(), *capture.frames(data)) == events
    detecting = DetectingReader()
    assert read(detecting, stream) == events
    assert detecting.protocol == protocol
    return events


def kinds(events: list[AnyEvent]) -> Counter[type[AnyEvent]]:
    return Counter(type(event) for event in events)


def test_rc_decoder_of_2019(captures: Path) -> None:
    events = events_of((captures / "p3_amb-rc_2019_short.hex").read_bytes(), "p3")
    assert kinds(events) == {Passing: 83, Status: 288}
    assert {event.decoder for event in events} == {0x00041813}
    passings = [event for event in events if isinstance(event, Passing)]
    first = passings[0]
    assert (first.number, first.transponder, first.decoder_time_us) == (157777, 5691251, 1551542808933000)
    assert (first.strength, first.hits, first.flags) == (178, 52, 0)
    numbers = [passing.number for passing in passings]
    assert numbers == [number for number in range(157777, 157861) if number != 157829]
    assert all(passing.decoder_time_us % 1000 == 0 for passing in passings)
    statuses = [event for event in events if isinstance(event, Status)]
    assert {status.temperature_c for status in statuses} <= {22, 23}
    assert {status.input_voltage_dv for status in statuses} <= {118, 119}
    assert all(status.noise is not None and 33 <= status.noise <= 58 for status in statuses)
    assert [P3().write(event) for event in events] == [event.raw for event in events]


GOOD_PASSING = Passing(
    decoder=0x00020F93,
    number=113736,
    transponder=2906141,
    decoder_time_us=1437769372993000,
    strength=106,
    hits=50,
    flags=0,
)


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("good_passing", GOOD_PASSING),
        (
            "bad_passing",
            Passing(
                decoder=0x20F93,
                number=113735,
                transponder=2906141,
                decoder_time_us=1437769350327000,
                strength=99,
                hits=45,
                flags=0,
            ),
        ),
        (
            "missing_strength",
            Passing(
                decoder=0x20F93,
                number=114053,
                transponder=6613387,
                decoder_time_us=1437780375695000,
                strength=114,
                hits=58,
                flags=0,
            ),
        ),
        ("status", Status(decoder=0x20F93, noise=26, temperature_c=40, input_voltage_dv=120, gps=0)),
        ("first", Status(decoder=0x20F93, noise=22, temperature_c=38, input_voltage_dv=120, gps=0)),
        ("1437857960_0", Status(decoder=0x20F93, noise=30, temperature_c=37, input_voltage_dv=120, gps=0)),
    ],
)
def test_single_frames_of_2015(captures: Path, name: str, event: AnyEvent) -> None:
    """Two are named for what an old parser made of the escapes in them; nothing is wrong with them."""
    assert [bare(found) for found in events_of((captures / "p3_2015" / name).read_bytes(), "p3")] == [event]


def test_one_frame_ten_times(captures: Path) -> None:
    events = events_of((captures / "p3_2015" / "multi").read_bytes(), "p3")
    assert [bare(event) for event in events] == [GOOD_PASSING] * 10


def test_nine_bytes_of_rubbish_before_the_frame(captures: Path) -> None:
    rubbish, passing = events_of((captures / "p3_2015" / "need_trimming").read_bytes(), "p3")
    assert isinstance(rubbish, Malformed)
    assert len(rubbish.raw) == 9
    assert bare(passing) == GOOD_PASSING


def test_single_frames_of_many_decoders(captures: Path) -> None:
    events = events_of((captures / "p3_single_frames.txt").read_bytes(), "p3")
    assert kinds(events) == {Passing: 6, Status: 2, Unknown: 1}
    written = [P3().write(event) for event in events]
    assert written[1:] == [event.raw for event in events[1:]]
    assert [bare(event) for event in read(P3().reader(), *written)] == [bare(event) for event in events]


def test_request_that_a_real_decoder_answered(captures: Path) -> None:
    (event,) = events_of((captures / "p3_client_requests.txt").read_bytes(), "p3")
    assert bare(event) == Request(record="clock")


def test_independent_emulator(captures: Path) -> None:
    events = events_of((captures / "p3_emulated.bin").read_bytes(), "p3")
    assert kinds(events) == {Passing: 8, Status: 5, ClockReport: 1, Version: 1}
    passings = [event for event in events if isinstance(event, Passing)]
    assert [passing.number for passing in passings] == list(range(1, 9))
    assert {passing.transponder for passing in passings} == {1000001, 1000002}


def test_ambrc_lines_of_two_makes(captures: Path) -> None:
    events = events_of((captures / "ambrc_lines.txt").read_bytes(), "ambrc")
    assert kinds(events) == {Passing: 17, Status: 14, Unknown: 1}
    for event in events:
        make = Make.VOSTOK if event.decoder == 101 else Make.AMB
        assert Ambrc(make=make).write(event) == event.raw


def test_tranx2_lines_of_two_decoders(captures: Path) -> None:
    events = events_of((captures / "tranx2_lines.txt").read_bytes(), "tranx2")
    assert kinds(events) == {Passing: 5, Status: 23}
    assert {event.decoder for event in events} == {0x09, 0x69}
    assert [PROTOCOLS["tranx2"].write(event) for event in events] == [event.raw for event in events]
