"""What the doctor says, word by word where it matters."""

import pytest
from msgspec.structs import replace

from livetiming.ingest.clockkind import ClockKind, ClockState
from livetiming.ingest.diagnosis import Examination, Verdict, diagnose
from livetiming.ingest.health import Health
from livetiming.ingest.transponders import TransponderHealth
from livetiming.ingest.url import parse
from livetiming_decoders.events import AnyEvent, Malformed, Passing, Status, Version

HEALTHY: list[AnyEvent] = [
    Version(decoder=0x20F93, description="AMBrc", version="4.5"),
    Status(decoder=0x20F93, noise=30, input_voltage_dv=119),
    *[Passing(decoder=0x20F93, number=i, transponder=7, decoder_time_us=i) for i in range(200)],
]


def strong(transponder: int = 7) -> TransponderHealth:
    return TransponderHealth(
        transponder=transponder, passings=9, strength=110, strength_usual=110, hits=40, hits_usual=40
    )


def seen(events: list[AnyEvent], url: str = "tcp://loop", *, received: int = 1000) -> Examination:
    health = Health()
    health.connected()
    health.received(received)
    for event in events:
        health.heard(event)
    return Examination(
        address=parse(url),
        seconds=8.0,
        protocol="p3" if health.records else None,
        health=health,
        status_interval_us=5_000_000,
        clock=ClockState(ClockKind.RIGHT, 0),
        round_trip_us=2_000,
        transponders=(strong(),) if health.passings else (),
    )


def said(examination: Examination, verdict: Verdict) -> str:
    """Everything of that verdict, advice included."""
    return " ".join(
        f"{finding.text} {finding.advice or ''}"
        for finding in diagnose(examination)
        if finding.verdict is verdict
    )


def test_healthy_decoder_has_nothing_wrong() -> None:
    examination = seen(HEALTHY)
    assert said(examination, Verdict.WRONG) == ""
    fine = said(examination, Verdict.FINE)
    assert "It speaks AMB / MYLAPS P3, decoder 0x20f93 (AMBrc 4.5)." in fine
    assert "1 statuses and 200 passings of 1 transponders" in fine
    assert "Every record arrived whole." in fine
    assert "tells the time within 2 ms" in fine


@pytest.mark.parametrize(
    ("examination", "wrong", "advice"),
    [
        (seen([], received=0), "Nothing came in 8 s", "switched on"),
        (seen([], "serial:///dev/ttyUSB0", received=0), "Nothing came in 8 s", "cable is in its output"),
        (replace(seen([], received=0), closed="closed"), "closed at once, without a word", "four clients"),
        (
            seen([Malformed(reason="this is ImmersionRC LapRF, which cannot be read")]),
            "LapRF",
            "connect an AMB or MYLAPS decoder",
        ),
        (
            seen([Malformed(reason="looks like ambrc, but no record is intact")]),
            "looks like ambrc",
            "protocol=ambrc&crc=lenient",
        ),
        (
            replace(
                seen([Malformed(reason="no known decoder protocol")], "serial:///dev/ttyUSB0"),
                better_baudrate=38400,
            ),
            "no known decoder protocol",
            "write baudrate=38400",
        ),
        (
            seen([Malformed(reason="no known decoder protocol")], "serial:///dev/ttyUSB0"),
            "no record",
            "it is 9600 baud now",
        ),
        (
            seen([Malformed(reason="bytes outside any frame")], "tcp://loop?protocol=p3"),
            "no record",
            "Leave protocol=p3 out",
        ),
        (
            seen([*HEALTHY, *[Malformed(reason="CRC 1 in the header, 2 by computation")] * 20]),
            "20 of 222 records arrived damaged, 20 of them with a wrong checksum",
            "Telnet",
        ),
        (
            seen([*HEALTHY, *[Malformed(reason="x")] * 20], "serial:///dev/ttyUSB0"),
            "20 of 222",
            "screened cable",
        ),
        (seen([*HEALTHY, Status(noise=180)]), "noise is 105", "generators"),
        (seen([*HEALTHY, Status(noise=30, input_voltage_dv=98)]), "supply is 9.8 V", "battery"),
        (replace(seen(HEALTHY), closed="it is gone"), "ended: it is gone", "cable"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(examination: Examination, wrong: str, advice: str) -> None:
    text = said(examination, Verdict.WRONG)
    assert wrong in text
    assert advice in text


@pytest.mark.parametrize(
    ("examination", "note"),
    [
        (seen(HEALTHY[:2]), "Carry a transponder over the loop"),
        (seen(HEALTHY[2:]), "status=none"),
        (
            seen([*HEALTHY, Malformed(reason="bytes outside any frame")]),
            "the first after connecting",
        ),
        (replace(seen(HEALTHY), clock=ClockState(ClockKind.UNSET, 0)), "from when it was switched on"),
        (replace(seen(HEALTHY), clock=ClockState(ClockKind.LOCAL, 0)), "local time"),
        (replace(seen(HEALTHY), clock=ClockState(ClockKind.WRONG, -962_000_000)), "0:16:02 slow"),
        (
            replace(seen(HEALTHY), clock=ClockState(ClockKind.WRONG, 90_000_000_000)),
            "1:00:00 fast",
        ),
        (replace(seen(HEALTHY), transponders=(strong(), replace(strong(8), hits=3))), "Heard weakly: 8."),
    ],
)
def test_what_is_odd_but_works_is_only_noted(examination: Examination, note: str) -> None:
    assert said(examination, Verdict.WRONG) == ""
    assert note in said(examination, Verdict.NOTE)
