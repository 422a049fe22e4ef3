"""Facts of the machine: what the server and its decoders did and heard."""

from enum import StrEnum

from livetiming.clock import DecoderUs, ServerUs, TrackUs, WallUs
from livetiming.facts.base import Fact, Instant


class LinkState(StrEnum):
    """The connection to a decoder."""

    CONNECTING = "connecting"
    LIVE = "live"
    SILENT = "silent"
    LOST = "lost"


class LoopRole(StrEnum):
    """What a loop in the track is for."""

    START_FINISH = "start_finish"
    BACKUP = "backup"
    """A second loop at or near the start/finish line, for crossings that the first one missed."""
    SECTOR = "sector"
    PIT_IN = "pit_in"
    PIT_OUT = "pit_out"


class EpochStarted(Fact, frozen=True, kw_only=True, tag="epoch_started"):
    """The server started. `server_us` values of epochs with the same `boot_id` are comparable."""

    epoch: int
    server_us: ServerUs
    wall_us: WallUs
    boot_id: str
    software: str


class LoopAssigned(Fact, frozen=True, kw_only=True, tag="loop_assigned"):
    """The decoder at `source` listens to this loop, and so did it for all that was heard from it.

    `photocells` are the transponder numbers under which it reports a photocell or a gate.
    """

    source: str
    role: LoopRole
    name: str | None = None
    photocells: tuple[int, ...] = ()


class LinkChanged(Fact, frozen=True, kw_only=True, tag="link_changed"):
    """The link to the decoder at `source` (its URL without options) changed.

    Nothing had been heard from it for `quiet_us` then.
    """

    source: str
    state: LinkState
    at: Instant
    detail: str | None = None
    quiet_us: int = 0


class SegmentOpened(Fact, frozen=True, kw_only=True, tag="segment_opened"):
    """A stretch of one decoder's time in which differences of its clock are lap times.

    A new one opens for a new decoder and when its clock was set or restarted. `shift_us` carries
    its clock onto the track clock. `counter` is the segment in which the present run of the
    decoder's passing counter began, `clock` that in which the present run of its clock did (``None``:
    this one): a clock step opens a segment and keeps the counter, a counter reset keeps the clock.
    Differences of times with the same `clock` are lap times. A `past` one was over before it was
    known of: the clock was set twice while nobody listened, and passings in between were resent.
    """

    segment: int
    source: str
    decoder: int | None = None
    counter: int
    clock: int | None = None
    shift_us: int
    past: bool = False
    reason: str


class PassingHeard(Fact, frozen=True, kw_only=True, tag="passing_heard"):
    """A decoder heard a transponder. Evidence for good, whatever the session state.

    `resent`: the server had asked for it, so its arrival says nothing about the clock. `uncertain`: it
    was missed just when the decoder's clock was set, and may have been before or after. `others` are
    the numbers, as ranges with both ends included, that records other than passings took from the
    same counter since the passing before.
    """

    segment: int
    number: int | None = None
    transponder: int
    decoder_time_us: DecoderUs
    strength: int | None = None
    hits: int | None = None
    flags: int | None = None
    epoch: int
    arrived_us: ServerUs
    resent: bool = False
    uncertain: bool = False
    others: tuple[tuple[int, int], ...] = ()


class ClockReported(Fact, frozen=True, kw_only=True, tag="clock_reported"):
    """A decoder told its time: it read `decoder_time_us` between `asked_us` and `arrived_us`."""

    segment: int
    decoder_time_us: DecoderUs
    epoch: int
    asked_us: ServerUs
    arrived_us: ServerUs


class CounterReported(Fact, frozen=True, kw_only=True, tag="counter_reported"):
    """A decoder told which passings it holds: those from `first_number` on, up to `last_number`."""

    segment: int
    first_number: int | None = None
    last_number: int
    at: Instant


class ResendGivenUp(Fact, frozen=True, kw_only=True, tag="resend_given_up"):
    """The decoder was asked for these passings, both ends included, and did not send them all."""

    counter: int
    from_number: int
    until_number: int
    at: Instant


class RecordsDamaged(Fact, frozen=True, kw_only=True, tag="records_damaged"):
    """Bytes arrived that are no intact record, perhaps of a passing; the first since the last passing."""

    source: str
    at: Instant
    reason: str


class LineTripped(Fact, frozen=True, kw_only=True, tag="line_tripped"):
    """A photocell, a gate or a button saw somebody cross the line, and cannot say whom."""

    source: str
    track_us: TrackUs | None
    at: Instant


class InstantPlaced(Fact, frozen=True, kw_only=True, tag="instant_placed"):
    """The `Instant` of fact number `placed` now has its place on the track clock."""

    placed: int
    track_us: TrackUs


MachineFact = (
    EpochStarted
    | LoopAssigned
    | LinkChanged
    | SegmentOpened
    | PassingHeard
    | ClockReported
    | CounterReported
    | ResendGivenUp
    | RecordsDamaged
    | LineTripped
    | InstantPlaced
)
