"""The timing core: fold at start, a passing to its message, a correction, commits that take long.

``--passings 300000`` makes the 24 hours of 60 karts of the budget. Processor time is measured, but for
latencies; nothing is asserted about time.
"""

import asyncio
import gc
import sqlite3
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from benchmarks.long_race import KARTS, LAP_US, OFFSET_US, SESSION, SOURCE, opening, passings, write
from livetiming.clock import ServerUs, TrackUs
from livetiming.commands import IgnorePassing
from livetiming.control import Ask, decide, preview
from livetiming.engine import Engine
from livetiming.facts import AnyFact, Authority, Instant
from livetiming.ingest.judge import signal_facts
from livetiming.ingest.signal import PassingArrived
from livetiming.journal import Journal, Record, codec
from livetiming.journal.memory import MemoryJournal
from livetiming.journal.sqlite import open_store
from livetiming.publish.board import Board
from livetiming.publish.diff import diff
from livetiming.publish.messages import Change
from livetiming.scoring.evidence import Evidence, fold
from livetiming.scoring.standings import Scorer
from livetiming_decoders.events import Passing
from livetiming_decoders.protocols import PROTOCOLS
from support.clocks import ManualClock

CLUB_DAY = 25_000
ROUNDS = 3
DIRECTOR = Authority(who="Dirk Director", role="director", why="seen on film")


