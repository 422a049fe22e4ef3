"""What officials ask for: intents in the imperative, answered by facts or by a refusal.

A command travels in an `Envelope` with an idempotency key: once it is accepted, the same key gives
the same answer again and changes nothing, whoever asks and however often the server has started.
"""

import msgspec

from livetiming.clock import TrackUs
from livetiming.facts import Authority, SessionAct, SessionKind, ShownFlag
from livetiming.lapchart import Tap, Verdict
from livetiming.rulings import AnyRuling, Involvement, SessionRules, Stage


class Command(msgspec.Struct, frozen=True, kw_only=True, tag_field="command", omit_defaults=True):
    """Base of all commands."""


class OpenMeeting(Command, frozen=True, kw_only=True, tag="open_meeting"):
    """Begin a race day. `date` is ISO 8601 (``2026-05-17``). `rulebook` is the id of one that comes with
    livetiming, in the version in force on that day."""

    meeting: str
    name: str
    date: str
    rulebook: str | None = None


class AdoptRulebook(Command, frozen=True, kw_only=True, tag="adopt_rulebook"):
    """Run the meeting by this rulebook, given as its text (TOML); sessions planned already stay as they
    are. Once a session has been on track it needs a reason."""

    text: str


class DefineClass(Command, frozen=True, kw_only=True, tag="define_class"):
    """Add or change a class. Passings closer than `min_lap_us` to the last one are duplicates (GEN-1)."""

    class_id: str
    name: str
    min_lap_us: int


class RegisterEntry(Command, frozen=True, kw_only=True, tag="register_entry"):
    """Add or change an entry. Its number must be free in its class."""

    entry: str
    class_id: str
    number: str
    name: str
    public_name: str | None = None
    transponders: tuple[int, ...] = ()


class PlanSession(Command, frozen=True, kw_only=True, tag="plan_session"):
    """Add a session, or change one that has not opened. See `livetiming.facts.SessionPlanned`.

    What is ``None`` comes from the meeting's rulebook, by the session's `stage`; a race without one is a
    feature.
    """

    session: str
    name: str
    kind: SessionKind
    stage: Stage | None = None
    class_ids: tuple[str, ...] = ()
    laps: int | None = None
    duration_us: int | None = None
    min_lap_us: int | None = None
    start_window_us: int | None = None
    scores_unknown: bool = False
    grid: tuple[str, ...] = ()
    rules: SessionRules | None = None


class OpenSession(Command, frozen=True, kw_only=True, tag="open_session"):
    """Put a planned session on track; a session that is still open is closed by it."""

    session: str
    at_track_us: TrackUs | None = None


class ShowFlag(Command, frozen=True, kw_only=True, tag="show_flag"):
    """Show a flag now, or at a known instant of the track clock; to one class in a split start."""

    session: str
    flag: ShownFlag
    class_id: str | None = None
    at_track_us: TrackUs | None = None


class CloseSession(Command, frozen=True, kw_only=True, tag="close_session"):
    """Take the session off the track."""

    session: str
    at_track_us: TrackUs | None = None


class MoveFlag(Command, frozen=True, kw_only=True, tag="move_flag"):
    """Say when the flag of a fact was really shown: green forgotten, chequered or caution too late."""

    flag: int
    track_us: TrackUs


class ActOnSession(Command, frozen=True, kw_only=True, tag="act_on_session"):
    """A step that is no flag: form up, abandon, or reopen (with a reason)."""

    session: str
    act: SessionAct


class DeclareWet(Command, frozen=True, kw_only=True, tag="declare_wet"):
    """Declare a session wet, or dry again: what the rulebook has for the wet holds for all of it."""

    session: str
    wet: bool = True


class CallResult(Command, frozen=True, kw_only=True, tag="call_result"):
    """Call the race: its result is the order at lap `lap` of the leader. With `override` and a reason also
    where the rulebook does not allow it yet."""

    session: str
    lap: int
    override: bool = False


class RescheduleLaps(Command, frozen=True, kw_only=True, tag="reschedule_laps"):
    """Shorten or lengthen a race that has not ended."""

    session: str
    laps: int


class Rule(Command, frozen=True, kw_only=True, tag="rule"):
    """Rule about one kart, under a clause; at the instant of the command unless another is named.

    Either the `ruling` itself, or by the meeting's rulebook: the `step` of its ladder, for an `offence`
    that it names; an offence alone takes the step that the rulebook sets for it. `occurrence` counts
    earlier ones of the season too; without it those of this meeting are counted. `gained` is how many
    places the infraction gained. With `override` and a reason a step outside the allowed range is taken.
    """

    session: str
    entry: str
    ruling: AnyRuling | None = None
    step: int | None = None
    offence: str | None = None
    occurrence: int | None = None
    gained: int | None = None
    override: bool = False
    clause: str | None = None
    at_track_us: TrackUs | None = None


class PublishResult(Command, frozen=True, kw_only=True, tag="publish_result"):
    """Publish the standings as the session's provisional result, or confirm the provisional one as
    official. With `override` and a reason also while the rulebook keeps it provisional."""

    session: str
    official: bool = False
    override: bool = False


