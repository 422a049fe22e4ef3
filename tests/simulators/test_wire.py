"""Records on the way to one client."""

from itertools import pairwise
from random import Random

from livetiming_simulators.faults import Faults
from livetiming_simulators.records import Delivery, Passed, Record
from livetiming_simulators.wire import LATE_US, MERGE_US, Chunk, LinkLost, Wire


def passing(index: int, at_us: int, *, resent: bool = False) -> Record:
    passed = Passed(
        index=index, number=index, transponder=7, decoder_time_us=at_us, at_us=at_us, strength=90, hits=30
    )
    return Record(at_us=at_us, data=f"<{index:03}>".encode(), passed=passed, resent=resent)


def status(at_us: int) -> Record:
    return Record(at_us=at_us, data=b"(ok)")


def run(wire: Wire, records: list[Record]) -> list[Chunk | LinkLost]:
    """Send each record at its instant and collect everything that comes out, instant by instant."""
    outputs: list[Chunk | LinkLost] = []
    for record in records:
        while (due_us := wire.next_at_us()) is not None and due_us < record.at_us:
            outputs += wire.take(due_us)
        wire.put(record)
    while (due_us := wire.next_at_us()) is not None:
        outputs += wire.take(due_us)
    return outputs


def send(
    faults: Faults, *, seed: int = 1, count: int = 200, gap_us: int = 1_000_000
) -> list[Chunk | LinkLost]:
    wire = Wire(1, Random(seed), faults, binary=True)
    return run(wire, [passing(index, index * gap_us) for index in range(1, count + 1)])


def text(outputs: list[Chunk | LinkLost]) -> bytes:
    return b"".join(output.data for output in outputs if isinstance(output, Chunk))


def deliveries(outputs: list[Chunk | LinkLost]) -> list[Delivery]:
    return [each for output in outputs if isinstance(output, Chunk) for each in output.deliveries]


def indexes(outputs: list[Chunk | LinkLost]) -> list[int]:
    return [delivery.index for delivery in deliveries(outputs)]


def test_good_wire_delivers_each_record_whole_at_its_instant() -> None:
    outputs = send(Faults(), count=3)
    assert [output.at_us for output in outputs] == [1_000_000, 2_000_000, 3_000_000]
    assert text(outputs) == b"<001><002><003>"
    assert [(each.index, each.at_us) for each in deliveries(outputs)] == [
        (1, 1_000_000), (2, 2_000_000), (3, 3_000_000),
    ]  # fmt: skip


def test_status_is_no_delivery() -> None:
    outputs = run(Wire(1, Random(1), Faults(), binary=True), [status(1), passing(1, 2)])
    assert text(outputs) == b"(ok)<001>"
    assert indexes(outputs) == [1]


def test_split_record_is_delivered_with_its_last_piece_and_bytes_keep_their_order() -> None:
    outputs = send(Faults(split=1.0), gap_us=50_000)
    assert text(outputs) == text(send(Faults()))
    assert indexes(outputs) == list(range(1, 201))
    assert len(outputs) > 400
    arrived = b""
    for output in outputs:
        assert isinstance(output, Chunk)
        arrived += output.data
        assert all(f"<{each.index:03}>".encode() in arrived for each in output.deliveries)


def test_merged_records_arrive_in_one_chunk() -> None:
    outputs = send(Faults(merged=0.5), gap_us=MERGE_US // 3)
    assert text(outputs) == text(send(Faults()))
    assert max(len(output.deliveries) for output in outputs if isinstance(output, Chunk)) > 1
    assert len(outputs) < 200


def test_corrupt_record_arrives_and_is_marked() -> None:
    outputs = send(Faults(corrupt=0.5))
    for output in outputs:
        assert isinstance(output, Chunk)
        (delivery,) = output.deliveries
        assert delivery.intact == (output.data == f"<{delivery.index:03}>".encode())
    assert 50 < sum(each.intact for each in deliveries(outputs)) < 150


def test_duplicated_passing_arrives_again_and_is_marked() -> None:
    got = deliveries(send(Faults(duplicated=0.5)))
    assert sorted(each.index for each in got if not each.repeated) == list(range(1, 201))
    assert 50 < sum(each.repeated for each in got) < 150
    first_us = {each.index: each.at_us for each in got if not each.repeated}
    assert all(0 <= each.at_us - first_us[each.index] <= LATE_US for each in got if each.repeated)


def test_delayed_passing_arrives_late_behind_others() -> None:
    got = deliveries(send(Faults(delayed=0.3)))
    assert sorted(each.index for each in got) == list(range(1, 201))
    assert [each.index for each in got] != list(range(1, 201))
    late = [each.at_us - each.decoder_time_us for each in got]
    assert 0 <= min(late) < max(late) <= LATE_US


def test_reordered_passing_arrives_right_behind_the_next_one() -> None:
    got = indexes(send(Faults(reordered=0.3)))
    assert sorted(got) == list(range(1, 201))
    assert sum(a > b for a, b in pairwise(got)) > 20
    moved = [place for place, index in enumerate(got, start=1) if index < place]
    assert all(place - got[place - 1] == 1 for place in moved)


def test_passing_that_nothing_overtakes_arrives_in_the_end() -> None:
    outputs = send(Faults(reordered=1.0), count=1)
    assert [output.at_us for output in outputs] == [1_000_000 + LATE_US]
    assert indexes(outputs) == [1]


def test_resent_passings_keep_their_pauses_and_their_mark() -> None:
    wire = Wire(1, Random(1), Faults(reordered=1.0, delayed=1.0, duplicated=1.0), binary=True)
    got = deliveries(run(wire, [passing(2, 30, resent=True), passing(1, 20, resent=True)]))
    assert [(each.index, each.at_us, each.resent) for each in got] == [(1, 20, True), (2, 30, True)]


def test_lost_link_ends_the_stream_perhaps_within_a_record() -> None:
    torn = 0
    for seed in range(100):
        outputs = send(Faults(link_lost=0.05), seed=seed)
        if not isinstance(outputs[-1], LinkLost):
            continue
        arrived = text(outputs)
        assert text(send(Faults())).startswith(arrived), seed
        assert indexes(outputs) == list(range(1, len(arrived) // 5 + 1)), seed
        assert sum(isinstance(output, LinkLost) for output in outputs) == 1
        torn += len(arrived) % 5 > 0
    assert torn > 40


def test_half_open_link_goes_silent_without_an_end() -> None:
    wire = Wire(1, Random(1), Faults(half_open=0.02), binary=True)
    outputs = run(wire, [passing(index, index * 1_000) for index in range(1, 501)])
    assert 0 < len(outputs) < 500
    assert wire.half_open_us == outputs[-1].at_us + 1_000
    assert all(isinstance(output, Chunk) for output in outputs)


def test_same_seed_does_the_same_to_the_same_records() -> None:
    rough = Faults.parse("rough,half_open=0,link_lost=0,split=0.5")
    assert send(rough, seed=4) == send(rough, seed=4)
    assert send(rough, seed=4) != send(rough, seed=5)
