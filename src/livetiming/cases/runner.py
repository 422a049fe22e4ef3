"""Tells a case to an engine, by the commands that officials send, and compares what comes of it."""

import asyncio
from pathlib import Path

from livetiming import commands
from livetiming.cases.difference import Difference
from livetiming.cases.expectations import differences
from livetiming.cases.format import Case, Session
from livetiming.cases.reading import BadCase, rulebook_text
from livetiming.cases.roster import Roster
from livetiming.cases.steps import Steps
from livetiming.cases.timeline import Event, Kind, timeline
from livetiming.cases.times import BadTime, time_us
from livetiming.cases.tower import Tower
from livetiming.commands import AnyCommand, Refused
from livetiming.control.checks import is_open
from livetiming.errors import LivetimingError
from livetiming.facts import SessionKind, ShownFlag
from livetiming.rulings import Stage

_BETWEEN_SESSIONS_US = 600_000_000
_SECOND_US = 1_000_000
_KINDS = {
    Stage.PRACTICE: SessionKind.PRACTICE,
    Stage.QUALIFYING: SessionKind.QUALIFYING,
    Stage.HEAT: SessionKind.RACE,
    Stage.FEATURE: SessionKind.RACE,
}


def run(case: Case, folder: Path) -> list[Difference]:
    """What differs from what the case expects. `folder` is where the case stands, for files that it names.

    Raises `BadCase` for a case that cannot be told.
    """
    try:
        return asyncio.run(_Telling(case, folder).tell())
    except BadTime as error:
        raise BadCase(str(error)) from error


class _Telling:
    """One case on its way through an engine."""

    def __init__(self, case: Case, folder: Path) -> None:
        self._case = case
        self._folder = folder
        self._roster = Roster(case)
        self._tower = Tower()

    async def tell(self) -> list[Difference]:
        await self._tower.start()
        await self._set_up()
        found: list[Difference] = []
        for index, session in enumerate(self._case.sessions, 1):
            found += await self._session(session, session.name or f"{session.kind} {index}")
        return found

    async def _set_up(self) -> None:
        case = self._case
        await self._must(commands.OpenMeeting(meeting="case", name=case.title, date=case.date))
        try:
            text = rulebook_text(case, self._folder)
        except LivetimingError as error:
            raise BadCase(str(error)) from error
        if text is not None:
            await self._must(commands.AdoptRulebook(text=text))
        min_lap_us = time_us(case.min_lap)
        for class_id in self._roster.classes:
            await self._must(commands.DefineClass(class_id=class_id, name=class_id, min_lap_us=min_lap_us))
        for entry in self._roster.entries:
            await self._must(
                commands.RegisterEntry(
                    entry=self._roster.id_of(entry),
                    class_id=entry.class_,
                    number=entry.number,
                    name=entry.name or f"Driver {entry.number}",
                    transponders=(self._roster.transponder_of(entry),),
                )
            )

    async def _must(self, command: AnyCommand) -> None:
        answer = await self._tower.ask(command)
        if isinstance(answer, Refused):
            raise BadCase(answer.why)

    async def _session(self, session: Session, name: str) -> list[Difference]:
        events, afterwards = timeline(session)
        zero_us = self._tower.clock.now_us + _BETWEEN_SESSIONS_US - events[0].at_us
        steps = Steps(self._tower, self._roster, session, name, zero_us)
        await self._must(self._plan(session, name, steps))
        found: list[Difference] = []
        for event in events:
            self._tower.clock.advance_to(zero_us + event.at_us)
            found += await self._happen(event, session, steps, name)
        for index, step in afterwards:
            self._tower.clock.advance_to(self._tower.clock.now_us + _SECOND_US)
            found += await steps.take(step, index)
        standings = self._tower.standings(name)
        return found + differences(name, session.expect, standings, self._tower.evidence, zero_us)

    async def _happen(self, event: Event, session: Session, steps: Steps, name: str) -> list[Difference]:
        at = steps.track(event.at_us)
        match event.kind:
            case Kind.OPEN:
                await self._must(commands.OpenSession(session=name, at_track_us=at))
            case Kind.GREEN:
                await self._must(commands.ShowFlag(session=name, flag=ShownFlag.GREEN, at_track_us=at))
            case Kind.PASSING:
                await self._tower.hear(self._roster.transponder_of(steps.kart(event.kart)), at)
            case Kind.STEP:
                return await steps.take(session.steps[event.step], event.step)
            case Kind.CLOSE if is_open(self._tower.evidence.sessions[name]):
                await self._must(commands.CloseSession(session=name, at_track_us=at))
            case _:
                pass
        return []

    def _plan(self, session: Session, name: str, steps: Steps) -> AnyCommand:
        return commands.PlanSession(
            session=name,
            name=name,
            kind=_KINDS[session.kind],
            stage=session.kind,
            class_ids=tuple(session.classes or self._roster.classes),
            laps=session.laps,
            duration_us=None if session.duration is None else time_us(session.duration),
            grid=tuple(self._roster.id_of(steps.kart(number)) for number in session.grid),
        )
