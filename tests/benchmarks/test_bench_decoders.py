"""Decoder bytes to checked, typed records: records a second, against plain loops in the same run."""

import time
from collections.abc import Callable
from random import Random

import msgspec

from benchmarks.plain_decoders import PublicStyleP3, bare_ambrc, bare_ilap, bare_p3, bare_tranx2
from livetiming_decoders.events import AnyEvent, Malformed, Passing, Status
from livetiming_decoders.protocol import WireProtocol
from livetiming_decoders.protocols import PROTOCOLS

RECORDS = 10_000
STATUS_SHARE = 0.78
"""As in an hour of a real decoder: 288 of 371 records."""
BLOCK_BYTES = 65_536
ROUNDS = 5


class Row(msgspec.Struct, frozen=True):
    """One figure, its baseline in the same run, and how many times the baseline it is."""

    name: str
    value: float
    baseline: float

    def __str__(self) -> str:
        return f"{self.name}, {self.value:,.0f}, {self.baseline:,.0f}, {self.value / self.baseline:.2f}"


def report(rows: list[Row]) -> None:
    print("\nname, value, baseline, ratio")
    for row in rows:
        print(row)


def blocks_of(protocol: WireProtocol, *, status_share: float) -> list[bytes]:
    """An invented afternoon of one decoder, in blocks as a socket gives them."""
    random = Random(1)
    time_us = 1_551_542_808_933_000 if protocol.name == "p3" else 600_000_000
    stream = bytearray()
    for number in range(RECORDS):
        time_us += random.randrange(1_000_000) // 1000 * 1000
        event: AnyEvent = Passing(
            decoder=20,
            number=157_777 + number,
            transponder=random.randrange(1_000_000, 9_999_999),
            decoder_time_us=time_us,
            strength=random.randrange(49, 183),
            hits=random.randrange(2, 200),
            flags=0,
        )
        if random.random() < status_share:
            event = Status(
                decoder=20,
                number=157_777 + number if protocol.name != "p3" else None,
                noise=random.randrange(33, 58),
                temperature_c=22,
                input_voltage_dv=118,
                gps=0,
            )
        stream += protocol.write(event)
    return [bytes(stream[at : at + BLOCK_BYTES]) for at in range(0, len(stream), BLOCK_BYTES)]


def intact(protocol: WireProtocol, blocks: list[bytes]) -> int:
    reader = protocol.reader()
    count = 0
    for block in blocks:
        reader.receive_data(block)
        count += sum(not isinstance(event, Malformed) for event in reader.events())
    return count


def rates(*works: Callable[[], int]) -> list[float]:
    """Records in a second of processor time of each, the best of some rounds in which they take turns."""
    best = [float("inf")] * len(works)
    for _ in range(ROUNDS):
        for place, work in enumerate(works):
            begun = time.process_time()
            count = work()
            best[place] = min(best[place], time.process_time() - begun)
            assert count == RECORDS
    return [RECORDS / duration for duration in best]


def test_bench_p3_against_a_bare_loop() -> None:
    rows = []
    for name, share in (("as recorded", STATUS_SHARE), ("passings alone", 0.0)):
        blocks = blocks_of(PROTOCOLS["p3"], status_share=share)
        ours, bare = rates(lambda: intact(PROTOCOLS["p3"], blocks), lambda: bare_p3(blocks))  # noqa: B023
        rows.append(Row(f"p3 {name}: records/s, against splitting and CRC alone", ours, bare))
    report(rows)


def test_bench_p3_against_public_parsers() -> None:
    blocks = blocks_of(PROTOCOLS["p3"], status_share=STATUS_SHARE)
    ours, public = rates(lambda: intact(PROTOCOLS["p3"], blocks), lambda: len(PublicStyleP3().read(blocks)))
    report([Row("p3: records/s, against a parser in the style of the public ones", ours, public)])


def test_bench_p3_read_by_read() -> None:
    """Live, each frame comes in a read of its own."""
    stream = b"".join(blocks_of(PROTOCOLS["p3"], status_share=STATUS_SHARE))
    reads = [frame + b"\x8f" for frame in stream.split(b"\x8f")[:-1]]
    ours, bare = rates(lambda: intact(PROTOCOLS["p3"], reads), lambda: bare_p3(reads))
    report([Row("p3 one frame a read: records/s, against splitting and CRC alone", ours, bare)])


def test_bench_text_protocols_against_bare_loops() -> None:
    rows = []
    for name, share, bare_loop in (
        ("ambrc", STATUS_SHARE, bare_ambrc),
        ("ilap", 0.0, bare_ilap),
        ("tranx2", STATUS_SHARE, bare_tranx2),
    ):
        protocol = PROTOCOLS[name]
        blocks = blocks_of(protocol, status_share=share)
        ours, bare = rates(lambda: intact(protocol, blocks), lambda: bare_loop(blocks))  # noqa: B023
        rows.append(Row(f"{name}: records/s, against splitting and checking alone", ours, bare))
    report(rows)
