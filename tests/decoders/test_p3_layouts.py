"""The short way through the two common frames gives what the general way gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decoders.cases import P3_CAPTURED, P3_MADE, Case
from decoders.frames import p3_escaped, p3_plain
from livetiming_decoders.events import AnyEvent, Passing, Status
from livetiming_decoders.p3 import layouts, reader
from livetiming_decoders.p3.reader import read_frame


def read_generally(monkeypatch: pytest.MonkeyPatch, frame: bytes) -> AnyEvent:
    with monkeypatch.context() as without:
        without.setattr(reader, "COMMON_LAYOUTS", {})
        return read_frame(frame)


def passing_fields(values: list[bytes]) -> list[tuple[int, bytes]]:
    return list(zip((0x01, 0x03, 0x04, 0x05, 0x06, 0x08, 0x81), values, strict=True))


def widths(*sizes: int) -> st.SearchStrategy[list[bytes]]:
    return st.tuples(*(st.binary(min_size=size, max_size=size) for size in sizes)).map(list)


PASSINGS = widths(4, 4, 8, 2, 2, 2, 4).map(passing_fields).map(lambda fields: p3_plain(1, fields))
STATUSES = widths(2, 2, 1, 1, 4).map(
    lambda values: p3_plain(2, zip((0x01, 0x07, 0x0C, 0x06, 0x81), values, strict=True))
)


@given(PASSINGS | STATUSES)
def test_both_ways_agree_on_every_common_frame(plain: bytes) -> None:
    wire = p3_escaped(plain)
    event = layouts.COMMON_LAYOUTS[len(plain)](plain, wire)
    assert isinstance(event, Passing | Status)
    assert read_frame(wire) == event
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert read_generally(monkeypatch, wire) == event


@given(PASSINGS | STATUSES, st.data())
def test_damaged_frame_is_left_to_the_general_way(frame: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(frame) - 1))
    flipped = frame[at] ^ data.draw(st.integers(1, 255))
    damaged = frame[:at] + bytes((flipped,)) + frame[at + 1 :]
    assert layouts.COMMON_LAYOUTS[len(damaged)](damaged, damaged) is None


@pytest.mark.parametrize("case", [*P3_CAPTURED, *P3_MADE], ids=lambda case: case.id)
def test_both_ways_agree_on_every_case(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_generally(monkeypatch, case.wire) == read_frame(case.wire)
