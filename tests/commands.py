"""Subcommands of the command line in processes of their own."""

import contextlib
import socket
import subprocess
import sys
from collections.abc import Iterator

from livetiming_decoders.events import Passing
from livetiming_decoders.protocols import PROTOCOLS


@contextlib.contextmanager
def running(command: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command in a process of its own."""
    code = f"from livetiming.cli.{command} import {command}; {command}()"
    with subprocess.Popen(
        [sys.executable, "-u", "-c", code, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def line(process: subprocess.Popen[str], beginning: str) -> str:
    """The rest of the next line that begins so."""
    assert process.stdout is not None
    for text in process.stdout:
        if text.startswith(beginning):
            return text.removeprefix(beginning).strip()
    raise AssertionError(f"it never said {beginning!r}")


def connect(address: str) -> socket.socket:
    host, _, port = address.removeprefix("tcp://").rpartition(":")
    return socket.create_connection((host, int(port)), timeout=30)


def read_passings(client: socket.socket, protocol: str) -> list[Passing]:
    """Everything until the decoder hangs up."""
    reader = PROTOCOLS[protocol].reader()
    while data := client.recv(4096):
        reader.receive_data(data)
    return [event for event in reader.events() if isinstance(event, Passing)]
