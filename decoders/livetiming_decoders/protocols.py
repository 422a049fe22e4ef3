"""The protocols by name."""

from collections.abc import Mapping
from types import MappingProxyType

from livetiming_decoders.ambrc import Ambrc
from livetiming_decoders.ilap import ILap
from livetiming_decoders.p3 import P3
from livetiming_decoders.protocol import WireProtocol
from livetiming_decoders.tranx2 import Tranx2

_ALL: tuple[WireProtocol, ...] = (P3(), Ambrc(), ILap(), Tranx2())

PROTOCOLS: Mapping[str, WireProtocol] = MappingProxyType({protocol.name: protocol for protocol in _ALL})
"""Every protocol that can be read and written, by its name. Those that carry a checksum come first."""
