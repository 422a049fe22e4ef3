"""Readers fed in different ways, which must make no difference."""

from random import Random

from msgspec.structs import replace

from livetiming_decoders.events import AnyEvent
from livetiming_decoders.protocol import Reader


def read(reader: Reader, *parts: bytes) -> list[AnyEvent]:
    """Everything the reader makes of a stream that comes in these parts and then ends."""
    events: list[AnyEvent] = []
    for part in parts:
        reader.receive_data(part)
        events += reader.events()
    reader.receive_eof()
    return events + reader.events()


def bytes_of(stream: bytes) -> list[bytes]:
    """The stream byte by byte."""
    return [stream[at : at + 1] for at in range(len(stream))]


def pieces_of(stream: bytes, random: Random, longest: int = 64) -> list[bytes]:
    """The stream in pieces of random length."""
    pieces = []
    at = 0
    while at < len(stream):
        size = random.randint(0, longest)
        pieces.append(stream[at : at + size])
        at += size
    return pieces


def bare(event: AnyEvent) -> AnyEvent:
    """The event without the bytes it was read from."""
    return replace(event, raw=b"")
