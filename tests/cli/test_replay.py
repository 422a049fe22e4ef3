"""`livetiming replay`, as its users run it."""

import socket
from pathlib import Path

from click.testing import CliRunner

from commands import connect, line, read_passings, running
from livetiming.cli.replay import replay
from livetiming_decoders.events import Passing
from livetiming_decoders.protocols import PROTOCOLS


def test_recording_is_replayed_from_the_first_client_on(tmp_path: Path) -> None:
    p3 = PROTOCOLS["p3"]
    times_us = (1_000_000, 61_000_000, 100_500_000)
    frames = [
        p3.write(Passing(decoder=1, number=number, transponder=4_000_000, decoder_time_us=time_us))
        for number, time_us in enumerate(times_us, start=1)
    ]
    path = tmp_path / "capture.hex"
    path.write_text("\n".join(frame.hex() for frame in frames))
    arguments = [str(path), "--listen", "tcp://127.0.0.1:0", "--speed", "1000", "--exit-at-end"]
    with running("replay", *arguments) as process:
        assert line(process, "p3: ") == "3 records with 3 passings over 100 s"
        with connect(line(process, "listening on ")) as client:
            passings = read_passings(client, "p3")
        process.wait(timeout=30)
    assert process.returncode == 0
    assert [passing.decoder_time_us for passing in passings] == list(times_us)


def test_address_in_use_is_one_line_and_code_2(tmp_path: Path) -> None:
    path = tmp_path / "capture.bin"
    path.write_bytes(PROTOCOLS["p3"].write(Passing(transponder=1, decoder_time_us=1)))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        result = CliRunner().invoke(replay, [str(path), "--listen", address])
    assert result.exit_code == 2
    assert f"Error: cannot listen on {address}: " in result.output


def test_impossible_recording_is_one_line_and_code_2(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("no capture\n")
    for name, problem in (("missing", "No such file"), ("notes", "no record of a known decoder protocol")):
        result = CliRunner().invoke(replay, [str(tmp_path / name)])
        assert result.exit_code == 2
        (text,) = result.output.splitlines()
        assert problem in text
        assert name in text
