"""Which protocol is this? A reader that finds out by reading.

Every known protocol reads the stream until one of them has read an intact record; that one goes on
alone. First bytes alone would mislead: noise on a serial line contains an 8E sooner or later, a P3
stream joined in the middle of a frame begins with anything, and an I-Lap line is the beginning of an
AMBrc line. Only a stream that ends undecided is judged by what it looks like.
"""

import re

from livetiming_decoders.errors import CannotWrite
from livetiming_decoders.events import AnyEvent, Malformed, Request, Unknown
from livetiming_decoders.protocol import Reader
from livetiming_decoders.protocols import PROTOCOLS

UNDECIDED_BYTES_MAX = 4096
"""Bytes held before they are reported as unreadable: a minute of a chatty decoder, and four times the
longest frame of any protocol. Detection goes on after that."""

_LOOKS = (
    ("p3", re.compile(rb"\x8e")),
    ("ambrc", re.compile(rb"\x01[!-~]\t[^\x01\n]*\tx[0-9A-Fa-f]{1,4}\r?\n")),
    ("ilap", re.compile(rb"\x01[!-~][\t\r]")),
    ("tranx2", re.compile(rb"[$#][0-9A-Fa-f]{4}")),
)
"""What a stream of each protocol has in it, even a damaged one; the first that fits counts."""

_LAPRF = re.compile(rb"\x5a(?:\x5c.|[^\x5a-\x5c]){5}\xda[^\x5a\x5b]*\x5b", re.DOTALL)
"""A frame of ImmersionRC's LapRF: 5A, length u16, CRC u16, a type of record DAxx, ..., 5B."""


_LAPRF_REASON = "this is ImmersionRC LapRF, which also uses port 5403 and cannot be read"


class DetectingReader:
    """A `Reader` for any of the protocols; `protocol` is the name of the one it found.

    It never sends anything: before the protocol is known nothing may be sent, and a decoder that has
    been heard needs no opening command.
    """

    def __init__(self) -> None:
        self.protocol: str | None = None
        self._found: Reader | None = None
        self._candidates = {name: _Candidate(protocol.reader()) for name, protocol in PROTOCOLS.items()}
        self._undecided = b""
        self._events: list[AnyEvent] = []

    def receive_data(self, data: bytes) -> None:
        """Take the next bytes of the stream, split anywhere."""
        while data and self._found is None:
            room = UNDECIDED_BYTES_MAX - len(self._undecided)
            self._examine(data[:room])
            data = data[room:]
        if self._found is not None:
            self._found.receive_data(data)

    def receive_eof(self) -> None:
        """The stream ended: decide by what it looks like, if nothing better was found."""
        if self._found is None:
            look = _look(self._undecided)
            if look is not None:
                self._decide(look)
        if self._found is not None:
            self._found.receive_eof()
        elif self._undecided:
            self._give_up()

    def events(self) -> list[AnyEvent]:
        """The events completed since the last call, in stream order; none while undecided."""
        events, self._events = self._events, []
        if self._found is not None:
            events += self._found.events()
        return events

    def data_to_send(self) -> list[bytes]:
        """Nothing, ever."""
        return []

    def _examine(self, data: bytes) -> None:
        self._undecided += data
        for name, candidate in self._candidates.items():
            if candidate.convinced_by(data):
                self._decide(name)
                return
        if b"\x5b" in data and _LAPRF.search(self._undecided):
            self._give_up(_LAPRF_REASON)
        elif len(self._undecided) >= UNDECIDED_BYTES_MAX:
            self._give_up()

    def _decide(self, name: str) -> None:
        candidate = self._candidates[name]
        self.protocol = name
        self._found = candidate.reader
        self._events += candidate.events
        self._candidates = {}
        self._undecided = b""

    def _give_up(self, reason: str | None = None) -> None:
        """Report the bytes so far. The candidates keep their place in the stream, and go on."""
        if reason is None:
            look = _look(self._undecided)
            reason = f"looks like {look}, but no record is intact" if look else "no known decoder protocol"
        self._events.append(Malformed(reason=reason, raw=self._undecided))
        self._undecided = b""
        for candidate in self._candidates.values():
            candidate.events.clear()


class AutoDetect:
    """The `WireProtocol` that finds out which of the others it meets; it can only read."""

    name = "auto"

    def reader(self) -> DetectingReader:
        """A fresh reader for one connection."""
        return DetectingReader()

    def write(self, event: AnyEvent) -> bytes:
        """Raises `CannotWrite`: name the protocol to write in."""
        raise CannotWrite(f"{type(event).__name__} cannot be written in a protocol yet to be detected")


class _Candidate:
    """A protocol under trial, with what its reader has made of the stream so far."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.events: list[AnyEvent] = []

    def convinced_by(self, data: bytes) -> bool:
        """Whether these bytes complete a record that only a decoder of this protocol could have sent.

        Requests do not count: decoders send none, and I-Lap's has four bytes, which noise has too.
        """
        self.reader.receive_data(data)
        events = self.reader.events()
        self.events += events
        return any(not isinstance(event, Malformed | Unknown | Request) for event in events)


def _look(data: bytes) -> str | None:
    return next((name for name, look in _LOOKS if look.search(data)), None)
