"""What the ingest hands to the engine, each with the server instant at which it arrived."""

import msgspec

from livetiming.clock import ServerUs
from livetiming.facts import LinkState, LoopRole
from livetiming.scoring.numbers import Range
from livetiming_decoders.events import ClockReport, Passing, SessionReport


class LoopGiven(msgspec.Struct, frozen=True, kw_only=True):
    """The decoder at `source` is configured to listen to this loop."""

    source: str
    role: LoopRole
    name: str | None = None
    photocells: tuple[int, ...] = ()


class PassingArrived(msgspec.Struct, frozen=True, gc=False):
    """The decoder at `source` (its URL without options) reported a passing.

    `resent`: it had been asked for. `others` are the numbers that records other than passings took
    since the passing before.
    """

    source: str
    arrived_us: ServerUs
    passing: Passing
    resent: bool = False
    others: tuple[Range, ...] = ()


class LinkTurned(msgspec.Struct, frozen=True, gc=False):
    """The link to the decoder at `source` changed its state; `detail` says why in plain words, and
    `quiet_us` for how long nothing had been heard by then."""

    source: str
    at_us: ServerUs
    state: LinkState
    detail: str | None = None
    quiet_us: int = 0


class ClockHeard(msgspec.Struct, frozen=True, gc=False):
    """The decoder, asked for its time at `asked_us`, answered. `doubted`: it was asked because a
    passing's time looked wrong."""

    source: str
    asked_us: ServerUs
    arrived_us: ServerUs
    report: ClockReport
    doubted: bool = False


class CounterHeard(msgspec.Struct, frozen=True, gc=False):
    """The decoder said which passings it holds."""

    source: str
    at_us: ServerUs
    report: SessionReport


class ResendFailed(msgspec.Struct, frozen=True, gc=False):
    """The decoder did not send these passings, both ends included, however often it was asked."""

    source: str
    at_us: ServerUs
    from_number: int
    until_number: int


class DamageHeard(msgspec.Struct, frozen=True, gc=False):
    """Bytes arrived that are no intact record."""

    source: str
    at_us: ServerUs
    reason: str


class LineTouched(msgspec.Struct, frozen=True, gc=False):
    """A photocell or a button reported that somebody crosses the line now."""

    source: str
    at_us: ServerUs


Signal = (
    LoopGiven
    | PassingArrived
    | LinkTurned
    | ClockHeard
    | CounterHeard
    | ResendFailed
    | DamageHeard
    | LineTouched
)
