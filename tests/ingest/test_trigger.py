from livetiming.ingest.trigger import LINE_BYTES_MAX, TriggerReader
from livetiming_decoders.events import AnyEvent, Malformed, Unknown


def read(*pieces: bytes) -> list[AnyEvent]:
    reader = TriggerReader()
    for piece in pieces:
        reader.receive_data(piece)
    reader.receive_eof()
    return reader.events()


def test_each_line_is_a_trigger_however_it_ends() -> None:
    assert [event.raw for event in read(b"1\n2\r3\r\n")] == [b"1\n", b"2\r", b"3\r\n"]
    assert all(isinstance(event, Unknown) for event in read(b"1\n2\r3\r\n"))


def test_line_split_anywhere_is_one_trigger() -> None:
    assert len(read(b"h", b"it\r", b"\n")) == 1


def test_empty_lines_are_none() -> None:
    assert read(b"\r\n\r\n \n") == []


def test_endless_line_needs_no_memory() -> None:
    events = read(*[b"x" * 100] * 100)
    assert all(isinstance(event, Malformed) for event in events)
    assert all(len(event.raw) <= LINE_BYTES_MAX + 100 for event in events)
