"""Whatever bytes arrive, split anywhere: nothing is raised, a bounded number of bytes is held back, every
byte is in the `raw` of exactly one event, and every intact frame between the rubbish is found in order."""

from collections.abc import Iterator
from random import Random

import msgspec
import pytest

from decoders.cases import AMBRC, ILAP, P3_CAPTURED, P3_MADE, TRANX2, Case
from decoders.streams import bare
from livetiming_decoders import textline, tranx2
from livetiming_decoders.detect import UNDECIDED_BYTES_MAX, DetectingReader
from livetiming_decoders.events import AnyEvent, Malformed, Request, Unknown
from livetiming_decoders.framing import Framing
from livetiming_decoders.p3 import framing as p3_framing


class Target(msgspec.Struct, frozen=True):
    """A protocol under fire: its frames, its framing, and the bytes that hurt it most."""

    cases: list[Case]
    framing: Framing
    sharp: bytes


TARGETS = {
    "p3": Target([*P3_CAPTURED, *P3_MADE], p3_framing.FRAMING, b"\x8d\x8e\x8f\xad\xae\xaf\x00\x01\x02\x0d"),
    "ambrc": Target(AMBRC, textline.FRAMING, b"\x01\t\r\nx@#$0123456789ABCDEF."),
    "ilap": Target(ILAP, textline.FRAMING, b"\x01\t\r\n%@0123456789."),
    "tranx2": Target(TRANX2, tranx2.FRAMING, b"$#\r\n0123456789abcdefABCDEF"),
}

PIECE_BYTES_MAX = 3000
"""Reads up to some multiples of the longest frame of any protocol."""


@pytest.fixture
def fuzz_bytes(request: pytest.FixtureRequest) -> int:
    count: int = request.config.getoption("--fuzz-bytes")
    return count


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    number: int = request.config.getoption("--fuzz-seed")
    return number


def rubbish(target: Target, random: Random) -> bytes:
    """One of the ways in which a line goes bad. It never contains an intact frame but by accident."""
    size = random.choice((1, 2, 7, 20, 60, 300, target.framing.frame_bytes_max * 3))
    wire = random.choice(target.cases).wire
    match random.randrange(6):
        case 0:
            return random.randbytes(size)
        case 1:
            return bytes(random.choices(target.sharp, k=size))
        case 2:
            return wire[: random.randrange(len(wire))]
        case 3:
            return wire[random.randrange(1, len(wire)) :]
        case 4:
            at = random.randrange(len(wire))
            return wire[:at] + bytes((wire[at] ^ random.randrange(1, 256),)) + wire[at + 1 :]
        case _:
            return random.choice(target.sharp).to_bytes(1, "big") * size


def stream_of(target: Target, random: Random, size: int) -> Iterator[tuple[bytes, Case | None]]:
    """Rubbish and frames by turns, the frames with what they mean."""
    made = 0
    while made < size:
        yield (part := rubbish(target, random)), None
        case = random.choice(target.cases)
        yield case.wire, case
        made += len(part)


def reads_of(parts: list[tuple[bytes, Case | None]], random: Random) -> Iterator[bytes]:
    """The stream in reads that have nothing to do with its frames."""
    stream = b"".join(part for part, _ in parts)
    at = 0
    while at < len(stream):
        size = random.randint(1, random.choice((1, 30, PIECE_BYTES_MAX)))
        yield stream[at : at + size]
        at += size


def missing(expected: list[AnyEvent], found: list[AnyEvent]) -> AnyEvent | None:
    """The first expected event that is not found after those before it."""
    rest = iter(found)
    return next((event for event in expected if not any(event == other for other in rest)), None)


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", TARGETS)
def test_any_bytes(name: str, fuzz_bytes: int, seed: int) -> None:
    target, random = TARGETS[name], Random(seed)
    reader = target.cases[0].protocol.reader()
    held_max = 2 * target.framing.frame_bytes_max
    fed = reported = 0
    unaccounted = b""
    for _ in range(0, fuzz_bytes, 50_000):
        parts = list(stream_of(target, random, 50_000))
        found: list[AnyEvent] = []
        for data in reads_of(parts, random):
            reader.receive_data(data)
            unaccounted += data
            fed += len(data)
            for event in reader.events():
                assert unaccounted.startswith(event.raw), f"{name}, seed {seed}: {event} is not in the stream"
                unaccounted = unaccounted[len(event.raw) :]
                reported += len(event.raw)
                found.append(event)
            assert fed - reported <= held_max, f"{name}, seed {seed}: {fed - reported} bytes held back"
        expected = [case.event for _, case in parts if case is not None]
        lost = missing(expected, [bare(event) for event in found])
        assert lost is None, f"{name}, seed {seed}: {lost} was lost"
        assert all(len(event.raw) <= target.framing.frame_bytes_max for event in found)
    reader.receive_eof()
    assert b"".join(event.raw for event in reader.events()) == unaccounted, f"{name}, seed {seed}"


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", TARGETS)
def test_any_bytes_before_the_protocol_is_known(name: str, fuzz_bytes: int, seed: int) -> None:
    """A detecting reader raises nothing, holds little back, and knows the protocol at the first record."""
    target, random = TARGETS[name], Random(seed)
    telling = [case for case in target.cases if not isinstance(case.event, Unknown | Request)]
    fed = 0
    while fed < fuzz_bytes:
        reader = DetectingReader()
        held = 0
        noise, case = random.randbytes(random.choice((0, 1, 50, 20_000))), random.choice(telling)
        found: list[AnyEvent] = []
        for data in reads_of([(noise, None), (case.wire, case)], random):
            reader.receive_data(data)
            found += (events := reader.events())
            held += len(data) - sum(len(event.raw) for event in events)
            assert held <= UNDECIDED_BYTES_MAX, f"{name}, seed {seed}, after {fed}: {held} bytes held back"
        assert reader.protocol == name, f"{name}, seed {seed}, after {fed}: taken for {reader.protocol}"
        assert bare(found[-1]) == case.event, f"{name}, seed {seed}, after {fed}"
        fed += len(noise) + len(case.wire)


@pytest.mark.parametrize("name", TARGETS)
def test_how_the_stream_is_split_makes_no_difference(name: str, seed: int) -> None:
    target, random = TARGETS[name], Random(seed)
    parts = list(stream_of(target, random, 30_000))
    whole = target.cases[0].protocol.reader()
    whole.receive_data(b"".join(part for part, _ in parts))
    expected = whole.events()
    assert any(isinstance(event, Malformed) for event in expected)
    for _ in range(3):
        reader = target.cases[0].protocol.reader()
        found: list[AnyEvent] = []
        for data in reads_of(parts, random):
            reader.receive_data(data)
            found += reader.events()
        assert found == expected, f"{name}, seed {seed}"
