"""Facts of the meeting: what is run, and who takes part."""

from livetiming.facts.base import Authority, Fact, Instant, SessionKind
from livetiming.rulings import DEFAULT_RULES, SessionRules, Stage


class MeetingOpened(Fact, frozen=True, kw_only=True, tag="meeting_opened"):
    """A race day began, `at` this instant: what decoders hear from here on is of interest."""

    meeting: str
    name: str
    date: str
    at: Instant | None = None
    by: Authority


class RulebookAdopted(Fact, frozen=True, kw_only=True, tag="rulebook_adopted"):
    """The meeting runs by this rulebook from here on; `text` is the whole of it, so that the meeting
    keeps the version that was in force on its day."""

    rulebook: str
    version: str
    text: str
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
    `grid` is the starting order by entry id, pole first. `stage` is its part in the programme, by
    which the rulebook is asked.
    """

    session: str
    name: str
    kind: SessionKind
    stage: Stage | None = None
    class_ids: tuple[str, ...] = ()
    laps: int | None = None
    duration_us: int | None = None
    min_lap_us: int | None = None
    start_window_us: int = 10_000_000
    scores_unknown: bool = False
    grid: tuple[str, ...] = ()
    rules: SessionRules = DEFAULT_RULES
    by: Authority


MeetingFact = MeetingOpened | RulebookAdopted | ClassDefined | EntryRegistered | SessionPlanned
