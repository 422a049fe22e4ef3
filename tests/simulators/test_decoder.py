"""Four makes of decoder hearing the same race."""

from collections.abc import Iterable
from itertools import groupby

import msgspec
import pytest

from livetiming_decoders.events import AnyEvent, Passing, Status
from livetiming_decoders.protocols import PROTOCOLS
from livetiming_simulators.clock import RACE_DAY_US
from livetiming_simulators.decoder import (
    BURST_NOISE,
    BURST_STATUSES,
    USUAL_NOISE,
    DecoderOptions,
    SimulatedDecoder,
)
from livetiming_simulators.dialects import DIALECTS, SINCE_POWER_ON_US
from livetiming_simulators.faults import Faults
from livetiming_simulators.loop import Heard
from livetiming_simulators.records import IncidentKind, Record

SECOND_US = 1_000_000
HEARD = [
    Heard(transponder=3_000_000 + index, at_us=index * SECOND_US + 123_456, strength=99, hits=300, kart=None)
    for index in range(1, 61)
]


def records(decoder: SimulatedDecoder, until_us: int = 61 * SECOND_US) -> list[Record]:
    said: list[Record] = []
    while (at_us := decoder.next_at_us()) is not None and at_us <= until_us:
        said += decoder.advance()
    return said


def events(said: Iterable[Record], protocol: str) -> list[AnyEvent]:
    reader = PROTOCOLS[protocol].reader()
    reader.receive_data(b"".join(record.data for record in said))
    reader.receive_eof()
    return reader.events()


def passings(said: Iterable[Record], protocol: str = "p3") -> list[Passing]:
    return [event for event in events(said, protocol) if isinstance(event, Passing)]


@pytest.mark.parametrize("protocol", list(DIALECTS))
def test_every_make_says_every_passing_in_its_protocol(protocol: str) -> None:
    decoder = SimulatedDecoder(HEARD, DecoderOptions(protocol=protocol))
    got = passings(records(decoder), protocol)
    start_us = RACE_DAY_US if protocol == "p3" else SINCE_POWER_ON_US
    assert [event.transponder for event in got] == [heard.transponder for heard in HEARD]
    assert [event.decoder_time_us - start_us for event in got] == [
        heard.at_us // 1000 * 1000 for heard in HEARD
    ]
    assert {event.decoder for event in got} == {decoder.decoder_id}


def test_passing_carries_strength_and_hits_as_far_as_the_protocol_goes() -> None:
    seen = {
        protocol: passings(records(SimulatedDecoder(HEARD, DecoderOptions(protocol=protocol))), protocol)[0]
        for protocol in DIALECTS
    }
    assert [(seen[name].strength, seen[name].hits) for name in ("p3", "ambrc", "tranx2", "ilap")] == [
        (99, 300), (99, 300), (99, 255), (None, None),
    ]  # fmt: skip


def test_p3_counter_goes_on_from_where_it_stood() -> None:
    decoder = SimulatedDecoder(HEARD, DecoderOptions(first_number=711_875))
    assert [event.number for event in passings(records(decoder))] == list(range(711_875, 711_935))


def test_ambrc_counts_passings_and_statuses_together() -> None:
    said = records(SimulatedDecoder(HEARD, DecoderOptions(protocol="ambrc")))
    numbers = [event.number for event in events(said, "ambrc") if isinstance(event, Passing | Status)]
    assert numbers == list(range(1, 73))


@pytest.mark.parametrize(("protocol", "count"), [("p3", 12), ("ambrc", 12), ("tranx2", 12), ("ilap", 0)])
def test_status_comes_about_every_five_seconds_where_there_is_one(protocol: str, count: int) -> None:
    said = records(SimulatedDecoder(HEARD, DecoderOptions(protocol=protocol)))
    statuses = [event for event in events(said, protocol) if isinstance(event, Status)]
    assert len(statuses) == count
    assert all(USUAL_NOISE[0] <= (status.noise or 0) <= USUAL_NOISE[1] for status in statuses)


def test_status_goes_on_when_nothing_is_heard_any_more() -> None:
    decoder = SimulatedDecoder([], DecoderOptions(status_interval_us=10 * SECOND_US))
    assert len(records(decoder, 600 * SECOND_US)) == 60


def test_ilap_says_nothing_when_nothing_is_heard() -> None:
    decoder = SimulatedDecoder([], DecoderOptions(protocol="ilap"))
    assert decoder.next_at_us() is None
    assert decoder.advance() == []


