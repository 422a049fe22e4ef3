"""How much the public app lets in, and the door that counts."""

import ipaddress
from collections import Counter

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one public process serves at most."""

    connections_max: int = 12_000
    """In all. The process is made for 10,000 spectators; each costs about 10 kB here and as much in the
    kernel, and twelve thousand fit into a small machine's memory."""

    per_address_max: int = 4_000
    """From one address, a third of all. A whole crowd comes from one address where the track's Wi-Fi or
    a mobile network translates addresses, so this only keeps one machine from taking every place."""


class Door:
    """Counts connections in all and by address."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._inside: Counter[str] = Counter()

    def admit(self, host: str) -> bool:
        """Count a connection in, unless there is no place for it."""
        visitor = visitor_of(host)
        if self._inside.total() >= self._limits.connections_max:
            return False
        if self._inside[visitor] >= self._limits.per_address_max:
            return False
        self._inside[visitor] += 1
        return True

    def leave(self, host: str) -> None:
        """Count out a connection that was admitted."""
        visitor = visitor_of(host)
        self._inside[visitor] -= 1
        if not self._inside[visitor]:
            del self._inside[visitor]


def visitor_of(host: str) -> str:
    """Whom an address stands for: one household has a whole /64 of IPv6 addresses."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return host
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(address), 64), strict=False))
