"""Damage to the bytes of a record."""

from random import Random

import pytest

from livetiming_simulators.damage import corrupt_byte, cut, damage, lose_nuls
from livetiming_simulators.faults import Faults

LINE = b"\x01@\t20\t2\t8533156\t596.126\t400\t163\t2\tx14F5\r\n"
FRAME = bytes.fromhex("8e023300780d000001000104")


def test_record_passes_a_good_line_unharmed() -> None:
    assert damage(Random(1), FRAME, Faults(), binary=True) == FRAME


def test_nul_after_carriage_return_gets_lost() -> None:
    assert lose_nuls(Random(1), b"a\r\0b\r\0\0c\rd\0", 1.0) == b"a\rb\r\0c\rd\0"
    assert lose_nuls(Random(1), b"a\r\0b", 0.0) == b"a\r\0b"
    assert damage(Random(1), FRAME, Faults(lost_nul=1.0), binary=True) == FRAME.replace(b"\r\0", b"\r")


def test_text_has_no_nul_to_lose() -> None:
    assert damage(Random(1), b"x\r\0y", Faults(lost_nul=1.0), binary=False) == b"x\r\0y"


@pytest.mark.parametrize(("data", "binary"), [(FRAME, True), (LINE, False)])
def test_exactly_one_byte_is_wrong(data: bytes, binary: bool) -> None:
    for seed in range(200):
        wrong = damage(Random(seed), data, Faults(corrupt=1.0), binary=binary)
        assert len(wrong) == len(data), seed
        assert sum(a != b for a, b in zip(data, wrong, strict=True)) == 1, seed


def test_damaged_text_keeps_its_head_and_line_end() -> None:
    for seed in range(200):
        wrong = corrupt_byte(Random(seed), LINE, binary=False)
        assert wrong[: len(LINE) // 2] == LINE[: len(LINE) // 2], seed
        assert wrong.endswith(b"\r\n"), seed
        assert not wrong.isascii(), seed


def test_single_byte_of_garbage_can_be_damaged() -> None:
    assert corrupt_byte(Random(1), b"a", binary=False) == b"\xe1"


@pytest.mark.parametrize("size", [2, 3, 4, 60])
def test_pieces_make_up_the_record(size: int) -> None:
    data = bytes(range(size))
    counts = set()
    for seed in range(100):
        pieces = cut(Random(seed), data)
        assert b"".join(pieces) == data, seed
        assert all(pieces), seed
        counts.add(len(pieces))
    assert counts == set(range(2, min(size, 4) + 1))
