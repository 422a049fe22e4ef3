"""One kart's place in a session, as a value."""

from enum import StrEnum

import msgspec

from livetiming.facts import EntryRegistered
from livetiming.scoring.crossings import KartRun


class Status(StrEnum):
    """What a kart is doing in the session."""

    RUNNING = "running"
    FINISHED = "finished"
    """Took the chequered flag."""
    WAITING = "waiting"
    """Entered, not heard yet in this session."""
    UNKNOWN = "unknown"
    """A transponder that nobody is entered with."""
    VISITOR = "visitor"
    """An entry of the meeting that is not entered for this session."""
    DNF = "dnf"
    DNS = "dns"
    DQ = "dq"


class Standing(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One kart's place. `position` is ``None`` for karts that are shown and not scored.

    `laps` are the laps scored, after credits and penalties; `counted` is how many crossings of the
    run they rest on. `last_us` is the track time of the last counted crossing (of the start crossing
    before the first), `scored_us` the same with time penalties, by which a race is ordered.
    """

    row: str
    entry: EntryRegistered | None
    transponder: int | None = None
    status: Status
    position: int | None = None
    class_position: int | None = None
    start_position: int | None = None
    laps: int
    counted: int
    last_us: int | None
    scored_us: int | None
    best_index: int | None
    last_place: bool = False
    """Classified behind all others that were classified (slow-kart meatball, A03)."""
    run: KartRun

    @property
    def best_us(self) -> int | None:
        """The best counted lap."""
        return None if self.best_index is None else self.run.laps_us[self.best_index]

    @property
    def last_lap_us(self) -> int | None:
        """The last counted lap."""
        return self.run.laps_us[self.counted - 1] if self.counted else None

    @property
    def outcome(self) -> tuple[object, ...]:
        """What people would notice if it differed."""
        return (self.position, self.class_position, self.laps, self.status, self.scored_us, self.best_us)

    def laps_at(self, at_us: int) -> int:
        """How many laps it had at an instant."""
        return self.run.laps_at(at_us, self.counted) + self.laps - self._counted_laps

    @property
    def _counted_laps(self) -> int:
        return self.run.lap_numbers[self.counted - 1] if self.counted else self.run.rules.base_laps
