"""Photocells and buttons that say nothing but that somebody is there: one line of text each time.

A microcontroller behind a light barrier, a foot switch or a keyboard wedge sends whatever it likes,
ended by CR or LF, as soon as somebody crosses the line. Who that was an official has to say.
"""

import re

from livetiming_decoders.events import AnyEvent, Malformed, Unknown

LINE_BYTES_MAX = 256
RECORD = "trigger"

_LINE = re.compile(rb"[^\r\n]*[\r\n]+")


class TriggerReader:
    """The `Reader` for such lines; each is an `Unknown` record named ``trigger``."""

    def __init__(self) -> None:
        self._held = b""
        self._events: list[AnyEvent] = []

    def receive_data(self, data: bytes) -> None:
        """Take the next bytes of the stream, split anywhere."""
        stream = self._held + data
        end = 0
        for line in _LINE.finditer(stream):
            end = line.end()
            # A line end in two reads (CR, then LF) leaves an empty line, which is no trip.
            if line[0].strip():
                self._events.append(Unknown(record=RECORD, raw=line[0]))
        self._held = stream[end:]
        if len(self._held) > LINE_BYTES_MAX:
            self._discard()

    def receive_eof(self) -> None:
        """The stream ended: what is still buffered becomes `Malformed`."""
        if self._held:
            self._discard()

    def events(self) -> list[AnyEvent]:
        """The events completed since the last call, in stream order."""
        events, self._events = self._events, []
        return events

    def data_to_send(self) -> list[bytes]:
        """Nothing."""
        return []

    def _discard(self) -> None:
        self._events.append(Malformed(reason="no line end", raw=self._held))
        self._held = b""
