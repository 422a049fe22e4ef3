"""The public live protocol: what a browser, a relay or any other reader of the stream receives.

One journal number ``n`` orders everything. A reader holds the state of one `stream` (a new id after
a restore or an upgrade that cannot continue) at one number. It applies a `Change` only when
`Change.from_n` is the number it holds; otherwise it drops what it has and asks for a `Snapshot`
by sending the text frame ``{"type":"resync"}``, the only thing a public client may ever say.

Times are integer microseconds. ``*_us`` without a clock in its name is a duration; `track_us` is
the track clock (the primary decoder's); `server_us` is the timing server's clock, used for nothing
but running clocks on a screen. The TypeScript types in ``web/src/lib/messages.ts`` are generated
from this module.
"""

from enum import StrEnum

import msgspec

from livetiming.facts import SessionKind


class Message(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", omit_defaults=True):
    """Base of everything that travels on ``/live``."""


class Phase(StrEnum):
    """How far a session is, as the public sees it."""

    PLANNED = "planned"
    STAGED = "staged"
    FORMATION = "formation"
    RUNNING = "running"
    STOPPED = "stopped"
    FINISHED = "finished"
    PROVISIONAL = "provisional"
    OFFICIAL = "official"
    ABANDONED = "abandoned"


class Flag(StrEnum):
    """The flag that stands over the session, shown by an official or derived."""

    NONE = "none"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    WHITE = "white"
    CHEQUERED = "chequered"


class RowStatus(StrEnum):
    """What a row on the board is."""

    RUNNING = "running"
    FINISHED = "finished"
    """Took the chequered flag."""
    WAITING = "waiting"
    """Entered, not heard yet in this session."""
    UNKNOWN = "unknown"
    """A transponder nobody is entered with: shown, and adopted later with its laps."""
    VISITOR = "visitor"
    """An entry of the meeting that is not entered for this session: shown, not scored."""
    DNF = "dnf"
    DNS = "dns"
    DQ = "dq"


class Behind(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Distance to another kart, at this kart's own crossing: whole laps, or else a time."""

    laps: int = 0
    us: int | None = None


class ClassInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A class of the meeting."""

    id: str
    name: str


class Clock(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A clock that runs on the reader's screen by itself.

    It read `value_us` at `at_server_us`; while `running` it counts up, or down to zero when
    `counts_down`.
    """

    value_us: int
    at_server_us: int
    running: bool
    counts_down: bool = False


class BestLap(msgspec.Struct, frozen=True, kw_only=True):
    """The session's best lap and whose it is."""

    row: str
    lap_us: int


class Forecast(msgspec.Struct, frozen=True, kw_only=True):
    """Of a race by time: the leader's expected laps to go (1 is the last), and the server instants of the
    crossings at which white and chequered are expected."""

    laps_to_go: int
    white_server_us: int
    chequered_server_us: int


class Session(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The head of the board."""

    id: str
    name: str
    kind: SessionKind
    phase: Phase
    flag: Flag
    class_ids: tuple[str, ...] = ()
    laps_total: int | None = None
    """Scheduled laps of a race."""
    laps_to_go: int | None = None
    """For the leader; 1 is the last lap, 0 is the end."""
    forecast: Forecast | None = None
    clock: Clock | None = None
    best: BestLap | None = None
    notice: str | None = None


class RowRuling(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an official ruled about the kart: the ruling's name as in `livetiming.rulings`, and the places,
    laps or microseconds it is about. A place penalty moves the row when the kart has finished."""

    ruling: str
    amount: int | None = None


class Row(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One kart on the board.

    `position` is ``None`` for karts that are shown and not scored. `gained` is the number of places
    won (negative: lost) since the start of a race. `gap` is to the leader, `interval` to the kart
    ahead, `class_gap` and `class_interval` the same within the class, given where several classes share
    the session; all are absent for the leader and in sessions ordered by best lap where there is none.
    """

    id: str
    position: int | None = None
    class_position: int | None = None
    number: str
    name: str
    class_id: str | None = None
    status: RowStatus
    laps: int = 0
    last_us: int | None = None
    best_us: int | None = None
    best_lap: int | None = None
    """The number of the lap in which `best_us` was set."""
    gap: Behind | None = None
    interval: Behind | None = None
    class_gap: Behind | None = None
    class_interval: Behind | None = None
    gained: int | None = None
    rulings: tuple[RowRuling, ...] = ()
    crossed_track_us: int | None = None
    """When it last crossed the line; changes with every crossing, so a page can flash the row."""


class Meeting(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The race day."""

    id: str
    name: str
    classes: tuple[ClassInfo, ...] = ()


class Timing(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the server hears its decoder; a board that stands still must say why."""

    live: bool


class PublicState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything the public sees at one journal number."""

    meeting: Meeting | None = None
    session: Session | None = None
    rows: tuple[Row, ...] = ()
    """In the order in which they are shown."""
    timing: Timing


class Hello(Message, frozen=True, kw_only=True, tag="hello"):
    """First message on a connection and every ten seconds after: the server is there, its clock reads
    `server_us` and runs at `rate` (1.0 but in a rehearsal at another speed).

    While the public server has lost the timing server behind it, `core_live` is false, `server_us` is
    carried on from the last hello heard, and the state is the last one known.
    """

    server_us: int
    rate: float = 1.0
    core_live: bool = True


class Snapshot(Message, frozen=True, kw_only=True, tag="snapshot"):
    """The whole public state at journal number `n`."""

    stream: str
    n: int
    state: PublicState


class MeetingChanged(msgspec.Struct, frozen=True, kw_only=True, tag="meeting"):
    """Replaces the meeting."""

    meeting: Meeting | None


class SessionChanged(msgspec.Struct, frozen=True, kw_only=True, tag="session"):
    """Replaces the head of the board; the rows stay unless a `RowsReplaced` follows."""

    session: Session | None


class RowsReplaced(msgspec.Struct, frozen=True, kw_only=True, tag="rows_replaced"):
    """All rows anew: another session is on the board."""

    rows: tuple[Row, ...]


class RowsChanged(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="rows"):
    """Rows that are new or differ, whole, and the ids of rows that left.

    `order` lists all row ids as they are now shown, given when that order changed or a row is new.
    Without it the rows that stay keep their places.
    """

    rows: tuple[Row, ...] = ()
    gone: tuple[str, ...] = ()
    order: tuple[str, ...] | None = None


class TimingChanged(msgspec.Struct, frozen=True, kw_only=True, tag="timing"):
    """Replaces `PublicState.timing`."""

    timing: Timing


AnyChange = MeetingChanged | SessionChanged | RowsReplaced | RowsChanged | TimingChanged


class Change(Message, frozen=True, kw_only=True, tag="change"):
    """What differs between journal number `from_n` and `to_n`."""

    stream: str
    from_n: int = msgspec.field(name="from")
    to_n: int = msgspec.field(name="to")
    changes: tuple[AnyChange, ...]


AnyMessage = Hello | Snapshot | Change


class Resync(Message, frozen=True, kw_only=True, tag="resync", forbid_unknown_fields=True):
    """A reader asks for a snapshot: it missed something, or slept. The one message that it may send."""
