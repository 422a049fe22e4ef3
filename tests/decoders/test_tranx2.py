"""TranX-2 lines: damaged ones, and what cannot be written."""

import pytest

from decoders.streams import bare, read
from livetiming_decoders.errors import CannotWrite
from livetiming_decoders.events import (
    AnyEvent,
    Malformed,
    Passing,
    Status,
    Unknown,
    UnknownField,
    Version,
)
from livetiming_decoders.tranx2 import LINE_BYTES_MAX, Tranx2

PASSING = b"$09000235BF3436E021358700\r\n"
STATUS = b"#0970\r\n"


@pytest.mark.parametrize(
    "line",
    [
        b"#09\r\n",
        b"#09701\r\n",
        b"#09G0\r\n",
        b"$09000235BF3436E0213587\r\n",
        b"$" + b"0" * 26 + b"\r\n",
        b"#0970 \r\n",
    ],
)
def test_damaged_line_costs_no_other(line: bytes) -> None:
    first, damaged, second = read(Tranx2().reader(), PASSING + line + PASSING)
    assert bare(first) == bare(second)
    assert isinstance(damaged, Malformed)
    assert damaged.raw == line


def test_line_that_begins_in_another_is_the_one_that_counts() -> None:
    damaged, status, cut, passing = read(Tranx2().reader(), PASSING[:12] + STATUS + STATUS[:3] + PASSING)
    assert (damaged.raw, cut.raw) == (PASSING[:12], STATUS[:3])
    assert bare(status) == Status(decoder=9, noise=0x70)
    assert isinstance(passing, Passing)


def test_endless_line_is_given_up() -> None:
    events = read(Tranx2().reader(), b"$" + b"0" * 1000 + STATUS)
    assert max(len(event.raw) for event in events) == LINE_BYTES_MAX
    assert isinstance(events[-1], Status)


@pytest.mark.parametrize(
    ("event", "complaint"),
    [
        (
            Passing(decoder=9, transponder=2**24, decoder_time_us=0, hits=1, strength=1),
            "transponder: 16777216",
        ),
        (Passing(decoder=9, transponder=1, decoder_time_us=1, hits=1, strength=1), "not a whole millisecond"),
        (Passing(decoder=9, transponder=1, decoder_time_us=-1000, hits=1, strength=1), "decoder_time_us: -1"),
        (
            Passing(decoder=9, transponder=1, decoder_time_us=2**32 * 1000, hits=1, strength=1),
            "8 hexadecimal",
        ),
        (Passing(decoder=9, transponder=1, decoder_time_us=0, hits=256, strength=1), "hits: 256"),
        (Passing(decoder=9, transponder=1, decoder_time_us=0, hits=1), "strength: None"),
        (
            Passing(
                decoder=9,
                transponder=1,
                decoder_time_us=0,
                hits=1,
                strength=1,
                unknown_fields=(UnknownField(id=3, value=b"\1"),),
            ),
            "unknown field 3",
        ),
        (Status(decoder=300, noise=1), "decoder: 300"),
        (Status(decoder=9), "noise: None"),
        (Status(decoder=9, noise=1, unknown_fields=(UnknownField(id=2, value=b"\1"),)), "unknown fields"),
        (Version(decoder=9), "no line for Version"),
        (Unknown(record="$"), "no line for Unknown"),
    ],
)
def test_event_that_does_not_fit_cannot_be_written(event: AnyEvent, complaint: str) -> None:
    with pytest.raises(CannotWrite, match=complaint):
        Tranx2().write(event)