@pytest.fixture(scope="session")
def count(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--passings"))


@pytest.fixture(scope="session")
def race(tmp_path_factory: pytest.TempPathFactory, count: int) -> Path:
    """The store of the long race."""
    path = tmp_path_factory.mktemp("race") / "race.store"
    write(path, count)
    return path


@pytest.fixture
def evidence(count: int) -> Evidence:
    """The long race at its end."""
    return fold(enumerate([*opening(), *passings(count)], 1))


def report(name: str, value: float, unit: str, *, baseline: float | None = None) -> None:
    against = "" if baseline is None else f"   (bare {baseline:,.3f} {unit}: {value / baseline:.2f} times)"
    print(f"  {name:<62} {value:10,.3f} {unit}{against}")


def spent_s(work: Callable[[], object]) -> float:
    """Processor time, the best of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        gc.collect()
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def read_bare(path: Path) -> int:
    """What any fold must do: read the rows and decode them."""
    decode = msgspec.json.Decoder[AnyFact](AnyFact).decode
    facts = 0
    with closing(sqlite3.connect(path)) as connection:
        for _, text, _ in connection.execute("SELECT n, fact, key FROM journal ORDER BY n"):
            decode(text)
            facts += 1
    return facts


def start_engine(path: Path) -> int:
    """Start on a store and stop again; the number of the last fact."""

    async def start() -> int:
        journal = await open_store(path)
        try:
            engine = Engine(journal, ManualClock(), "bench", lambda: None)
            await engine.start()
            return engine.evidence.n
        finally:
            await journal.close()

    return asyncio.run(start())


def test_bench_fold_at_start(race: Path, count: int, tmp_path: Path) -> None:
    print()
    club = tmp_path / "club.store"
    write(club, CLUB_DAY)
    for path, passings_heard in ((race, count), (club, CLUB_DAY)):
        ours = spent_s(lambda: start_engine(path))  # noqa: B023
        bare = spent_s(lambda: read_bare(path))  # noqa: B023
        report(f"fold of {passings_heard:,} passings from the store", ours, "s", baseline=bare)
    assert start_engine(race) > count


def test_bench_passing_to_message(evidence: Evidence, count: int) -> None:
    """From the decoder's bytes to the encoded change, without the commit."""
    protocol = PROTOCOLS["p3"]
    reader = protocol.reader()
    scorer = Scorer(evidence)
    board = Board(evidence, scorer)
    encode = msgspec.json.Encoder().encode
    before = board.state(ServerUs(0))
    last_us = max(passing.track_us for passing in evidence.passings.values())
    spent_ms = []
    for i in range(600):
        last_us += LAP_US // KARTS
        passing = Passing(
            decoder=0x20F93,
            number=count + 1 + i,
            transponder=1000 + i % KARTS,
            decoder_time_us=last_us,
            strength=120,
            hits=40,
            flags=0,
        )
        data = protocol.write(passing)
        arrived_us = ServerUs(last_us + OFFSET_US + 1000)
        begun = time.process_time()
        reader.receive_data(data)
        for event in reader.events():
            assert isinstance(event, Passing)
            for fact in signal_facts(evidence, 1, PassingArrived(SOURCE, arrived_us, event)):
                codec.encode(fact)
                evidence.apply(evidence.n + 1, fact)
        state = board.state(arrived_us)
        message = encode(
            Change(stream="s", from_n=evidence.n - 1, to_n=evidence.n, changes=diff(before, state))
        )
        spent_ms.append((time.process_time() - begun) * 1e3)
        assert message
        before = state
    print()
    report(f"a passing, bytes in to message out, {KARTS} karts: median", statistics.median(spent_ms), "ms")
    report("the same: p99", statistics.quantiles(spent_ms, n=100)[98], "ms")


def test_bench_correction_of_an_early_lap(evidence: Evidence, count: int) -> None:
    scorer = Scorer(evidence)
    begun = time.process_time()
    scorer.standings(SESSION)
    first_s = time.process_time() - begun
    now = Instant(epoch=1, server_us=ServerUs(0), track_us=TrackUs(0))
    corrected_ms, previewed_ms = [], []
    for kart in range(20):
        command = IgnorePassing(passing=evidence.heard[1000 + kart][3].n)
        ask = Ask(evidence, scorer, DIRECTOR, now)
        begun = time.process_time()
        preview(ask, command)
        previewed_ms.append((time.process_time() - begun) * 1e3)
        laps = {row.row: row.laps for row in scorer.standings(SESSION).rows}
        begun = time.process_time()
        for fact in decide(ask, command):
            evidence.apply(evidence.n + 1, fact)
        standings = scorer.standings(SESSION)
        corrected_ms.append((time.process_time() - begun) * 1e3)
        assert {row.row: row.laps for row in standings.rows} == laps | {f"e{kart}": laps[f"e{kart}"] - 1}
    print()
    report(f"first standings of {count:,} passings", first_s * 1e3, "ms")
    report("a passing of lap 3 struck, to new standings: median", statistics.median(corrected_ms), "ms")
    report("the preview of that: median", statistics.median(previewed_ms), "ms")


class SlowJournal(MemoryJournal):
    """Commits take as long as on a slow disk."""

    def __init__(self, commit_s: float) -> None:
        super().__init__("slow")
        self._commit_s = commit_s

    async def append(self, records: Sequence[Record]) -> int:
        await asyncio.sleep(self._commit_s)
        return await super().append(records)


class Stopwatch:
    """From the arrival of each passing to the announcement of its commit, on the wall clock."""

    def __init__(self, journal: Journal) -> None:
        self.engine = Engine(journal, ManualClock(), "bench", self._committed)
        self.latencies_ms: list[float] = []
        self._begun_s: list[float] = []

    def _committed(self) -> None:
        now_s = time.perf_counter()
        while len(self.latencies_ms) < self.engine.evidence.heard_count:
            self.latencies_ms.append((now_s - self._begun_s[len(self.latencies_ms)]) * 1e3)

    async def run(self, count: int, pause_s: float) -> None:
        """So many passings, each so much later than the one before."""
        await self.engine.start()
        running = asyncio.create_task(self.engine.run())
        for number in range(1, count + 1):
            passing = Passing(
                number=number, transponder=1000 + number % KARTS, decoder_time_us=number * 10_000_000
            )
            self._begun_s.append(time.perf_counter())
            self.engine.hear(PassingArrived(SOURCE, ServerUs(number), passing))
            await asyncio.sleep(pause_s)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@pytest.mark.parametrize("commit_ms", [None, 30])
async def test_bench_passing_to_commit(commit_ms: int | None, tmp_path: Path) -> None:
    """Alone on the line, and in packs; a real store, and one whose commits are made to take long."""
    print()
    for name, pause_s in (("one at a time", 0.09), ("one every 5 ms", 0.005)):
        journal: Journal = SlowJournal((commit_ms or 0) / 1e3)
        if commit_ms is None:
            journal = await open_store(tmp_path / f"{name}.store")
        stopwatch = Stopwatch(journal)
        await stopwatch.run(200, pause_s)
        await journal.close()
        found = stopwatch.latencies_ms
        store = "a real store" if commit_ms is None else f"commits of {commit_ms} ms"
        report(f"a passing to its commit, {store}, {name}: median", statistics.median(found), "ms")
        report("the same: p99", statistics.quantiles(found, n=100)[98], "ms")
        assert len(found) == 200
