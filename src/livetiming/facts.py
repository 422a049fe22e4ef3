"""What happened: the records of the journal, in the past tense.

Each fact is one JSON object in the journal, tagged with its name (`fact`) and the version of its
shape (`v`). Facts are never changed. A newer release reads every older shape: new fields have
defaults, and a change that defaults cannot carry raises the version and adds a step in
`livetiming.journal.upgrade`. An older release refuses what it does not know, fields too: it would
score without them. The number `n` of a fact is its row in the journal; other facts refer to it by
that number.

Three kinds:

- of the machine: `EpochStarted`, `LoopAssigned`, `LinkChanged`, `SegmentOpened`, `PassingHeard`,
  `ClockReported`, `CounterReported`, `ResendGivenUp`, `RecordsDamaged`, `LineTripped`, `InstantPlaced`;
- of the meeting: `MeetingOpened`, `ClassDefined`, `EntryRegistered`, `SessionPlanned`;
- of officials, each with `Authority`: `SessionOpened`, `FlagShown`, `SessionClosed`,
  `TransponderAssigned`, `PassingIgnored`, `PassingInserted`, `FlagMoved`, `SessionActed`,
  `ResultCalled`, `LapsRescheduled`, `Ruled`, `ResultPublished`, `LineupPublished`,
  `DecisionWithdrawn`.
"""

from enum import StrEnum
from typing import Annotated

import msgspec

from livetiming.clock import DecoderUs, ServerUs, TrackUs, WallUs
from livetiming.rulings import DEFAULT_RULES, AnyRuling, SessionRules


def _first() -> int:
    return 1


class Fact(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="fact",
    omit_defaults=True,
    forbid_unknown_fields=True,
    gc=False,
):
    """Base of all facts. `v` is the version of the fact's shape; a fact whose shape has changed narrows
    it to the new version, so that older ones do not decode unless they are carried over.

    A default would not be written, and a text without it be taken for the newest.
    """

    v: Annotated[int, msgspec.Meta(ge=1, le=1)] = msgspec.field(default_factory=_first)


