"""`livetiming doctor`: connects to a decoder and says in plain words how things stand."""

import asyncio
import time

import click
from msgspec.structs import replace

from livetiming import __version__
from livetiming.cli.errors import Refusal
from livetiming.clock import Clock
from livetiming.facts import ClockReported, EpochStarted
from livetiming.ingest import serial, tcp
from livetiming.ingest.clockkind import ClockState, clock_state
from livetiming.ingest.diagnosis import Examination, Finding, Verdict, diagnose
from livetiming.ingest.judge import signal_facts
from livetiming.ingest.line import Line
from livetiming.ingest.link import Link
from livetiming.ingest.supervisor import CONNECT_WITHIN_S
from livetiming.ingest.transponders import transponder_health
from livetiming.ingest.url import DecoderUrl, parse
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.gaps import present_segment
from livetiming.system_clock import SystemClock

PROBLEMS = 1
"""The exit code when something is wrong; 2 when there is no connection at all."""

USUAL_BAUDRATES = (9600, 19200, 38400, 57600, 115200)
PROBE_S = 6.0
"""How long another speed is tried: longer than decoders are silent."""

TICK_S = 0.1


@click.command
@click.argument("url")
@click.option(
    "--seconds", type=click.FloatRange(0.5), default=8.0, show_default=True, help="How long to look."
)
def doctor(url: str, seconds: float) -> None:
    """Look at a decoder and say what it is, what it sends, and what is wrong.

    URL is tcp://HOST:PORT or serial:///dev/ttyUSB0?baudrate=9600. Ends with 0 if all is well, with 1
    if something is wrong, and with 2 if there is no connection.
    """
    address = parse(url)
    seen = asyncio.run(examine(address, seconds, SystemClock()))
    findings = diagnose(seen)
    for finding in findings:
        click.echo(_shown(finding))
    if any(finding.verdict is Verdict.WRONG for finding in findings):
        raise SystemExit(PROBLEMS)


async def examine(address: DecoderUrl, seconds: float, clock: Clock) -> Examination:
    """Look at a decoder for so long. Raises `Refusal` if there is no connection."""
    desk = _Desk(address, clock)
    await desk.listen(seconds)
    seen = desk.examination(seconds)
    if address.is_serial and seen.health.records == 0 and seen.health.bytes_received:
        return replace(seen, better_baudrate=await _better_baudrate(address, clock))
    return seen


async def _better_baudrate(address: DecoderUrl, clock: Clock) -> int | None:
    """A usual speed at which the decoder makes sense."""
    for baudrate in USUAL_BAUDRATES:
        if baudrate == address.baudrate:
            continue
        desk = _Desk(replace(address, baudrate=baudrate), clock)
        await desk.listen(PROBE_S)
        if desk.line.health.records:
            return baudrate
    return None


class _Desk:
    """One connection, and what its signals become."""

    def __init__(self, address: DecoderUrl, clock: Clock) -> None:
        self.line = Line(address)
        self._address = address
        self._clock = clock
        self._evidence = Evidence()
        self._closed: str | None = None
        self._report: ClockReported | None = None
        self._evidence.apply(
            1,
            EpochStarted(
                epoch=1,
                server_us=clock.server_us(),
                wall_us=clock.wall_us(),
                boot_id=clock.boot_id,
                software=__version__,
            ),
        )

    async def listen(self, seconds: float) -> None:
        """Connect and listen until the time is up or the connection ends. Raises `Refusal`."""
        explain = serial.explain if self._address.is_serial else tcp.explain
        try:
            link = await self._open()
        except OSError as error:
            raise Refusal(_sentence(explain(error, self._address))) from error
        try:
            async with asyncio.timeout(seconds):
                await self._serve(link)
        except TimeoutError:
            pass
        except OSError as error:
            self._closed = explain(error, self._address)
        finally:
            await link.close()
        self.line.ended(self._clock.server_us(), self._closed or "enough was seen")

    def examination(self, seconds: float) -> Examination:
        """What was seen."""
        evidence = self._evidence
        return Examination(
            address=self._address,
            seconds=seconds,
            protocol=self.line.protocol,
            health=self.line.health,
            status_interval_us=self.line.status_interval_us,
            closed=self._closed,
            clock=self._clock_state(),
            round_trip_us=None if self._report is None else self._report.arrived_us - self._report.asked_us,
            transponders=tuple(transponder_health(evidence, number) for number in evidence.heard),
        )

    async def _open(self) -> Link:
        async with asyncio.timeout(CONNECT_WITHIN_S):
            if self._address.is_serial:
                return await serial.SerialLink.open(self._address)
            return await tcp.TcpLink.open(self._address)

    async def _serve(self, link: Link) -> None:
        self.line.opened(self._clock.server_us())
        async with asyncio.TaskGroup() as tasks:
            ticking = tasks.create_task(self._tick(link), name="tick")
            while data := await link.receive():
                self.line.received(data, self._clock.server_us())
                self._pass_on(link)
            ticking.cancel()
        self._closed = "the decoder closed the connection"

    async def _tick(self, link: Link) -> None:
        while True:
            self._pass_on(link)
            await asyncio.sleep(TICK_S)
            self.line.wake(self._clock.server_us())

    def _pass_on(self, link: Link) -> None:
        for signal in self.line.signals():
            for fact in signal_facts(self._evidence, 1, signal):
                self._evidence.apply(self._evidence.n + 1, fact)
                if isinstance(fact, ClockReported):
                    self._report = fact
        data = self.line.data_to_send()
        if data:
            link.send(data)

    def _clock_state(self) -> ClockState | None:
        segment = present_segment(self._evidence, self._address.source)
        track_us = self._evidence.track_of(self._clock.server_us())
        if segment is None or track_us is None:
            return None
        utc_offset_us = time.localtime().tm_gmtoff * 1_000_000
        return clock_state(track_us - segment.shift_us, self._clock.wall_us(), utc_offset_us)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + ("" if text[-1] in ".?!" else ".")


def _shown(finding: Finding) -> str:
    text = f"{finding.verdict.value:>5}  {finding.text}"
    return f"{text}\n{'':7}{finding.advice}" if finding.advice else text
