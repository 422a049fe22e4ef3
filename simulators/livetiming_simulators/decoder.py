"""A simulated decoder: readings of the loop in, records out."""

from collections import deque
from collections.abc import Iterable
from random import Random

import msgspec

from livetiming_decoders.events import AnyEvent, Passing, Status
from livetiming_simulators.answers import DecoderConversation
from livetiming_simulators.clock import DecoderClock
from livetiming_simulators.dialects import DIALECTS, Counter
from livetiming_simulators.faults import Faults
from livetiming_simulators.loop import Heard
from livetiming_simulators.records import Incident, IncidentKind, Passed, Record

FIRST_STATUS_US = 1_300_000
CLOCK_STEP_MS_MAX = 7_200_000
USUAL_NOISE = (20, 45)
BURST_NOISE = (150, 250)
BURST_STATUSES = (3, 6)
GARBAGE_BYTES = (1, 40)
GARBAGE = range(0xA0, 0x100)
"""Bytes that begin and end no record of any protocol here."""


class DecoderOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What can be chosen of a decoder; ``None``: as is usual for the protocol (see `DIALECTS`)."""

    protocol: str = "p3"
    decoder_id: int | None = None
    first_number: int = 1
    """Where the passing counter stands: RC decoders never start it over."""
    history: int = 10_000
    """How many passings it holds for RESEND; 0 for none."""
    clock_start_us: int | None = None
    """What its clock shows when the race clock is 0."""
    resolution_us: int = 1000
    """RC decoders give whole milliseconds, others 1 us; text protocols carry no less than 1000."""
    status_interval_us: int | None = None
    greets: bool | None = None
    """Whether each connection begins with the undocumented record 001C (P3 only)."""


class SimulatedDecoder:
    """A decoder hearing `heard` (in the order of time, possibly endless) on the race clock.

    It says a passing once, to whoever is connected. P3 decoders send passings again when asked by
    RESEND, and answer requests for their clock, version and session; the others never do.
    Raises `KeyError` for a protocol that is not in `DIALECTS`.
    """

    def __init__(
        self,
        heard: Iterable[Heard],
        options: DecoderOptions | None = None,
        *,
        faults: Faults | None = None,
        seed: int | str = 0,
    ) -> None:
        self.options = options = options or DecoderOptions()
        self.faults = faults = faults or Faults()
        self.dialect = dialect = DIALECTS[options.protocol]
        self.random = Random(f"decoder:{seed}")
        self.decoder_id = dialect.decoder_id if options.decoder_id is None else options.decoder_id
        self.clock = DecoderClock(
            start_us=dialect.clock_start_us if options.clock_start_us is None else options.clock_start_us,
            drift_ppm=faults.clock_drift_ppm,
            resolution_us=max(options.resolution_us, dialect.resolution_us),
        )
        self.incidents: list[Incident] = []
        self.history: deque[Passed] = deque(maxlen=options.history)
        self._feed = iter(heard)
        self._next_heard = next(self._feed, None)
        self._last_heard_us = 0
        self._next_number = options.first_number
        self._index = 0
        self._burst_left = 0
        interval_us = dialect.status_interval_us
        self._status_interval_us = interval_us and (options.status_interval_us or interval_us)
        self._next_status_us = self._status_interval_us and FIRST_STATUS_US

    @property
    def binary(self) -> bool:
        """Whether its records are binary."""
        return self.dialect.binary

    def next_at_us(self) -> int | None:
        """When it next has something to say."""
        if self._next_heard is None:
            return self._next_status_us
        if self._next_status_us is None:
            return self._next_heard.at_us
        return min(self._next_heard.at_us, self._next_status_us)

    def advance(self) -> list[Record]:
        """The next passing or status, with the garbage of a noise burst before it."""
        if self._next_heard is not None and self._next_heard.at_us == self.next_at_us():
            heard, self._next_heard = self._next_heard, next(self._feed, None)
            return [*self._garbage(heard.at_us), self._pass(heard)]
        if self._next_status_us is None or self._status_interval_us is None:
            return []
        at_us, self._next_status_us = self._next_status_us, self._next_status_us + self._status_interval_us
        return [*self._garbage(at_us), self.record(self._status(at_us), at_us)]

    def converse(self) -> DecoderConversation:
        """Its side of a new connection."""
        return DecoderConversation(self)

    def record(self, event: AnyEvent, at_us: int) -> Record:
        """The event as bytes of this decoder's protocol."""
        return Record(at_us=at_us, data=self.dialect.protocol.write(event))

    def passing(self, passed: Passed) -> Record:
        """The record of a passing, to be sent when it was heard."""
        event = Passing(
            decoder=self.decoder_id,
            number=passed.number,
            transponder=passed.transponder,
            decoder_time_us=passed.decoder_time_us,
            strength=passed.strength,
            hits=passed.hits,
            flags=self.dialect.passing_flags,
        )
        return Record(at_us=passed.at_us, data=self.dialect.protocol.write(event), passed=passed)

    def befall(self, kind: IncidentKind, at_us: int, by_us: int | None = None) -> None:
        """Something happens to the decoder: its clock or its counter changes, or noise begins."""
        match kind:
            case IncidentKind.CLOCK_STEPPED:
                self.clock.step(at_us, by_us or 0)
            case IncidentKind.CLOCK_RESET:
                self.clock.reset(at_us)
            case IncidentKind.COUNTER_RESET:
                self._next_number = 1
                self.history.clear()
            case IncidentKind.NOISE_BURST:
                self._burst_left = self.random.randint(*BURST_STATUSES)
        self.incidents.append(Incident(kind=kind, at_us=at_us, by_us=by_us))

    def _pass(self, heard: Heard) -> Record:
        self._have_mishaps(between_us=(self._last_heard_us + heard.at_us) // 2)
        passed = Passed(
            index=self._index,
            number=None if self.dialect.counter is Counter.NOTHING else self._take_number(),
            transponder=heard.transponder,
            decoder_time_us=self.clock.reading(heard.at_us),
            at_us=heard.at_us,
            strength=min(heard.strength, self.dialect.strength_max),
            hits=min(heard.hits, self.dialect.hits_max),
        )
        self._index += 1
        self._last_heard_us = heard.at_us
        self.history.append(passed)
        return self.passing(passed)

    def _have_mishaps(self, between_us: int) -> None:
        """Between two readings somebody may set the clock or cut the power."""
        random, faults = self.random, self.faults
        if random.random() < faults.clock_step:
            by_us = random.choice((-1, 1)) * random.randint(1, CLOCK_STEP_MS_MAX) * 1000
            self.befall(IncidentKind.CLOCK_STEPPED, between_us, by_us)
        if random.random() < faults.clock_reset:
            self.befall(IncidentKind.CLOCK_RESET, between_us)
        if random.random() < faults.counter_reset:
            self.befall(IncidentKind.COUNTER_RESET, between_us)

    def _status(self, at_us: int) -> Status:
        if self._burst_left:
            self._burst_left -= 1
        elif self.random.random() < self.faults.noise_burst:
            self.befall(IncidentKind.NOISE_BURST, at_us)
        status = Status(
            decoder=self.decoder_id,
            number=self._take_number() if self.dialect.counter is Counter.RECORDS else None,
            noise=self.random.randint(*(BURST_NOISE if self._burst_left else USUAL_NOISE)),
        )
        if not self.dialect.reports_supply:
            return status
        voltage_dv = self.random.randint(118, 121)
        return msgspec.structs.replace(status, temperature_c=27, input_voltage_dv=voltage_dv, gps=0)

    def _garbage(self, at_us: int) -> list[Record]:
        """Line noise while a burst lasts."""
        if not self._burst_left:
            return []
        count = self.random.randint(*GARBAGE_BYTES)
        return [Record(at_us=at_us, data=bytes(self.random.choices(GARBAGE, k=count)))]

    def _take_number(self) -> int:
        number = self._next_number
        self._next_number += 1
        return number
