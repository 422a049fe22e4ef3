"""The meeting and its sessions as the facts describe them: plans, instants and marks, no results."""

from bisect import insort
from collections.abc import Callable
from typing import TypeVar

import msgspec

from livetiming.clock import TrackUs
from livetiming.facts import (
    ClassDefined,
    EntryRegistered,
    LineupPublished,
    MeetingOpened,
    ResultPublished,
    SessionAct,
    SessionPlanned,
    ShownFlag,
)
from livetiming.rulebooks.schema import Rulebook
from livetiming.rulings import AnyRuling
from livetiming.scoring.handscore.sheet import HandSheet


class MeetingPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A race day with its rulebook, classes and entries. `n` is the fact that opened it (0: none is open)."""

    n: int = 0
    opened: MeetingOpened | None = None
    rulebook: Rulebook | None = None
    classes: dict[str, ClassDefined] = {}
    entries: dict[str, EntryRegistered] = {}

    def with_class(self, fact: ClassDefined) -> "MeetingPlan":
        """This meeting with a class added or replaced."""
        return msgspec.structs.replace(self, classes={**self.classes, fact.class_id: fact})

    def with_entry(self, fact: EntryRegistered) -> "MeetingPlan":
        """This meeting with an entry added or replaced."""
        return msgspec.structs.replace(self, entries={**self.entries, fact.entry: fact})

    def entry_with(self, class_id: str, number: str) -> EntryRegistered | None:
        """The entry that carries a number in a class."""
        for entry in self.entries.values():
            if entry.class_id == class_id and entry.number == number:
                return entry
        return None


EMPTY_MEETING = MeetingPlan()


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """Fact `n`: the transponder is `entry`'s from an instant on (``None``: from the start)."""

    n: int
    entry: str | None
    from_track_us: TrackUs | None


Moves = tuple[tuple[int, TrackUs], ...]


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """An instant of a session, from fact `n`; `track_us` is ``None`` until it is placed."""

    n: int
    track_us: TrackUs | None


class FlagMark(Mark, frozen=True, kw_only=True):
    """A flag shown to the field; `moved` names the facts that moved it, with the instants they gave."""

    flag: ShownFlag
    class_id: str | None = None
    moved: Moves = ()

    @property
    def shown_us(self) -> TrackUs | None:
        """When it counts as shown: where it was last moved to, else when it was pressed."""
        return self.moved[-1][1] if self.moved else self.track_us


class RulingMark(Mark, frozen=True, kw_only=True):
    """A ruling about one kart; `track_us` is the instant from which it holds."""

    entry: str
    ruling: AnyRuling
    clause: str | None


