"""A race day on which everything dies: the decoder's link five times, the server ten times."""

import asyncio
from pathlib import Path
from random import Random

import msgspec
import pytest
from playwright.async_api import Page

from livetiming.facts import AnyFact, PassingHeard
from livetiming.journal.sqlite import open_store
from livetiming.publish.board import Board
from livetiming.publish.messages import PublicState
from livetiming.scoring.evidence import fold
from livetiming.scoring.standings import Scorer
from livetiming.system_clock import SystemClock
from livetiming_simulators import DecoderServer, RealTimePace, Station
from livetiming_simulators.pace import wait_until
from painted import lap_text, painted_rows, until_painted
from raceday import RaceDay
from served import Served

SPEED = 6.0
KILLS = 10
CUTS = 5


@pytest.mark.timeout(420)
async def test_race_with_cut_links_and_killed_servers_shows_what_was_committed(
    page: Page, tmp_path: Path
) -> None:
    """Nothing committed is lost, nothing is counted twice, and the board is a fold of the journal."""
    seed = 11
    day = RaceDay(seed, karts=12, laps=12)
    store = tmp_path / "store.db"
    await day.prepare_store(store)
    pace = RealTimePace(speed=SPEED)
    decoder = DecoderServer(Station(day.decoder, seed=seed), "tcp://127.0.0.1:0", pace)
    served = Served(store, await decoder.start(), SPEED)
    serving = asyncio.create_task(decoder.run())
    await served.start()
    await decoder.client_came.wait()
    await page.goto(f"http://tower.track:{served.port}/")
    pace.start()

    restarts: list[ApiState] = []
    for kind, at_us in deaths(day, Random(f"deaths:{seed}")):
        await wait_until(pace, at_us)
        if kind == "cut":
            decoder.cut()
        else:
            await served.kill()
            await served.start()
            restarts.append(await api_state(page, served))
    await wait_until(pace, day.session.run.closed_us + 1_000_000)
    await served.stop()
    committed = await journal_of(store)
    await served.start()
    await until_painted(page, committed[-1][0] + 1)
    rows = await painted_rows(page)
    await served.stop()
    serving.cancel()
    await decoder.stop()

    heard = [fact for _, fact in committed if isinstance(fact, PassingHeard)]
    numbers = [fact.number for fact in heard]
    assert len(numbers) == len(set(numbers)), f"seed {seed}: a passing was committed twice"
    truth = day.result(day.crossings((fact.transponder, fact.decoder_time_us) for fact in heard))
    assert [(row.row, row.laps, row.best) for row in rows] == [
        (row.kart, str(row.laps), lap_text(row.best_lap_us)) for row in truth
    ], f"seed {seed}"
    assert len(restarts) == KILLS
    for shown in restarts:
        evidence = fold(committed[: shown.n])
        board = Board(evidence, Scorer(evidence)).state(SystemClock(rate=SPEED).server_us())
        assert shown.state.rows == board.rows, f"seed {seed}, journal number {shown.n}"


class ApiState(msgspec.Struct):
    """What ``/api/state`` answers."""

    n: int
    state: PublicState


async def api_state(page: Page, served: Served) -> ApiState:
    """The board that a server shows now."""
    answer = await page.request.get(f"http://127.0.0.1:{served.port}/api/state")
    return msgspec.json.decode(await answer.body(), type=ApiState)


async def journal_of(store: Path) -> list[tuple[int, AnyFact]]:
    """All facts of a store that nobody has open."""
    journal = await open_store(store)
    facts = [(stored.n, stored.fact) async for piece in journal.read() for stored in piece]
    await journal.close()
    return facts


def deaths(day: RaceDay, random: Random) -> list[tuple[str, int]]:
    """What dies when, on the race clock, in order."""
    run = day.session.run
    kinds = ["kill"] * KILLS + ["cut"] * CUTS
    span_us = run.closed_us - run.green_us
    found = [(kind, run.green_us + round(random.uniform(0.01, 0.99) * span_us)) for kind in kinds]
    return sorted(found, key=lambda death: death[1])
