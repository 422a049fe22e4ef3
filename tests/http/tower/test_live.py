"""The officials' websocket: the state and every change of it, for as long as the login holds."""

import asyncio
import contextlib

import msgspec
import pytest
from websockets.exceptions import ConnectionClosed

from livetiming import commands
from livetiming.officials.logins import LOGIN_US
from livetiming.officials.roles import Role
from livetiming.publish.messages import Hello
from livetiming.publish.tower.messages import PassingsChanged, TowerChange, TowerSnapshot, TowerState
from livetiming.rulings import DockedPlaces
from support.tower_rig import Page, TowerRig, track


async def state_now(rig: TowerRig) -> TowerState:
    """What somebody who asks is told."""
    async with rig.browser(Role.ANNOUNCER) as browser:
        answer = await browser.get("/api/tower")
    return msgspec.json.decode(answer.content, type=TowerSnapshot).state


async def closed(page: Page) -> int | None:
    """The code with which the server ended it."""
    with contextlib.suppress(ConnectionClosed):
        while True:
            await page.read()
    return page.connection.close_code


async def test_it_begins_with_a_hello_and_the_state(rig: TowerRig) -> None:
    await rig.race(5, "7")
    async with rig.page(Role.ANNOUNCER) as page:
        state = await page.snapshot()
    assert [type(message) for message in page.messages] == [Hello, TowerSnapshot]
    assert (page.stream, page.n) == (rig.journal.stream, rig.engine.evidence.n)
    assert [session.id for session in state.sessions] == ["race"]


async def test_changes_lead_to_the_state_that_is_told_to_who_asks(rig: TowerRig) -> None:
    await rig.race(5, "7", "8")
    async with rig.page(Role.ANNOUNCER) as page:
        await page.snapshot()
        await rig.hear({"7": [1, 40, 78], "8": [2, 39], "55": [20, 60]})
        docked = commands.Rule(session="race", entry="e7", ruling=DockedPlaces(places=1))
        number = await rig.do(docked)
        await rig.do(
            commands.RegisterEntry(entry="e9", class_id="k", number="9", name="Driver 9"),
            commands.InsertPassing(session="race", entry="e8", track_us=track(77)),
            commands.WithdrawDecision(decision=number),
        )
        state = await page.reach(rig.engine.evidence.n)
    assert state == await state_now(rig)
    assert state.passings[-1].transponder == 1007
    changes = [
        each for message in page.messages if isinstance(message, TowerChange) for each in message.changes
    ]
    passings = [change for change in changes if isinstance(change, PassingsChanged)]
    assert passings
    assert all(change.order is None for change in passings), "new passings come last without being told to"


async def test_several_officials_see_the_same(rig: TowerRig) -> None:
    await rig.race(5, "7")
    async with rig.page(Role.DIRECTOR) as first, rig.page(Role.GRID) as second:
        await first.snapshot()
        await second.snapshot()
        await rig.hear({"7": [1, 40]})
        n = rig.engine.evidence.n
        assert await first.reach(n) == await second.reach(n)


@pytest.mark.parametrize("known", [False, True])
async def test_without_a_login_it_ends_with_a_code_that_pages_know(rig: TowerRig, known: bool) -> None:
    entered = await rig.let_in(Role.DIRECTOR)
    await rig.officials.logins.end(entered.login.id)
    async with rig.page(entered if known else None) as page:
        assert await closed(page) == 4401
    assert page.messages == []


async def test_a_login_that_ends_ends_the_stream_at_once(rig: TowerRig) -> None:
    lost = await rig.let_in(Role.DIRECTOR)
    async with rig.page(lost) as page, rig.page(Role.DIRECTOR) as other:
        await page.snapshot()
        await other.snapshot()
        await rig.officials.logins.end(lost.login.id)
        assert await closed(page) == 4401
        await rig.meeting()
        await other.reach(rig.engine.evidence.n)


async def test_a_login_that_has_expired_gets_nothing_more(rig: TowerRig) -> None:
    await rig.race(5, "7")
    async with rig.page(Role.DIRECTOR) as page:
        await page.snapshot()
        rig.clock.advance(LOGIN_US)
        await rig.hear({"7": [LOGIN_US / 1e6 + 1]})
        assert await closed(page) == 4401
    assert not any(isinstance(message, TowerChange) for message in page.messages)


async def test_a_page_that_missed_something_gets_a_snapshot(rig: TowerRig) -> None:
    async with rig.page(Role.DIRECTOR) as page:
        await page.snapshot()
        await page.connection.send('{"type":"resync"}')
        message = await page.read()
        assert isinstance(message, TowerSnapshot)
        await rig.meeting()
        await page.reach(rig.engine.evidence.n)


@pytest.mark.parametrize("said", ["hello", "{}", '{"type":"resync","now":true}', "[", '"resync"'])
async def test_a_page_that_says_anything_else_is_parted_with(rig: TowerRig, said: str) -> None:
    async with rig.page(Role.DIRECTOR) as page:
        await page.snapshot()
        await page.connection.send(said)
        assert await closed(page) == 1008


async def test_a_page_that_says_too_much_is_parted_with(rig: TowerRig) -> None:
    async with rig.page(Role.DIRECTOR) as page:
        await page.snapshot()
        await page.connection.send("x" * 5000)
        assert await closed(page) == 1009


async def test_nothing_is_derived_once_nobody_reads_any_more(rig: TowerRig) -> None:
    async with rig.page(Role.DIRECTOR) as page:
        await page.snapshot()
        assert rig.core.feed.readers == 1
    await rig.nobody_reads()
    before = rig.core.feed.snapshot()
    await rig.meeting()
    assert rig.core.feed.published_n == before.n
    async with rig.page(Role.DIRECTOR) as page:
        await page.snapshot()
        assert page.n == rig.engine.evidence.n


async def until(page: Page, *, saved: bool) -> TowerState:
    """Read until the page says so."""
    state = await page.snapshot()
    while state.store.saved is not saved:
        await page.read()
        state = await page.snapshot()
    return state


async def test_not_saved_is_shown_until_it_is_saved_again(rig: TowerRig) -> None:
    await rig.race(5, "7")
    async with rig.page(Role.ANNOUNCER) as page:
        await rig.journal.connection.execute("PRAGMA query_only = 1")
        hearing = asyncio.create_task(rig.hear({"7": [1, 40]}))
        state = await until(page, saved=False)
        assert state.board.rows[0].laps == 0, "nothing is shown that may yet be lost"
        await rig.journal.connection.execute("PRAGMA query_only = 0")
        await until(page, saved=True)
        await hearing
        state = await page.reach(rig.engine.evidence.n)
    assert state.board.rows[0].laps == 1
