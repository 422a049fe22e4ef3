"""The checksum, against its definition bit by bit and against captured values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decoders.frames import checksum
from livetiming_decoders.crc import crc16


def test_check_value() -> None:
    assert crc16(b"123456789") == 0xA69D


@given(st.binary(min_size=2, max_size=200))
def test_agrees_with_the_definition(message: bytes) -> None:
    assert crc16(message) == checksum(message)


@pytest.mark.parametrize(
    ("text", "crc"),
    [
        ("$\t40\t3\t5\t28800\t", 0xF9EB),
        ("#\t20\t0\t72\t0\t", 0x6B89),
        ("@\t101\t1394\t8110984\t2460.125\t145\t40\t2\t", 0x0751),
    ],
)
def test_captured_lines(text: str, crc: int) -> None:
    assert crc16(text.encode()) == crc


def test_is_not_ccitt_false() -> None:
    assert crc16(b"123456789") != 0x29B1
