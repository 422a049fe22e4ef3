"""Where a simulated decoder can be reached: what every transport offers to the server and takes from it."""

from typing import Protocol
from urllib.parse import urlsplit

UNREAD_BYTES_MAX = 1 << 20
"""How much a client may leave unread; a race of 60 karts over an hour has half of it."""


class CannotListen(Exception):
    """The address is bad, taken or not allowed; the message says which."""


class Line(Protocol):
    """The decoder's end of one connection."""

    def write(self, data: bytes) -> bool:
        """Hand over bytes, all of them; false once the client has left more than `UNREAD_BYTES_MAX`."""

    def hang_up(self) -> None:
        """End the connection after the bytes written so far."""


class Host(Protocol):
    """What a transport tells about its connections."""

    def attach(self, line: Line) -> int | None:
        """A client connected; returns its number, or ``None``: refuse it."""

    def received(self, client: int, data: bytes) -> None:
        """Bytes from a client."""

    def detach(self, client: int) -> None:
        """The client's connection has ended, from either side. Once for each number attached."""


class Listener(Protocol):
    """A transport that can be listened on."""

    async def open(self, host: Host) -> str:
        """Begin to listen; returns the address to connect to. Raises `CannotListen`."""

    async def close(self) -> None:
        """Stop listening and end all connections."""


def parse_tcp(url: str) -> tuple[str, int]:
    """Host and port of ``tcp://host:port``; port 0 asks for a free one. Raises `CannotListen`."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise CannotListen(f"bad address {url!r}: {error}") from None
    if parts.scheme != "tcp" or not host or port is None or parts.path or parts.query:
        raise CannotListen(f"bad address {url!r}; use tcp://host:port or pty: or pty:/path/of/link")
    return host, port
