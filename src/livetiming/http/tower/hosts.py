"""Under which names this machine may be asked, and under which one others reach it."""

import ipaddress
import socket
from collections.abc import Iterable

from livetiming.http.tower.access import Connection

ELSEWHERE = ("192.0.2.1", 9)
"""An address that is nowhere (RFC 5737): to find the way out of this machine nothing has to be sent."""


def own_names() -> frozenset[str]:
    """The names that this machine has in its own network."""
    name = socket.gethostname().lower().rstrip(".")
    first = name.partition(".")[0]
    return frozenset({"localhost", name, first, f"{first}.local"})


class Hosts:
    """Tells a request that means this machine from one that a foreign name was led here for (DNS rebinding).

    `allowed` are names, or addresses, by which it is known beyond those that it knows itself.
    """

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self._names = own_names() | {_plain(host) for host in allowed}

    def allow(self, host_header: str, local_address: str) -> bool:
        """Whether a request with this `Host`, which arrived at this address of ours, may be answered."""
        host = _plain(host_of(host_header))
        return host in self._names or _same_address(host, local_address)


def host_of(host_header: str) -> str:
    """The host of a `Host` header, without its port."""
    if host_header.startswith("["):
        return host_header[1:].partition("]")[0]
    return host_header.partition(":")[0]


def reachable_from_elsewhere(request: Connection) -> str:
    """The address of this server for a device beside the one that asks: the same that it uses itself,
    or this machine's own in its network, if that is one that only this machine can use."""
    url = request.url
    asked = request.headers.get("host", "")
    if not _is_loopback(host_of(asked)):
        return f"{url.scheme}://{asked}"
    address = _outward_address()
    host = address if address is not None else host_of(asked)
    return f"{url.scheme}://{f'[{host}]' if ':' in host else host}:{url.port}"


def _outward_address() -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
        except OSError:
            return None
        address: str = probe.getsockname()[0]
    return None if _is_loopback(address) else address


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _same_address(host: str, local_address: str) -> bool:
    try:
        return _address(host) == _address(local_address)
    except ValueError:
        return False


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """IPv4 in whatever clothes; a scope (``%eth0``) does not matter."""
    address = ipaddress.ip_address(text.partition("%")[0])
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return address if mapped is None else mapped


def _plain(host: str) -> str:
    return host.strip().lower().rstrip(".")
