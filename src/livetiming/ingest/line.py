"""One decoder's line, sans I/O: bytes and the clock go in; signals and bytes to send come out.

The states are those of `livetiming.facts.LinkState`::

    connecting --record--> live --three statuses missing--> silent --record--> live
         any --connection ended or refused--> lost --record--> live

A silent line asks to be hung up, so that a half-open connection is replaced; it stays silent until a
record arrives or the connection cannot be made again.
"""

from livetiming.clock import ServerUs
from livetiming.facts import LinkState
from livetiming.ingest.dialogue import ASKABLE, Dialogue, Missing
from livetiming.ingest.health import Health
from livetiming.ingest.heartbeat import Heartbeat
from livetiming.ingest.protocols import STATUSLESS, reader_for, spoken, writer_for
from livetiming.ingest.signal import LineTouched, LinkTurned, LoopGiven, PassingArrived, Signal
from livetiming.ingest.url import TRIGGER, DecoderUrl
from livetiming_decoders.events import AnyEvent, Malformed, Status
from livetiming_decoders.protocol import Reader


def nothing_missing() -> list[tuple[int, int]]:
    """What is missing where nobody keeps account."""
    return []


class Line:
    """See the module. Its owner passes on what happens, in order, each with the server's instant, and
    then takes `signals` and `data_to_send`."""

    def __init__(
        self, address: DecoderUrl, missing: Missing = nothing_missing, *, patience_us: int = 0
    ) -> None:
        self.address = address
        self.state: LinkState | None = None
        self.detail: str | None = None
        self.hang_up: str | None = None
        """Why the connection is to be ended; ``None`` while it is good."""
        self.protocol: str | None = None
        """What is spoken, once it is known."""
        self.health = Health()
        self._missing = missing
        self._heartbeat = Heartbeat(address.status_interval_us, patience_us)
        self._reader: Reader | None = None
        self._dialogue: Dialogue | None = None
        self._heard_us = ServerUs(0)
        self._held: list[PassingArrived] = []
        """Passings that wait for the next connection, there to be judged by the decoder's clock."""
        self._signals: list[Signal] = []
        self._to_send: list[bytes] = []

    @property
    def status_interval_us(self) -> int | None:
        """The usual time between two statuses of this decoder."""
        return self._heartbeat.interval_us

    @property
    def status_us(self) -> int | None:
        """When the last status of this connection arrived."""
        return self._heartbeat.last_us

    def connecting(self, now: ServerUs) -> None:
        """An attempt to connect begins."""
        if self.state is None:
            address = self.address
            given = LoopGiven(
                source=address.source, role=address.loop, name=address.name, photocells=address.photocells
            )
            self._signals.append(given)
            self._turn(LinkState.CONNECTING, now, None)

    def opened(self, now: ServerUs) -> None:
        """The connection stands."""
        self._reader = reader_for(self.address)
        self.protocol = spoken(self.address, self._reader)
        self._dialogue = Dialogue(
            self.address.source,
            self._missing,
            now,
            askable=self.protocol in ASKABLE,
            held=self._held,
        )
        self._held = []
        self._to_send = []
        self._heartbeat.connected()
        self._heard_us = now
        self.hang_up = None
        self.health.connected()
        self._ask(now)

    def received(self, data: bytes, now: ServerUs) -> None:
        """Bytes arrived."""
        if self._reader is None:
            return
        self.health.received(len(data))
        self._reader.receive_data(data)
        self._take(self._reader.events(), now)
        self._ask(now)

    def ended(self, now: ServerUs, why: str) -> None:
        """The connection ended, or could not be made."""
        if self._reader is not None:
            self._reader.receive_eof()
            self._take(self._reader.events(), now)
        if self._dialogue is not None:
            last_words, self._held = self._dialogue.end()
            self._signals += last_words
        else:
            self._signals += self._held
            self._held = []
        self._reader = self._dialogue = None
        if self.hang_up is None:
            self._turn(LinkState.LOST, now, why)
        self.hang_up = None

    def wake(self, now: ServerUs) -> None:
        """Time has passed."""
        if self._dialogue is None or self.hang_up is not None:
            return
        self._signals += self._dialogue.wake(now)
        self._ask(now)
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
        to_send, self._to_send = self._to_send, []
        return b"".join(to_send)

    def _take(self, events: list[AnyEvent], now: ServerUs) -> None:
        if self._dialogue is None or self._reader is None:
            return
        if self.protocol is None and events:
            self._learn(self._reader)
        for event in events:
            self.health.heard(event)
            self._signals += self._dialogue.take(event, now)
            if isinstance(event, Malformed):
                continue
            self._heard_us = now
            self._turn(LinkState.LIVE, now, None)
            if isinstance(event, Status):
                self._heartbeat.status(now)
            elif self.protocol == TRIGGER:
                self._signals.append(LineTouched(self.address.source, now))

    def _learn(self, reader: Reader) -> None:
        """The protocol may have been detected."""
        self.protocol = spoken(self.address, reader)
        if self.protocol in ASKABLE and self._dialogue is not None:
            self._dialogue.can_ask()
        if self.protocol in STATUSLESS:
            self._heartbeat.never_heard()

    def _ask(self, now: ServerUs) -> None:
        if self._dialogue is None or self._reader is None:
            return
        self._to_send += self._reader.data_to_send()
        for question in self._dialogue.questions(now):
            self._to_send.append(writer_for(self.protocol).write(question))

    def _turn(self, state: LinkState, now: ServerUs, detail: str | None) -> None:
        if (state, detail) != (self.state, self.detail):
            self.state, self.detail = state, detail
            quiet_us = now - self._heard_us if self._heard_us else 0
            self._signals.append(LinkTurned(self.address.source, now, state, detail, quiet_us))

    def _why_silent(self, now: ServerUs) -> str:
        seconds = (now - self._heard_us) // 1_000_000
        if self.health.bytes_unread:
            return f"bytes arrive, but no intact record among them for {seconds} s"
        return f"nothing heard for {seconds} s"
