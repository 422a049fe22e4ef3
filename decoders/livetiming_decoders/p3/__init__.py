"""AMB / MYLAPS P3, the binary protocol of RC, TranX3, X2-generation and ProChip decoders.

Transport: TCP port 5403 (the decoder listens, and pushes without being asked), UDP broadcasts on the
same port, or a serial line. There is no published specification; what is written here is what the
public parsers agree on and what captured bytes confirm.
"""

from livetiming_decoders.events import AnyEvent
from livetiming_decoders.framing import FrameReader
from livetiming_decoders.p3.framing import FRAMING
from livetiming_decoders.p3.reader import read_frame
from livetiming_decoders.p3.writer import write_frame


class P3:
    """The `WireProtocol` for P3."""

    name = "p3"

    def reader(self) -> FrameReader:
        """A fresh reader, for either side of a connection."""
        return FrameReader(FRAMING, read_frame)

    def write(self, event: AnyEvent) -> bytes:
        """The event as one frame. Raises `CannotWrite` for one P3 has no record for, or a misfit field."""
        return write_frame(event)
