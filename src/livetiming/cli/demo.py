"""`livetiming demo`: a race day of invented drivers in the browser."""

import asyncio
import contextlib
import logging
import tempfile
import webbrowser
from pathlib import Path

import click

from livetiming.app import App
from livetiming.cli.interrupt import interruption
from livetiming.demo import DemoSettings, demonstrating
from livetiming.officials.roles import Role

INVITED_US = 24 * 3_600_000_000
"""How long the first browser that comes may be the demo's official."""


@click.command
@click.option("--port", default=8000, show_default=True, help="Of the leaderboard.")
@click.option("--tower-port", default=8001, show_default=True, help="Of the officials' pages.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same race day.")
@click.option(
    "--speed",
    type=click.FloatRange(min=0, min_open=True),
    default=1.0,
    show_default=True,
    help="Times real time.",
)
@click.option("--karts", type=click.IntRange(1, 30), default=12, show_default=True, help="In each class.")
@click.option("--no-browser", is_flag=True, help="Do not open the page.")
def demo(port: int, tower_port: int, seed: int, speed: float, karts: int, *, no_browser: bool) -> None:
    """Time a simulated race day of three classes and show it, until interrupted.

    Nothing is kept: the store is a temporary file.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    with tempfile.TemporaryDirectory(prefix="livetiming-demo-") as folder:
        settings = DemoSettings(
            store=Path(folder) / "demo.db",
            public=f"0.0.0.0:{port}",
            tower=f"0.0.0.0:{tower_port}",
            seed=seed,
            speed=speed,
            karts=karts,
        )
        asyncio.run(_demo(settings, open_browser=not no_browser))


async def _demo(settings: DemoSettings, *, open_browser: bool) -> None:
    with interruption() as interrupted:
        async with demonstrating(settings) as app, asyncio.TaskGroup() as tasks:
            telling = tasks.create_task(_tell(app, open_browser=open_browser), name="addresses")
            await interrupted.wait()
            telling.cancel()


async def _tell(app: App, *, open_browser: bool) -> None:
    """Say where everybody connects, and open the leaderboard."""
    address = f"http://localhost:{app.public_port}/"
    await app.public_ready.wait()
    click.echo(f"Leaderboard: {address}   (Ctrl-C ends the demo)")
    await app.tower.ready.wait()
    invitation = app.tower.invitation("Demo", Role.ADMINISTRATOR, INVITED_US)
    click.echo(f"Tower: {invitation}   (lets one browser in)")
    if open_browser:
        with contextlib.suppress(webbrowser.Error):
            await asyncio.to_thread(webbrowser.open, address)
