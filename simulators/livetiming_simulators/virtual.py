"""Clients of a station in virtual time: no sockets, no waiting, the same bytes for the same seed."""

from collections.abc import Iterator

import msgspec

from livetiming_simulators.records import Ending
from livetiming_simulators.station import Station
from livetiming_simulators.wire import LinkLost


class SimulatedLink:
    """A client's end of a connection; made by `VirtualTime.connect`."""

    def __init__(self, time: "VirtualTime", client: int) -> None:
        self.client = client
        self.is_open = True
        self._time = time

    def send(self, data: bytes) -> None:
        """Bytes to the decoder, which has them at once; into the void on an ended connection."""
        if self.is_open:
            self._time.station.receive(self.client, data, self._time.now_us)

    def close(self) -> None:
        """Hang up."""
        if self.is_open:
            self.is_open = False
            self._time.station.disconnect(self.client, self._time.now_us, Ending.BY_CLIENT)


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes arrived at a client; none at all (``b""``) when its connection has ended."""

    link: SimulatedLink
    at_us: int
    data: bytes


class VirtualTime:
    """Drives a station through the race clock, as fast as the machine can."""

    def __init__(self, station: Station, *, now_us: int = 0) -> None:
        self.station = station
        self.now_us = now_us
        self._links: dict[int, SimulatedLink] = {}

    def connect(self) -> SimulatedLink | None:
        """A client connects now; ``None`` if the decoder has no place for it."""
        client = self.station.connect(self.now_us)
        if client is None:
            return None
        link = self._links[client] = SimulatedLink(self, client)
        return link

    def run(self, until_us: int) -> Iterator[Arrival]:
        """Let time pass up to and including `until_us`; clients may act at each arrival."""
        while (at_us := self.station.next_at_us()) is not None and at_us <= until_us:
            self.now_us = max(self.now_us, at_us)
            for output in self.station.advance(at_us):
                link = self._links[output.client]
                if not link.is_open:
                    continue
                data = b"" if isinstance(output, LinkLost) else output.data
                link.is_open = bool(data)
                yield Arrival(link=link, at_us=at_us, data=data)
        self.now_us = max(self.now_us, until_us)
