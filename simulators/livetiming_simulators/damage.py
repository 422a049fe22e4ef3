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

    In text the byte gets its high bit set, and neither the first byte nor the line end is hit:
    protocols without a checksum could not tell any other damage from data.
    """
    if binary:
        place = random.randrange(len(data))
        wrong = data[place] ^ random.randint(1, 255)
    else:
        place = random.randrange(1, max(len(data) - 2, 2))
        wrong = data[place] | 0x80
    return data[:place] + bytes([wrong]) + data[place + 1 :]


def cut(random: Random, data: bytes) -> list[bytes]:
    """Two to four pieces, as far as there are bytes; none is empty."""
    places = sorted(random.sample(range(1, len(data)), min(len(data) - 1, random.randint(1, 3))))
    return [data[begin:end] for begin, end in zip([0, *places], [*places, len(data)], strict=True)]
