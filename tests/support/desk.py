"""A timing desk in virtual time: one decoder's line, what its signals become, and nobody waiting."""

from random import Random

from livetiming.clock import ServerUs, WallUs
from livetiming.facts import (
    AnyFact,
    Authority,
    EpochStarted,
    Instant,
    MeetingOpened,
    PassingHeard,
)
from livetiming.ingest.backoff import Backoff
from livetiming.ingest.judge import signal_facts
from livetiming.ingest.line import Line
from livetiming.ingest.url import parse
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.gaps import missing_numbers
from livetiming.scoring.heard import Heard, clock_of
from livetiming_simulators.station import Station
from livetiming_simulators.virtual import SimulatedLink, VirtualTime

BOOTED_US = 5_000_000_000
"""What the server's clock shows when the race clock is 0."""

TICK_US = 100_000


class Desk:
    """What `livetiming.ingest.supervisor` and the engine do, as fast as the machine can."""

    def __init__(
        self, station: Station, url: str = "tcp://decoder?protocol=p3", *, seed: int | str = 0
    ) -> None:
        self.time = VirtualTime(station)
        self.evidence = Evidence()
        self.facts: list[AnyFact] = []
        self.line = Line(parse(url), lambda: missing_numbers(self.evidence, self.line.address.source))
        self._backoff = Backoff(Random(f"desk:{seed}"))
        self._link: SimulatedLink | None = None
        self._connect_at_us = 0
        self._start()

    @property
    def now(self) -> ServerUs:
        """The server's clock."""
        return ServerUs(BOOTED_US + self.time.now_us)

    def apply(self, fact: AnyFact) -> None:
        """Fold one more fact."""
        self.facts.append(fact)
        self.evidence.apply(len(self.facts), fact)

    def run(self, until_us: int) -> None:
        """Let the race clock run."""
        while self.time.now_us < until_us:
            if self._link is None and self.time.now_us >= self._connect_at_us:
                self._connect()
            for arrival in self.time.run(min(self.time.now_us + TICK_US, until_us)):
                if arrival.link is not self._link:
                    continue
                if arrival.data:
                    self.line.received(arrival.data, self.now)
                    self._backoff.reset()
                else:
                    self._end("the decoder closed the connection")
                self._pass_on()
            self.line.wake(self.now)
            self._pass_on()
            if self.line.hang_up is not None and self._link is not None:
                self._link.close()
                self._end(self.line.hang_up)

    def stay_away(self, until_us: int) -> None:
        """Pull the cable out, and leave it out until then."""
        if self._link is not None:
            self._link.close()
            self._end("the network is down")
        self._connect_at_us = until_us
        self.run(until_us)

    def heard(self) -> list[Heard]:
        """Every passing of the evidence, in the order of the track clock."""
        return sorted(self.evidence.passings.values())

    def decoder_time_us(self, heard: Heard) -> int:
        """The passing's time as the decoder gave it."""
        return heard.track_us - self.evidence.segments[heard.segment].shift_us

    def clock(self, heard: Heard) -> int:
        """The run of the decoder's clock on which the passing lies."""
        return clock_of(self.evidence.segments[heard.segment])

    def passing_facts(self) -> list[PassingHeard]:
        """The facts of passings, in the order in which they came."""
        return [fact for fact in self.facts if isinstance(fact, PassingHeard)]

    def _start(self) -> None:
        self.apply(
            EpochStarted(
                epoch=1,
                server_us=ServerUs(BOOTED_US),
                wall_us=WallUs(1_779_008_400_000_000),
                boot_id="boot",
                software="test",
            )
        )
        self.apply(
            MeetingOpened(
                meeting="m",
                name="Spring",
                date="2026-05-17",
                at=Instant(epoch=1, server_us=ServerUs(BOOTED_US)),
                by=Authority(who="Tess Tower", role="tower"),
            )
        )

    def _connect(self) -> None:
        self.line.connecting(self.now)
        self._link = self.time.connect()
        if self._link is not None:
            self.line.opened(self.now)
        self._pass_on()

    def _end(self, why: str) -> None:
        self.line.ended(self.now, why)
        self._link = None
        self._connect_at_us = self.time.now_us + self._backoff.next_us()
        self._pass_on()

    def _pass_on(self) -> None:
        for signal in self.line.signals():
            for fact in signal_facts(self.evidence, 1, signal):
                self.apply(fact)
        data = self.line.data_to_send()
        if data and self._link is not None:
            self._link.send(data)
