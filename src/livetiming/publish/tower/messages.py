"""The officials' live protocol: what a page in the timing tower receives on ``/tower/live``.

The discipline is that of `livetiming.publish.messages`: a `TowerSnapshot` of one stream at one journal
number, then `TowerChange` messages that each start at the number before; whoever misses one sends
``{"type":"resync"}`` and gets a snapshot. `Hello` comes first and every ten seconds.

`TowerState.board` is the public state, so that a page can show what the public sees; everything else is the
officials' own. Lists change by key: a change names items that are new or differ, whole, and the keys of
those that left. Items that stay keep their places and new ones come last, unless `order` names all keys.

The HTTP half of the contract is `livetiming.http.tower.documents`. The TypeScript types in
``web/src/lib/tower-messages.ts`` are generated from this module.
"""

from enum import StrEnum

import msgspec

from livetiming.facts import Authority, LinkState, LoopRole, SessionKind
from livetiming.ingest.health import Trend
from livetiming.officials.roles import Role
from livetiming.publish.messages import AnyChange, Hello, Message, PublicState
from livetiming.scoring.phases import Act, State


class Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of what the state lists."""


class TrackClock(Item, frozen=True, kw_only=True):
    """Where the track clock stands: ``track_us = server_us - offset_us``, to a millisecond; absent while no
    decoder has been heard. Only while `sure` may an instant be named by it to the tenth of a second."""

    offset_us: int | None = None
    sure: bool = False


class SessionInfo(Item, frozen=True, kw_only=True):
    """A session of the meeting, in the order of planning. Key: `id`.

    `acts` are what the table of states allows now; the pages offer nothing else.
    """

    id: str
    name: str
    kind: SessionKind
    state: State
    acts: tuple[Act, ...] = ()
    class_ids: tuple[str, ...] = ()
    laps: int | None = None
    """Scheduled laps as they are now."""
    duration_us: int | None = None
    grid: tuple[str, ...] = ()
    """Entry ids, pole first."""
    scores_unknown: bool = False
    opened_track_us: int | None = None
    closed_track_us: int | None = None
    stopped_track_us: int | None = None
    """The last yellow or red, after which a restart lineup can be made."""
    last_decision: int = 0
    """Goes into `Order.seen_decision`."""
    result_version: int = 0
    """The last published result; 0: none."""
    lineup_version: int = 0
    """The last published lineup; 0: none."""


class EntryInfo(Item, frozen=True, kw_only=True):
    """An entry of the meeting. Key: `id`, which is also the id of its rows.

    `carries` are the transponders that are its own now, by registration and assignment.
    """

    id: str
    class_id: str
    number: str
    name: str
    public_name: str
    transponders: tuple[int, ...] = ()
    """As registered."""
    carries: tuple[int, ...] = ()


class PassingUse(StrEnum):
    """What the session on the board made of a passing."""

    START = "start"
    """The start crossing, which opens lap 1."""
    LAP = "lap"
    """Completed a lap."""
    UNCOUNTED = "uncounted"
    """A crossing of the line that counts no lap: after the end, after the kart was removed, under a caution
    whose laps do not count."""
    DUPLICATE = "duplicate"
    """Too close to the crossing before (GEN-1)."""
    IGNORED = "ignored"
    """Struck by an official."""
    OUTSIDE = "outside"
    """Before the start, or after the session had left the track."""
    ELSEWHERE = "elsewhere"
    """Heard by a loop that is not the start/finish line."""


class PassingInfo(Item, frozen=True, kw_only=True):
    """A passing, or a crossing that an official credited (`credited`; then without transponder). Key: `n`.

    `entry` is who carried the transponder then; absent: unknown.
    """

    n: int
    track_us: int
    heard_track_us: int | None = None
    """Where it was heard, when an official has moved it."""
    transponder: int | None = None
    entry: str | None = None
    use: PassingUse
    lap: int | None = None
    """The lap it completed."""
    lap_us: int | None = None
    source: str | None = None
    """The decoder's address."""
    number: int | None = None
    """The decoder's own number for it."""
    strength: int | None = None
    hits: int | None = None
    ignored: int | None = None
    """The decision that struck it, by which it can be restored."""
    credited: bool = False


class DecisionInfo(Item, frozen=True, kw_only=True):
    """A decision in force. Key: `n`, by which it can be withdrawn.

    `undo`: withdrawing it is possible; else `why_not` says why, and `held_by` names the decisions that
    depend on it, where that is the reason. `undo_roles` may withdraw it.
    """

    n: int
    kind: str
    """The tag of its fact: ``flag_shown``, ``ruled``, …"""
    words: str
    session: str | None = None
    entry: str | None = None
    track_us: int | None = None
    by: Authority
    undo: bool
    why_not: str | None = None
    held_by: tuple[int, ...] = ()
    undo_roles: tuple[Role, ...] = ()


class MissedRead(Item, frozen=True, kw_only=True):
    """A lap of about twice or three times the kart's usual one: proposed crossings, at even distances.

    Key: `id`. To accept it, insert a passing at each of `times`.
    """

    id: str
    entry: str
    lap: int
    """The number of the long lap."""
    lap_us: int
    usual_us: int
    times: tuple[int, ...]
    """Instants of the track clock."""


