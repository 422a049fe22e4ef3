"""`livetiming simulate`: a decoder that hears a seeded race, on TCP or a pseudo-terminal."""

import asyncio
import os
import time
from datetime import datetime
from pathlib import Path
from typing import TypedDict, Unpack

import click

from livetiming.cli.errors import Refusal, os_text
from livetiming_simulators.decoder import DecoderOptions, SimulatedDecoder
from livetiming_simulators.dialects import DIALECTS, SINCE_POWER_ON_US
from livetiming_simulators.faults import Faults, UnknownFault
from livetiming_simulators.field import make_class, make_field
from livetiming_simulators.listening import CannotListen
from livetiming_simulators.pace import RealTimePace
from livetiming_simulators.program import Program
from livetiming_simulators.report import Report, encode_report, make_report
from livetiming_simulators.runs import play_program, until_interrupted
from livetiming_simulators.server import DecoderServer
from livetiming_simulators.session import Kind, SessionPlan, Start
from livetiming_simulators.station import Station

POSITIVE = click.IntRange(min=1)
SECONDS = click.FloatRange(min=0, min_open=True)
CLASS_ID = "sim"
KARTS_MAX = 200
LAP_TIME_S_MIN = 5


class Choices(TypedDict):
    """The options as click hands them over."""

    listen: str
    seed: int
    karts: int
    kind: str
    laps: int
    duration_s: float
    lap_time_s: float
    start: str
    speed: float
    protocol: str
    clock: str
    first_number: int
    history: int
    faults: str
    start_delay_s: float
    wait_for_client: bool
    exit_at_end: bool
    report: Path | None


@click.command
@click.option(
    "--listen",
    default="tcp://127.0.0.1:5403",
    show_default=True,
    help="tcp://host:port (port 0: a free one), pty: or pty:/path/of/link.",
)
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same race.")
@click.option("--karts", type=click.IntRange(1, KARTS_MAX), default=20, show_default=True)
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), default="race", show_default=True)
@click.option("--laps", type=POSITIVE, default=15, show_default=True, help="Of a race.")
@click.option(
    "--duration",
    "duration_s",
    type=SECONDS,
    default=480.0,
    show_default=True,
    help="Of practice and qualifying, in seconds.",
)
@click.option(
    "--lap-time",
    "lap_time_s",
    type=click.FloatRange(LAP_TIME_S_MIN, 3600),
    default=40.0,
    show_default=True,
    help="Usual, in seconds.",
)
@click.option(
    "--start", type=click.Choice([start.value for start in Start]), default="rolling", show_default=True
)
@click.option("--speed", type=SECONDS, default=1.0, show_default=True, help="Times real time.")
@click.option("--protocol", type=click.Choice(list(DIALECTS)), default="p3", show_default=True)
@click.option(
    "--clock",
    type=click.Choice(["usual", "utc", "local", "unset"]),
    default="usual",
    show_default=True,
    help="What the decoder's clock shows; usual is the same in every run.",
)
@click.option("--first-number", type=POSITIVE, default=1, show_default=True, help="Of the passing counter.")
@click.option(
    "--history", type=click.IntRange(min=0), default=10_000, show_default=True, help="Passings for RESEND."
)
@click.option("--faults", default="", help="As missed_read=0.02,split=0.1; rough stands for a bad day.")
@click.option(
    "--start-delay",
    "start_delay_s",
    type=click.FloatRange(min=0),
    default=10.0,
    show_default=True,
    help="From the beginning to the opening of the session, in seconds of the race.",
)
@click.option("--wait-for-client", is_flag=True, help="Begin when the first client connects.")
@click.option("--exit-at-end", is_flag=True, help="End after the session instead of staying on.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write truth and deliveries to this file (JSON), also when interrupted.",
)
def simulate(**choices: Unpack[Choices]) -> None:
    """Serve a simulated decoder that hears one seeded session of invented drivers.

    It serves up to four clients, as real decoders do, and goes on with its signs of life after the
    session until it is interrupted.
    """
    try:
        faults = Faults.parse(choices["faults"])
        program = _program(choices, faults)
        decoder = SimulatedDecoder(program.heard(), _options(choices), faults=faults, seed=choices["seed"])
        station = Station(decoder, faults=faults, seed=choices["seed"])
        asyncio.run(_run(choices, program, decoder, station))
    except (CannotListen, UnknownFault) as error:
        raise Refusal(str(error)) from error


async def _run(choices: Choices, program: Program, decoder: SimulatedDecoder, station: Station) -> None:
    pace = RealTimePace(speed=choices["speed"])
    server = DecoderServer(station, choices["listen"], pace)
    _check_writable(choices["report"])

    def write_report() -> Report:
        report = make_report(program, decoder, station, until_us=pace.now_us())
        _write(choices["report"], encode_report(report))
        return report

    await until_interrupted(
        play_program(
            program,
            server,
            pace,
            click.echo,
            at_end=write_report,
            wait_for_client=choices["wait_for_client"],
            exit_at_end=choices["exit_at_end"],
        )
    )
    report = write_report()
    intact = sum(delivery.intact for delivery in report.deliveries)
    heard, connections = len(report.passings), len(report.connections)
    click.echo(f"{heard} passings heard, {intact} delivered over {connections} connections")


def _program(choices: Choices, faults: Faults) -> Program:
    kart_class = make_class(CLASS_ID, "Simulated", round(choices["lap_time_s"] * 1_000_000))
    race = choices["kind"] == Kind.RACE
    plan = SessionPlan(
        kind=Kind(choices["kind"]),
        class_ids=(CLASS_ID,),
        laps=choices["laps"] if race else None,
        duration_us=None if race else round(choices["duration_s"] * 1_000_000),
        start=Start(choices["start"]),
    )
    return Program(
        make_field(choices["seed"], [kart_class], karts_each=choices["karts"]),
        [plan],
        seed=choices["seed"],
        faults=faults,
        first_at_us=round(choices["start_delay_s"] * 1_000_000),
    )


def _options(choices: Choices) -> DecoderOptions:
    return DecoderOptions(
        protocol=choices["protocol"],
        first_number=choices["first_number"],
        history=choices["history"],
        clock_start_us=_clock_start_us(choices["clock"]),
    )


def _clock_start_us(clock: str) -> int | None:
    now_us = time.time_ns() // 1000
    match clock:
        case "utc":
            return now_us
        case "local":
            offset = datetime.now().astimezone().utcoffset()
            return now_us + (0 if offset is None else round(offset.total_seconds()) * 1_000_000)
        case "unset":
            return SINCE_POWER_ON_US
        case _:
            return None


def _check_writable(path: Path | None) -> None:
    """Raise `Refusal` before the race rather than after it."""
    if path is not None and not os.access(path if path.exists() else path.absolute().parent, os.W_OK):
        raise Refusal(f"{path}: cannot be written")


def _write(path: Path | None, content: bytes) -> None:
    if path is not None:
        try:
            path.write_bytes(content)
        except OSError as error:
            raise Refusal(os_text(error)) from error
