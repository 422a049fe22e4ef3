"""Every case of the table, read and written, whole and in parts."""

from itertools import groupby
from random import Random

import pytest

from decoders.cases import CASES, Case
from decoders.streams import bare, bytes_of, pieces_of, read
from livetiming_decoders.events import AnyEvent

every_case = pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
every_protocol = pytest.mark.parametrize(
    "cases",
    [list(cases) for _, cases in groupby(CASES, lambda case: case.protocol.name)],
    ids=[name for name, _ in groupby(CASES, lambda case: case.protocol.name)],
)


@every_case
def test_frame_is_read_as_its_event(case: Case) -> None:
    (event,) = read(case.protocol.reader(), case.wire)
    assert bare(event) == case.event
    assert event.raw == case.wire


@every_case
def test_event_is_written_as_its_frame(case: Case) -> None:
    written = case.protocol.write(case.event)
    assert (written == case.wire) is case.canonical
    (event,) = read(case.protocol.reader(), written)
    assert bare(event) == case.event


@every_case
def test_frame_is_read_byte_by_byte_as_soon_as_it_is_complete(case: Case) -> None:
    reader = case.protocol.reader()
    for byte in bytes_of(case.wire[:-1]):
        reader.receive_data(byte)
        assert reader.events() == []
    reader.receive_data(case.wire[-1:])
    assert [bare(event) for event in reader.events()] == [case.event]


@every_case
def test_frame_is_read_although_more_follows(case: Case) -> None:
    reader = case.protocol.reader()
    reader.receive_data(case.wire + case.wire[:3])
    assert [bare(event) for event in reader.events()] == [case.event]


@every_protocol
@pytest.mark.parametrize("seed", range(20))
def test_frames_back_to_back_are_read_whatever_the_reads(cases: list[Case], seed: int) -> None:
    random = Random(seed)
    chosen = random.choices(cases, k=50)
    stream = b"".join(case.wire for case in chosen)
    events: list[AnyEvent] = read(cases[0].protocol.reader(), *pieces_of(stream, random))
    assert [bare(event) for event in events] == [case.event for case in chosen]
