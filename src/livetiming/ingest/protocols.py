"""The protocol of an address: the one it names, or one that is found out by reading."""

from livetiming.ingest.trigger import TriggerReader
from livetiming.ingest.url import AUTO, TRIGGER, Crc, DecoderUrl
from livetiming_decoders.ambrc import Ambrc
from livetiming_decoders.detect import AutoDetect, DetectingReader
from livetiming_decoders.protocol import Reader, WireProtocol
from livetiming_decoders.protocols import PROTOCOLS

STATUSLESS = frozenset({"ilap", TRIGGER})
"""Those that send nothing while nobody crosses the line."""


def reader_for(address: DecoderUrl) -> Reader:
    """A fresh reader for a new connection."""
    if address.protocol == AUTO:
        return AutoDetect().reader()
    if address.protocol == TRIGGER:
        return TriggerReader()
    if address.crc is Crc.LENIENT:
        return Ambrc(check_crc=False).reader()
    return PROTOCOLS[address.protocol].reader()


def spoken(address: DecoderUrl, reader: Reader) -> str | None:
    """The protocol spoken on a connection; ``None`` while it is not known."""
    return reader.protocol if isinstance(reader, DetectingReader) else address.protocol


def writer_for(protocol: str | None) -> WireProtocol:
    """What writes requests in a protocol that has them. Raises `KeyError` for another."""
    return PROTOCOLS[protocol or AUTO]
