"""The shape of a rulebook file: settings, the penalty ladder and the offences, each with its clause.

A file is TOML. Each setting of a session is a table of its value and the clause it comes from, under
the kind of session that it is for::

    [heat]
    restart_causers = {value = "before_lapped", clause = "4.6.1"}

What stands under `every_session` holds where the kind says nothing. What a book leaves open has the
conventional default of `livetiming.rulings.SessionRules`.
"""

from datetime import date
from typing import Annotated, Generic, TypeVar

import msgspec
from msgspec import Meta

from livetiming.rulings import AnyRuling, CauserPlace, Finish, FirstCrossing, Start

Value = TypeVar("Value")


class Setting(
    msgspec.Struct, Generic[Value], frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """A setting with the clause of the printed book that it comes from.

    `note` says what is unclear there and how it is read.
    """

    value: Value
    clause: Annotated[str, Meta(min_length=1)]
    note: str | None = None


Count = Annotated[int, Meta(ge=1)]
Percent = Annotated[int, Meta(ge=1, le=100)]


class SessionSettings(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """What a rulebook says about one kind of session; ``None`` where it says nothing."""

    start: Annotated[
        Setting[Start] | None, Meta(description="What starts it: the green flag, or the first crossing.")
    ] = None
    first_crossing: Annotated[
        Setting[FirstCrossing] | None,
        Meta(description="Whether a kart's first crossing after the green opens its lap 1 or completes it."),
    ] = None
    start_window_seconds: Annotated[
        Setting[Annotated[int, Meta(ge=0)]] | None,
        Meta(description="How long before the green a crossing still counts as the start, in seconds."),
    ] = None
    finish: Annotated[
        Setting[Finish] | None,
        Meta(description="What ends it: laps of the leader, the time, the time and laps, or own laps."),
    ] = None
    laps: Annotated[
        Setting[Count] | None, Meta(description="How many laps, where the timetable names no number.")
    ] = None
    duration_minutes: Annotated[
        Setting[Count] | None, Meta(description="How long, where the timetable says nothing, in minutes.")
    ] = None
    plus_laps: Annotated[
        Setting[Count] | None, Meta(description="Laps after the time is up, with time_plus_laps.")
    ] = None
    best_of: Annotated[
        Setting[Count] | None,
        Meta(description="How many of the first laps of a qualifying attempt count for the best lap."),
    ] = None
    time_limit_minutes: Annotated[
        Setting[Count] | None,
        Meta(description="After so many minutes the race is called at the last completed lap."),
    ] = None
    complete_percent: Annotated[
        Setting[Percent] | None,
        Meta(description="A race may be called once so much of its laps is completed, in percent."),
    ] = None
    caution_laps_count: Annotated[
        Setting[bool] | None, Meta(description="Whether laps under yellow count.")
    ] = None
    red_stops_clock: Annotated[
        Setting[bool] | None, Meta(description="Whether time stands still from a red flag to the restart.")
    ] = None
    chequered_per_class: Annotated[
        Setting[bool] | None, Meta(description="Whether each class of a combined race has its own end.")
    ] = None
    restart_causers: Annotated[
        Setting[CauserPlace] | None,
        Meta(
            description="Where karts that caused a stop line up: at the absolute rear, or before the lapped."
        ),
    ] = None
    restart_single_file: Annotated[
        Setting[bool] | None, Meta(description="Whether a restart after a scored lap is in single file.")
    ] = None
    hand_score_overrides: Annotated[
        Setting[bool] | None,
        Meta(description="Whether the signed hand score is the result where it differs from the loop's."),
    ] = None
    cut_off_percent: Annotated[
        Setting[Annotated[int, Meta(ge=100)]] | None,
        Meta(description="Who is slower than so much of the pole's best lap does not start, in percent."),
    ] = None
    cut_off_mean_of_top: Annotated[
        Setting[Count] | None,
        Meta(description="The cut-off is measured by the mean of so many best qualifiers, not by the pole."),
    ] = None
    cut_off_when_wet: Annotated[
        Setting[bool] | None, Meta(description="Whether the cut-off holds in the wet as well.")
    ] = None
    protest_minutes: Annotated[
        Setting[Count] | None,
        Meta(description="How long after the session a protest is accepted; not official before."),
    ] = None
    provisional_minutes: Annotated[
        Setting[Count] | None,
        Meta(description="How long a published result stays provisional, in minutes."),
    ] = None


Steps = Annotated[str, Meta(pattern=r"^\s*\d+(\s*-\s*\d+)?(\s*,\s*\d+(\s*-\s*\d+)?)*\s*$")]
"""Numbers of the ladder as a book prints them: ``1-2, 11-16``."""


class Step(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A penalty of the ladder: its number, its words, and the ruling that it makes of a session.

    `aliases` are other numbers under which the book names it. A ruling by places gained has them
    counted by the director; `gained` is written as 0 here.
    """

    number: Count
    words: Annotated[str, Meta(min_length=1)]
    makes: AnyRuling
    clause: Annotated[str, Meta(min_length=1)]
    aliases: tuple[Count, ...] = ()


class Again(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What holds from the n-th time on that somebody commits an offence."""

    occurrence: Annotated[int, Meta(ge=2)]
    steps: Steps
    automatic: Count | None = None
    clause: str | None = None


class Offence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What can be done wrong, and which steps of the ladder may answer it.

    `automatic` is the step taken when the director names none. `steps_in_practice` holds instead of
    `steps` in practice. `again` is for repeated offences.
    """

    id: Annotated[str, Meta(min_length=1)]
    words: Annotated[str, Meta(min_length=1)]
    steps: Steps
    clause: Annotated[str, Meta(min_length=1)]
    steps_in_practice: Steps | None = None
    automatic: Count | None = None
    again: tuple[Again, ...] = ()


class Rulebook(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A club's book. `effective` is the first day on which this version holds (``None``: always)."""

    id: Annotated[str, Meta(pattern="^[a-z][a-z0-9_-]*$")]
    name: Annotated[str, Meta(min_length=1)]
    version: Annotated[str, Meta(min_length=1)]
    effective: date | None = None
    every_session: SessionSettings = SessionSettings()
    practice: SessionSettings = SessionSettings()
    qualifying: SessionSettings = SessionSettings()
    heat: SessionSettings = SessionSettings()
    feature: SessionSettings = SessionSettings()
    ladder: tuple[Step, ...] = msgspec.field(default=(), name="step")
    offences: tuple[Offence, ...] = msgspec.field(default=(), name="offence")
