"""How much memory a flood takes: rubbish without an end, in large reads, to each protocol's reader."""

import tracemalloc
from random import Random

import pytest

from livetiming_decoders.protocols import PROTOCOLS

FLOOD_BYTES = 4_000_000
READ_BYTES = 64 * 1024


@pytest.mark.parametrize("name", sorted(PROTOCOLS))
def test_bench_memory_of_a_flood(name: str) -> None:
    """The peak while the events are taken after every read, against the size of one read."""
    random = Random(1)
    reads = [random.randbytes(READ_BYTES) for _ in range(8)]
    reader = PROTOCOLS[name].reader()
    tracemalloc.start()
    taken = 0
    for number in range(FLOOD_BYTES // READ_BYTES):
        reader.receive_data(reads[number % len(reads)])
        taken += len(reader.events())
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(
        f"\n{name}: peak {peak_bytes / 1e6:.2f} MB in a flood of {FLOOD_BYTES / 1e6:.0f} MB, "
        f"{peak_bytes / READ_BYTES:.0f} x one read; {taken} events"
    )
    assert taken
    assert peak_bytes < FLOOD_BYTES, "a reader must not keep what floods it"
