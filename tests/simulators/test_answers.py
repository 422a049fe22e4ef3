"""What a decoder answers to its clients' requests."""

from livetiming_decoders.events import (
    AnyEvent,
    ClockReport,
    Passing,
    Request,
    Resend,
    SessionReport,
    Unknown,
    Version,
)
from livetiming_decoders.protocols import PROTOCOLS
from livetiming_simulators.answers import GREETING_RECORD
from livetiming_simulators.clock import RACE_DAY_US
from livetiming_simulators.decoder import DecoderOptions, SimulatedDecoder
from livetiming_simulators.faults import Faults
from livetiming_simulators.loop import Heard
from livetiming_simulators.records import IncidentKind, Record

SECOND_US = 1_000_000
NOW_US = 60 * SECOND_US


def decoder_after_a_race(
    options: DecoderOptions | None = None, faults: Faults | None = None
) -> SimulatedDecoder:
    """It has heard twenty passings, at 1 s, 2 s, ..., and has 15 of them in its history."""
    options = options or DecoderOptions(first_number=101, history=15)
    heard = [
        Heard(transponder=5_000_000 + index, at_us=index * SECOND_US, strength=90, hits=30, kart=None)
        for index in range(1, 21)
    ]
    decoder = SimulatedDecoder(heard, options, faults=faults)
    while (at_us := decoder.next_at_us()) is not None and at_us <= NOW_US:
        decoder.advance()
    return decoder


def ask(decoder: SimulatedDecoder, request: AnyEvent, *, byte_by_byte: bool = False) -> list[Record]:
    data = decoder.dialect.protocol.write(request)
    conversation = decoder.converse()
    pieces = [bytes([byte]) for byte in data] if byte_by_byte else [data]
    return [record for piece in pieces for record in conversation.received(piece, NOW_US)]


def events(records: list[Record], protocol: str = "p3") -> list[AnyEvent]:
    reader = PROTOCOLS[protocol].reader()
    for record in records:
        reader.receive_data(record.data)
    return reader.events()


def test_resend_gives_the_passings_asked_for_in_order_with_their_first_times() -> None:
    decoder = decoder_after_a_race()
    records = ask(decoder, Resend(from_number=110, until_number=112))
    got = [event for event in events(records) if isinstance(event, Passing)]
    assert [(event.number, event.decoder_time_us - RACE_DAY_US) for event in got] == [
        (110, 10 * SECOND_US), (111, 11 * SECOND_US), (112, 12 * SECOND_US),
    ]  # fmt: skip
    assert all(record.resent and record.at_us == NOW_US for record in records)


def test_resend_skips_what_it_no_longer_or_never_had() -> None:
    decoder = decoder_after_a_race()
    records = ask(decoder, Resend(from_number=0, until_number=0xFFFFFFFF))
    assert [record.passed and record.passed.number for record in records] == list(range(106, 121))
    assert ask(decoder, Resend(from_number=1, until_number=105)) == []
    assert ask(decoder, Resend(from_number=112, until_number=110)) == []


def test_slow_resend_pauses_before_each_passing() -> None:
    decoder = decoder_after_a_race(faults=Faults(resend_delay_us=250_000))
    records = ask(decoder, Resend(from_number=118, until_number=120))
    assert [record.at_us - NOW_US for record in records] == [250_000, 500_000, 750_000]


def test_ignored_resend_stays_unanswered() -> None:
    decoder = decoder_after_a_race(faults=Faults(resend_ignored=1.0))
    assert ask(decoder, Resend(from_number=118, until_number=120)) == []


def test_request_in_single_bytes_is_understood() -> None:
    records = ask(decoder_after_a_race(), Resend(from_number=120, until_number=120), byte_by_byte=True)
    assert len(records) == 1


def test_clock_is_told_as_it_is_now() -> None:
    (report,) = events(ask(decoder_after_a_race(), Request(record="clock")))
    assert isinstance(report, ClockReport)
    assert report.decoder_time_us == RACE_DAY_US + NOW_US


def test_session_is_the_range_still_held() -> None:
    (report,) = events(ask(decoder_after_a_race(), Request(record="session")))
    assert isinstance(report, SessionReport)
    assert (report.first_number, report.last_number) == (106, 120)
    empty = SimulatedDecoder([])
    (report,) = events(ask(empty, Request(record="session")))
    assert isinstance(report, SessionReport)
    assert (report.first_number, report.last_number) == (0, 0)


def test_version_says_that_it_is_simulated() -> None:
    (version,) = events(ask(decoder_after_a_race(), Request(record="version")))
    assert isinstance(version, Version)
    assert version.description == "Simulated decoder"


def test_garbage_and_records_of_decoders_are_no_requests() -> None:
    decoder = decoder_after_a_race()
    assert decoder.converse().received(b"GET / HTTP/1.1\r\n\r\n\x8e\x8f", NOW_US) == []
    assert ask(decoder, Version(decoder=1)) == []


def test_connection_begins_with_the_undocumented_record_unless_told_otherwise() -> None:
    decoder = decoder_after_a_race()
    (greeting,) = events(decoder.converse().opening(NOW_US))
    assert isinstance(greeting, Unknown)
    assert (greeting.record, greeting.decoder) == (GREETING_RECORD, decoder.decoder_id)
    assert decoder_after_a_race(DecoderOptions(greets=False)).converse().opening(NOW_US) == []
    assert decoder_after_a_race(DecoderOptions(protocol="ambrc")).converse().opening(NOW_US) == []


def test_ilap_sets_its_clock_to_zero_when_opened() -> None:
    decoder = decoder_after_a_race(DecoderOptions(protocol="ilap"))
    (answer,) = events(ask(decoder, Request(record="open")), "ilap")
    assert isinstance(answer, Version)
    assert decoder.clock.reading(NOW_US + 4 * SECOND_US) == 4 * SECOND_US
    assert [incident.kind for incident in decoder.incidents] == [IncidentKind.CLOCK_RESET]


def test_text_decoders_answer_nothing() -> None:
    for protocol in ("ambrc", "tranx2"):
        decoder = decoder_after_a_race(DecoderOptions(protocol=protocol))
        resend = PROTOCOLS["p3"].write(Resend(from_number=1, until_number=9))
        assert decoder.converse().received(resend + b"\x01%\r\n", NOW_US) == [], protocol
