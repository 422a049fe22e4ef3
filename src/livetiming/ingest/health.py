"""How a decoder and its line are doing: a fold over what arrives, and what it amounts to. Pure."""

from collections import deque
from enum import StrEnum
from statistics import median

from livetiming_decoders.events import AnyEvent, Malformed, Passing, Status, Version

NOISE_REMEMBERED = 360
"""Half an hour of statuses."""

NOISE_NOW = 6
"""The noise now is the median of the last half minute's: a single burst is no trend."""

NOISE_STEP = 1.4
NOISE_FLOOR = 10
"""By how much, and at least by how many units, the noise must differ from before to be called a trend."""


class Trend(StrEnum):
    """Which way a value goes."""

    STEADY = "steady"
    RISING = "rising"
    FALLING = "falling"


class Health:
    """What a line has been heard to say since the server started."""

    def __init__(self) -> None:
        self.connections = 0
        self.bytes_received = 0
        self.bytes_unread = 0
        """Since the last intact record."""
        self.records = 0
        self.passings = 0
        self.statuses = 0
        self.damaged = 0
        self.crc_errors = 0
        self.last_damage: str | None = None
        self.decoder: int | None = None
        self.version: Version | None = None
        self.temperature_c: int | None = None
        self.input_voltage_dv: int | None = None
        self._noise: deque[int] = deque(maxlen=NOISE_REMEMBERED)

    def connected(self) -> None:
        """A connection stands."""
        self.connections += 1
        self.bytes_unread = 0

    def received(self, count: int) -> None:
        """So many bytes arrived."""
        self.bytes_received += count
        self.bytes_unread += count

    def heard(self, event: AnyEvent) -> None:
        """A record, or what is left of one, was read."""
        if isinstance(event, Malformed):
            self.damaged += 1
            self.crc_errors += event.reason.startswith("CRC ")
            self.last_damage = event.reason
            return
        self.records += 1
        self.bytes_unread = 0
        if event.decoder is not None:
            self.decoder = event.decoder
        match event:
            case Passing():
                self.passings += 1
            case Version():
                self.version = event
            case Status():
                self._status(event)

    @property
    def noise(self) -> int | None:
        """The loop's noise now."""
        return round(median(list(self._noise)[-NOISE_NOW:])) if self._noise else None

    @property
    def noise_usual(self) -> int | None:
        """What it was before."""
        before = list(self._noise)[:-NOISE_NOW]
        return round(median(before)) if before else None

    @property
    def noise_trend(self) -> Trend:
        """Which way it goes: rising noise drowns weak transponders."""
        now, usual = self.noise, self.noise_usual
        if now is None or usual is None or abs(now - usual) < NOISE_FLOOR:
            return Trend.STEADY
        if now > usual * NOISE_STEP:
            return Trend.RISING
        return Trend.FALLING if now * NOISE_STEP < usual else Trend.STEADY

    def _status(self, status: Status) -> None:
        self.statuses += 1
        if status.noise is not None:
            self._noise.append(status.noise)
        if status.temperature_c is not None:
            self.temperature_c = status.temperature_c
        if status.input_voltage_dv is not None:
            self.input_voltage_dv = status.input_voltage_dv
