"""Keeps one decoder connected, for ever: the I/O around a `Line`.

One connection at a time: the next is opened only when the one before is closed.
"""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random

from livetiming.clock import Clock, ServerUs
from livetiming.ingest import serial, tcp
from livetiming.ingest.backoff import Backoff
from livetiming.ingest.blackbox import BlackBox
from livetiming.ingest.line import Line, nothing_missing
from livetiming.ingest.link import Link
from livetiming.ingest.signal import Signal
from livetiming.ingest.url import DecoderUrl, parse
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.gaps import missing_numbers
from livetiming.scoring.numbers import Range

CONNECT_WITHIN_S = 5.0
"""A decoder in the local network answers in milliseconds; a packet or two may get lost."""

TICK_S = 0.1
"""How often a line is asked whether time has brought something."""

CLOSED = "the decoder closed the connection"
AT_ONCE = "the decoder closed the connection at once: does it serve four clients already?"
"""AMB and MYLAPS decoders have four places."""

Sleep = Callable[[float], Awaitable[None]]


HICCUP_US = 1_000_000
"""In a rehearsal one machine plays the decoder and times it; when it halts for a moment of real time,
much of the rehearsal's time goes by, and that is no silence of the decoder."""


def _patience_us(rate: float) -> int:
    return 0 if rate == 1.0 else round(HICCUP_US * rate)


class Supervisor:
    """Connects to `url` and calls `hear` with every signal, in order, until `run` is cancelled.

    `evidence` is what the signals have become, by which missing passings are asked for again; without
    it none are. `black_box` keeps every byte, `random` spreads the attempts, `sleep` waits out seconds.
    Raises `BadUrl`.
    """

    def __init__(
        self,
        url: str | DecoderUrl,
        clock: Clock,
        hear: Callable[[Signal], None],
        *,
        evidence: Callable[[], Evidence] | None = None,
        black_box: BlackBox | None = None,
        random: Random | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.address = parse(url) if isinstance(url, str) else url
        self._clock = clock
        self._hear = hear
        self._sleep = sleep
        self._backoff = Backoff(random or Random())
        self._evidence = evidence
        self._black_box = black_box
        missing = nothing_missing if evidence is None else self._missing
        self.line = Line(self.address, missing, patience_us=_patience_us(clock.rate))

    async def run(self) -> None:
        """Connect, read, and connect again."""
        while True:
            self.line.connecting(self._now())
            self._pass_on()
            try:
                link = await self._open()
            except OSError as error:
                self.line.ended(self._now(), self._explain(error))
                self._pass_on()
            else:
                await self._serve(link)
            await self._sleep(self._backoff.next_us() / 1_000_000)

    async def _open(self) -> Link:
        async with asyncio.timeout(CONNECT_WITHIN_S):
            if self.address.is_serial:
                return await serial.SerialLink.open(self.address)
            return await tcp.TcpLink.open(self.address)

    async def _serve(self, link: Link) -> None:
        """Read until the connection ends."""
        if self._black_box is not None:
            self._black_box.opened()
        self.line.opened(self._now())
        self._flush(link)
        try:
            async with asyncio.TaskGroup() as tasks:
                ticking = tasks.create_task(self._tick(link), name=f"tick {self.address.source}")
                why = await self._read(link)
                ticking.cancel()
        finally:
            await link.close()
        if self._black_box is not None:
            self._black_box.closed(why)
        self.line.ended(self._now(), why)
        self._pass_on()

    async def _read(self, link: Link) -> str:
        """Pass bytes on until there are no more; returns why."""
        spoke = False
        try:
            while data := await link.receive():
                spoke = True
                if self._black_box is not None:
                    self._black_box.received(data)
                self.line.received(data, self._now())
                self._pass_on()
                self._flush(link)
                self._backoff.reset()
        except OSError as error:
            return self._explain(error)
        return CLOSED if spoke else AT_ONCE

    async def _tick(self, link: Link) -> None:
        while True:
            await self._sleep(TICK_S)
            self.line.wake(self._now())
            self._pass_on()
            self._flush(link)
            if self.line.hang_up is not None:
                await link.close()
                return

    def _pass_on(self) -> None:
        for signal in self.line.signals():
            self._hear(signal)

    def _flush(self, link: Link) -> None:
        data = self.line.data_to_send()
        if data:
            link.send(data)
            if self._black_box is not None:
                self._black_box.sent(data)

    def _missing(self) -> list[Range]:
        return [] if self._evidence is None else missing_numbers(self._evidence(), self.address.source)

    def _explain(self, error: OSError) -> str:
        explain = serial.explain if self.address.is_serial else tcp.explain
        return explain(error, self.address)

    def _now(self) -> ServerUs:
        return self._clock.server_us()
