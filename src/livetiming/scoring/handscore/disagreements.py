"""What the hand score and the loop disagree on, each with its likely cause and what is suggested."""

from enum import StrEnum

import msgspec

from livetiming.lapchart import TapRef, Verdict


class Cause(StrEnum):
    """What probably happened."""

    READ_MISSED = "read_missed"
    NEVER_HEARD = "never_heard"
    """The loop has heard nothing of the kart in this session."""
    FALLEN_SILENT = "fallen_silent"
    """The loop has not heard the kart for laps."""
    STRANGER_HEARD = "stranger_heard"
    """A transponder that is nobody's here crossed at the same moment."""
    TAP_MISSED = "tap_missed"
    TAP_MISSED_IN_PACK = "tap_missed_in_pack"
    MISTYPED = "mistyped"
    MISREAD = "misread"
    """A number quite unlike was written down."""
    OTHER_TRANSPONDER = "other_transponder"
    """Again and again one number is written where the loop has the other: the transponders are mixed up."""
    SIDE_BY_SIDE = "side_by_side"
    """The karts crossed too close together for the eye."""
    OUT_OF_ORDER = "out_of_order"
    KEY_TWICE = "key_twice"
    NOBODY = "nobody"
    """A tap that no kart explains."""


class Disagreement(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", omit_defaults=True):
    """One point on which chart and loop differ.

    `taps` and `passings` (fact numbers) are what it is about, by which it is resolved. `entry` is the
    kart concerned and `lap` the lap that the crossing completes (0: it opens the first). `scorers`
    have it so, of `watching` whose charts cover that moment. `changes_laps`: the kart's laps are not
    the same by both. `suggestion` is what the causes speak for.
    """

    key: str
    taps: tuple[TapRef, ...] = ()
    passings: tuple[int, ...] = ()
    entry: str | None
    lap: int | None = None
    track_us: int
    scorers: tuple[str, ...] = ()
    watching: int
    changes_laps: bool
    cause: Cause
    suggestion: Verdict


class MissingInLoop(Disagreement, frozen=True, kw_only=True, tag="missing_in_loop"):
    """The chart has a crossing that the loop does not have; it was at about `track_us`.

    `written` is the number on the chart, the kart's own or one mistaken for it.
    """

    written: str


class MissingInChart(Disagreement, frozen=True, kw_only=True, tag="missing_in_chart"):
    """The loop has a crossing that no chart has."""


class WrongNumber(Disagreement, frozen=True, kw_only=True, tag="wrong_number"):
    """The loop has `entry`, the chart has `written` at that place; `other` is the kart of that number,
    if there is one."""

    written: str
    other: str | None = None


class Transposed(Disagreement, frozen=True, kw_only=True, tag="transposed"):
    """The same karts in another order: entries by the chart and by the loop, `times_us` by the loop.

    `entry` is the first of them by the loop; `passings` are in its order.
    """

    by_hand: tuple[str, ...]
    by_loop: tuple[str, ...]
    times_us: tuple[int, ...]


class Extra(Disagreement, frozen=True, kw_only=True, tag="extra"):
    """The chart has a tap where nobody crossed. `entry` is the kart of the number, if there is one."""

    written: str


AnyDisagreement = MissingInLoop | MissingInChart | WrongNumber | Transposed | Extra
