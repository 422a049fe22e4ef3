"""The reader for an address: the protocol it names, or one that finds out."""

from livetiming.ingest.url import AUTO, Crc, DecoderUrl
from livetiming_decoders.ambrc import Ambrc
from livetiming_decoders.detect import AutoDetect
from livetiming_decoders.protocol import Reader, WireProtocol
from livetiming_decoders.protocols import PROTOCOLS


def protocol_for(address: DecoderUrl) -> WireProtocol:
    """The protocol to speak at an address."""
    if address.protocol == AUTO:
        return AutoDetect()
    if address.crc is Crc.LENIENT:
        return Ambrc(check_crc=False)
    return PROTOCOLS[address.protocol]


def reader_for(address: DecoderUrl) -> Reader:
    """A fresh reader for a new connection."""
    return protocol_for(address).reader()
