"""What every way to a decoder offers to the supervisor."""

from typing import Protocol

READ_BYTES = 65536


class Link(Protocol):
    """An open connection."""

    async def receive(self) -> bytes:
        """The next bytes; none at all (``b""``) once the other side has closed. Raises `OSError`."""

    def send(self, data: bytes) -> None:
        """Bytes to the decoder; never waits. Into the void on a connection that has ended."""

    async def close(self) -> None:
        """End the connection; returns when nothing reads from it any more."""