class Involved(msgspec.Struct, frozen=True, kw_only=True):
    """What a kart had to do with a stop."""

    entry: str
    involvement: Involvement


class PublishRestart(Command, frozen=True, kw_only=True, tag="publish_restart"):
    """Publish the restart lineup after the last yellow or red (or the stop at a named instant)."""

    session: str
    involved: tuple[Involved, ...] = ()
    at_track_us: TrackUs | None = None


class AssignTransponder(Command, frozen=True, kw_only=True, tag="assign_transponder"):
    """Give a transponder to an entry (``None``: to nobody), from the start or from an instant on."""

    transponder: int
    entry: str | None
    from_track_us: TrackUs | None = None


class IgnorePassing(Command, frozen=True, kw_only=True, tag="ignore_passing"):
    """Strike a passing by its fact number."""

    passing: int


class MovePassing(Command, frozen=True, kw_only=True, tag="move_passing"):
    """Say when a passing really happened, by its fact number."""

    passing: int
    track_us: TrackUs


class SwapTransponders(Command, frozen=True, kw_only=True, tag="swap_transponders"):
    """Two entries carry each other's transponders, from the start or from an instant on."""

    entry: str
    other: str
    from_track_us: TrackUs | None = None


class CreditField(Command, frozen=True, kw_only=True, tag="credit_field"):
    """Give the whole field laps that the loop missed, or take laps (negative)."""

    session: str
    laps: int


class InsertPassing(Command, frozen=True, kw_only=True, tag="insert_passing"):
    """Credit a crossing that no decoder heard."""

    session: str
    entry: str
    track_us: TrackUs


class TapLaps(Command, frozen=True, kw_only=True, tag="tap_laps"):
    """Take numbers that a scorer wrote down, in crossing order by `seq`. A device may send late, out of
    order and again: what has been taken already is left out."""

    session: str
    device: str
    taps: tuple[Tap, ...]


class EditTap(Command, frozen=True, kw_only=True, tag="edit_tap"):
    """Give a tap another number, or strike it from the chart (``None``)."""

    session: str
    device: str
    seq: int
    number: str | None


class ResolveDisagreement(Command, frozen=True, kw_only=True, tag="resolve_disagreement"):
    """Say which version of disagreements between chart and loop holds.

    `disagreements` are keys; none named: all that nobody has resolved. `verdict` ``None`` takes the one
    suggested for each. `entry` is the kart that it was where the verdict is for another.
    """

    session: str
    disagreements: tuple[str, ...] = ()
    verdict: Verdict | None = None
    entry: str | None = None


class SignOffHandScore(Command, frozen=True, kw_only=True, tag="sign_off_hand_score"):
    """Sign the charts as they are: the hand score becomes the session's result."""

    session: str


class WithdrawDecision(Command, frozen=True, kw_only=True, tag="withdraw_decision"):
    """Undo a decision by its fact number; refused while another active decision depends on it."""

    decision: int


AnyCommand = (
    OpenMeeting
    | AdoptRulebook
    | DefineClass
    | RegisterEntry
    | PlanSession
    | OpenSession
    | ShowFlag
    | CloseSession
    | MoveFlag
    | ActOnSession
    | DeclareWet
    | CallResult
    | RescheduleLaps
    | Rule
    | PublishResult
    | PublishRestart
    | AssignTransponder
    | IgnorePassing
    | MovePassing
    | SwapTransponders
    | CreditField
    | InsertPassing
    | TapLaps
    | EditTap
    | ResolveDisagreement
    | SignOffHandScore
    | WithdrawDecision
)


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """A command with who sends it and the key that makes sending it twice harmless.

    `dry_run` asks for a `Preview` and changes nothing. `seen_decision` is the number of the last
    decision about the session that the sender has seen; when another has come since, the command
    is refused as stale, so that it is previewed again.
    """

    key: str
    by: Authority
    command: AnyCommand
    dry_run: bool = False
    seen_decision: int | None = None


class Accepted(msgspec.Struct, frozen=True, kw_only=True, tag_field="answer", tag="accepted"):
    """Done and saved. `n` is the number of the fact that carries the decision, by which it can be
    withdrawn; every page made from `n` or later shows it."""

    n: int


class Refused(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="answer", tag="refused"
):
    """Nothing changed; `why` says so and what to do. `stale`: look at a new preview and send again."""

    why: str
    stale: bool = False


class PreviewRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A row that would change, before and after; ``None`` where it is not there or has no place."""

    row: str
    number: str
    name: str
    position_before: int | None = None
    position_after: int | None = None
    laps_before: int | None = None
    laps_after: int | None = None
    status_before: str | None = None
    status_after: str | None = None


class Preview(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="answer", tag="preview"
):
    """What the command would change in its session, at journal number `n`; `last_decision` goes into
    `Envelope.seen_decision` when it is confirmed."""

    n: int
    session: str | None = None
    last_decision: int | None = None
    rows: tuple[PreviewRow, ...] = ()


Answer = Accepted | Refused | Preview
