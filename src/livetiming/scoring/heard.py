"""A passing on the track clock, and what makes two reports the same passing."""

import msgspec

from livetiming.facts import SegmentOpened


class Heard(msgspec.Struct, frozen=True, gc=False, order=True):
    """A passing on the track clock. Sorts by time, then by fact number."""

    track_us: int
    n: int
    transponder: int
    segment: int
    number: int | None
    strength: int | None
    hits: int | None


Identity = tuple[int, int, int]
"""See `identity`."""


def identity(segment: SegmentOpened, number: int | None, transponder: int, decoder_time_us: int) -> Identity:
    """What makes two reports the same passing: its number within one run of the decoder's counter,
    or, from a decoder that does not number, transponder and time within one clock segment."""
    if number is not None:
        return (segment.counter, -1, number)
    return (segment.segment, transponder, decoder_time_us)


def clock_of(segment: SegmentOpened) -> int:
    """The run of the clock that a segment belongs to, named by the segment in which it began."""
    return segment.segment if segment.clock is None else segment.clock
