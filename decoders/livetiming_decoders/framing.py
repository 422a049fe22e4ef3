"""From a stream of bytes to frames, for every protocol whose frames have a first and a last byte.

Frames are cut at those two bytes and never by a length inside them, so that a damaged frame cannot
take its neighbours along. The result is the same however the stream is split into reads.
"""

from collections.abc import Callable

import msgspec

from livetiming_decoders.events import AnyEvent, Malformed


class Framing(msgspec.Struct, frozen=True, kw_only=True):
    """How the frames of a protocol are told apart."""

    starts: bytes
    """The bytes that can begin a frame; none of them occurs inside one."""
    end: bytes
    """The one byte that ends a frame; it does not occur inside one."""
    frame_bytes_min: int
    """Anything shorter is no frame. Also the least worth reporting at once when it is rubbish."""
    frame_bytes_max: int
    """Anything longer is no frame. A reader holds back no more than twice this."""


class FrameReader:
    """Cuts a stream into frames and hands each to `read_frame`; bytes outside frames are `Malformed`.

    This is the `Reader` of every protocol in this package: the protocol supplies its `Framing`, the
    function that reads one frame, and the command (if any) to send when the connection opens.
    """

    def __init__(
        self, framing: Framing, read_frame: Callable[[bytes], AnyEvent], opening: bytes = b""
    ) -> None:
        self._read_frame = read_frame
        self._end = framing.end
        self._start = framing.starts[:1]
        self._other_starts = [framing.starts[at : at + 1] for at in range(1, len(framing.starts))]
        self._bytes_min = framing.frame_bytes_min
        self._bytes_max = framing.frame_bytes_max
        self._pending = b""
        self._rubbish = b""
        self._events: list[AnyEvent] = []
        self._to_send = [opening] if opening else []

    def receive_data(self, data: bytes) -> None:
        """Take the next bytes of the stream, split anywhere."""
        start, end, bytes_min, bytes_max = self._start, self._end, self._bytes_min, self._bytes_max
        read_frame, append = self._read_frame, self._events.append
        in_step = not self._rubbish and not self._other_starts
        *pieces, pending = (self._pending + data).split(end)
        for piece in pieces:
            piece += end
            if in_step and piece.rfind(start) == 0 and bytes_min <= len(piece) <= bytes_max:
                append(read_frame(piece))
            else:
                self._resynchronise(piece)
                in_step = not self._rubbish and not self._other_starts
        self._hold(pending)

    def receive_eof(self) -> None:
        """The stream ended: what is still buffered becomes `Malformed`."""
        self._discard(self._pending)
        self._pending = b""
        self._report_rubbish()

    def events(self) -> list[AnyEvent]:
        """The events completed since the last call, in stream order."""
        events, self._events = self._events, []
        return events

    def data_to_send(self) -> list[bytes]:
        """The opening command, once."""
        to_send, self._to_send = self._to_send, []
        return to_send

    def _resynchronise(self, piece: bytes) -> None:
        """Read the frame at the end of a piece that ends like one, whatever comes before it."""
        at = self._last_start(piece)
        if at < 0 or not self._bytes_min <= len(piece) - at <= self._bytes_max:
            self._discard(piece)
            return
        self._discard(piece[:at])
        self._report_rubbish()
        self._events.append(self._read_frame(piece[at:]))

    def _last_start(self, piece: bytes) -> int:
        at = piece.rfind(self._start)
        for start in self._other_starts:
            at = max(at, piece.rfind(start))
        return at

    def _hold(self, pending: bytes) -> None:
        """Keep what may still become a frame."""
        if len(pending) > self._bytes_max:
            at = self._last_start(pending)
            if at < 0 or len(pending) - at > self._bytes_max:
                at = len(pending)
            self._discard(pending[:at])
            pending = pending[at:]
        self._pending = pending

    def _discard(self, piece: bytes) -> None:
        """Add to the rubbish, and report it in pieces that are neither endless nor countless."""
        rubbish = self._rubbish + piece
        whole = len(rubbish) - len(rubbish) % self._bytes_max
        for at in range(0, whole, self._bytes_max):
            self._rubbish = rubbish[at : at + self._bytes_max]
            self._report_rubbish()
        self._rubbish = rubbish[whole:]
        if len(self._rubbish) >= self._bytes_min and self._rubbish.endswith(self._end):
            self._report_rubbish()

    def _report_rubbish(self) -> None:
        if not self._rubbish:
            return
        begun = self._rubbish[:1] == self._start or self._rubbish[:1] in self._other_starts
        reason = "a frame that is cut short or too long" if begun else "bytes outside any frame"
        self._events.append(Malformed(reason=reason, raw=self._rubbish))
        self._rubbish = b""
