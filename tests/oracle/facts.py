"""What the oracle reads and returns. All times are integer microseconds of one clock."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Literal

Entry = str
Passing = tuple[Entry, int]
Status = Literal["finished", "running", "dnf", "dns", "dq", "waiting"]


@dataclass(frozen=True, kw_only=True)
class Session:
    """One session and its flags."""

    kind: Literal["practice", "qualifying", "race"]
    opened_us: int
    green_us: int | None = None
    chequered_us: int | None = None  # as shown by an official
    closed_us: int | None = None
    laps: int | None = None  # scheduled, of a race
    duration_us: int | None = None  # from the green; not for races
    min_lap_us: int
    start_window_us: int = 10_000_000

    @property
    def begins_us(self) -> int:
        """The first instant at which a passing is the session's: the opening, or what its start reaches
        back to if that is earlier (GEN-2: who is late with a button loses nothing)."""
        if self.green_us is None:
            return self.opened_us
        reach_us = self.start_window_us if self.kind == "race" else 0
        return min(self.opened_us, self.green_us - reach_us)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What was heard, and what the officials decided."""

    passings: Sequence[Passing]  # any order, repeats allowed
    grid: Sequence[Entry]
    entered: Sequence[Entry] = ()  # those of the grid need not be repeated
    removed: Mapping[Entry, int] = field(default_factory=dict)  # from when the kart no longer races
    dns: Set[Entry] = frozenset()
    dq: Set[Entry] = frozenset()
    ignored: Set[Passing] = frozenset()  # struck by an official
    inserted: Sequence[Passing] = ()  # added by an official
    credited: Mapping[Entry, int] = field(default_factory=dict)  # laps, signed


@dataclass(frozen=True, kw_only=True)
class Row:
    """One kart of the result."""

    entry: Entry
    laps: int
    last_us: int | None  # the last passing that completed a lap
    best_us: int | None
    second_us: int | None
    status: Status
    accepted_us: tuple[int, ...]  # up to the kart's end
    duplicates_us: tuple[int, ...]
    after_end_us: tuple[int, ...]  # stored and ignored
    lap_ends_us: tuple[int, ...]
    lap_times_us: tuple[int, ...]
