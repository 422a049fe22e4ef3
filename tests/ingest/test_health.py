import pytest

from livetiming.ingest.health import Health, Trend
from livetiming_decoders.events import Malformed, Passing, Status, Version


def with_noise(*levels: int) -> Health:
    health = Health()
    for level in levels:
        health.heard(Status(noise=level))
    return health


def test_records_passings_and_damage_are_counted() -> None:
    health = Health()
    health.connected()
    health.received(500)
    health.heard(Passing(decoder=7, transponder=1, decoder_time_us=1))
    health.heard(Malformed(reason="CRC 14BF in the header, 155B by computation"))
    health.heard(Malformed(reason="bytes outside any frame"))
    assert (health.records, health.passings, health.damaged, health.crc_errors) == (1, 1, 2, 1)
    assert (health.decoder, health.connections, health.bytes_received) == (7, 1, 500)
    assert health.last_damage == "bytes outside any frame"


def test_bytes_count_as_unread_until_the_next_record() -> None:
    health = Health()
    health.received(40)
    health.heard(Malformed(reason="bytes outside any frame"))
    assert health.bytes_unread == 40
    health.heard(Status())
    assert health.bytes_unread == 0


def test_last_status_tells_temperature_and_supply() -> None:
    health = Health()
    health.heard(Status(temperature_c=22, input_voltage_dv=121))
    health.heard(Status(temperature_c=27))
    health.heard(Version(description="AMBrc"))
    assert (health.temperature_c, health.input_voltage_dv, health.statuses) == (27, 121, 2)
    assert health.version is not None


@pytest.mark.parametrize(
    ("levels", "trend"),
    [
        ([30] * 3, Trend.STEADY),
        ([28, 31, 33, 29] * 10, Trend.STEADY),
        ([30] * 20 + [200], Trend.STEADY),
        ([30] * 20 + [80] * 6, Trend.RISING),
        ([90] * 20 + [30] * 6, Trend.FALLING),
        ([6] * 20 + [12] * 6, Trend.STEADY),
    ],
)
def test_noise_has_a_trend_when_it_lasts(levels: list[int], trend: Trend) -> None:
    assert with_noise(*levels).noise_trend is trend


def test_noise_now_and_before() -> None:
    health = with_noise(*[30] * 20, *[80] * 6)
    assert (health.noise, health.noise_usual) == (80, 30)
    assert with_noise().noise is None
