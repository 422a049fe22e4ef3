"""Recordings, played again."""

from pathlib import Path

import pytest

from livetiming_decoders.events import AnyEvent, Passing, Status
from livetiming_decoders.protocols import PROTOCOLS
from livetiming_simulators.dialects import DIALECTS
from livetiming_simulators.replay import (
    LOOP_PAUSE_US,
    STATUS_INTERVAL_US,
    NothingToReplay,
    RecordedDecoder,
    send_instants_us,
)
from livetiming_simulators.station import Station
from livetiming_simulators.virtual import VirtualTime

SECOND_US = 1_000_000


def recording(*times_s: float | None, protocol: str = "p3") -> bytes:
    """A passing for each decoder time, a status for each ``None``."""
    records: list[AnyEvent] = [
        Status(decoder=9, number=place, noise=40)
        if time_s is None
        else Passing(
            decoder=9,
            number=place,
            transponder=3_000_000 + place,
            decoder_time_us=round(time_s * SECOND_US),
            hits=20,
            strength=90,
            flags=2,
        )
        for place, time_s in enumerate(times_s)
    ]
    return b"".join(PROTOCOLS[protocol].write(record) for record in records)


def play(decoder: RecordedDecoder, until_us: int) -> list[tuple[int, bytes]]:
    time = VirtualTime(Station(decoder))
    assert time.connect() is not None
    return [(arrival.at_us, arrival.data) for arrival in time.run(until_us)]


@pytest.mark.parametrize("protocol", ["p3", "ambrc", "tranx2"])
def test_same_bytes_come_at_the_decoder_s_own_pace(protocol: str) -> None:
    data = recording(100, None, None, 103, 103.5, 110, protocol=protocol)
    decoder = RecordedDecoder(data)
    played = play(decoder, 60 * SECOND_US)
    assert (decoder.protocol_name, decoder.passing_count) == (protocol, 4)
    assert b"".join(piece for _, piece in played) == data
    assert [at_us / SECOND_US for at_us, _ in played] == [0, 1, 2, 3, 3.5, 10]
    assert decoder.duration_us == 10 * SECOND_US


def test_recording_in_hexadecimal_lines_is_served_as_bytes() -> None:
    data = recording(1, 2, 3)
    lines = "\n".join(f"{frame.hex()}8f" for frame in data.split(b"\x8f")[:-1])
    assert b"".join(piece for _, piece in play(RecordedDecoder(lines.encode()), 10 * SECOND_US)) == data


def test_damaged_bytes_are_served_as_they_were() -> None:
    first, second, third = (recording(time_s) for time_s in (1, 2, 3))
    data = b"garbage" + first + second[:20] + third + third[:9]
    assert b"".join(piece for _, piece in play(RecordedDecoder(data), 60 * SECOND_US)) == data


def test_deliveries_are_in_the_books() -> None:
    station = Station(RecordedDecoder(recording(1, None, 2)))
    time = VirtualTime(station)
    time.connect()
    list(time.run(10 * SECOND_US))
    assert [(each.index, each.number, each.decoder_time_us) for each in station.deliveries] == [
        (0, 0, SECOND_US), (1, 2, 2 * SECOND_US),
    ]  # fmt: skip


def test_looped_recording_begins_again_after_a_pause() -> None:
    played = play(RecordedDecoder(recording(1, 3), loop=True), 20 * SECOND_US)
    round_us = 2 * SECOND_US + LOOP_PAUSE_US
    assert [at_us for at_us, _ in played] == [
        0, 2 * SECOND_US, round_us, round_us + 2 * SECOND_US, 2 * round_us, 2 * round_us + 2 * SECOND_US,
    ]  # fmt: skip


def test_recording_that_is_over_says_nothing_more() -> None:
    decoder = RecordedDecoder(recording(1))
    assert len(decoder.advance()) == 1
    assert decoder.next_at_us() is None
    assert decoder.advance() == []


@pytest.mark.parametrize("data", [b"", b"hello\n", bytes(1000)])
def test_file_without_records_is_refused(data: bytes) -> None:
    with pytest.raises(NothingToReplay):
        RecordedDecoder(data)


def test_pauses_are_kept_unless_shortened_and_steps_back_skipped() -> None:
    hour_us, minute_us = 3_600_000_000, 60_000_000
    times_us: list[int | None] = [0, hour_us, hour_us - 5, hour_us + 5]
    assert send_instants_us(times_us) == [0, hour_us, hour_us, hour_us + 10]
    assert send_instants_us(times_us, minute_us) == [0, minute_us, minute_us, minute_us + 10]


def test_clock_that_was_set_makes_no_pause() -> None:
    decoder = RecordedDecoder(recording(2842.824, None, 1_437_769_372, 1_437_769_380))
    assert [part.at_us / SECOND_US for part in decoder.parts] == [0, 0, 0, 8]


def test_last_sign_of_life_is_repeated_through_a_pause() -> None:
    decoder = RecordedDecoder(recording(0, None, 2, 33))
    status = recording(0, None)[len(recording(0)) :]
    assert [part.at_us / SECOND_US for part in decoder.parts] == [0, 1, 2, 7, 12, 17, 22, 27, 33]
    assert [part.data == status for part in decoder.parts] == [False, True, False, *[True] * 5, False]
    assert (decoder.record_count, decoder.passing_count) == (4, 3)


def test_pause_before_any_sign_of_life_stays_silent() -> None:
    assert len(RecordedDecoder(recording(0, 33, None)).parts) == 3


def test_what_no_passing_times_comes_at_the_interval_of_statuses() -> None:
    assert send_instants_us([None, None, 500, None, 700, None]) == [
        0,
        STATUS_INTERVAL_US,
        2 * STATUS_INTERVAL_US,
        2 * STATUS_INTERVAL_US + 100,
        2 * STATUS_INTERVAL_US + 200,
        3 * STATUS_INTERVAL_US + 200,
    ]
    assert send_instants_us([None, None]) == [0, STATUS_INTERVAL_US]
    assert send_instants_us([]) == []


def test_requests_are_not_answered() -> None:
    time = VirtualTime(Station(RecordedDecoder(recording(1))))
    link = time.connect()
    assert link is not None
    list(time.run(0))
    link.send(b"\x8e\x02")
    assert list(time.run(60 * SECOND_US)) == []


def test_captures_of_real_decoders_can_be_played(shared_dir: Path) -> None:
    played = set()
    for name in ("p3_amb-rc_2019_short.hex", "ambrc_lines.txt", "tranx2_lines.txt", "p3_emulated.bin"):
        decoder = RecordedDecoder((shared_dir / "captures" / name).read_bytes())
        assert decoder.passing_count > 0, name
        reader = PROTOCOLS[decoder.protocol_name].reader()
        for _, data in play(decoder, decoder.duration_us):
            reader.receive_data(data)
        passings = [event for event in reader.events() if isinstance(event, Passing)]
        assert len(passings) == decoder.passing_count, name
        played.add(decoder.protocol_name)
    assert played <= set(DIALECTS)
    assert len(played) == 3
