"""An engine of a case's own, told by commands and passings as the tower and the decoder tell it."""

import asyncio
from itertools import count

from livetiming.clock import DecoderUs, ServerUs, TrackUs, WallUs
from livetiming.commands import Answer, AnyCommand, Envelope
from livetiming.engine import Engine
from livetiming.facts import Authority
from livetiming.ingest.signal import PassingArrived
from livetiming.journal.memory import MemoryJournal
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.standings import Standings
from livetiming_decoders.events import Passing

_LOOP = "case://loop"
_BEGIN_US = 1_000_000_000
_NOBODYS_TRANSPONDER = 1


class ToldClock:
    """Stands still until it is told otherwise. The decoder's clock reads the same as the server's."""

    boot_id = "case"
    rate = 1.0

    def __init__(self) -> None:
        self.now_us = _BEGIN_US

    def server_us(self) -> ServerUs:
        """Microseconds since the case began."""
        return ServerUs(self.now_us)

    def wall_us(self) -> WallUs:
        """The same; no case depends on the time of day."""
        return WallUs(self.now_us)

    def advance_to(self, at_us: int) -> None:
        """Let time pass until then; it never goes back."""
        self.now_us = max(self.now_us, at_us)


class Tower:
    """Sends commands and passings one by one, each at its instant of the track clock."""

    def __init__(self) -> None:
        self.clock = ToldClock()
        self._engine = Engine(MemoryJournal("case"), self.clock, "case", lambda: None, asyncio.sleep)
        self._keys = count(1)
        self._numbers = count(1)

    async def start(self) -> None:
        """Begin; a transponder of nobody is heard, so that every instant has its place."""
        await self._engine.start()
        await self.hear(_NOBODYS_TRANSPONDER, self.clock.now_us)

    @property
    def evidence(self) -> Evidence:
        """What has happened so far."""
        return self._engine.evidence

    def standings(self, session: str) -> Standings:
        """The standings of a session."""
        return self._engine.scorer.standings(session)

    async def ask(self, command: AnyCommand, why: str | None = None) -> Answer:
        """The answer to a command of the race director."""
        by = Authority(who="the case", role="director", why=why)
        envelope = Envelope(key=f"case-{next(self._keys)}", by=by, command=command)
        answer = asyncio.ensure_future(self._engine.submit(envelope))
        await asyncio.sleep(0)
        await self._engine.work()
        return await answer

    async def hear(self, transponder: int, at_us: int) -> None:
        """A passing, as it happens."""
        self.clock.advance_to(at_us)
        passing = Passing(
            number=next(self._numbers), transponder=transponder, decoder_time_us=DecoderUs(at_us)
        )
        self._engine.hear(PassingArrived(_LOOP, self.clock.server_us(), passing))
        await self._engine.work()

    def passing_at(self, transponder: int, at_us: int) -> int | None:
        """The number of a passing's fact."""
        heard = self.evidence.heard.get(transponder, [])
        return next((passing.n for passing in heard if passing.track_us == TrackUs(at_us)), None)
