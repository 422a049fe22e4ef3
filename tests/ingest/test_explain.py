"""Why there is no connection, in words that somebody at the track can act upon."""

import errno
import socket

import pytest
import serial as pyserial

from livetiming.ingest import serial, tcp
from livetiming.ingest.url import parse

NETWORK = parse("tcp://192.168.1.50")
LINE = parse("serial:///dev/ttyUSB0")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, "refused"), "nothing listens on that port"),
        (OSError(errno.EHOSTUNREACH, "no route"), "check the cable"),
        (OSError(errno.ENETUNREACH, "no network"), "check the cable"),
        (ConnectionResetError(errno.ECONNRESET, "reset"), "broke the connection off"),
        (TimeoutError(errno.ETIMEDOUT, "timed out"), "its power and the cable"),
        (TimeoutError(), "its power and the cable"),
        (socket.gaierror(socket.EAI_NONAME, "unknown"), "check the name"),
        (OSError(errno.EMFILE, "Too many open files"), "Too many open files"),
    ],
)
def test_network_error_is_explained(error: OSError, said: str) -> None:
    text = tcp.explain(error, NETWORK)
    assert said in text
    assert "192.168.1.50" in text


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (FileNotFoundError(errno.ENOENT, "no such file"), "is the adapter plugged in"),
        (PermissionError(errno.EACCES, "denied"), "group dialout"),
        (OSError(errno.EBUSY, "busy"), "another program has"),
        (OSError(errno.EAGAIN, "locked"), "another program has"),
        (OSError(errno.EIO, "error"), "was the adapter pulled out"),
        (pyserial.SerialException("device reports readiness to read but returned no data"), "is gone"),
        (OSError(errno.ENOTTY, "Inappropriate ioctl"), "Inappropriate ioctl"),
    ],
)
def test_serial_error_is_explained(error: OSError, said: str) -> None:
    text = serial.explain(error, LINE)
    assert said in text
    assert "/dev/ttyUSB0" in text
