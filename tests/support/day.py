"""A race day told to an engine, in race seconds and kart numbers, and what comes of it.

Second 0 of the race clock is the same for all clocks of a day; the decoder runs true and a passing
takes no time to arrive, unless a test says otherwise. ``day.hear({"7": [41.2, 98.4]})`` is kart 7
heard at those seconds.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from types import TracebackType
from typing import Self

from livetiming import commands
from livetiming.clock import TrackUs
from livetiming.commands import Accepted, Answer, AnyCommand, Envelope, Refused
from livetiming.engine import Engine
from livetiming.facts import AnyFact, Authority, SessionKind, ShownFlag
from livetiming.ingest.signal import PassingArrived
from livetiming.journal import Journal
from livetiming.journal.memory import MemoryJournal
from livetiming.rulings import DEFAULT_RULES, AnyRuling, SessionRules
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.standings import Standings
from livetiming_decoders.events import Passing
from support.clocks import ManualClock, us

LOOP = "tcp://loop"
TOWER = Authority(who="Tess Tower", role="tower")
DIRECTOR = Authority(who="Dirk Director", role="director", why="as seen from the tower")

ZERO_TRACK_US = us(2000)
"""What the track clock reads at second 0 of the race clock."""
ZERO_SERVER_US = us(3000)
"""What the server's clock reads then."""

Times = Mapping[str, Iterable[float]]


def track(seconds: float) -> TrackUs:
    """A second of the race clock on the track clock."""
    return TrackUs(ZERO_TRACK_US + us(seconds))


def seconds(track_us: int | None) -> float | None:
    """An instant of the track clock on the race clock."""
    return None if track_us is None else (track_us - ZERO_TRACK_US) / 1_000_000


def transponder_of(number: str) -> int:
    """The transponder that a kart is entered with."""
    return 1000 + int(number)


