"""The way from the decoder to one client, with everything that can happen to records on it."""

import heapq
from collections import deque
from random import Random
from typing import NamedTuple

import msgspec

from livetiming_simulators.damage import cut, damage
from livetiming_simulators.faults import Faults
from livetiming_simulators.records import Delivery, Record

SPLIT_US = 200_000
MERGE_US = 300_000
LATE_US = 10_000_000
"""The longest that a passing is late, and that one waits to be overtaken by the next."""


class Chunk(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Bytes that arrive at once, and the passings they complete."""

    client: int
    at_us: int
    data: bytes
    deliveries: tuple[Delivery, ...] = ()


class LinkLost(msgspec.Struct, frozen=True, kw_only=True):
    """The connection ends here; nothing follows on it."""

    client: int
    at_us: int


class _Coming(NamedTuple):
    """A record on its way; the order of two is decided by the first two fields."""

    at_us: int
    sequence: int
    record: Record
    repeated: bool


class _Piece(NamedTuple):
    """Bytes in the line."""

    at_us: int
    data: bytes
    delivery: Delivery | None = None
    last: bool = False
    """The link is lost after it."""


class Wire:
    """Records in, chunks out, in the order of time; `client` numbers the connection.

    Records on their way (late, or answers with pauses) wait in a heap. When due they are damaged
    and cut, and join a queue that keeps the order of bytes.
    """

    def __init__(self, client: int, random: Random, faults: Faults, *, binary: bool) -> None:
        self.client = client
        self.half_open_us: int | None = None
        """From when on nothing goes through, if so."""
        self._random = random
        self._faults = faults
        self._binary = binary
        self._coming: list[_Coming] = []
        self._sequence = 0
        self._waiting: _Coming | None = None
        self._pieces: deque[_Piece] = deque()
        self._last_us = 0
        self._lost = False

    def put(self, record: Record) -> None:
        """The decoder sends a record."""
        if record.passed is None or record.resent:
            self._enqueue(record, record.at_us)
            return
        faults, random = self._faults, self._random
        overtaken, self._waiting = self._waiting, None
        if random.random() < faults.delayed:
            self._enqueue(record, record.at_us + random.randint(1, LATE_US))
        elif random.random() < faults.reordered:
            self._waiting = self._enqueue(record, record.at_us + LATE_US)
        else:
            self._enqueue(record, record.at_us)
        if random.random() < faults.duplicated:
            self._enqueue(record, record.at_us + random.randint(0, LATE_US), repeated=True)
        if overtaken is not None and overtaken in self._coming:
            self._coming.remove(overtaken)
            heapq.heapify(self._coming)
            self._enqueue(overtaken.record, record.at_us)

    def next_at_us(self) -> int | None:
        """When something next happens to a record on this wire."""
        if self._coming and self._pieces:
            return min(self._coming[0].at_us, self._pieces[0].at_us)
        if self._coming:
            return self._coming[0].at_us
        return self._pieces[0].at_us if self._pieces else None

    def take(self, at_us: int) -> list[Chunk | LinkLost]:
        """What has arrived by `at_us`; bytes of one instant in one chunk."""
        while self._coming and self._coming[0].at_us <= at_us:
            self._send(heapq.heappop(self._coming))
        arrived: list[Chunk | LinkLost] = []
        while self._pieces and self._pieces[0].at_us <= at_us:
            arrived += self._arrive(self._pieces[0].at_us)
        return arrived

    def _enqueue(self, record: Record, at_us: int, *, repeated: bool = False) -> _Coming:
        self._sequence += 1
        coming = _Coming(at_us, self._sequence, record, repeated)
        heapq.heappush(self._coming, coming)
        return coming

    def _send(self, coming: _Coming) -> None:
        """The record enters the line, and may be the last that does."""
        if self._lost or self.half_open_us is not None:
            return
        record, random, faults = coming.record, self._random, self._faults
        if random.random() < faults.half_open:
            self.half_open_us = coming.at_us
        elif random.random() < faults.link_lost:
            self._lost = True
            self._append(coming.at_us, record.data[: random.randrange(len(record.data))], last=True)
        else:
            data = damage(random, record.data, faults, binary=self._binary)
            delivery = self._delivery(coming, intact=data == record.data)
            self._append_whole_or_cut(coming.at_us, data, delivery)

    def _append_whole_or_cut(self, at_us: int, data: bytes, delivery: Delivery | None) -> None:
        """Queue the bytes: whole, in pieces, or late enough to arrive with what follows."""
        random = self._random
        if len(data) > 1 and random.random() < self._faults.split:
            *pieces, data = cut(random, data)
            for piece in pieces:
                self._append(at_us, piece)
                at_us = self._last_us + random.randint(1_000, SPLIT_US // len(pieces))
        elif random.random() < self._faults.merged:
            at_us += random.randint(1_000, MERGE_US)
        self._append(at_us, data, delivery)

    def _append(
        self, at_us: int, data: bytes, delivery: Delivery | None = None, *, last: bool = False
    ) -> None:
        self._last_us = max(self._last_us, at_us)
        self._pieces.append(_Piece(self._last_us, data, delivery, last))

    def _arrive(self, at_us: int) -> list[Chunk | LinkLost]:
        pieces: list[_Piece] = []
        while self._pieces and self._pieces[0].at_us == at_us:
            pieces.append(self._pieces.popleft())
        arrived: list[Chunk | LinkLost] = []
        if data := b"".join(piece.data for piece in pieces):
            deliveries = tuple(
                msgspec.structs.replace(piece.delivery, at_us=at_us) for piece in pieces if piece.delivery
            )
            arrived.append(Chunk(client=self.client, at_us=at_us, data=data, deliveries=deliveries))
        if pieces[-1].last:
            arrived.append(LinkLost(client=self.client, at_us=at_us))
        return arrived

    def _delivery(self, coming: _Coming, *, intact: bool) -> Delivery | None:
        passed = coming.record.passed
        if passed is None:
            return None
        return Delivery(
            client=self.client,
            at_us=coming.at_us,
            index=passed.index,
            number=passed.number,
            transponder=passed.transponder,
            decoder_time_us=passed.decoder_time_us,
            resent=coming.record.resent,
            repeated=coming.repeated,
            intact=intact,
        )
