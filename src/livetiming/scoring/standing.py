"""One kart's place in a session, as a value."""

from enum import StrEnum

import msgspec

from livetiming.facts import EntryRegistered
from livetiming.scoring.crossings import KartRun


class Status(StrEnum):
    """What a kart is doing in the session."""

    RUNNING = "running"
    FINISHED = "finished"
    WAITING = "waiting"
    UNKNOWN = "unknown"
    VISITOR = "visitor"


class Standing(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One kart's place. `position` is ``None`` for karts that are shown and not scored.

    `laps` are the counted ones; `last_us` is the track time of the last counted crossing, or of the
    start crossing before the first lap.
    """

    row: str
    entry: EntryRegistered | None
    transponder: int | None = None
    status: Status
    position: int | None = None
    class_position: int | None = None
    start_position: int | None = None
    laps: int
    last_us: int | None
    best_index: int | None
    run: KartRun

    @property
    def best_us(self) -> int | None:
        """The best counted lap."""
        return None if self.best_index is None else self.run.laps_us[self.best_index]

    @property
    def last_lap_us(self) -> int | None:
        """The last counted lap."""
        return self.run.laps_us[self.laps - 1] if self.laps else None
