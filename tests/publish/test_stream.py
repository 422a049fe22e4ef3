"""What the core sends, and when: at once, then at the end of a window, in one numbered change."""

import asyncio
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livetiming.publish.messages import AnyMessage, Change, Flag, Hello, Message, PublicState, Snapshot
from livetiming.publish.mirror import Mirror
from livetiming.publish.stream import HELLO_US, WINDOW_US, Publisher
from livetiming.publish.subscription import Subscription
from support.states import EMPTY, board, heat, states
from support.virtual_time import VirtualTime


class Core:
    """A publisher in virtual time, and a reader of it."""

    def __init__(self, *, n: int = 0, state: PublicState = EMPTY, rate: float = 1.0) -> None:
        self.time = VirtualTime(rate=rate)
        self.publisher = Publisher(stream="a", n=n, state=state, clock=self.time, timer=self.time)
        self.publisher.start()


async def received(reader: Subscription, at_most: int = 1000) -> list[Message]:
    """What is in the reader's queue, without waiting for more."""
    messages: list[Message] = []
    try:
        while len(messages) < at_most:
            async with asyncio.timeout(0):
                messages.append((await anext(reader)).message)
    except (TimeoutError, StopAsyncIteration):
        pass
    return messages


def numbers(messages: list[Message]) -> list[tuple[int, int]]:
    return [(message.from_n, message.to_n) for message in messages if isinstance(message, Change)]


def never() -> PublicState:
    raise AssertionError("derived although nothing is sent")


async def test_a_reader_starts_with_a_hello_and_a_snapshot() -> None:
    core = Core(n=41, state=board())
    first = await received(core.publisher.subscribe())
    assert first == [Hello(server_us=7_000_000_000), Snapshot(stream="a", n=41, state=board())]


async def test_the_first_change_goes_at_once() -> None:
    core = Core(n=41)
    reader = core.publisher.subscribe()
    await received(reader)
    core.publisher.offer(42, board())
    assert numbers(await received(reader)) == [(41, 42)]


