"""A race day as the tower sees it: a server with accounts, a race that waits to be opened, and a decoder."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
from playwright.async_api import Page

from livetiming.app import App, Settings, running
from livetiming.commands import AnyCommand, OpenSession, RegisterEntry, ShowFlag
from livetiming.http.tower.settings import TowerSettings
from livetiming.officials.desk import Officials
from livetiming.officials.roles import Role
from livetiming.system_clock import SystemClock
from livetiming_simulators import DecoderServer, RealTimePace, Station
from livetiming_simulators.field import Kart
from raceday import OPERATOR, RaceDay

HOST = "tower.track"
"""A made-up name of the local network; Chromium is told where it is."""
PASSWORD = "correct horse"
SPEED = 12.0


class TowerDay:
    """A running server. `stranger` races with a transponder that nobody registered."""

    def __init__(self, app: App, day: RaceDay, pace: RealTimePace, stranger: Kart) -> None:
        self.app = app
        self.day = day
        self.stranger = stranger
        self._pace = pace

    @property
    def tower(self) -> str:
        """Where officials go."""
        return f"http://{HOST}:{self.app.tower.port}/"

    @property
    def public(self) -> str:
        """Where spectators go."""
        return f"http://{HOST}:{self.app.public_port}/"

    def race(self) -> None:
        """Let the karts run."""
        self._pace.start()

    async def log_in(self, page: Page, name: str) -> None:
        """Come in by the door, as a person does."""
        await page.goto(self.tower)
        await page.wait_for_selector("[data-door=login]")
        await page.keyboard.type(name)
        await page.keyboard.press("Tab")
        await page.keyboard.type(PASSWORD)
        await page.keyboard.press("Enter")
        await page.wait_for_selector("[data-n]")


@asynccontextmanager
async def tower_day(store: Path, *, accounts: bool = True) -> AsyncIterator[TowerDay]:
    """A server for the time of the block, with the accounts Ada (administrator), Ola (operator) and Dora
    (director), or as on its first start."""
    seed = 5
    day = RaceDay(seed, karts=8, laps=40)
    stranger = day.field.karts[2]
    pace = RealTimePace(speed=SPEED)
    decoder = DecoderServer(Station(day.decoder, seed=seed), "tcp://127.0.0.1:0", pace)
    settings = Settings(
        store=store,
        decoders=(await decoder.start(),),
        public="127.0.0.1:0",
        tower="127.0.0.1:0",
        open_practice=False,
        officials=TowerSettings(hosts=(HOST,)),
    )
    async with running(settings, SystemClock(rate=SPEED)) as app:
        for number, command in enumerate(_preparation(day, stranger)):
            await app.do(f"prepare-{number}", OPERATOR, command)
        await app.tower.ready.wait()
        if accounts:
            await _make_accounts(app.tower.officials)
        await app.public_ready.wait()
        serving = asyncio.create_task(decoder.run())
        await decoder.client_came.wait()
        try:
            yield TowerDay(app, day, pace, stranger)
        finally:
            serving.cancel()
    await decoder.stop()


async def _make_accounts(officials: Officials) -> None:
    assert officials.setup_code is not None
    await officials.set_up(officials.setup_code, "Ada", PASSWORD, "127.0.0.1")
    await officials.change_account("Ola", Role.OPERATOR, PASSWORD)
    await officials.change_account("Dora", Role.DIRECTOR, PASSWORD)


def _preparation(day: RaceDay, stranger: Kart) -> Sequence[AnyCommand]:
    """Everything but the race itself: that is opened and started on the page."""
    return [
        msgspec.structs.replace(command, transponders=())
        if isinstance(command, RegisterEntry) and command.entry == stranger.id
        else command
        for command in day.commands()
        if not isinstance(command, OpenSession | ShowFlag)
    ]
