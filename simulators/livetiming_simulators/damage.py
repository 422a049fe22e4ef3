"""What a bad line does to the bytes of one record."""

from random import Random

from livetiming_simulators.faults import Faults


def damage(random: Random, data: bytes, faults: Faults, *, binary: bool) -> bytes:
    """The record as it arrives: with NULs lost after carriage returns, or a byte wrong, or intact."""
    if binary and faults.lost_nul:
        data = lose_nuls(random, data, faults.lost_nul)
    if random.random() < faults.corrupt:
        data = corrupt_byte(random, data, binary=binary)
    return data


def lose_nuls(random: Random, data: bytes, chance: float) -> bytes:
    """Drop NULs that follow a carriage return, as Telnet lines do, each with this chance."""
    first, *rest = data.split(b"\r\0")
    return first + b"".join((b"\r" if random.random() < chance else b"\r\0") + piece for piece in rest)


def corrupt_byte(random: Random, data: bytes, *, binary: bool) -> bytes:
    """Change one byte.

    In text it is one in the second half, and it gets its high bit set: protocols without a checksum
    could not tell other damage from data, and would read past it in the head of a line.
    """
    if binary:
        place = random.randrange(len(data))
        wrong = data[place] ^ random.randint(1, 255)
    else:
        middle = len(data) // 2
        place = random.randrange(middle, max(len(data) - 2, middle + 1))
        wrong = data[place] | 0x80
    return data[:place] + bytes([wrong]) + data[place + 1 :]


def cut(random: Random, data: bytes) -> list[bytes]:
    """Two to four pieces, as far as there are bytes; none is empty."""
    places = sorted(random.sample(range(1, len(data)), min(len(data) - 1, random.randint(1, 3))))
    return [data[begin:end] for begin, end in zip([0, *places], [*places, len(data)], strict=True)]
