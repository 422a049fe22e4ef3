"""`livetiming serve`: time a meeting from real decoders."""

import asyncio
import logging
from pathlib import Path

import click

from livetiming.app import App, Settings, running
from livetiming.cli.interrupt import interruption
from livetiming.http.tower.settings import TowerSettings
from livetiming.system_clock import SystemClock


@click.command
@click.option(
    "--decoder",
    "decoders",
    multiple=True,
    metavar="URL",
    help="tcp://HOST:5403 or serial:///dev/ttyUSB0?baudrate=9600; may be given more than once.",
)
@click.option("--store", type=click.Path(path_type=Path), required=True, help="File that keeps everything.")
@click.option(
    "--public", default="0.0.0.0:8000", show_default=True, metavar="HOST:PORT", help="For spectators."
)
@click.option(
    "--tower", default="0.0.0.0:8001", show_default=True, metavar="HOST:PORT", help="For officials."
)
@click.option(
    "--tower-host",
    "tower_hosts",
    multiple=True,
    metavar="NAME",
    help="A name of this machine that it does not know itself, under which officials reach it.",
)
@click.option(
    "--tls-certificate", type=click.Path(path_type=Path), help="PEM file; officials' pages then speak TLS."
)
@click.option(
    "--tls-key", type=click.Path(path_type=Path), help="PEM file, if it is not with the certificate."
)
@click.option(
    "--backup",
    type=click.Path(path_type=Path),
    help="Second file, best on another disk, written by itself after each session.",
)
@click.option(
    "--mqtt",
    metavar="URL",
    help="Publish the public stream on a broker, as mqtt://user:password@host:1883/prefix.",
)
@click.option(
    "--speed",
    type=click.FloatRange(min=0, min_open=True),
    default=1.0,
    help="For a rehearsal: how much faster than real time the simulated or replayed decoder runs.",
)
def serve(
    decoders: tuple[str, ...],
    store: Path,
    public: str,
    tower: str,
    tower_hosts: tuple[str, ...],
    tls_certificate: Path | None,
    tls_key: Path | None,
    backup: Path | None,
    mqtt: str | None,
    speed: float,
) -> None:
    """Time a meeting from decoders, show it to spectators, and keep it in a store."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    settings = Settings(
        store=store,
        decoders=decoders,
        public=public,
        tower=tower,
        officials=TowerSettings(hosts=tower_hosts, certificate=tls_certificate, key=tls_key),
        backup=backup,
        mqtt=mqtt,
    )
    asyncio.run(_serve(settings, speed))


async def _serve(settings: Settings, speed: float) -> None:
    with interruption() as interrupted:
        async with running(settings, SystemClock(rate=speed)) as app, asyncio.TaskGroup() as tasks:
            telling = tasks.create_task(_tell(app, settings), name="addresses")
            await interrupted.wait()
            telling.cancel()


async def _tell(app: App, settings: Settings) -> None:
    """Say where everybody connects, as soon as they are answered there."""
    await app.public_ready.wait()
    click.echo(f"Leaderboard: http://localhost:{app.public_port}/")
    if not settings.decoders:
        click.echo("No --decoder was given: nothing is timed until one is.", err=True)
    await app.tower.ready.wait()
    click.echo(f"Tower: {app.tower.address}")
    if app.tower.officials.setup_code is not None:
        click.echo("       (nobody can log in yet: this address makes the first account)")
