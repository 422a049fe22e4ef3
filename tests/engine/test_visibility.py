"""Durable before visible (invariant 2): while a commit is under way nothing of it is answered or shown."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from livetiming.app import App, Commits
from livetiming.commands import Accepted
from livetiming.publish.messages import Change, Hello, Message
from livetiming.publish.subscription import Subscription
from support.journals import HeldJournal
from support.rig import MEETING, Rig, a_class


class Watched(Rig[HeldJournal]):
    """An engine whose commits can be held, with the public's state wired to it as the server does."""

    def __init__(self) -> None:
        commits = Commits()
        super().__init__(HeldJournal(), on_commit=commits)
        self.commit_listeners = commits

    def publish(self) -> tuple[App, Subscription]:
        app = App(self.engine, self.clock, "stream", 0, self.commit_listeners)
        self.commit_listeners.listeners.append(app.publish)
        return app, app.publisher.subscribe()


@pytest.fixture
async def watched() -> AsyncIterator[Watched]:
    rig = Watched()
    await rig.engine.start()
    running = asyncio.create_task(rig.engine.run())
    yield rig
    rig.journal.let_go()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def messages(reader: Subscription, app: App) -> list[Message]:
    """What a reader has been sent, up to what the publisher has to send now."""
    app.close()
    return [outgoing.message async for outgoing in reader if not isinstance(outgoing.message, Hello)]


async def test_command_is_answered_when_its_commit_is_done(watched: Watched) -> None:
    watched.journal.hold()
    asked = watched.ask(MEETING, "a")
    await watched.journal.waiting.wait()
    assert not asked.done()
    assert [watched.engine.settled] == [False]
    watched.journal.let_go()
    assert await asked == Accepted(n=2)
    assert [watched.engine.settled] == [True]


async def test_nothing_is_shown_while_its_commit_is_held(watched: Watched) -> None:
    app, reader = watched.publish()
    watched.journal.hold()
    asked = watched.ask(MEETING, "a")
    await watched.journal.waiting.wait()
    # What the end of the publisher's window and the clock's next instant do.
    app.publisher.flush()
    app.publish()
    assert (app.publisher.n, app.publisher.state.meeting) == (1, None)
    watched.journal.let_go()
    await asked
    (snapshot, change) = await messages(reader, app)
    assert isinstance(change, Change)
    assert (change.from_n, change.to_n) == (1, 2)
    assert snapshot != change


async def test_what_waits_for_the_window_s_end_is_not_that_of_a_later_commit_under_way(
    watched: Watched,
) -> None:
    app, reader = watched.publish()
    await watched.ask(MEETING, "a")
    await watched.ask(a_class("j1"), "b")
    watched.journal.hold()
    asked = watched.ask(a_class("j2"), "c")
    await watched.journal.waiting.wait()
    app.publisher.flush()
    meeting = app.publisher.state.meeting
    assert meeting is not None
    assert [class_.id for class_ in meeting.classes] == ["j1"]
    assert app.publisher.n == 3
    watched.journal.let_go()
    await asked
    assert [getattr(message, "to_n", None) for message in await messages(reader, app)] == [None, 2, 3, 4]


async def test_what_comes_during_a_commit_is_the_next_batch(watched: Watched) -> None:
    watched.journal.hold()
    watched.hear(1)
    await watched.journal.waiting.wait()
    watched.hear(200)
    assert watched.engine.queued == 200
    watched.journal.let_go()
    assert await watched.ask(MEETING, "a") == Accepted(n=204)
    assert await watched.passings() == list(range(1, 202))