@pytest.mark.parametrize(("protocol", "resolution_us"), [("p3", 1), ("ambrc", 1000), ("tranx2", 1000)])
def test_finest_time_is_the_protocol_s(protocol: str, resolution_us: int) -> None:
    options = DecoderOptions(protocol=protocol, resolution_us=1, clock_start_us=0)
    first = passings(records(SimulatedDecoder(HEARD, options)), protocol)[0]
    assert first.decoder_time_us == 1_123_456 // resolution_us * resolution_us


def test_set_clock_changes_the_passings_after_it_alone() -> None:
    decoder = SimulatedDecoder(HEARD, faults=Faults(clock_step=0.05), seed=1)
    got = passings(records(decoder))
    steps = [incident for incident in decoder.incidents if incident.kind is IncidentKind.CLOCK_STEPPED]
    assert steps
    for event, heard in zip(got, HEARD, strict=True):
        moved_us = sum(step.by_us or 0 for step in steps if step.at_us <= heard.at_us)
        assert abs(event.decoder_time_us - RACE_DAY_US - heard.at_us - moved_us) <= 1000 * (len(steps) + 1)


def test_reset_clock_starts_from_zero() -> None:
    decoder = SimulatedDecoder(HEARD, faults=Faults(clock_reset=1.0))
    assert all(event.decoder_time_us < SECOND_US for event in passings(records(decoder)))
    assert {incident.kind for incident in decoder.incidents} == {IncidentKind.CLOCK_RESET}


def test_drift_shows_in_the_passings() -> None:
    decoder = SimulatedDecoder(
        HEARD, DecoderOptions(clock_start_us=0, resolution_us=1), faults=Faults(clock_drift_ppm=100)
    )
    last = passings(records(decoder))[-1]
    assert last.decoder_time_us - HEARD[-1].at_us == HEARD[-1].at_us * 100 // 1_000_000


def test_reset_counter_starts_from_one_and_forgets() -> None:
    decoder = SimulatedDecoder(
        HEARD, DecoderOptions(first_number=5000), faults=Faults(counter_reset=0.1), seed=2
    )
    numbers = [event.number for event in passings(records(decoder))]
    resets = [incident for incident in decoder.incidents if incident.kind is IncidentKind.COUNTER_RESET]
    assert resets
    assert numbers.count(1) == len(resets)
    assert [passed.number for passed in decoder.history] == list(range(1, (numbers[-1] or 0) + 1))


def test_noise_burst_shows_in_statuses_and_as_garbage_that_spoils_nothing() -> None:
    decoder = SimulatedDecoder(HEARD, faults=Faults(noise_burst=0.3), seed=3)
    said = records(decoder)
    noises = [event.noise or 0 for event in events(said, "p3") if isinstance(event, Status)]
    assert BURST_NOISE[0] <= max(noises)
    assert min(noises) <= USUAL_NOISE[1]
    assert len(passings(said)) == 60
    assert any(event.__struct_config__.tag == "malformed" for event in events(said, "p3"))


def test_noise_burst_passes() -> None:
    said = records(SimulatedDecoder([], faults=Faults(noise_burst=0.02), seed=1), 3600 * SECOND_US)
    noisy = [
        (event.noise or 0) >= BURST_NOISE[0] for event in events(said, "p3") if isinstance(event, Status)
    ]
    lengths = [sum(1 for _ in group) for is_noisy, group in groupby(noisy) if is_noisy]
    assert len(lengths) > 5
    assert max(lengths) <= 2 * BURST_STATUSES[1]


def test_history_keeps_as_many_as_asked_for() -> None:
    decoder = SimulatedDecoder(HEARD, DecoderOptions(history=10))
    records(decoder)
    assert [passed.number for passed in decoder.history] == list(range(51, 61))


@pytest.mark.parametrize("protocol", list(DIALECTS))
def test_same_seed_says_the_same_bytes(protocol: str) -> None:
    def said(seed: int) -> bytes:
        faults = Faults(noise_burst=0.2, clock_step=0.1, counter_reset=0.05)
        decoder = SimulatedDecoder(HEARD, DecoderOptions(protocol=protocol), faults=faults, seed=seed)
        return b"".join(record.data for record in records(decoder))

    assert said(1) == said(1)
    assert said(1) != said(2)


def test_unknown_protocol_is_refused() -> None:
    with pytest.raises(KeyError, match="morse"):
        SimulatedDecoder(HEARD, DecoderOptions(protocol="morse"))


def test_dialects_name_protocols_that_exist() -> None:
    assert {name: dialect.protocol.name for name, dialect in DIALECTS.items()} == {
        name: name for name in PROTOCOLS
    }
    assert all(msgspec.structs.asdict(dialect) for dialect in DIALECTS.values())
