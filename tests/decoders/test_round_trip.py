"""Whatever a protocol writes, it reads back; whatever it reads, it can write."""

from hypothesis import example, given
from hypothesis import strategies as st

from decoders.frames import p3_frame
from decoders.strategies import ILAP_EVENTS, P3_EVENTS, TRANX2_EVENTS, VOSTOK_EVENTS
from decoders.streams import bare, read
from livetiming_decoders.ambrc import Ambrc, Make
from livetiming_decoders.events import AnyEvent, Malformed
from livetiming_decoders.ilap import ILap
from livetiming_decoders.p3 import P3
from livetiming_decoders.protocol import WireProtocol
from livetiming_decoders.tranx2 import Tranx2


def assert_comes_back(protocol: WireProtocol, events: list[AnyEvent]) -> None:
    written = [protocol.write(event) for event in events]
    found = read(protocol.reader(), b"".join(written))
    assert [bare(event) for event in found] == events
    assert [event.raw for event in found] == written


@given(st.lists(P3_EVENTS, max_size=5))
def test_p3(events: list[AnyEvent]) -> None:
    assert_comes_back(P3(), events)


@given(st.lists(VOSTOK_EVENTS, max_size=5))
def test_ambrc(events: list[AnyEvent]) -> None:
    assert_comes_back(Ambrc(make=Make.VOSTOK), events)


@given(st.lists(ILAP_EVENTS, max_size=5))
def test_ilap(events: list[AnyEvent]) -> None:
    assert_comes_back(ILap(), events)


@given(st.lists(TRANX2_EVENTS, max_size=5))
def test_tranx2(events: list[AnyEvent]) -> None:
    assert_comes_back(Tranx2(), events)


TAGS = st.sampled_from([0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x0A, 0x0C, 0x31, 0x81, 0x85, 0x99])


@given(
    st.sampled_from([1, 2, 3, 4, 0x15, 0x1C, 0x24, 0xFFFF]),
    st.lists(st.tuples(TAGS, st.binary(max_size=9)), max_size=8),
)
@example(1, [(0x81, b"\0"), (0x81, b"\0")])
def test_intact_p3_frame_means_the_same_after_it_was_read_and_written(
    tor: int, fields: list[tuple[int, bytes]]
) -> None:
    (event,) = read(P3().reader(), p3_frame(tor, fields))
    assert not isinstance(event, Malformed)
    (again,) = read(P3().reader(), P3().write(event))
    assert bare(again) == bare(event)