async def test_passings_within_a_window_leave_as_one_change_at_its_end() -> None:
    core = Core(n=0)
    reader = core.publisher.subscribe()
    core.publisher.offer(1, board(laps=1))
    await received(reader)
    core.publisher.offer(2, never)
    core.time.advance(WINDOW_US // 2)
    core.publisher.offer(3, lambda: board(laps=3))
    core.time.advance(WINDOW_US // 2 - 1)
    assert await received(reader) == []
    core.time.advance(1)
    assert numbers(await received(reader)) == [(1, 3)]
    assert core.publisher.state == board(laps=3)


async def test_a_busy_board_changes_ten_times_a_second() -> None:
    core = Core()
    reader = core.publisher.subscribe()
    for n in range(1, 1000):
        core.publisher.offer(n, partial(board, laps=n))
        core.time.advance(1_000)
    assert len(numbers(await received(reader))) == 10


async def test_after_a_quiet_window_a_change_goes_at_once_again() -> None:
    core = Core()
    reader = core.publisher.subscribe()
    core.publisher.offer(1, board(laps=1))
    core.time.advance(WINDOW_US)
    core.publisher.offer(2, board(laps=2))
    assert numbers(await received(reader)) == [(0, 1), (1, 2)]


async def test_a_commit_that_shows_nothing_sends_nothing_and_opens_no_window() -> None:
    core = Core(state=board())
    reader = core.publisher.subscribe()
    await received(reader)
    core.publisher.offer(1, board())
    assert await received(reader) == []
    core.publisher.offer(2, board(laps=1))
    assert numbers(await received(reader)) == [(0, 2)]


async def test_the_hello_brings_the_number_up_when_nothing_visible_changed() -> None:
    core = Core(state=board())
    reader = core.publisher.subscribe()
    await received(reader)
    core.publisher.offer(5, board())
    core.time.advance(HELLO_US)
    assert await received(reader) == [
        Change(stream="a", from_n=0, to_n=5, changes=()),
        Hello(server_us=7_000_000_000 + HELLO_US),
    ]


async def test_a_hello_is_said_every_ten_seconds_at_the_rate_of_the_rehearsal() -> None:
    core = Core(rate=8.0)
    reader = core.publisher.subscribe()
    await received(reader)
    core.time.advance(2 * HELLO_US)
    said = await received(reader)
    assert said == [
        Hello(server_us=7_000_000_000 + 8 * HELLO_US, rate=8.0),
        Hello(server_us=7_000_000_000 + 16 * HELLO_US, rate=8.0),
    ]


async def test_time_alone_may_change_the_state_at_the_same_number() -> None:
    core = Core(n=7, state=board())
    reader = core.publisher.subscribe()
    await received(reader)
    core.publisher.offer(7, board(session=heat(flag=Flag.CHEQUERED)))
    assert numbers(await received(reader)) == [(7, 7)]


async def test_a_number_that_goes_back_is_refused() -> None:
    core = Core(n=7)
    with pytest.raises(ValueError, match="6 offered after 7"):
        core.publisher.offer(6, never)


async def test_a_slow_reader_goes_on_with_a_snapshot_and_the_changes_after_it() -> None:
    core = Core()
    slow, quick = core.publisher.subscribe(limit=4), core.publisher.subscribe()
    for n in range(1, 10):
        core.publisher.offer(n, board(laps=n))
        core.time.advance(WINDOW_US)
    assert numbers(await received(quick)) == [(n - 1, n) for n in range(1, 10)]
    assert await received(slow) == [Snapshot(stream="a", n=9, state=board(laps=9))]
    core.publisher.offer(10, board(laps=10))
    assert numbers(await received(slow)) == [(9, 10)]


async def test_a_reader_that_comes_during_a_window_gets_what_the_others_have() -> None:
    core = Core()
    core.publisher.offer(1, board(laps=1))
    core.publisher.offer(2, board(laps=2))
    reader = core.publisher.subscribe()
    core.time.advance(WINDOW_US)
    _, snapshot, change = await received(reader)
    assert snapshot == Snapshot(stream="a", n=1, state=board(laps=1))
    assert numbers([change]) == [(1, 2)]


async def test_a_restore_starts_another_stream_with_a_snapshot() -> None:
    core = Core(n=90, state=board())
    reader = core.publisher.subscribe()
    await received(reader)
    core.publisher.offer(91, board(laps=1))
    core.publisher.offer(92, never)
    await received(reader)
    core.publisher.restart("b", 3, EMPTY)
    core.time.advance(WINDOW_US)
    core.publisher.offer(4, board())
    restored, change = await received(reader)
    assert restored == Snapshot(stream="b", n=3, state=EMPTY)
    assert isinstance(change, Change)
    assert (change.stream, change.from_n, change.to_n) == ("b", 3, 4)


async def test_closing_sends_what_was_held_back_and_ends_the_readers() -> None:
    core = Core()
    reader = core.publisher.subscribe()
    core.publisher.offer(1, board(laps=1))
    core.publisher.offer(2, board(laps=2))
    core.publisher.close()
    assert numbers([outgoing.message async for outgoing in reader]) == [(0, 1), (1, 2)]
    core.time.advance(HELLO_US)


async def test_a_reader_that_left_gets_nothing_more() -> None:
    core = Core()
    with core.publisher.subscribe() as reader:
        await received(reader)
    core.publisher.offer(1, board())
    assert await received(reader) == []


async def test_a_derivation_that_fails_leaves_the_stream_where_it_was() -> None:
    core = Core()
    reader = core.publisher.subscribe()
    await received(reader)
    with pytest.raises(AssertionError, match="derived"):
        core.publisher.offer(1, never)
    core.publisher.offer(2, board())
    assert numbers(await received(reader)) == [(0, 2)]


async def test_a_waiting_reader_is_woken() -> None:
    core = Core()
    reader = core.publisher.subscribe()
    await received(reader)
    waiting = asyncio.ensure_future(anext(reader))
    await asyncio.sleep(0)
    core.publisher.offer(1, board())
    assert numbers([(await waiting).message]) == [(0, 1)]


async def test_a_message_is_encoded_once_for_all_readers() -> None:
    core = Core()
    one, other = core.publisher.subscribe(), core.publisher.subscribe()
    core.publisher.offer(1, board())
    for reader in (one, other):
        assert isinstance((await anext(reader)).message, Hello)
    for _ in ("snapshot", "change"):
        assert (await anext(one)).encoded is (await anext(other)).encoded


_steps = st.lists(
    st.tuples(st.just("offer"), states)
    | st.tuples(st.just("pass"), st.integers(0, 2 * WINDOW_US))
    | st.tuples(st.just("read"), st.integers(1, 5)),
    max_size=30,
)


@given(_steps)
def test_a_reader_of_any_pace_holds_the_servers_state_in_the_end(steps: list[tuple[str, object]]) -> None:
    asyncio.run(_follow(steps))


async def _follow(steps: list[tuple[str, object]]) -> None:
    core, mirror = Core(), Mirror()

    async def read(at_most: int = 1000) -> None:
        for message in await received(reader, at_most):
            assert isinstance(message, AnyMessage)
            mirror.receive(message)

    with core.publisher.subscribe(limit=3) as reader:
        for step, argument in steps:
            match step, argument:
                case "offer", PublicState():
                    core.publisher.offer(core.publisher.n + 3, argument)
                case "pass", int():
                    core.time.advance(argument)
                case "read", int():
                    await read(argument)
        core.time.advance(HELLO_US)
        await read()
    assert (mirror.stream, mirror.n, mirror.state) == ("a", core.publisher.n, core.publisher.state)
