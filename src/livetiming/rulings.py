"""What an official can rule about one kart, and the settings of a session that a rulebook gives.

Both travel in commands and stay in facts. A ruling says what was decided, never what follows from
it: places, laps and points are derived by `livetiming.scoring`.
"""

from enum import StrEnum

import msgspec


class Ruling(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="ruling",
    omit_defaults=True,
    forbid_unknown_fields=True,
):
    """Base of all rulings."""


class DockedPlaces(Ruling, frozen=True, kw_only=True, tag="docked_places"):
    """Loses `places` from the finishing place (GEN-9)."""

    places: int


class DockedGained(Ruling, frozen=True, kw_only=True, tag="docked_gained"):
    """Loses the places gained by the infraction, as the director counts them, and `plus` more."""

    gained: int
    plus: int


class RearOfField(Ruling, frozen=True, kw_only=True, tag="rear_of_field"):
    """Placed directly behind the last finisher; karts that did not finish keep their slots (A07)."""


class DockedLaps(Ruling, frozen=True, kw_only=True, tag="docked_laps"):
    """Loses `laps`, keeps its elapsed time, and is sorted again (GEN-3). Negative: laps credited."""

    laps: int


class TimePenalty(Ruling, frozen=True, kw_only=True, tag="time_penalty"):
    """Is scored as if its last counted crossing had been `penalty_us` later."""

    penalty_us: int


class Removal(StrEnum):
    """Why a kart was taken out of a race."""

    MECHANICAL = "mechanical"
    """Meatball for a mechanical or safety reason: scored to the lap before the flag (N-1)."""
    SLOW = "slow"
    """Meatball for a kart about to be lapped: classified last."""
    STOPPED = "stopped"
    """Parked, broken or withdrawn: scored to the laps it had."""


class Removed(Ruling, frozen=True, kw_only=True, tag="removed"):
    """Out of the race at the instant of the decision; did not finish."""

    reason: Removal


class Scope(StrEnum):
    """How far a disqualification reaches."""

    SESSION = "session"
    DAY = "day"
    MEETING = "meeting"


class Disqualified(Ruling, frozen=True, kw_only=True, tag="disqualified"):
    """Disqualified; the others close up (A71)."""

    scope: Scope = Scope.SESSION


class DidNotStart(Ruling, frozen=True, kw_only=True, tag="did_not_start"):
    """Ruled not to have started."""


class LapsVoided(Ruling, frozen=True, kw_only=True, tag="laps_voided"):
    """Laps completed from `from_lap` on (to `until_lap`, if given) do not count for the best lap:
    left the course, gained an advantage."""

    from_lap: int
    until_lap: int | None = None


class ReRun(Ruling, frozen=True, kw_only=True, tag="re_run"):
    """A qualifying attempt from this instant on, of which the first `laps` laps count, whatever flag the
    field has had. `replaces`: the earlier attempt no longer counts; it is kept all the same."""

    laps: int
    replaces: bool = True


class Admitted(Ruling, frozen=True, kw_only=True, tag="admitted"):
    """Admitted to the start in spite of the percentage cut-off; behind all that were quick enough."""


class Warned(Ruling, frozen=True, kw_only=True, tag="warned"):
    """A warning or rolled black flag: recorded, without effect on the result."""


class Investigated(Ruling, frozen=True, kw_only=True, tag="investigated"):
    """Under investigation: shown, without effect until decided."""


AnyRuling = (
    DockedPlaces
    | DockedGained
    | RearOfField
    | DockedLaps
    | TimePenalty
    | Removed
    | Disqualified
    | DidNotStart
    | LapsVoided
    | ReRun
    | Admitted
    | Warned
    | Investigated
)


class Start(StrEnum):
    """What starts a session."""

    FLAG = "flag"
    FIRST_CROSSING = "first_crossing"
    """The first crossing after the session opened is the green."""


class FirstCrossing(StrEnum):
    """What a kart's first crossing after the start does."""

    OPENS = "opens"
    """A start crossing opens lap 1 (GEN-2)."""
    COMPLETES = "completes"
    """Lap 1 runs from the green, whoever crosses when."""


class Finish(StrEnum):
    """What ends a session."""

    LAPS = "laps"
    """The first kart still racing that completes the laps ends it for all (GEN-2)."""
    TIME = "time"
    """When the time is up the leader's next crossing ends a race; a timed session ends at once."""
    TIME_PLUS_LAPS = "time_plus_laps"
    """As `TIME`, and then `plus_laps` more."""
    OWN_LAPS = "own_laps"
    """Each kart ends when it has completed the laps itself."""


class Involvement(StrEnum):
    """What a kart had to do with the stop."""

    CAUSER = "causer"
    """Caused it: to the rear, where the rulebook says that is."""
    SPOT_BACK = "spot_back"
    """Involved without fault, or the fault is disputed and all get their spot back."""
    LOST_SPOT = "lost_spot"
    """Restarted too late, or rejoins after repairs: absolute rear, its lost laps stay lost (A74)."""
    OUT = "out"
    """Does not take the restart; the others are packed up (A72)."""


class CauserPlace(StrEnum):
    """Where the rear is for a kart that caused a stop."""

    ABSOLUTE_REAR = "absolute_rear"
    """Behind everybody, lapped karts too (A28)."""
    BEFORE_LAPPED = "before_lapped"
    """Behind the lead-lap karts, in front of the lapped ones (A36)."""


class RestartRules(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How the field is lined up after a stop."""

    causers: CauserPlace = CauserPlace.ABSOLUTE_REAR
    single_file: bool = True


class CutOff(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How quick a qualifier must be: within `percent` of the pole's best lap, or of the mean of the best
    `mean_of_top`."""

    percent: int
    mean_of_top: int = 1
    applies_when_wet: bool = False


class Stage(StrEnum):
    """What a session is in the programme of a day; a rulebook has settings for each."""

    PRACTICE = "practice"
    QUALIFYING = "qualifying"
    HEAT = "heat"
    FEATURE = "feature"
    """The race that decides the event: feature, main or final."""


class SessionRules(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How a session is run. The defaults are the conventions GEN-1 to GEN-4.

    `caution_laps_count`: laps under yellow count. `red_stops_clock`: time stands still from red to
    restart. `time_limit_us` calls a race at the last completed lap before it (A39). `best_of`
    is how many of the first laps of a qualifying attempt count for the best lap. With
    `hand_score_overrides` the signed hand score is the result wherever it differs from the loop's.
    """

    start: Start = Start.FLAG
    first_crossing: FirstCrossing = FirstCrossing.OPENS
    finish: Finish = Finish.LAPS
    plus_laps: int = 0
    caution_laps_count: bool = True
    red_stops_clock: bool = True
    chequered_per_class: bool = False
    time_limit_us: int | None = None
    best_of: int | None = None
    restart: RestartRules = RestartRules()
    cut_off: CutOff | None = None
    hand_score_overrides: bool = False


DEFAULT_RULES = SessionRules()
