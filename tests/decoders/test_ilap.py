"""I-Lap: its opening command, and lines that are nearly AMBrc's."""

import pytest

from decoders.streams import bare, read
from livetiming_decoders.errors import CannotWrite
from livetiming_decoders.events import AnyEvent, Malformed, Passing, Request, Status, Unknown, Version
from livetiming_decoders.ilap import ILap

PASSING = b"\x01@\t204\t3456789\t324.620\r\n"


def test_opening_command_is_sent_once() -> None:
    reader = ILap().reader()
    assert reader.data_to_send() == [b"\x01%\r\n"]
    assert reader.data_to_send() == []


def test_new_connection_is_opened_anew() -> None:
    protocol = ILap()
    assert protocol.reader().data_to_send() == protocol.reader().data_to_send()


def test_ambrc_line_is_no_ilap_passing() -> None:
    (event,) = read(ILap().reader(), b"\x01@\t20\t2\t8533156\t596.126\t400\t163\t2\tx14F5\r\n")
    assert isinstance(event, Unknown)
    assert len(event.unknown_fields) == 8


@pytest.mark.parametrize(
    "line",
    [b"\x01@\t204\tABC\t1\r\n", b"\x01@\t204\t1\tlater\r\n", b"\x01#\t204\t1\t2\r\n", b"\x01%\tI\t0\t0\r\n"],
)
def test_line_that_is_no_passing_is_passed_on(line: bytes) -> None:
    (event,) = read(ILap().reader(), line)
    assert isinstance(event, Unknown)


@pytest.mark.parametrize("line", [b"\x01\r\n", b"\x01\t204\r\n", b"\x01@@\t204\r\n"])
def test_line_without_a_type_of_record_is_damage(line: bytes) -> None:
    (event,) = read(ILap().reader(), line)
    assert isinstance(event, Malformed)


def test_what_ilap_has_no_place_for_is_left_out() -> None:
    event = Passing(decoder=204, number=7, transponder=3456789, decoder_time_us=324_620_000, strength=9)
    assert ILap().write(event) == PASSING


def test_answer_is_completed() -> None:
    assert ILap().write(Version(decoder=204)) == b"\x01%\t204\t0\t0\r\n"


@pytest.mark.parametrize(
    "event",
    [Status(decoder=204), Request(record="clock"), Passing(transponder=1, decoder_time_us=0), Version()],
)
def test_event_that_does_not_fit_cannot_be_written(event: AnyEvent) -> None:
    with pytest.raises(CannotWrite):
        ILap().write(event)


def test_damaged_line_costs_no_other() -> None:
    first, damaged, second = read(ILap().reader(), PASSING + PASSING[:9] + PASSING)
    assert bare(first) == bare(second)
    assert damaged.raw == PASSING[:9]
