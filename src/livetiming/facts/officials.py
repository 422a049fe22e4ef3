"""Facts of officials: what they decided. Each can be withdrawn by its number."""

from enum import StrEnum

import msgspec

from livetiming.clock import TrackUs
from livetiming.facts.base import Authority, Fact, Instant, ShownFlag
from livetiming.facts.hand import HandFact
from livetiming.rulings import AnyRuling


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
    """An official showed a flag to the field, or with `class_id` to one class (split start)."""

    session: str
    flag: ShownFlag
    class_id: str | None = None
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


class PassingMoved(Fact, frozen=True, kw_only=True, tag="passing_moved"):
    """An official says that the passing of fact `passing` happened at `track_us`."""

    passing: int
    transponder: int
    track_us: TrackUs
    at: Instant
    by: Authority


class FieldCredited(Fact, frozen=True, kw_only=True, tag="field_credited"):
    """The whole field has `laps` more (a lap that the loop missed), or fewer when negative."""

    session: str
    laps: int
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


class WetDeclared(Fact, frozen=True, kw_only=True, tag="wet_declared"):
    """The session is `wet`, or dry, all of it."""

    session: str
    wet: bool
    at: Instant
    by: Authority


class ResultCalled(Fact, frozen=True, kw_only=True, tag="result_called"):
    """The result is that of lap `lap` of the leader: shortened, or rolled back.

    `against` is what the rulebook said where the director decided otherwise.
    """

    session: str
    lap: int
    against: str | None = None
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
    when the meatball was first shown, say. `step` is the penalty's number on the rulebook's ladder,
    `offence` what for, `occurrence` the how manieth time. `against` is what the rulebook said where
    the director decided otherwise.
    """

    session: str
    entry: str
    ruling: AnyRuling
    clause: str | None = None
    step: int | None = None
    offence: str | None = None
    occurrence: int | None = None
    against: str | None = None
    effective_track_us: TrackUs | None = None
    at: Instant
    by: Authority


class ResultPublished(Fact, frozen=True, kw_only=True, tag="result_published"):
    """A session's result by value, provisional or official, as it was shown to everybody.

    `against` is what the rulebook said where the director confirmed it all the same.
    """

    session: str
    version: int
    official: bool
    against: str | None = None
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


Decision = (
    SessionOpened
    | SessionClosed
    | FlagShown
    | TransponderAssigned
    | PassingIgnored
    | PassingMoved
    | PassingInserted
    | FieldCredited
    | FlagMoved
    | SessionActed
    | WetDeclared
    | ResultCalled
    | LapsRescheduled
    | Ruled
    | ResultPublished
    | LineupPublished
    | HandFact
)
"""What an official decided; each can be withdrawn."""


OfficialFact = Decision | DecisionWithdrawn
