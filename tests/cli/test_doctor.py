"""`livetiming doctor` at the side of simulated decoders."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from livetiming.cli.main import main
from livetiming_decoders.events import Passing, Status
from livetiming_decoders.protocols import PROTOCOLS

P3 = PROTOCOLS["p3"]


@contextmanager
def saying(*data: bytes, then_close: bool = False) -> Iterator[str]:
    """Something on TCP that says this to whoever connects, and no more."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            for piece in data:
                connection.sendall(piece)
            while not then_close and connection.recv(4096):
                pass

    server = threading.Thread(target=serve)
    server.start()
    try:
        yield f"tcp://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.join()
        listener.close()


def doctor(url: str, seconds: float = 0.5) -> Result:
    return CliRunner().invoke(main, ["doctor", url, "--seconds", str(seconds)])


def passing(number: int) -> bytes:
    return P3.write(
        Passing(
            decoder=0x20F93,
            number=number,
            transponder=1000 + number % 3,
            decoder_time_us=number * 1_000_000,
            strength=100,
            hits=30,
        )
    )


def test_decoder_that_is_well_ends_with_zero() -> None:
    with saying(P3.write(Status(noise=30)), *map(passing, range(1, 20))) as url:
        result = doctor(url)
    assert result.exit_code == 0, result.output
    assert "It speaks AMB / MYLAPS P3, decoder 0x20f93." in result.output
    assert "1 statuses and 19 passings of 3 transponders" in result.output
    assert "counts from when it was switched on" in result.output


def test_nothing_but_a_connection_ends_with_one() -> None:
    with saying() as url:
        result = doctor(url)
    assert result.exit_code == 1
    assert "WRONG  Nothing came in 0.5 s." in result.output


def test_another_service_is_no_decoder() -> None:
    with saying(b"SSH-2.0-OpenSSH_9.2\r\n" * 300) as url:
        result = doctor(url)
    assert result.exit_code == 1
    assert "no record: no known decoder protocol" in result.output


def test_decoder_without_a_free_place_is_explained() -> None:
    with saying(then_close=True) as url:
        result = doctor(url)
    assert result.exit_code == 1
    assert "serve four clients" in result.output


def test_spoilt_bytes_are_counted() -> None:
    spoilt = [passing(number).replace(b"\x00", b"", 1) for number in range(1, 30)]
    with saying(*spoilt, *map(passing, range(30, 60))) as url:
        result = doctor(url)
    assert result.exit_code == 1
    assert "29 of 59 records arrived damaged" in result.output
    assert "raw TCP" in result.output


def test_port_on_which_nobody_listens_ends_with_two() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    result = doctor(f"tcp://127.0.0.1:{port}")
    assert result.exit_code == 2
    assert "refuses the connection" in result.output


@pytest.mark.parametrize(
    ("device", "said"), [("no-such-line", "is the adapter plugged in"), ("", "Is a directory")]
)
def test_serial_line_that_is_none_ends_with_two(device: str, said: str, tmp_path: Path) -> None:
    result = doctor(f"serial://{tmp_path / device}")
    assert result.exit_code == 2
    assert said in result.output


def test_address_that_is_none_ends_with_two() -> None:
    result = doctor("192.168.1.50")
    assert result.exit_code == 2
    assert "write tcp://" in result.output
