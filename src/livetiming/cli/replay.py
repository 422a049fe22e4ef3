"""`livetiming replay`: recorded decoder bytes, served again as the decoder sent them."""

import asyncio
from pathlib import Path

import click

from livetiming.cli.errors import Refusal, os_text
from livetiming_simulators.listening import CannotListen
from livetiming_simulators.pace import RealTimePace
from livetiming_simulators.replay import NothingToReplay, RecordedDecoder
from livetiming_simulators.runs import play_recording, until_interrupted
from livetiming_simulators.server import DecoderServer
from livetiming_simulators.station import Station


@click.command
@click.argument("capture", type=click.Path(path_type=Path))
@click.option(
    "--listen",
    default="tcp://127.0.0.1:5403",
    show_default=True,
    help="tcp://host:port (port 0: a free one), pty: or pty:/path/of/link.",
)
@click.option(
    "--speed",
    type=click.FloatRange(min=0, min_open=True),
    default=1.0,
    show_default=True,
    help="Times the speed of the recording.",
)
@click.option(
    "--pause-max",
    "pause_s_max",
    type=click.FloatRange(min=0),
    help="Shorten longer pauses between passings to this many seconds; the decoder's clock then jumps.",
)
@click.option("--loop", is_flag=True, help="Begin again at the end, for ever.")
@click.option("--at-once", is_flag=True, help="Begin without waiting for the first client.")
@click.option("--exit-at-end", is_flag=True, help="End after the recording instead of staying on.")
def replay(
    capture: Path,
    listen: str,
    speed: float,
    pause_s_max: float | None,
    *,
    loop: bool,
    at_once: bool,
    exit_at_end: bool,
) -> None:
    """Serve the decoder bytes recorded in CAPTURE, paced by the decoder's own times.

    CAPTURE is in any form that `livetiming decode` reads. Up to four clients get the same bytes;
    requests are not answered.
    """
    try:
        pause_us_max = None if pause_s_max is None else round(pause_s_max * 1_000_000)
        decoder = RecordedDecoder(capture.read_bytes(), loop=loop, pause_us_max=pause_us_max)
    except OSError as error:
        raise Refusal(os_text(error)) from error
    except NothingToReplay as error:
        raise Refusal(f"{capture}: {error}") from error
    click.echo(
        f"{decoder.protocol_name}: {decoder.record_count} records with {decoder.passing_count} passings "
        f"over {decoder.duration_us / 1_000_000:.0f} s"
    )
    try:
        asyncio.run(_run(decoder, listen, speed, None if loop else decoder.duration_us, at_once, exit_at_end))
    except CannotListen as error:
        raise Refusal(str(error)) from error


async def _run(
    decoder: RecordedDecoder, listen: str, speed: float, end_us: int | None, at_once: bool, exit_at_end: bool
) -> None:
    pace = RealTimePace(speed=speed)
    server = DecoderServer(Station(decoder, keep_books=False), listen, pace)
    await until_interrupted(
        play_recording(
            server, pace, click.echo, end_us=end_us, wait_for_client=not at_once, exit_at_end=exit_at_end
        )
    )
