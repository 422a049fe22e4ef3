"""What a session is, and what happened in one: values only."""

from enum import StrEnum

import msgspec

START_WINDOW_US = 10_000_000
"""How long before the green a start crossing may be (convention GEN-2)."""


class Kind(StrEnum):
    """What a session is for."""

    PRACTICE = "practice"
    QUALIFYING = "qualifying"
    RACE = "race"


class Start(StrEnum):
    """How a race gets under way, and so where the karts first cross the line."""

    ROLLING = "rolling"
    """From formation lap into the green: everybody crosses the line around the green."""
    GRID = "grid"
    """Standing, behind the line: everybody crosses the line shortly after the green."""
    BEYOND = "beyond"
    """Standing, beyond the line: the first crossing is the end of lap 1."""


class SessionPlan(msgspec.Struct, frozen=True, kw_only=True):
    """One session of a programme: a race over `laps`, practice and qualifying for `duration_us`."""

    kind: Kind
    class_ids: tuple[str, ...]
    laps: int | None = None
    duration_us: int | None = None
    start: Start = Start.ROLLING

    def __post_init__(self) -> None:
        """Raise `ValueError` for a race without laps or a timed session without a duration."""
        needed, name = (self.laps, "laps") if self.kind is Kind.RACE else (self.duration_us, "a duration")
        if needed is None or needed <= 0:
            raise ValueError(f"a {self.kind} session needs {name}")


class Crossing(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A kart crossed the line, heard or not. `kart` is its id; `at_us` is on the race clock."""

    kart: str
    at_us: int


class SessionRun(msgspec.Struct, frozen=True, kw_only=True):
    """What truly happened in one session, on the race clock.

    `chequered_us` is ``None`` in a race that nobody finished.
    """

    plan: SessionPlan
    lineup: tuple[str, ...]
    """Kart ids in grid order (a race) or entry order."""
    opened_us: int
    green_us: int
    chequered_us: int | None
    closed_us: int
    crossings: tuple[Crossing, ...]
    """In the order of time."""
