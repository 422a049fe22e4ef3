"""`livetiming simulate`, as its users run it."""

import signal
import socket
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from commands import connect, line, read_passings, running
from livetiming.cli.simulate import simulate
from livetiming_simulators.report import Report

QUICK = [
    "--listen",
    "tcp://127.0.0.1:0",
    "--karts",
    "5",
    "--laps",
    "3",
    "--speed",
    "2000",
    "--wait-for-client",
]


@pytest.mark.parametrize("protocol", ["p3", "ambrc", "tranx2"])
def test_simulated_race_is_served_and_reported(tmp_path: Path, protocol: str) -> None:
    path = tmp_path / "report.json"
    options = ["--protocol", protocol, "--exit-at-end", "--report", str(path), "--seed", "4"]
    with running("simulate", *QUICK, *options) as process:
        with connect(line(process, "listening on ")) as client:
            passings = read_passings(client, protocol)
        output, _ = process.communicate(timeout=30)
    assert process.returncode == 0, output
    report = msgspec.json.decode(path.read_bytes(), type=Report)
    assert [passing.transponder for passing in passings] == [each.transponder for each in report.passings]
    assert len(report.deliveries) == len(report.passings) > 15
    (session,) = report.sessions
    assert session.true_result[0].laps == 3
    winner = next(kart for kart in report.field.karts if kart.id == session.true_result[0].kart)
    assert f"1 {winner.number:>4} {winner.driver}" in output


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_interrupted_simulation_still_reports(tmp_path: Path, number: signal.Signals) -> None:
    path = tmp_path / "report.json"
    options = ("--kind", "practice", "--speed", "1", "--report", str(path))
    with (
        running("simulate", *QUICK, *options) as process,
        connect(line(process, "listening on ")) as client,
    ):
        assert client.recv(1) == b"\x8e"
        process.send_signal(number)
        output, _ = process.communicate(timeout=30)
    assert process.returncode == 0, output
    assert msgspec.json.decode(path.read_bytes(), type=Report).connections[0].client == 1


def test_simulation_stays_on_after_its_session(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    with (
        running("simulate", *QUICK, "--report", str(path)) as process,
        connect(line(process, "listening on ")) as client,
    ):
        line(process, "the programme is over")
        assert msgspec.json.decode(path.read_bytes(), type=Report).sessions
        assert client.recv(1)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert process.returncode == 0


def test_same_seed_and_options_serve_the_same_passings() -> None:
    served = []
    for _ in range(2):
        with running(
            "simulate", *QUICK, "--exit-at-end", "--faults", "missed_read=0.1,double_read=0.1"
        ) as process:
            with connect(line(process, "listening on ")) as client:
                served.append(read_passings(client, "p3"))
            process.wait(timeout=30)
    assert served[0] == served[1]
    assert served[0]


def test_address_in_use_is_one_line_and_code_2() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        result = CliRunner().invoke(simulate, ["--listen", address])
    assert result.exit_code == 2
    assert result.output.startswith(f"Error: cannot listen on {address}: ")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--listen", "nonsense"], "bad address 'nonsense'"),
        (["--faults", "rain=1"], "unknown fault 'rain=1'"),
        (["--report", "/no/such/folder/report.json"], "/no/such/folder/report.json: cannot be written"),
    ],
)
def test_impossible_simulation_is_one_line_and_code_2(arguments: list[str], problem: str) -> None:
    result = CliRunner().invoke(simulate, arguments)
    assert result.exit_code == 2
    (text,) = result.output.splitlines()
    assert problem in text
