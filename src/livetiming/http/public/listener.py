"""The listening socket, bound by the core before anything else is started."""

import errno
import socket

from livetiming.errors import AddressInUse, BadUrl, LivetimingError

BACKLOG = 2048
"""A crowd whose phones connect again all at once waits here; the system may cap it."""

UNSENT_BYTES_MAX = 16 * 1024
"""What the kernel queues for a client beyond what is on its way. Without it Linux takes in up to 4 MB
for a phone that has stopped reading, all of it out of date when the phone comes back; with it the
phone falls behind at once and goes on with a snapshot."""

UNACKNOWLEDGED_MS_MAX = 30_000
"""A phone that acknowledged nothing for half a minute is gone; hellos make sure that there is
something to acknowledge."""


def bind_listener(listen: str) -> socket.socket:
    """A socket that listens at ``HOST:PORT``; no host, or ``*``, means every address of this machine.

    Raises `AddressInUse`, `BadUrl` for what is no address, and `LivetimingError` with one line of
    explanation for whatever else the system objects to.
    """
    host, port = parse_address(listen)
    everywhere = host in {"", "*", "::"}
    both = everywhere and socket.has_dualstack_ipv6()
    try:
        family = socket.AF_INET6 if both or ":" in host else socket.AF_INET
        place = "" if everywhere else host
        listener = socket.create_server((place, port), family=family, backlog=BACKLOG, dualstack_ipv6=both)
    except OSError as error:
        raise _explained(error, listen) from error
    _tune(listener)
    return listener


def parse_address(listen: str) -> tuple[str, int]:
    """Host (without brackets) and port of ``HOST:PORT``; raises `BadUrl`."""
    host, colon, port = listen.rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65535 or (":" in host and host[:1] != "["):
        raise BadUrl(f"the address to listen at is HOST:PORT, for example 0.0.0.0:8080, not {listen!r}")
    return host.removeprefix("[").removesuffix("]"), int(port)


def _tune(listener: socket.socket) -> None:
    """Set what accepted connections inherit, as far as the system knows it."""
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if hasattr(socket, "TCP_NOTSENT_LOWAT"):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_BYTES_MAX)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNACKNOWLEDGED_MS_MAX)


def _explained(error: OSError, listen: str) -> LivetimingError:
    if error.errno == errno.EADDRINUSE:
        return AddressInUse(f"another program already listens at {listen}")
    if error.errno == errno.EACCES:
        return LivetimingError(f"the system does not let this user listen at {listen}")
    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
        return LivetimingError(f"this machine has no address to listen at {listen}")
    return LivetimingError(f"cannot listen at {listen}: {error.strerror}")