class Authority(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Who decided, in which role, why, and whose ruling it was when the operator entered it."""

    who: str
    role: str
    why: str | None = None
    by_radio_from: str | None = None


class Instant(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """When something was decided: the server's clock, and frozen beside it the track clock.

    `track_us` is ``None`` when no decoder had been heard yet; an `InstantPlaced` follows then.
    """

    epoch: int
    server_us: ServerUs
    track_us: TrackUs | None = None


class SessionKind(StrEnum):
    """What a session is for; decides how its result is ordered."""

    PRACTICE = "practice"
    QUALIFYING = "qualifying"
    RACE = "race"


class ShownFlag(StrEnum):
    """A flag that an official shows to the whole field."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    WHITE = "white"
    CHEQUERED = "chequered"


class SessionAct(StrEnum):
    """A step of a session that is no flag."""

    FORM_UP = "form_up"
    """The field is formed up for a start or a restart."""
    ABANDON = "abandon"
    REOPEN = "reopen"


class PublishedRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A row of a published result."""

    position: int | None
    entry: str
    number: str
    name: str
    class_id: str
    class_position: int | None = None
    status: str
    laps: int
    last_us: int | None = None
    best_us: int | None = None
    reasons: tuple[str, ...] = ()


class LineupPlace(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A place in a published lineup."""

    entry: str
    number: str
    why: str


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
    Differences of times with the same `clock` are lap times.
    """

    segment: int
    source: str
    decoder: int | None = None
    counter: int
    clock: int | None = None
    shift_us: int
    reason: str


class PassingHeard(Fact, frozen=True, kw_only=True, tag="passing_heard"):
    """A decoder heard a transponder. Evidence for good, whatever the session state.

    `resent`: the server had asked for it, so its arrival says nothing about the clock. `others` are
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


class MeetingOpened(Fact, frozen=True, kw_only=True, tag="meeting_opened"):
    """A race day began."""

    meeting: str
    name: str
    date: str
    by: Authority


class ClassDefined(Fact, frozen=True, kw_only=True, tag="class_defined"):
    """A class of karts; defining it again changes it."""

    class_id: str
    name: str
    min_lap_us: int
    by: Authority


class EntryRegistered(Fact, frozen=True, kw_only=True, tag="entry_registered"):
    """A driver with kart number, class and transponders; registering it again changes it.

    `number` is text: ``07`` is not ``7``. `public_name` is what spectators see.
    """

    entry: str
    class_id: str
    number: str
    name: str
    public_name: str
    transponders: tuple[int, ...] = ()
    by: Authority


class SessionPlanned(Fact, frozen=True, kw_only=True, tag="session_planned"):
    """A session of the meeting. Planning it again before it opened changes it.

    `laps` ends a race, `duration_us` a practice or qualifying session. `min_lap_us` overrides the
    classes'. With `scores_unknown` every transponder heard is a competitor (open practice).
    `grid` is the starting order by entry id, pole first.
    """

    session: str
    name: str
    kind: SessionKind
    class_ids: tuple[str, ...] = ()
    laps: int | None = None
    duration_us: int | None = None
    min_lap_us: int | None = None
    start_window_us: int = 10_000_000
    scores_unknown: bool = False
    grid: tuple[str, ...] = ()
    rules: SessionRules = DEFAULT_RULES
    by: Authority


class SessionOpened(Fact, frozen=True, kw_only=True, tag="session_opened"):
    """The session is on track: passings from here on belong to it."""

    session: str
    at: Instant
    by: Authority


class SessionClosed(Fact, frozen=True, kw_only=True, tag="session_closed"):
    """The session no longer takes passings; they are kept as evidence."""

    session: str
    at: Instant
    by: Authority


class FlagShown(Fact, frozen=True, kw_only=True, tag="flag_shown"):
    """An official showed a flag to the field."""

    session: str
    flag: ShownFlag
    at: Instant
    by: Authority


class TransponderAssigned(Fact, frozen=True, kw_only=True, tag="transponder_assigned"):
    """From `from_track_us` (``None``: from the start) the transponder is this entry's.

    `entry` ``None`` takes it away from whoever had it.
    """

    transponder: int
    entry: str | None
    from_track_us: TrackUs | None = None
    by: Authority


class PassingIgnored(Fact, frozen=True, kw_only=True, tag="passing_ignored"):
    """An official struck the passing of fact number `passing`; withdrawn, it counts again."""

    passing: int
    transponder: int
    at: Instant
    by: Authority


class PassingInserted(Fact, frozen=True, kw_only=True, tag="passing_inserted"):
    """An official credits a crossing that no decoder heard."""

    session: str
    entry: str
    track_us: TrackUs
    at: Instant
    by: Authority


class FlagMoved(Fact, frozen=True, kw_only=True, tag="flag_moved"):
    """The flag of fact `flag` was really shown at `track_us` (green forgotten, chequered too late)."""

    flag: int
    track_us: TrackUs
    at: Instant
    by: Authority


class SessionActed(Fact, frozen=True, kw_only=True, tag="session_acted"):
    """A step of a session that is no flag: formed up, abandoned, reopened."""

    session: str
    act: SessionAct
    at: Instant
    by: Authority


class ResultCalled(Fact, frozen=True, kw_only=True, tag="result_called"):
    """The result is that of lap `lap` of the leader: shortened, or rolled back."""

    session: str
    lap: int
    at: Instant
    by: Authority


class LapsRescheduled(Fact, frozen=True, kw_only=True, tag="laps_rescheduled"):
    """The race is over `laps` laps from now on."""

    session: str
    laps: int
    at: Instant
    by: Authority


class Ruled(Fact, frozen=True, kw_only=True, tag="ruled"):
    """An official ruled about one kart in one session, under a clause of the rulebook.

    `effective_track_us` is the instant that the ruling names when it is not that of the decision:
    when the meatball was first shown, say.
    """

    session: str
    entry: str
    ruling: AnyRuling
    clause: str | None = None
    effective_track_us: TrackUs | None = None
    at: Instant
    by: Authority


class ResultPublished(Fact, frozen=True, kw_only=True, tag="result_published"):
    """A session's result by value, provisional or official, as it was shown to everybody."""

    session: str
    version: int
    official: bool
    rows: tuple[PublishedRow, ...]
    from_n: int
    at: Instant
    by: Authority


class LineupPublished(Fact, frozen=True, kw_only=True, tag="lineup_published"):
    """A lineup by value: the entries from pole backwards, and why each stands where it does."""

    session: str
    version: int
    restart: bool
    single_file: bool
    places: tuple[LineupPlace, ...]
    causers: tuple[str, ...] = ()
    """Entries named as the cause of the stop before a restart."""
    from_n: int
    at: Instant
    by: Authority


class DecisionWithdrawn(Fact, frozen=True, kw_only=True, tag="decision_withdrawn"):
    """The decision of fact number `decision` no longer holds."""

    decision: int
    at: Instant
    by: Authority


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
MeetingFact = MeetingOpened | ClassDefined | EntryRegistered | SessionPlanned
Decision = (
    SessionOpened
    | SessionClosed
    | FlagShown
    | TransponderAssigned
    | PassingIgnored
    | PassingInserted
    | FlagMoved
    | SessionActed
    | ResultCalled
    | LapsRescheduled
    | Ruled
    | ResultPublished
    | LineupPublished
)
"""What an official decided; each can be withdrawn."""

OfficialFact = Decision | DecisionWithdrawn
AnyFact = MachineFact | MeetingFact | OfficialFact
