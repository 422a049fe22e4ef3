"""Whole seeded races in virtual time: what clients read is what the books say, whatever goes wrong."""

import pytest

from livetiming_decoders.events import Passing, Resend
from livetiming_decoders.protocol import Reader
from livetiming_decoders.protocols import PROTOCOLS
from livetiming_simulators.decoder import DecoderOptions
from livetiming_simulators.dialects import DIALECTS
from livetiming_simulators.faults import Faults
from livetiming_simulators.records import Ending
from livetiming_simulators.report import delivered_crossings, make_report, result
from livetiming_simulators.session import Kind
from livetiming_simulators.virtual import SimulatedLink, VirtualTime
from paddock import SECOND_US, Paddock, one_session

EVERYTHING = Faults.parse("rough,clock_step=0.01,clock_reset=0.005,counter_reset=0.005,resend_ignored=0.2")


class Client:
    """Connects, reads, and connects again whenever its link is lost or silent."""

    def __init__(self, time: VirtualTime, protocol: str) -> None:
        self._time = time
        self._protocol = PROTOCOLS[protocol]
        self.link: SimulatedLink | None = None
        self.read: list[tuple[int, Passing]] = []
        self._reader: Reader = self._protocol.reader()
        self.connect()

    def connect(self) -> None:
        self.link = self._time.connect()
        self._reader = self._protocol.reader()
        for opening in self._reader.data_to_send():
            self.send(opening)

    def send(self, data: bytes) -> None:
        assert self.link is not None
        self.link.send(data)

    def receive(self, data: bytes) -> None:
        if data:
            self._reader.receive_data(data)
        else:
            self._reader.receive_eof()
        client = 0 if self.link is None else self.link.client
        self.read += [(client, event) for event in self._reader.events() if isinstance(event, Passing)]
        if not data:
            self.connect()


def drive(paddock: Paddock, protocol: str, *, until_us: int) -> Client:
    """One client through the session, that connects again every 100 s in case its link is half open."""
    time = VirtualTime(paddock.station)
    client = Client(time, protocol)
    for pause_us in range(100 * SECOND_US, until_us + 100 * SECOND_US, 100 * SECOND_US):
        for arrival in time.run(min(pause_us, until_us)):
            client.receive(arrival.data)
        if client.link is not None:
            client.link.close()
        client.connect()
    return client


@pytest.mark.parametrize("protocol", list(DIALECTS))
@pytest.mark.parametrize("faults", [Faults(), EVERYTHING], ids=["perfect", "everything"])
def test_client_reads_exactly_what_the_books_say_it_was_sent_intact(protocol: str, faults: Faults) -> None:
    for seed in range(15):
        paddock = one_session(seed, faults=faults, options=DecoderOptions(protocol=protocol))
        client = drive(paddock, protocol, until_us=paddock.session.run.closed_us)
        read = [(number, event.transponder, event.decoder_time_us) for number, event in client.read]
        sent = [
            (each.client, each.transponder, each.decoder_time_us)
            for each in paddock.station.deliveries
            if each.intact
        ]
        assert read == sent, seed


@pytest.mark.campaign
def test_a_thousand_races_in_virtual_time() -> None:
    for seed in range(1000):
        paddock = one_session(seed, karts=8, laps=6, faults=EVERYTHING)
        client = drive(paddock, "p3", until_us=paddock.session.run.closed_us)
        read = [(number, event.number, event.decoder_time_us) for number, event in client.read]
        sent = [
            (each.client, each.number, each.decoder_time_us)
            for each in paddock.station.deliveries
            if each.intact
        ]
        assert read == sent, seed


@pytest.mark.parametrize("kind", list(Kind))
def test_client_of_a_perfect_decoder_has_the_true_result(kind: Kind) -> None:
    for seed in range(20):
        paddock = one_session(seed, kind=kind, options=DecoderOptions(resolution_us=1))
        run = paddock.session.run
        drive(paddock, "p3", until_us=run.closed_us)
        report = make_report(paddock.program, paddock.decoder, paddock.station, until_us=run.closed_us)
        everybody = [
            crossing
            for client in range(1, len(report.connections) + 1)
            for crossing in delivered_crossings(paddock.field, run, report, client)
        ]
        assert result(paddock.field, run, everybody) == report.sessions[0].true_result, seed


def test_same_seed_gives_the_same_bytes_at_the_same_instants() -> None:
    def arrivals(seed: int) -> list[tuple[int, bytes]]:
        paddock = one_session(seed, faults=EVERYTHING)
        time = VirtualTime(paddock.station)
        time.connect()
        return [(arrival.at_us, arrival.data) for arrival in time.run(paddock.session.run.closed_us)]

    assert arrivals(11) == arrivals(11)
    assert arrivals(11) != arrivals(12)


def test_time_goes_forward_to_where_it_was_sent() -> None:
    time = VirtualTime(one_session(1).station)
    link = time.connect()
    instants = [arrival.at_us for arrival in time.run(30 * SECOND_US)]
    assert instants == sorted(instants)
    assert time.now_us == 30 * SECOND_US
    assert link is not None
    assert {arrival.link for arrival in time.run(60 * SECOND_US)} == {link}


def test_client_may_ask_at_an_arrival_and_is_answered_at_once() -> None:
    paddock = one_session(1)
    time = VirtualTime(paddock.station)
    list(time.run(paddock.session.run.green_us + 60 * SECOND_US))
    client = Client(time, "p3")
    client.send(PROTOCOLS["p3"].write(Resend(from_number=1, until_number=5)))
    asked_us = time.now_us
    for arrival in time.run(asked_us):
        assert arrival.at_us == asked_us
        client.receive(arrival.data)
    assert [event.number for _, event in client.read] == [1, 2, 3, 4, 5]


def test_closed_link_gets_nothing_more_and_is_in_the_books() -> None:
    paddock = one_session(1)
    time = VirtualTime(paddock.station)
    link = time.connect()
    assert link is not None
    list(time.run(10 * SECOND_US))
    link.close()
    link.close()
    link.send(b"\x8e")
    assert list(time.run(60 * SECOND_US)) == []
    assert [(each.ended_us, each.ending) for each in paddock.station.connections] == [
        (10 * SECOND_US, Ending.BY_CLIENT)
    ]


def test_lost_link_is_no_longer_open() -> None:
    time = VirtualTime(one_session(1, faults=Faults(link_lost=1.0)).station)
    link = time.connect()
    assert link is not None
    assert [arrival.data for arrival in time.run(0)][-1] == b""
    assert not link.is_open


def test_fifth_link_is_refused() -> None:
    time = VirtualTime(one_session(1).station)
    links = [time.connect() for _ in range(5)]
    assert [link is None for link in links] == [False, False, False, False, True]
