"""A decoder with its client connections, sans I/O: the part that TCP, serial and virtual time share."""

from random import Random

import msgspec

from livetiming_simulators.faults import Faults
from livetiming_simulators.model import Conversation, DecoderModel
from livetiming_simulators.records import Connection, Delivery, Ending, Passed, Record
from livetiming_simulators.wire import Chunk, LinkLost, Wire

MAX_CLIENTS = 4
"""How many connections AMB and MYLAPS decoders serve at a time."""


class _Line(msgspec.Struct, kw_only=True):
    """A standing connection."""

    began_us: int
    wire: Wire
    conversation: Conversation

    def connection(self, ended_us: int | None = None, ending: Ending | None = None) -> Connection:
        return Connection(
            client=self.wire.client,
            began_us=self.began_us,
            ended_us=ended_us,
            ending=ending,
            half_open_us=self.wire.half_open_us,
        )


class Station:
    """Serves a model to up to four clients and keeps the books of what each of them got.

    Owners call `advance` up to the present before any other call, and transmit what it returns.
    All instants are on the race clock. With `keep_books` off, for endless runs, `passings`,
    `deliveries` and the ended `connections` are not kept.
    """

    def __init__(
        self,
        model: DecoderModel,
        *,
        faults: Faults | None = None,
        seed: int | str = 0,
        keep_books: bool = True,
    ) -> None:
        self.model = model
        self.passings: list[Passed] = []
        """What the decoder said, whether or not anybody was there, by index."""
        self.deliveries: list[Delivery] = []
        self.refused = 0
        """How many connections found all places taken."""
        self._faults = faults or Faults()
        self._seed = seed
        self._keep_books = keep_books
        self._ended: list[Connection] = []
        self._lines: dict[int, _Line] = {}
        self._last_client = 0

    @property
    def connections(self) -> tuple[Connection, ...]:
        """All connections there were and are, by number."""
        standing = [line.connection() for line in self._lines.values()]
        return tuple(sorted((*self._ended, *standing), key=lambda connection: connection.client))

    def connect(self, at_us: int) -> int | None:
        """A client connects; returns its number, from 1, or ``None``: all places are taken."""
        if len(self._lines) >= MAX_CLIENTS:
            self.refused += 1
            return None
        self._last_client = client = self._last_client + 1
        random = Random(f"wire:{self._seed}:{client}")
        wire = Wire(client, random, self._faults, binary=self.model.binary)
        line = _Line(began_us=at_us, wire=wire, conversation=self.model.converse())
        self._lines[client] = line
        for record in line.conversation.opening(at_us):
            wire.put(record)
        return client

    def disconnect(self, client: int, at_us: int, ending: Ending = Ending.BY_CLIENT) -> None:
        """A connection has ended; what was still on its way is lost. Unknown clients are ignored."""
        line = self._lines.pop(client, None)
        if line is not None and self._keep_books:
            self._ended.append(line.connection(at_us, ending))

    def receive(self, client: int, data: bytes, at_us: int) -> None:
        """A client's bytes arrive, unless its connection is half open or gone."""
        line = self._lines.get(client)
        if line is not None and line.wire.half_open_us is None:
            for record in line.conversation.received(data, at_us):
                line.wire.put(record)

    def next_at_us(self) -> int | None:
        """When something next happens; ``None`` when nothing will until a client acts."""
        instants = [self.model.next_at_us(), *(line.wire.next_at_us() for line in self._lines.values())]
        return min((instant for instant in instants if instant is not None), default=None)

    def advance(self, until_us: int) -> list[Chunk | LinkLost]:
        """Everything that happens up to and including `until_us`, in the order of time."""
        happened: list[Chunk | LinkLost] = []
        while (at_us := self.next_at_us()) is not None and at_us <= until_us:
            if self.model.next_at_us() == at_us:
                for record in self.model.advance():
                    self._broadcast(record)
            for line in list(self._lines.values()):
                happened += self._take(line.wire, at_us)
        return happened

    def _broadcast(self, record: Record) -> None:
        if record.passed is not None and self._keep_books:
            self.passings.append(record.passed)
        for line in self._lines.values():
            line.wire.put(record)

    def _take(self, wire: Wire, at_us: int) -> list[Chunk | LinkLost]:
        outputs = wire.take(at_us)
        for output in outputs:
            if isinstance(output, LinkLost):
                self.disconnect(wire.client, at_us, Ending.LINK_LOST)
            elif self._keep_books:
                self.deliveries += output.deliveries
        return outputs
