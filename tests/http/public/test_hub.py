"""What the public process tells its spectators about the core behind it."""

import msgspec
import pytest
from websockets.frames import Opcode
from websockets.protocol import Protocol, Side

from livetiming.http.public.hub import Hub, text_frame
from livetiming.publish.diff import diff
from livetiming.publish.messages import AnyMessage, Change, Hello, PublicState, Snapshot
from livetiming.publish.mirror import OutOfStep
from support.states import board
from support.virtual_time import VirtualTime

CORE_US = 7_000_000_000


class Listener:
    """A spectator that keeps what it is sent."""

    def __init__(self) -> None:
        self.sent = b""

    def deliver(self, frame: bytes) -> None:
        self.sent += frame

    @property
    def messages(self) -> list[AnyMessage]:
        """All messages since the last time this was asked."""
        sent, self.sent = self.sent, b""
        client = Protocol(Side.CLIENT)
        client.receive_data(sent)
        frames = client.events_received()
        return [msgspec.json.decode(frame.data, type=AnyMessage) for frame in frames]  # type: ignore[union-attr]


def receive(hub: Hub, message: AnyMessage) -> None:
    hub.receive(message, msgspec.json.encode(message))


def change(from_n: int, to_n: int, old: PublicState, new: PublicState) -> Change:
    return Change(stream="a", from_n=from_n, to_n=to_n, changes=diff(old, new))


@pytest.fixture
def time() -> VirtualTime:
    return VirtualTime()


@pytest.fixture
def hub(time: VirtualTime) -> Hub:
    """A hub that follows a core at number 7."""
    hub = Hub(time.now_us)
    receive(hub, Hello(server_us=CORE_US))
    receive(hub, Snapshot(stream="a", n=7, state=board()))
    return hub


@pytest.fixture
def listener(hub: Hub) -> Listener:
    """A spectator that has got its start."""
    listener = Listener()
    hub.join(listener)
    assert listener.messages == [Hello(server_us=CORE_US), Snapshot(stream="a", n=7, state=board())]
    return listener


def test_before_the_core_is_heard_there_is_a_hello_that_says_so(time: VirtualTime) -> None:
    hub, early = Hub(time.now_us), Listener()
    hub.join(early)
    assert early.messages == [Hello(server_us=0, core_live=False)]
    receive(hub, Hello(server_us=CORE_US))
    receive(hub, Snapshot(stream="a", n=7, state=board()))
    assert early.messages == [Hello(server_us=CORE_US), Snapshot(stream="a", n=7, state=board())]


def test_a_change_is_passed_on_byte_for_byte(hub: Hub, listener: Listener) -> None:
    line = msgspec.json.encode(change(7, 8, board(), board(laps=1)))
    hub.receive(change(7, 8, board(), board(laps=1)), line)
    assert listener.sent == text_frame(line)


def test_a_change_out_of_step_reaches_nobody(hub: Hub, listener: Listener) -> None:
    with pytest.raises(OutOfStep):
        receive(hub, change(8, 9, board(), board(laps=1)))
    assert listener.messages == []


def test_the_hellos_of_the_core_set_the_clock_and_are_not_passed_on(
    hub: Hub, listener: Listener, time: VirtualTime
) -> None:
    time.advance(4_000_000)
    receive(hub, Hello(server_us=CORE_US + 32_000_000, rate=8.0))
    assert listener.messages == []
    time.advance(1_000_000)
    hub.say_hello()
    assert listener.messages == [Hello(server_us=CORE_US + 40_000_000, rate=8.0)]


def test_the_clock_runs_on_while_the_core_is_away(hub: Hub, listener: Listener, time: VirtualTime) -> None:
    time.advance(2_000_000)
    hub.lose_core()
    time.advance(3_000_000)
    hub.say_hello()
    assert listener.messages == [
        Hello(server_us=CORE_US + 2_000_000, core_live=False),
        Hello(server_us=CORE_US + 5_000_000, core_live=False),
    ]


def test_a_core_that_is_back_is_told_at_once(hub: Hub, listener: Listener) -> None:
    hub.lose_core()
    receive(hub, Hello(server_us=CORE_US + 1))
    assert listener.messages[-1] == Hello(server_us=CORE_US + 1)


def test_a_core_that_is_back_with_nothing_new_costs_no_message(hub: Hub, listener: Listener) -> None:
    receive(hub, Snapshot(stream="a", n=7, state=board()))
    assert listener.messages == []


def test_a_core_that_is_back_with_news_sends_the_difference(hub: Hub, listener: Listener) -> None:
    receive(hub, Snapshot(stream="a", n=9, state=board(laps=1)))
    assert listener.messages == [change(7, 9, board(), board(laps=1))]


def test_the_snapshot_is_always_that_of_now(hub: Hub) -> None:
    assert hub.snapshot_frame() is hub.snapshot_frame()
    receive(hub, change(7, 8, board(), board(laps=1)))
    late = Listener()
    hub.join(late)
    assert late.messages[1] == Snapshot(stream="a", n=8, state=board(laps=1))


def test_who_left_is_told_nothing(hub: Hub, listener: Listener) -> None:
    hub.leave(listener)
    hub.say_hello()
    assert listener.sent == b""
    assert len(hub) == 0


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
def test_a_frame_of_any_size_is_read_back(size: int) -> None:
    client = Protocol(Side.CLIENT, max_size=None)
    client.receive_data(text_frame(b"x" * size))
    (frame,) = client.events_received()
    assert (frame.opcode, frame.fin, frame.data) == (Opcode.TEXT, True, b"x" * size)  # type: ignore[union-attr]