class DecoderInfo(Item, frozen=True, kw_only=True):
    """A decoder and its line. Key: `source`, the address without options."""

    source: str
    role: LoopRole
    name: str | None = None
    state: LinkState
    detail: str | None = None
    """Why the line is in this state, for people."""
    protocol: str | None = None
    decoder: int | None = None
    """The decoder's own id."""
    passings: int = 0
    """Heard since the server started."""
    damaged: int = 0
    """Records that arrived damaged since then."""
    last_damage: str | None = None
    noise: int | None = None
    noise_usual: int | None = None
    noise_trend: Trend = Trend.STEADY
    temperature_c: int | None = None
    input_voltage_dv: int | None = None
    missing: int = 0
    """Passings whose numbers were given out and never heard."""


class GapInfo(Item, frozen=True, kw_only=True):
    """Passings that may not have been heard, between two instants of the track clock. Key: `id`."""

    id: str
    source: str
    after_track_us: int | None = None
    before_track_us: int | None = None
    size: int | None = None
    """How many; absent: nobody can know."""
    at_most: bool = False
    given_up: bool = False
    """The decoder was asked for them and did not send them."""
    why: str


class StoreInfo(Item, frozen=True, kw_only=True):
    """Whether what happens is kept. While `saved` is false every page says NOT SAVED."""

    saved: bool
    queued: int = 0
    """Passings and commands that wait, given while nothing can be saved."""


class TowerState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything an official's page needs at one journal number.

    `decisions` are those about the session on the board and those about no session; `passings` are the last
    ones to arrive, the newest last.
    """

    board: PublicState
    track: TrackClock
    sessions: tuple[SessionInfo, ...] = ()
    entries: tuple[EntryInfo, ...] = ()
    passings: tuple[PassingInfo, ...] = ()
    decisions: tuple[DecisionInfo, ...] = ()
    proposals: tuple[MissedRead, ...] = ()
    decoders: tuple[DecoderInfo, ...] = ()
    gaps: tuple[GapInfo, ...] = ()
    store: StoreInfo


class BoardChanged(msgspec.Struct, frozen=True, kw_only=True, tag="board"):
    """Changes of `TowerState.board`, as the public gets them."""

    changes: tuple[AnyChange, ...]


class TrackChanged(msgspec.Struct, frozen=True, kw_only=True, tag="track"):
    """Replaces `TowerState.track`."""

    track: TrackClock


class StoreChanged(msgspec.Struct, frozen=True, kw_only=True, tag="store"):
    """Replaces `TowerState.store`."""

    store: StoreInfo


class ListChanged(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of changes of a list; see the module."""

    gone: tuple[str | int, ...] = ()
    order: tuple[str | int, ...] | None = None


class SessionsChanged(ListChanged, frozen=True, kw_only=True, tag="sessions"):
    """Changes of `TowerState.sessions`."""

    items: tuple[SessionInfo, ...] = ()


class EntriesChanged(ListChanged, frozen=True, kw_only=True, tag="entries"):
    """Changes of `TowerState.entries`."""

    items: tuple[EntryInfo, ...] = ()


class PassingsChanged(ListChanged, frozen=True, kw_only=True, tag="passings"):
    """Changes of `TowerState.passings`."""

    items: tuple[PassingInfo, ...] = ()


class DecisionsChanged(ListChanged, frozen=True, kw_only=True, tag="decisions"):
    """Changes of `TowerState.decisions`."""

    items: tuple[DecisionInfo, ...] = ()


class ProposalsChanged(ListChanged, frozen=True, kw_only=True, tag="proposals"):
    """Changes of `TowerState.proposals`."""

    items: tuple[MissedRead, ...] = ()


class DecodersChanged(ListChanged, frozen=True, kw_only=True, tag="decoders"):
    """Changes of `TowerState.decoders`."""

    items: tuple[DecoderInfo, ...] = ()


class GapsChanged(ListChanged, frozen=True, kw_only=True, tag="gaps"):
    """Changes of `TowerState.gaps`."""

    items: tuple[GapInfo, ...] = ()


AnyListChange = (
    SessionsChanged
    | EntriesChanged
    | PassingsChanged
    | DecisionsChanged
    | ProposalsChanged
    | DecodersChanged
    | GapsChanged
)
AnyTowerChange = BoardChanged | TrackChanged | StoreChanged | AnyListChange


class TowerSnapshot(Message, frozen=True, kw_only=True, tag="snapshot"):
    """The whole state at journal number `n`; also the answer to ``GET /api/tower``."""

    stream: str
    n: int
    state: TowerState


class TowerChange(Message, frozen=True, kw_only=True, tag="change"):
    """What differs between journal number `from_n` and `to_n`."""

    stream: str
    from_n: int = msgspec.field(name="from")
    to_n: int = msgspec.field(name="to")
    changes: tuple[AnyTowerChange, ...]


AnyTowerMessage = Hello | TowerSnapshot | TowerChange