class Day:
    """A meeting with one class; entries have their kart numbers for ids.

    Use it in a ``with`` block. `heard_before` lets a passing of nobody come first, so that every flag
    has its place on the track clock from the beginning.
    """

    def __init__(
        self,
        karts: Sequence[str] = (),
        *,
        min_lap_s: float = 20,
        journal: Journal | None = None,
        clock: ManualClock | None = None,
        heard_before: bool = True,
    ) -> None:
        self.clock = clock or ManualClock()
        self.journal = journal or MemoryJournal("day")
        self.commits = 0
        self.engine = Engine(self.journal, self.clock, "test", self._committed, sleep=self._sleep)
        self._loop = asyncio.new_event_loop()
        self._keys = count(1)
        self._numbers = count(1)
        self._loop.run_until_complete(self.engine.start())
        self.do(commands.OpenMeeting(meeting="m", name="Club day", date="2026-05-17"))
        self.do(commands.DefineClass(class_id="k", name="Karts", min_lap_us=us(min_lap_s)))
        if heard_before:
            self.deliver(self.passings({"0": [-900]}))
        self.enter(*karts)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.close()

    @property
    def evidence(self) -> Evidence:
        return self.engine.evidence

    def at(self, second: float) -> None:
        """Let time pass until that second of the race clock; it never goes back."""
        self.clock.advance(max(0, ZERO_SERVER_US + us(second) - self.clock.server_us()))

    # ------------------------------------------------------------------ officials

    def ask(self, command: AnyCommand, *, by: Authority = TOWER, key: str | None = None) -> Answer:
        """The answer to a command, which is worked with all that waits in the inbox."""
        envelope = Envelope(key=key or f"key-{next(self._keys)}", by=by, command=command)
        return self._loop.run_until_complete(self._submit(envelope))

    def do(self, command: AnyCommand, *, by: Authority = DIRECTOR, key: str | None = None) -> int:
        """Carry out a command; the number of its fact."""
        answer = self.ask(command, by=by, key=key)
        assert isinstance(answer, Accepted), answer
        return answer.n

    def ask_for_preview(self, command: AnyCommand, *, by: Authority = DIRECTOR) -> Answer:
        """What a command would change, or why it is refused."""
        envelope = Envelope(key=f"key-{next(self._keys)}", by=by, command=command, dry_run=True)
        return self._loop.run_until_complete(self._submit(envelope))

    def journal_facts(self) -> list[tuple[int, AnyFact]]:
        """All facts of the journal."""
        return self._loop.run_until_complete(self._read())

    async def _read(self) -> list[tuple[int, AnyFact]]:
        return [(stored.n, stored.fact) async for piece in self.journal.read() for stored in piece]

    def refused(self, command: AnyCommand, *, by: Authority = TOWER) -> str:
        """Why a command is refused."""
        answer = self.ask(command, by=by)
        assert isinstance(answer, Refused), answer
        return answer.why

    def enter(self, *karts: str) -> None:
        for kart in karts:
            self.do(
                commands.RegisterEntry(
                    entry=kart,
                    class_id="k",
                    number=kart,
                    name=f"Driver {kart}",
                    transponders=(transponder_of(kart),),
                )
            )

    def race(
        self,
        laps: int | None,
        *,
        grid: Sequence[str] = (),
        session: str = "race",
        rules: SessionRules = DEFAULT_RULES,
        duration_s: float | None = None,
        start_window_s: float = 10,
    ) -> None:
        """Plan a race."""
        self.do(
            commands.PlanSession(
                session=session,
                name=session.title(),
                kind=SessionKind.RACE,
                class_ids=("k",),
                laps=laps,
                duration_us=None if duration_s is None else us(duration_s),
                grid=tuple(grid),
                rules=rules,
                start_window_us=us(start_window_s),
            )
        )

    def timed(
        self,
        kind: SessionKind,
        *,
        session: str = "session",
        laps: int | None = None,
        duration_s: float | None = None,
        rules: SessionRules = DEFAULT_RULES,
        scores_unknown: bool = False,
    ) -> None:
        """Plan a practice or a qualifying."""
        self.do(
            commands.PlanSession(
                session=session,
                name=session.title(),
                kind=kind,
                class_ids=("k",),
                laps=laps,
                duration_us=None if duration_s is None else us(duration_s),
                rules=rules,
                scores_unknown=scores_unknown,
            )
        )

    def open(self, session: str, at: float) -> int:
        return self.do(commands.OpenSession(session=session, at_track_us=track(at)))

    def close(self, session: str, at: float) -> int:
        return self.do(commands.CloseSession(session=session, at_track_us=track(at)))

    def flag(self, session: str, flag: ShownFlag, at: float) -> int:
        return self.do(commands.ShowFlag(session=session, flag=flag, at_track_us=track(at)))

    def green(self, session: str = "race", at: float = 0) -> int:
        return self.flag(session, ShownFlag.GREEN, at)

    def chequered(self, session: str, at: float) -> int:
        return self.flag(session, ShownFlag.CHEQUERED, at)

    def started_race(self, laps: int, *, grid: Sequence[str] = (), session: str = "race") -> None:
        """A race, opened a minute before its green at second 0."""
        self.race(laps, grid=grid, session=session)
        self.open(session, -60)
        self.green(session)

    def rule(self, kart: str, ruling: AnyRuling, *, at: float, session: str = "race") -> int:
        return self.do(
            commands.Rule(session=session, entry=kart, ruling=ruling, at_track_us=track(at), clause="600.1")
        )

    def withdraw(self, decision: int) -> int:
        return self.do(commands.WithdrawDecision(decision=decision))

    # -------------------------------------------------------------------- passings

    def passings(self, times: Times) -> list[Passing]:
        """What the decoder makes of these crossings, numbered in its own order."""
        crossings = sorted((track(second), kart) for kart, own in times.items() for second in own)
        return [
            Passing(number=next(self._numbers), transponder=transponder_of(kart), decoder_time_us=at_us)
            for at_us, kart in crossings
        ]

    def deliver(self, passings: Iterable[Passing], *, late_s: float = 0, resent: bool = False) -> None:
        """Let passings arrive, each `late_s` after it happened or as soon as the clock allows, and save
        them as one batch. `resent`: the decoder had been asked for them."""
        for passing in passings:
            happened_us = passing.decoder_time_us - ZERO_TRACK_US + ZERO_SERVER_US
            self.clock.advance(max(0, happened_us + us(late_s) - self.clock.server_us()))
            self.engine.hear(PassingArrived(LOOP, self.clock.server_us(), passing, resent))
        self.save()

    def hear(self, times: Times) -> None:
        """Passings as they come."""
        self.deliver(self.passings(times))

    def save(self) -> None:
        """Work the inbox."""
        self._loop.run_until_complete(self.engine.work())

    def fact_of(self, kart: str, second: float) -> int:
        """The number of the passing of a kart at that second."""
        heard = self.evidence.heard[transponder_of(kart)]
        return next(passing.n for passing in heard if passing.track_us == track(second))

    # --------------------------------------------------------------------- results

    def standings(self, session: str = "race") -> Standings:
        return self.engine.scorer.standings(session)

    def sheet(self, session: str = "race") -> list[tuple[str, int, float | None]]:
        """The result as a sheet has it: kart, laps, last counted passing."""
        return [
            (row.row, row.laps, seconds(row.last_us if row.laps else None))
            for row in self.standings(session).scored
        ]

    def order(self, session: str = "race") -> list[str]:
        return [row.row for row in self.standings(session).scored]

    def bests(self, session: str) -> list[tuple[str, float | None]]:
        return [
            (row.row, None if row.best_us is None else row.best_us / 1_000_000)
            for row in self.standings(session).scored
        ]

    def laps(self, kart: str, session: str = "race") -> list[float]:
        """The times of a kart's counted laps."""
        row = next(row for row in self.standings(session).rows if row.row == kart)
        return [lap_us / 1_000_000 for lap_us in row.run.laps_us[: row.counted]]

    def statuses(self, session: str = "race") -> dict[str, str]:
        return {row.row: row.status.value for row in self.standings(session).rows}

    # -------------------------------------------------------------------- machinery

    async def _submit(self, envelope: Envelope) -> Answer:
        answer = asyncio.ensure_future(self.engine.submit(envelope))
        await asyncio.sleep(0)
        await self.engine.work()
        return await answer

    async def _sleep(self, _: float) -> None:
        raise AssertionError("the journal of a told day is never full")

    def _committed(self) -> None:
        self.commits += 1
