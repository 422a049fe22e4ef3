"""The shape that every wire protocol of this package has, in both directions."""

from typing import Protocol as TypingProtocol

from livetiming_decoders.events import AnyEvent


class Reader(TypingProtocol):
    """Bytes in, events out; no I/O, no clock. Never raises, whatever the bytes."""

    def receive_data(self, data: bytes) -> None:
        """Take the next bytes of the stream, split anywhere."""

    def receive_eof(self) -> None:
        """The stream ended: what is still buffered becomes `Malformed`."""

    def events(self) -> list[AnyEvent]:
        """The events completed since the last call, in stream order."""

    def data_to_send(self) -> list[bytes]:
        """Bytes the protocol wants sent to the decoder (an opening command), each once."""


class WireProtocol(TypingProtocol):
    """A named protocol: makes readers and turns events into bytes."""

    @property
    def name(self) -> str:
        """As in a URL's ``protocol`` option: ``p3``, ``ambrc``, ``ilap``, ``tranx2``; ``auto`` finds out."""

    def reader(self) -> Reader:
        """A fresh reader for one connection."""

    def write(self, event: AnyEvent) -> bytes:
        """The event as bytes on the wire. Raises `CannotWrite` for one the protocol has no form for."""
