"""A decoder with up to four clients, and the books of who got what."""

from livetiming_decoders.events import Request, Resend
from livetiming_decoders.protocols import PROTOCOLS
from livetiming_simulators.decoder import DecoderOptions, SimulatedDecoder
from livetiming_simulators.faults import Faults
from livetiming_simulators.loop import Heard
from livetiming_simulators.records import Ending
from livetiming_simulators.station import MAX_CLIENTS, Station
from livetiming_simulators.wire import LinkLost

SECOND_US = 1_000_000


def station(count: int = 20, *, faults: Faults | None = None, keep_books: bool = True) -> Station:
    """Its decoder hears a passing each second, from 1 s on, and numbers them from 1."""
    heard = [
        Heard(transponder=5_000_000 + index, at_us=index * SECOND_US, strength=90, hits=30, kart=None)
        for index in range(1, count + 1)
    ]
    decoder = SimulatedDecoder(heard, faults=faults)
    return Station(decoder, faults=faults, keep_books=keep_books)


def numbers(station: Station, client: int, *, resent: bool = False) -> list[int | None]:
    return [each.number for each in station.deliveries if each.client == client and each.resent is resent]


def test_passing_goes_once_to_whoever_is_connected_then() -> None:
    booth = station()
    early = booth.connect(0)
    booth.advance(5 * SECOND_US)
    late = booth.connect(5 * SECOND_US)
    booth.advance(8 * SECOND_US)
    booth.disconnect(early or 0, 8 * SECOND_US)
    booth.advance(20 * SECOND_US)
    assert (early, late) == (1, 2)
    assert numbers(booth, 1) == list(range(1, 9))
    assert numbers(booth, 2) == list(range(6, 21))
    assert [passed.number for passed in booth.passings] == list(range(1, 21))


def test_decoder_goes_on_with_nobody_there() -> None:
    booth = station()
    assert booth.advance(20 * SECOND_US) == []
    assert len(booth.passings) == 20
    assert booth.deliveries == []


def test_fifth_client_is_refused_until_one_leaves() -> None:
    booth = station()
    assert [booth.connect(0) for _ in range(MAX_CLIENTS + 1)] == [1, 2, 3, 4, None]
    assert booth.refused == 1
    booth.disconnect(2, 1)
    assert booth.connect(2) == 5
    assert [connection.client for connection in booth.connections] == [1, 2, 3, 4, 5]


def test_answers_go_to_the_client_that_asked() -> None:
    booth = station()
    booth.connect(0)
    booth.advance(10 * SECOND_US)
    booth.connect(10 * SECOND_US)
    booth.receive(2, PROTOCOLS["p3"].write(Resend(from_number=4, until_number=6)), 10 * SECOND_US)
    booth.advance(10 * SECOND_US)
    assert numbers(booth, 1, resent=True) == []
    assert numbers(booth, 2, resent=True) == [4, 5, 6]


def test_lost_link_frees_its_place_and_is_in_the_books() -> None:
    booth = station(faults=Faults(link_lost=0.1))
    booth.connect(0)
    lost = [output for output in booth.advance(20 * SECOND_US) if isinstance(output, LinkLost)]
    assert len(lost) == 1
    (connection,) = booth.connections
    assert (connection.ended_us, connection.ending) == (lost[0].at_us, Ending.LINK_LOST)
    assert [booth.connect(20 * SECOND_US) for _ in range(4)] == [2, 3, 4, 5]


def test_half_open_connection_keeps_its_place_and_swallows_requests() -> None:
    booth = station(faults=Faults(half_open=1.0))
    booth.connect(0)
    booth.advance(10 * SECOND_US)
    booth.receive(1, PROTOCOLS["p3"].write(Resend(from_number=1, until_number=9)), 10 * SECOND_US)
    assert booth.advance(20 * SECOND_US) == []
    assert booth.deliveries == []
    (connection,) = booth.connections
    assert (connection.ended_us, connection.half_open_us) == (None, 0)


def test_half_open_connection_lets_no_command_through() -> None:
    faults = Faults(half_open=1.0)
    heard = Heard(transponder=1, at_us=SECOND_US, strength=90, hits=30, kart=None)
    decoder = SimulatedDecoder([heard], DecoderOptions(protocol="ilap"), faults=faults)
    booth = Station(decoder, faults=faults)
    booth.connect(0)
    booth.advance(2 * SECOND_US)
    booth.receive(1, PROTOCOLS["ilap"].write(Request(record="open")), 2 * SECOND_US)
    assert decoder.incidents == []


def test_each_connection_meets_its_own_faults() -> None:
    booth = station(200, faults=Faults(corrupt=0.2))
    booth.connect(0)
    booth.connect(0)
    booth.advance(200 * SECOND_US)
    damaged = [
        {each.number for each in booth.deliveries if each.client == n and not each.intact} for n in (1, 2)
    ]
    assert damaged[0] != damaged[1]


def test_endless_runs_can_do_without_books() -> None:
    booth = station(keep_books=False)
    booth.connect(0)
    booth.advance(10 * SECOND_US)
    booth.disconnect(1, 10 * SECOND_US)
    assert (booth.passings, booth.deliveries, booth.connections) == ([], [], ())


def test_unknown_clients_are_ignored() -> None:
    booth = station()
    booth.receive(9, b"\x8e\x8f", 0)
    booth.disconnect(9, 0)
    assert booth.connections == ()