class SessionLog:
    """One session's plan and what officials did in it."""

    def __init__(self, plan: SessionPlanned) -> None:
        self.plan = plan
        self.opened: Mark | None = None
        self.openings: list[int] = []
        self.closings: list[Mark] = []
        self.closed: Mark | None = None
        """The close that holds: the last one, unless the session was opened or reopened after it."""
        self.flags: list[FlagMark] = []
        self.acts: list[tuple[int, SessionAct]] = []
        self.declared_wet: list[tuple[int, bool]] = []
        self.called: list[tuple[int, int]] = []
        self.credited: list[tuple[int, int]] = []
        self.rescheduled: list[tuple[int, int]] = []
        self.rulings: list[RulingMark] = []
        self.results: list[tuple[int, ResultPublished]] = []
        self.lineups: list[tuple[int, LineupPublished]] = []
        self.inserted: dict[str, list[tuple[TrackUs, int]]] = {}
        self.inserted_version: dict[str, int] = {}
        self.hand = HandSheet()

    def copy(self) -> "SessionLog":
        """The same log, to be changed apart from this one."""
        twin = SessionLog(self.plan)
        for name, value in self.__dict__.items():
            setattr(twin, name, type(value)(value) if isinstance(value, list | dict) else value)
        twin.inserted = {entry: list(crossings) for entry, crossings in self.inserted.items()}
        twin.hand = self.hand.copy()
        return twin

    def open(self, n: int, track_us: TrackUs | None) -> None:
        """It goes on track; one that had been closed goes on."""
        self.openings.append(n)
        if self.opened is None:
            self.opened = Mark(n=n, track_us=track_us)
        self._settle()

    def close(self, n: int, track_us: TrackUs | None) -> None:
        """It leaves the track."""
        self.closings.append(Mark(n=n, track_us=track_us))
        self._settle()

    def act(self, n: int, act: SessionAct) -> None:
        """It is formed up, abandoned or reopened."""
        self.acts.append((n, act))
        self._settle()

    def _settle(self) -> None:
        begun = [*self.openings, *(n for n, act in self.acts if act is SessionAct.REOPEN)]
        last = self.closings[-1] if self.closings else None
        self.closed = last if last is not None and last.n > max(begun, default=0) else None

    def show(self, n: int, flag: ShownFlag, track_us: TrackUs | None, class_id: str | None) -> None:
        """A flag is shown, to one class or to all (``None``)."""
        self.flags.append(FlagMark(n=n, track_us=track_us, flag=flag, class_id=class_id))

    def move(self, flag: int, n: int, track_us: TrackUs) -> None:
        """Fact `n` moves the flag of fact `flag`."""
        self._change_flag(flag, lambda moved: (*moved, (n, track_us)))

    def unmove(self, flag: int, n: int) -> None:
        """The move of fact `n` was withdrawn."""
        self._change_flag(flag, lambda moved: tuple(step for step in moved if step[0] != n))

    def _change_flag(self, flag: int, change: Callable[[Moves], Moves]) -> None:
        self.flags = [
            msgspec.structs.replace(mark, moved=change(mark.moved)) if mark.n == flag else mark
            for mark in self.flags
        ]

    def withdraw(self, decision: int, n: int) -> None:
        """Fact `n` withdrew the decision of fact `decision`."""
        self.flags = [mark for mark in self.flags if mark.n != decision]
        self.rulings = [mark for mark in self.rulings if mark.n != decision]
        self.acts = [act for act in self.acts if act[0] != decision]
        self.closings = [mark for mark in self.closings if mark.n != decision]
        self._settle()
        self.declared_wet = [wet for wet in self.declared_wet if wet[0] != decision]
        self.called = [called for called in self.called if called[0] != decision]
        self.credited = [credit for credit in self.credited if credit[0] != decision]
        self.rescheduled = [laps for laps in self.rescheduled if laps[0] != decision]
        self.results = [result for result in self.results if result[0] != decision]
        self.lineups = [lineup for lineup in self.lineups if lineup[0] != decision]
        self._uninsert(decision, n)
        self.hand.withdraw(decision)

    def insert(self, n: int, entry: str, track_us: TrackUs) -> None:
        """An official credits a crossing."""
        insort(self.inserted.setdefault(entry, []), (track_us, n))
        self.inserted_version[entry] = n

    def _uninsert(self, decision: int, n: int) -> None:
        for entry, crossings in self.inserted.items():
            kept = [crossing for crossing in crossings if crossing[1] != decision]
            if len(kept) != len(crossings):
                self.inserted[entry] = kept
                self.inserted_version[entry] = n

    def place(self, n: int, track_us: TrackUs) -> None:
        """The instant of fact `n` has found its place on the track clock."""
        if self.opened is not None and self.opened.n == n:
            self.opened = Mark(n=n, track_us=track_us)
        self.closings = [_placed(mark, n, track_us) for mark in self.closings]
        self._settle()
        self.flags = [_placed(mark, n, track_us) for mark in self.flags]
        self.rulings = [_placed(mark, n, track_us) for mark in self.rulings]
        self.hand.place(n, track_us)

    @property
    def laps(self) -> int | None:
        """The scheduled laps as they are now."""
        return self.rescheduled[-1][1] if self.rescheduled else self.plan.laps

    @property
    def wet(self) -> bool:
        """Whether officials declared it wet."""
        return bool(self.declared_wet) and self.declared_wet[-1][1]

    @property
    def field_credit(self) -> int:
        """Laps that officials gave to the whole field."""
        return sum(laps for _, laps in self.credited)

    def first(self, flag: ShownFlag) -> FlagMark | None:
        """The first showing of a flag."""
        return next((mark for mark in self.flags if mark.flag is flag), None)


_AnyMark = TypeVar("_AnyMark", bound=Mark)


def _placed(mark: _AnyMark, n: int, track_us: TrackUs) -> _AnyMark:
    return msgspec.structs.replace(mark, track_us=track_us) if mark.n == n else mark
