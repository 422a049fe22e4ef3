"""A race day on one clock: sessions one after the other, and the cues for who shows the flags."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import count
from random import Random

import msgspec

from livetiming_simulators.faults import Faults
from livetiming_simulators.field import Field, Kart
from livetiming_simulators.loop import Heard, hear
from livetiming_simulators.race import run_race
from livetiming_simulators.session import Kind, SessionPlan, SessionRun, Start
from livetiming_simulators.timed import run_timed
from livetiming_simulators.truth import RaceTerms, Starter, TimedTerms, timed_result


class CueKind(StrEnum):
    """What an operator does at a cue."""

    OPEN = "open"
    GREEN = "green"
    CHEQUERED = "chequered"
    CLOSE = "close"


class Cue(msgspec.Struct, frozen=True, kw_only=True):
    """An operator should act: `at_us` on the race clock, in session `session_index`, counted from 0."""

    kind: CueKind
    at_us: int
    session_index: int
    session_kind: Kind
    class_ids: tuple[str, ...]
    laps: int | None = None
    duration_us: int | None = None
    lineup: tuple[str, ...] = ()
    """Kart ids in grid order (a race) or entry order."""


class ProgramSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session of the programme as it truly went and as the loop heard it."""

    index: int
    run: SessionRun
    heard: tuple[Heard, ...]


class Program:
    """A seeded sequence of sessions of one field; the same arguments give the same day.

    `repeat` starts over with the first plan after the last one, for ever. The sessions do not
    overlap; `pause_us` lies between the close of one and the opening of the next. A race is
    gridded by the last qualifying of its classes, karts without a time behind, else by lot.
    """

    def __init__(
        self,
        field: Field,
        plans: Sequence[SessionPlan],
        *,
        seed: int | str,
        faults: Faults | None = None,
        first_at_us: int = 0,
        pause_us: int = 60_000_000,
        repeat: bool = False,
    ) -> None:
        self.field = field
        self.plans = tuple(plans)
        self.seed = seed
        self._faults = faults or Faults()
        self._first_at_us = first_at_us
        self._pause_us = pause_us
        self._repeat = repeat

    def sessions(self) -> Iterator[ProgramSession]:
        """The sessions in order, computed as they are asked for; every call begins at the first."""
        opened_us = self._first_at_us
        grids: dict[tuple[str, ...], tuple[str, ...]] = {}
        for index in count() if self._repeat else range(len(self.plans)):
            plan = self.plans[index % len(self.plans)]
            random = Random(f"session:{self.seed}:{index}")
            run = self._run(random, plan, grids.get(plan.class_ids), opened_us)
            if plan.kind is Kind.QUALIFYING:
                result = timed_result(run.crossings, timed_terms(self.field, run))
                grids[plan.class_ids] = tuple(row.kart for row in result)
            karts = {kart.id: kart for kart in self.field.entered(plan.class_ids)}
            yield ProgramSession(index=index, run=run, heard=hear(random, run.crossings, karts, self._faults))
            opened_us = run.closed_us + self._pause_us

    def heard(self) -> Iterator[Heard]:
        """What the loop hears, through all sessions, in the order of time."""
        for session in self.sessions():
            yield from session.heard

    def cues(self) -> Iterator[Cue]:
        """What an operator has to do when, in the order of time."""
        for session in self.sessions():
            run = session.run
            instants = (
                (CueKind.OPEN, run.opened_us),
                (CueKind.GREEN, run.green_us),
                (CueKind.CHEQUERED, run.chequered_us),
                (CueKind.CLOSE, run.closed_us),
            )
            for kind, at_us in instants:
                if at_us is not None:
                    yield Cue(
                        kind=kind,
                        at_us=at_us,
                        session_index=session.index,
                        session_kind=run.plan.kind,
                        class_ids=run.plan.class_ids,
                        laps=run.plan.laps,
                        duration_us=run.plan.duration_us,
                        lineup=run.lineup,
                    )

    def _run(
        self, random: Random, plan: SessionPlan, grid: tuple[str, ...] | None, opened_us: int
    ) -> SessionRun:
        karts = self.field.entered(plan.class_ids)
        if plan.kind is not Kind.RACE:
            return run_timed(random, plan, karts=karts, opened_us=opened_us)
        lineup: list[Kart]
        if grid is None:
            lineup = random.sample(karts, len(karts))
        else:
            lineup = sorted(karts, key=lambda kart: grid.index(kart.id))
        return run_race(random, self.field, plan, lineup=lineup, opened_us=opened_us)


def race_day(
    field: Field, *, practice_us: int, qualifying_us: int, laps: int, start: Start = Start.ROLLING
) -> tuple[SessionPlan, ...]:
    """The usual programme: practice for every class, then qualifying for every class, then the races."""
    classes = [(each.id,) for each in field.classes]
    return (
        *(SessionPlan(kind=Kind.PRACTICE, class_ids=ids, duration_us=practice_us) for ids in classes),
        *(SessionPlan(kind=Kind.QUALIFYING, class_ids=ids, duration_us=qualifying_us) for ids in classes),
        *(SessionPlan(kind=Kind.RACE, class_ids=ids, laps=laps, start=start) for ids in classes),
    )


def race_terms(field: Field, run: SessionRun) -> RaceTerms:
    """What to score a race of this field by, on the race clock."""
    return RaceTerms(
        lineup=_starters(field, run),
        green_us=run.green_us,
        laps=run.plan.laps or 0,
        opened_us=run.opened_us,
    )


def timed_terms(field: Field, run: SessionRun) -> TimedTerms:
    """What to order a practice or qualifying of this field by, on the race clock."""
    return TimedTerms(lineup=_starters(field, run), green_us=run.green_us, chequered_us=run.chequered_us)


def _starters(field: Field, run: SessionRun) -> tuple[Starter, ...]:
    karts = {kart.id: kart for kart in field.karts}
    return tuple(Starter(kart=kart, minimum_lap_us=field.minimum_lap_us(karts[kart])) for kart in run.lineup)
