"""One decoder's line, sans I/O: bytes and the clock go in; signals and bytes to send come out.

The states are those of `livetiming.facts.LinkState`::

    connecting --record--> live --three statuses missing--> silent --record--> live
         any --connection ended or refused--> lost --record--> live

A silent line asks to be hung up, so that a half-open connection is replaced; it stays silent until a
record arrives or the connection cannot be made again.
"""

from livetiming.clock import ServerUs
from livetiming.facts import LinkState
from livetiming.ingest.heartbeat import Heartbeat
from livetiming.ingest.protocols import reader_for
from livetiming.ingest.signal import LinkTurned, PassingArrived, Signal
from livetiming.ingest.url import DecoderUrl
from livetiming_decoders.events import AnyEvent, Malformed, Passing, Status
from livetiming_decoders.protocol import Reader


class Line:
    """See the module. Its owner passes on what happens, in order, each with the server's instant, and
    then takes `signals` and `data_to_send`."""

    def __init__(self, address: DecoderUrl) -> None:
        self.address = address
        self.state: LinkState | None = None
        self.detail: str | None = None
        self.hang_up: str | None = None
        """Why the connection is to be ended; ``None`` while it is good."""
        self._heartbeat = Heartbeat(address.status_interval_us)
        self._reader: Reader | None = None
        self._heard_us = ServerUs(0)
        self._bytes_unread = 0
        self._signals: list[Signal] = []

    def connecting(self, now: ServerUs) -> None:
        """An attempt to connect begins."""
        if self.state is None:
            self._turn(LinkState.CONNECTING, now, None)

    def opened(self, now: ServerUs) -> None:
        """The connection stands."""
        self._reader = reader_for(self.address)
        self._heartbeat.connected()
        self._heard_us = now
        self._bytes_unread = 0
        self.hang_up = None

    def received(self, data: bytes, now: ServerUs) -> None:
        """Bytes arrived."""
        if self._reader is None:
            return
        self._reader.receive_data(data)
        self._bytes_unread += len(data)
        for event in self._reader.events():
            self._take(event, now)

    def ended(self, now: ServerUs, why: str) -> None:
        """The connection ended, or could not be made."""
        if self._reader is not None:
            self._reader.receive_eof()
            for event in self._reader.events():
                self._take(event, now)
            self._reader = None
        if self.hang_up is None:
            self._turn(LinkState.LOST, now, why)
        self.hang_up = None

    def wake(self, now: ServerUs) -> None:
        """Time has passed."""
        if self._reader is None or self.hang_up is not None:
            return
        silent_us = self._heartbeat.silent_from_us(self._heard_us)
        if silent_us is not None and now >= silent_us:
            self.hang_up = self._why_silent(now)
            self._turn(LinkState.SILENT, now, self.hang_up)

    def signals(self) -> list[Signal]:
        """What the engine must hear, since the last call."""
        signals, self._signals = self._signals, []
        return signals

    def data_to_send(self) -> bytes:
        """What the decoder must be sent, since the last call."""
        return b"" if self._reader is None else b"".join(self._reader.data_to_send())

    def _take(self, event: AnyEvent, now: ServerUs) -> None:
        if isinstance(event, Malformed):
            return
        self._heard_us = now
        self._bytes_unread = 0
        self._turn(LinkState.LIVE, now, None)
        if isinstance(event, Status):
            self._heartbeat.status(now)
        elif isinstance(event, Passing):
            self._signals.append(PassingArrived(self.address.source, now, event))

    def _turn(self, state: LinkState, now: ServerUs, detail: str | None) -> None:
        if (state, detail) != (self.state, self.detail):
            self.state, self.detail = state, detail
            self._signals.append(LinkTurned(self.address.source, now, state, detail))

    def _why_silent(self, now: ServerUs) -> str:
        seconds = (now - self._heard_us) // 1_000_000
        if self._bytes_unread:
            return f"{self._bytes_unread} bytes in {seconds} s, and not one intact record among them"
        return f"nothing heard for {seconds} s"
