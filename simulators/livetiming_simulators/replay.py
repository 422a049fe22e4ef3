"""A decoder that says what one once said: recorded bytes, paced by the times in them."""

from itertools import pairwise

import msgspec

from livetiming_decoders import capture
from livetiming_decoders.detect import DetectingReader
from livetiming_decoders.events import Passing, Status
from livetiming_decoders.protocols import PROTOCOLS
from livetiming_simulators.records import Passed, Record

STATUS_INTERVAL_US = 5_000_000

CLOCK_SET_US = 24 * 3_600_000_000
"""A longer way forward between two passings is no pause: somebody set the decoder's clock."""

LOOP_PAUSE_US = 5_000_000
"""From the end of a recording to its beginning, when it is played again."""


class NothingToReplay(Exception):
    """The recording holds no record of any protocol known."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of the recording, to be sent `at_us` after its beginning; with the passing in it, if any."""

    at_us: int
    data: bytes
    passing: Passing | None = None
    status: bool = False
    """Whether it is a sign of life."""


class RecordedDecoder:
    """Says the bytes of a recording (any notation of `livetiming_decoders.capture`), deaf to requests.

    Each passing comes as long after the one before as the decoder's clock says, and at once where
    that clock went back, or forward by more than `CLOCK_SET_US`. `pause_us_max` shortens longer pauses,
    a lunch break or a night; to who listens, the decoder's clock then is set forward. Where the
    recording lacks the decoder's signs of life its last one is sent again at the usual interval, as the
    decoder would. With `loop` it begins again at the end, for ever. Raises `NothingToReplay`.
    """

    def __init__(self, data: bytes, *, loop: bool = False, pause_us_max: int | None = None) -> None:
        pieces = capture.frames(data)
        detector = DetectingReader()
        detector.receive_data(b"".join(pieces))
        detector.receive_eof()
        if detector.protocol is None:
            raise NothingToReplay("no record of a known decoder protocol in it")
        self.protocol_name = detector.protocol
        recorded = _timed(pieces, self.protocol_name, pause_us_max)
        self.record_count = len(recorded)
        self.parts = _kept_alive(recorded)
        self.duration_us = self.parts[-1].at_us
        self.passing_count = sum(part.passing is not None for part in self.parts)
        self._loop = loop
        self._began_us = 0
        self._place = 0
        self._index = 0

    @property
    def binary(self) -> bool:
        """Whether its records are binary."""
        return self.protocol_name == "p3"

    def next_at_us(self) -> int | None:
        """When it next has something to say."""
        if self._place == len(self.parts):
            return None
        return self._began_us + self.parts[self._place].at_us

    def advance(self) -> list[Record]:
        """The next piece of the recording."""
        at_us = self.next_at_us()
        if at_us is None:
            return []
        part = self.parts[self._place]
        self._place += 1
        if self._loop and self._place == len(self.parts):
            self._place = 0
            self._began_us += self.duration_us + LOOP_PAUSE_US
        return [Record(at_us=at_us, data=part.data, passed=self._passed(part, at_us))]

    def converse(self) -> "DeafConversation":
        """Its side of a new connection."""
        return DeafConversation()

    def _passed(self, part: Part, at_us: int) -> Passed | None:
        if part.passing is None:
            return None
        self._index += 1
        return Passed(
            index=self._index - 1,
            number=part.passing.number,
            transponder=part.passing.transponder,
            decoder_time_us=part.passing.decoder_time_us,
            at_us=at_us,
            strength=part.passing.strength,
            hits=part.passing.hits,
        )


class DeafConversation:
    """A connection on which nothing is answered."""

    def opening(self, at_us: int) -> list[Record]:
        """Nothing."""
        return []

    def received(self, data: bytes, at_us: int) -> list[Record]:
        """Nothing."""
        return []


def _timed(pieces: list[bytes], protocol_name: str, pause_us_max: int | None) -> list[Part]:
    reader = PROTOCOLS[protocol_name].reader()
    passings: list[Passing | None] = []
    statuses: list[bool] = []
    for piece in pieces:
        reader.receive_data(piece)
        events = reader.events()
        passings.append(next((event for event in events if isinstance(event, Passing)), None))
        statuses.append([type(event) for event in events] == [Status])
    times_us = [None if passing is None else passing.decoder_time_us for passing in passings]
    return [
        Part(at_us=at_us, data=piece, passing=passing, status=status)
        for at_us, piece, passing, status in zip(
            send_instants_us(times_us, pause_us_max), pieces, passings, statuses, strict=True
        )
    ]


def _kept_alive(recorded: list[Part]) -> list[Part]:
    """The recording with its last sign of life repeated in pauses that a decoder does not make."""
    parts: list[Part] = []
    status: Part | None = None
    for part in recorded:
        while status is not None and part.at_us - parts[-1].at_us > 2 * STATUS_INTERVAL_US:
            parts.append(Part(at_us=parts[-1].at_us + STATUS_INTERVAL_US, data=status.data, status=True))
        if part.status:
            status = part
        parts.append(part)
    return parts


def send_instants_us(decoder_times_us: list[int | None], pause_us_max: int | None = None) -> list[int]:
    """When to send each piece of a recording, from the decoder's times of those that are passings.

    Pieces between two passings are spread evenly; those before the first and after the last come at
    the usual interval of status records.
    """
    timed = [(place, time_us) for place, time_us in enumerate(decoder_times_us) if time_us is not None]
    first = timed[0][0] if timed else len(decoder_times_us)
    instants_us = [place * STATUS_INTERVAL_US for place in range(min(first + 1, len(decoder_times_us)))]
    for (before, before_us), (after, after_us) in pairwise(timed):
        begin_us, gap_us = instants_us[before], after_us - before_us
        if not 0 <= gap_us <= CLOCK_SET_US:
            gap_us = 0
        if pause_us_max is not None:
            gap_us = min(gap_us, pause_us_max)
        count = after - before
        instants_us += [begin_us + gap_us * step // count for step in range(1, count + 1)]
    while len(instants_us) < len(decoder_times_us):
        instants_us.append(instants_us[-1] + STATUS_INTERVAL_US)
    return instants_us
