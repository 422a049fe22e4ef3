"""Seeded races over a line with faults, and what became of them."""

from collections.abc import Iterator
from random import Random

from livetiming.scoring.gaps import Gap, gaps
from livetiming.scoring.heard import Heard
from livetiming_simulators.decoder import DecoderOptions, SimulatedDecoder
from livetiming_simulators.faults import Faults
from livetiming_simulators.field import make_class, make_field
from livetiming_simulators.loop import Heard as Reading
from livetiming_simulators.program import Program
from livetiming_simulators.records import IncidentKind, Passed, Record
from livetiming_simulators.session import Kind, SessionPlan
from livetiming_simulators.station import Station
from support.desk import BOOTED_US, Desk

SECOND_US = 1_000_000
QUIET_US = 60 * SECOND_US
"""How long the decoder goes on after the race, in which what is missing is asked for."""
PATIENCE_US = 3600 * SECOND_US

RATES: dict[str, float] = {
    "missed_read": 0.05,
    "double_read": 0.05,
    "ghost_read": 0.03,
    "clock_step": 0.01,
    "clock_reset": 0.005,
    "noise_burst": 0.03,
    "resend_ignored": 0.4,
    "split": 0.2,
    "merged": 0.2,
    "corrupt": 0.02,
    "lost_nul": 0.1,
    "duplicated": 0.03,
    "delayed": 0.03,
    "reordered": 0.05,
    "link_lost": 0.01,
    "half_open": 0.004,
}
"""The worst that each fault gets to be."""


def combined_faults(seed: int, **given: float | int) -> Faults:
    """Half of all faults at once, each as bad as the seed has it."""
    random = Random(f"faults:{seed}")
    rates: dict[str, float | int] = {
        name: random.uniform(0, worst) if random.random() < 0.5 else 0.0 for name, worst in RATES.items()
    }
    rates["clock_drift_ppm"] = random.randint(-100, 100)
    rates["resend_delay_us"] = random.choice((0, 10_000, 300_000, 2_000_000))
    return Faults(**{**rates, **given})  # type: ignore[arg-type]


class RememberingDecoder(SimulatedDecoder):
    """Keeps a list of everything it ever heard."""

    def __init__(
        self, readings: Iterator[Reading], options: DecoderOptions, *, faults: Faults, seed: int | str
    ) -> None:
        super().__init__(readings, options, faults=faults, seed=seed)
        self.passed: list[Passed] = []

    def advance(self) -> list[Record]:
        records = super().advance()
        self.passed += [record.passed for record in records if record.passed is not None]
        return records

    def clock_run(self, passed: Passed) -> int:
        """How often the clock had been set when the passing was heard."""
        set_by = (IncidentKind.CLOCK_STEPPED, IncidentKind.CLOCK_RESET)
        return sum(incident.kind in set_by and incident.at_us <= passed.at_us for incident in self.incidents)


class SeededRace:
    """A race of eight karts over eight laps, timed through a line with faults."""

    def __init__(self, seed: int, faults: Faults, *, protocol: str = "p3") -> None:
        field = make_field(seed, [make_class("a", "Class A", 20 * SECOND_US)], karts_each=8)
        plan = SessionPlan(kind=Kind.RACE, class_ids=("a",), laps=8)
        program = Program(field, [plan], seed=seed, faults=faults, first_at_us=5 * SECOND_US)
        options = DecoderOptions(protocol=protocol, first_number=711_000)
        self.decoder = RememberingDecoder(program.heard(), options, faults=faults, seed=seed)
        self.station = Station(self.decoder, faults=faults, seed=seed)
        self.desk = Desk(self.station, f"tcp://decoder?protocol={protocol}", seed=seed)
        self.desk.run(next(program.sessions()).run.closed_us + QUIET_US)

    def run_until_complete(self) -> None:
        """Give the decoder all the time it needs to send again what was missed."""
        until_us = self.desk.time.now_us + PATIENCE_US
        while self.missing() and self.desk.time.now_us < until_us:
            self.desk.run(self.desk.time.now_us + 10 * SECOND_US)

    def matched(self) -> Iterator[tuple[Passed, Heard]]:
        """What the decoder heard, with what the evidence has of it."""
        heard = {self._key(passing): passing for passing in self.desk.heard()}
        for passed in self.decoder.passed:
            passing = heard.get((passed.transponder, passed.decoder_time_us, passed.number))
            if passing is not None:
                yield passed, passing

    def missing(self) -> list[Passed]:
        """What the decoder heard and the evidence has not."""
        known = {passed.index for passed, _ in self.matched()}
        return [passed for passed in self.decoder.passed if passed.index not in known]

    def invented(self) -> list[Heard]:
        """What the evidence has and the decoder did not hear, or has twice."""
        known = {passing.n for _, passing in self.matched()}
        return [passing for passing in self.desk.heard() if passing.n not in known]

    def gaps(self) -> list[Gap]:
        """What is reported as missing."""
        return gaps(self.desk.evidence)

    def track_us(self, passed: Passed) -> int:
        """When it passed, by the track clock as the server has it."""
        offset_us = self.desk.evidence.offsets.offset_us
        assert offset_us is not None
        return passed.at_us + BOOTED_US - offset_us

    def moved_laps(self, step_us_min: int) -> list[tuple[int, int]]:
        """The runs of the clock, by the evidence, on which passings of two true runs lie that a step of
        more than `step_us_min` parts, with the size of the step; none if no lap time was moved.

        Left out are passings that the evidence calls uncertain, and those of a true run during which
        nothing of the decoder was heard.
        """
        listened = self._runs_listened_to()
        ahead: dict[int, list[int]] = {}
        for passed, passing in self.matched():
            if passing.n in self.desk.evidence.uncertain or self.decoder.clock_run(passed) not in listened:
                continue
            ahead.setdefault(self.desk.clock(passing), []).append(passed.decoder_time_us - passed.at_us)
        spreads = {clock: max(values) - min(values) for clock, values in ahead.items()}
        return [(clock, spread) for clock, spread in spreads.items() if spread > step_us_min]

    def _runs_listened_to(self) -> set[int]:
        by_index = {passed.index: passed for passed in self.decoder.passed}
        return {
            self.decoder.clock_run(by_index[delivery.index])
            for delivery in self.station.deliveries
            if delivery.intact and not delivery.resent and not delivery.repeated
        }

    def _key(self, passing: Heard) -> tuple[int, int, int | None]:
        return passing.transponder, self.desk.decoder_time_us(passing), passing.number
