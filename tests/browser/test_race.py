"""A whole race from the decoder's bytes to the painted board."""

import asyncio
from pathlib import Path

from playwright.async_api import Page

from livetiming.app import Settings, running
from livetiming.system_clock import SystemClock
from livetiming_simulators import DecoderServer, Faults, RealTimePace, Station, heard_crossings
from livetiming_simulators.pace import wait_until
from livetiming_simulators.truth import ResultRow
from painted import PaintedRow, lap_text, painted_rows, until_painted
from raceday import RaceDay, last_n

SPEED = 25.0


def expected(rows: tuple[ResultRow, ...]) -> list[tuple[str, str, str]]:
    """Kart, laps and best lap in order, as the board should show them."""
    return [(row.kart, str(row.laps), lap_text(row.best_lap_us)) for row in rows]


def shown(rows: list[PaintedRow]) -> list[tuple[str, str, str]]:
    """The same from the painted rows."""
    return [(row.row, row.laps, row.best) for row in rows]


async def test_race_painted_at_its_end_equals_the_simulators_truth(page: Page, tmp_path: Path) -> None:
    """Order, laps and best laps on the screen are those that truly happened."""
    day = RaceDay(7, faults=Faults(double_read=0.1))
    pace = RealTimePace(speed=SPEED)
    decoder = DecoderServer(Station(day.decoder, seed=day.seed), "tcp://127.0.0.1:0", pace)
    settings = Settings(
        store=tmp_path / "store.db",
        decoders=(await decoder.start(),),
        public="127.0.0.1:0",
        open_practice=False,
    )
    async with running(settings, SystemClock(rate=SPEED)) as app:
        await day.prepare(app.engine)
        await app.public_ready.wait()
        await page.goto(f"http://tower.track:{app.public_port}/")
        serving = asyncio.create_task(decoder.run())
        await decoder.client_came.wait()
        pace.start()
        await page.wait_for_selector('[data-flag="green"]')
        await page.wait_for_selector('[data-flag="chequered"]', timeout=50_000)
        await wait_until(pace, day.session.run.closed_us)
        await day.close(app.engine)
        await page.wait_for_selector('[data-phase="finished"]')
        await until_painted(page, last_n(app))
        rows = await painted_rows(page)
        serving.cancel()
    await decoder.stop()
    assert shown(rows) == expected(day.result(heard_crossings(day.session.heard)))
    assert shown(rows) == expected(day.result(day.session.run.crossings))
