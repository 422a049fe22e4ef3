"""Decoders' reports told to the judge one by one, with a server's clock that a test moves."""

from livetiming.clock import ServerUs, WallUs
from livetiming.facts import (
    AnyFact,
    Authority,
    EpochStarted,
    Instant,
    LinkState,
    MeetingOpened,
    PassingHeard,
    SegmentOpened,
)
from livetiming.ingest.judge import signal_facts
from livetiming.ingest.signal import ClockHeard, CounterHeard, LinkTurned, PassingArrived, Signal
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.heard import clock_of
from livetiming.scoring.numbers import Range
from livetiming_decoders.events import ClockReport, Passing, SessionReport
from support.clocks import us

LOOP = "tcp://loop:5403"
ZERO_US = us(5_000)
"""What the server's clock shows at second 0."""
CLOCK_US = us(1_779_008_400)
"""What a decoder's clock shows then, unless told otherwise."""
DECODER = 0x20F93


class Reports:
    """Evidence made of signals; seconds are those of the race clock."""

    def __init__(self, source: str = LOOP) -> None:
        self.evidence = Evidence()
        self.facts: list[AnyFact] = []
        self.source = source
        self.decoder: int | None = DECODER
        self.clock_us = CLOCK_US
        self.zero_us = ZERO_US
        self.epoch = 1
        self.apply(
            EpochStarted(
                epoch=1,
                server_us=ServerUs(ZERO_US),
                wall_us=WallUs(CLOCK_US),
                boot_id="boot",
                software="test",
            )
        )

    def apply(self, fact: AnyFact) -> int:
        """Fold one more fact; returns its number."""
        self.facts.append(fact)
        self.evidence.apply(len(self.facts), fact)
        return len(self.facts)

    def tell(self, signal: Signal) -> list[AnyFact]:
        """What the judge makes of a signal."""
        made = signal_facts(self.evidence, self.epoch, signal)
        for fact in made:
            self.apply(fact)
        return made

    def reboot(self, at: float, *, wall_wrong_by: float = 0.0) -> None:
        """The machine is started again, with a clock of its own from zero, and the time of day as wrong."""
        self.zero_us = -us(at)
        self.epoch += 1
        self.apply(
            EpochStarted(
                epoch=self.epoch,
                server_us=self.server(at),
                wall_us=WallUs(CLOCK_US + us(at + wall_wrong_by)),
                boot_id=f"boot {self.epoch}",
                software="test",
            )
        )

    def server(self, second: float) -> ServerUs:
        """The server's clock at a second of the race clock."""
        return ServerUs(self.zero_us + us(second))

    def open_meeting(self, at: float = 0) -> None:
        by = Authority(who="Tess Tower", role="tower")
        self.apply(MeetingOpened(meeting="m", name="Spring", date="2026-05-17", at=self.instant(at), by=by))

    def instant(self, second: float) -> Instant:
        at = self.server(second)
        return Instant(epoch=self.epoch, server_us=at, track_us=self.evidence.track_of(at))

    def passing(
        self,
        number: int | None,
        at: float,
        *,
        late: float = 0.0,
        transponder: int = 1001,
        resent: bool = False,
        others: tuple[Range, ...] = (),
    ) -> list[AnyFact]:
        """A passing at a second, by the decoder's clock as it is, arriving `late` seconds after it."""
        heard = Passing(
            decoder=self.decoder,
            number=number,
            transponder=transponder,
            decoder_time_us=self.clock_us + us(at),
            strength=100,
            hits=30,
        )
        return self.tell(PassingArrived(self.source, self.server(at + late), heard, resent, others))

    def passings(self, first: int, last: int, *, from_s: float, every_s: float = 1.0) -> None:
        """Passings with numbers from `first` to `last`, one every so often."""
        for i, number in enumerate(range(first, last + 1)):
            self.passing(number, from_s + i * every_s)

    def clock_report(self, at: float, *, round_trip: float = 0.002, doubted: bool = False) -> list[AnyFact]:
        """The decoder tells its time."""
        report = ClockReport(decoder=self.decoder, decoder_time_us=self.clock_us + us(at))
        asked, arrived = self.server(at - round_trip / 2), self.server(at + round_trip / 2)
        return self.tell(ClockHeard(self.source, asked, arrived, report, doubted))

    def holds(self, first: int, last: int, at: float) -> list[AnyFact]:
        """The decoder tells which passings it holds."""
        report = SessionReport(decoder=self.decoder, first_number=first, last_number=last)
        return self.tell(CounterHeard(self.source, self.server(at), report))

    def link(self, state: LinkState, at: float, *, quiet: float = 0.0) -> None:
        self.tell(LinkTurned(self.source, self.server(at), state, "as told", us(quiet)))

    def set_clock(self, by: float) -> None:
        """Somebody sets the decoder's clock."""
        self.clock_us += us(by)

    def restart(self, at: float) -> None:
        """The decoder is switched off and on, and its clock begins at zero."""
        self.clock_us = -us(at)

    @property
    def segments(self) -> list[SegmentOpened]:
        """The segments, in the order in which they were opened."""
        return list(self.evidence.segments.values())

    def heard(self) -> list[PassingHeard]:
        """The passings that became facts."""
        return [fact for fact in self.facts if isinstance(fact, PassingHeard)]

    def clocks(self) -> list[int]:
        """The run of the clock of each passing, in the order in which they came."""
        return [clock_of(self.evidence.segments[fact.segment]) for fact in self.heard()]

    def track_s(self) -> list[float]:
        """The track time of each passing, on the race clock if the first segment is where it should be."""
        return [
            (fact.decoder_time_us + self.evidence.segments[fact.segment].shift_us - CLOCK_US) / 1_000_000
            for fact in self.heard()
        ]


def server(second: float) -> ServerUs:
    """The server's clock at a second of the race clock."""
    return ServerUs(ZERO_US + us(second))
