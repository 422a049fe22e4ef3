"""What officials look up: standings of now and then, reasons, passings, proposals, restarts, the journal."""

import asyncio
import itertools
from typing import TypeVar

import httpx
import msgspec
import pytest

from livetiming import commands
from livetiming.clock import DeviceUs
from livetiming.facts import ShownFlag
from livetiming.http.tower.documents import (
    DecisionsDocument,
    Explanation,
    HandScoreDocument,
    PassingsDocument,
    ProposalsDocument,
    RestartDocument,
    StandingsDocument,
)
from livetiming.lapchart import Tap, Verdict
from livetiming.officials.roles import Role
from livetiming.publish.messages import Behind
from livetiming.publish.tower.messages import PassingInfo, TowerSnapshot
from livetiming.rulings import DockedPlaces
from livetiming.scoring.explain import LapsScored, RuledByOfficial
from support.clocks import us
from support.rig import until
from support.tower_rig import TowerRig, track

AnyDocument = TypeVar("AnyDocument")


async def got(
    browser: httpx.AsyncClient, kind: type[AnyDocument], path: str, **query: int | str
) -> AnyDocument:
    """The document at a path."""
    answer = await browser.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=kind)


def order_of(document: StandingsDocument) -> list[tuple[str, int]]:
    return [(row.id, row.laps) for row in document.rows]


async def test_every_role_reads_everything_of_the_race(rig: TowerRig) -> None:
    await rig.race(5, "7", "8")
    for role in Role:
        async with rig.browser(role) as browser:
            for name in ("standings", "explain/e7", "passings", "decisions", "proposals", "hand-score"):
                assert (await browser.get(f"/api/sessions/race/{name}")).status_code == 200
            assert (await browser.get("/api/tower")).status_code == 200
            assert (await browser.get("/api/journal")).status_code == 200


async def test_the_state_is_of_the_last_saved_number(rig: TowerRig) -> None:
    await rig.race(5, "7")
    async with rig.browser(Role.ANNOUNCER) as browser:
        before = await got(browser, TowerSnapshot, "/api/tower")
        assert before.n == rig.engine.evidence.n
        await rig.hear({"7": [1, 40]})
        after = await got(browser, TowerSnapshot, "/api/tower")
    assert (after.stream, after.n) == (rig.journal.stream, rig.engine.evidence.n)
    assert after.state.board.rows[0].laps == 1


async def test_standings_of_now(rig: TowerRig) -> None:
    await rig.race(5, "7", "8")
    await rig.hear({"7": [1, 40], "8": [2, 39]})
    async with rig.browser(Role.ANNOUNCER) as browser:
        document = await got(browser, StandingsDocument, "/api/sessions/race/standings")
    assert order_of(document) == [("e8", 1), ("e7", 1)]
    assert document.session.name == "Race"
    assert document.n == rig.engine.evidence.n


async def test_standings_as_they_were_at_a_journal_number(rig: TowerRig) -> None:
    await rig.race(5, "7", "8")
    await rig.hear({"7": [1, 40], "8": [2, 39]})
    then = rig.engine.evidence.n
    await rig.hear({"7": [78]})
    await rig.do(commands.Rule(session="race", entry="e8", ruling=DockedPlaces(places=1)))
    async with rig.browser(Role.ANNOUNCER) as browser:
        path = "/api/sessions/race/standings"
        assert order_of(await got(browser, StandingsDocument, path)) == [("e7", 2), ("e8", 1)]
        past = await got(browser, StandingsDocument, path, at_n=then)
        assert (past.n, order_of(past)) == (then, [("e8", 1), ("e7", 1)])
        start = await got(browser, StandingsDocument, path, at_n=then - 4)
        assert [laps for _, laps in order_of(start)] == [0, 0]
        assert (await got(browser, StandingsDocument, path, at_n=then)) == past
        now = await got(browser, StandingsDocument, path, at_n=rig.engine.evidence.n + 1000)
        assert now.n == rig.engine.evidence.n
        before_it_was_planned = await browser.get(path, params={"at_n": "3"})
        assert before_it_was_planned.status_code == 404


async def test_the_running_order_at_an_instant(rig: TowerRig) -> None:
    await rig.race(9, "7", "8", "9")
    await rig.hear({"7": [1, 40, 80, 120], "8": [2, 39, 81, 119], "9": [3, 79, 160]})
    async with rig.browser(Role.DIRECTOR) as browser:
        path = "/api/sessions/race/standings"
        at_80 = await got(browser, StandingsDocument, path, at_track_us=track(80.5))
        assert order_of(at_80) == [("e7", 2), ("e8", 1), ("e9", 1)]
        assert at_80.at_track_us == track(80.5)
        assert [row.gap for row in at_80.rows] == [None, None, Behind(us=us(39))]
        later = await got(browser, StandingsDocument, path, at_track_us=track(121))
        assert order_of(later) == [("e8", 3), ("e7", 3), ("e9", 1)]
        assert later.lapped == {"e9": 2}
        start = await got(browser, StandingsDocument, path, at_track_us=track(0))
        assert order_of(start) == [("e7", 0), ("e8", 0), ("e9", 0)]
        both = await browser.get(path, params={"at_track_us": "1", "at_n": "1"})
        assert both.status_code == 400


async def test_why_a_row_stands_where_it_does(rig: TowerRig) -> None:
    await rig.race(5, "7", "8")
    await rig.hear({"7": [1, 40], "8": [2, 39]})
    docked = await rig.do(
        commands.Rule(session="race", entry="e8", ruling=DockedPlaces(places=1), clause="600.1")
    )
    async with rig.browser(Role.ANNOUNCER) as browser:
        told = await got(browser, Explanation, "/api/sessions/race/explain/e8")
        assert (await browser.get("/api/sessions/race/explain/e99")).status_code == 404
    reasons = {type(each.reason): each for each in told.reasons}
    assert reasons[RuledByOfficial].reason.facts == (docked,)
    assert "docked 1 place" in reasons[RuledByOfficial].words
    assert LapsScored in reasons


async def test_passings_with_what_became_of_each(rig: TowerRig) -> None:
    await rig.race(3, "7")
    await rig.hear({"7": [1, 40, 41, 80], "55": [50]})
    await rig.do(commands.InsertPassing(session="race", entry="e7", track_us=track(120)))
    async with rig.browser(Role.OPERATOR) as browser:
        path = "/api/sessions/race/passings"
        document = await got(browser, PassingsDocument, path)
        assert [(row.use, row.lap, row.entry, row.track_us) for row in document.passings] == [
            ("start", None, "e7", track(1)),
            ("lap", 1, "e7", track(40)),
            ("duplicate", None, "e7", track(41)),
            ("lap", 1, None, track(50)),
            ("lap", 2, "e7", track(80)),
            ("lap", 3, "e7", track(120)),
        ]
        assert document.passings[-1].credited
        assert document.passings[0].strength == 90
        of_7 = await got(browser, PassingsDocument, path, entry="e7")
        assert len(of_7.passings) == 5
        of_55 = await got(browser, PassingsDocument, path, entry="t1055")
        assert [row.transponder for row in of_55.passings] == [1055]


async def test_passings_page_by_page_are_all_passings_once(rig: TowerRig) -> None:
    await rig.race(3, "7", "8", "9")
    await rig.hear({"7": [1, 40, 80], "8": [1, 40, 80], "9": [1, 40, 80]})
    async with rig.browser(Role.OPERATOR) as browser:
        path = "/api/sessions/race/passings"
        everything = (await got(browser, PassingsDocument, path)).passings
        pages: list[tuple[PassingInfo, ...]] = []
        from_us: int | None = track(-60)
        while from_us is not None:
            page = await got(browser, PassingsDocument, path, limit=2, from_track_us=from_us)
            pages.append(page.passings)
            from_us = page.next_track_us
    assert [len(page) for page in pages] == [3, 3, 3]
    assert tuple(itertools.chain.from_iterable(pages)) == everything


async def test_missed_reads_are_proposed_and_accepted(rig: TowerRig) -> None:
    await rig.race(9, "7")
    await rig.hear({"7": [1, 31, 61, 91, 151, 181]})
    async with rig.browser(Role.OPERATOR) as browser:
        path = "/api/sessions/race/proposals"
        [proposal] = (await got(browser, ProposalsDocument, path)).proposals
        assert (proposal.entry, proposal.lap, proposal.times) == ("e7", 4, (track(121),))
        command = commands.InsertPassing(session="race", entry="e7", track_us=track(121))
        await rig.do(command)
        assert (await got(browser, ProposalsDocument, path)).proposals == ()


async def test_the_restart_lineup_before_it_is_published(rig: TowerRig) -> None:
    await rig.race(9, "7", "8", "9")
    async with rig.browser(Role.DIRECTOR) as browser:
        path = "/api/sessions/race/restart"
        assert (await browser.get(path)).status_code == 409
        await rig.hear({"7": [1, 31, 61], "8": [2, 32, 62], "9": [3, 33, 63]})
        await rig.do(commands.ShowFlag(session="race", flag=ShownFlag.RED, at_track_us=track(70)))
        lineup = await got(browser, RestartDocument, path)
        assert [place.number for place in lineup.places] == ["7", "8", "9"]
        assert lineup.at_track_us == track(70)
        answer = await browser.get(path, params={"involved": ["e7:causer", "e8:out"]})
        involved = msgspec.json.decode(answer.content, type=RestartDocument)
        assert [(place.number, place.involvement) for place in involved.places] == [
            ("9", None),
            ("7", "causer"),
        ]
        assert "caused the stop" in involved.places[1].why
        assert involved.out == ("e8",)
        assert (await browser.get(path, params={"involved": "e7:guilty"})).status_code == 400
        assert (await browser.get(path, params={"involved": "e99:causer"})).status_code == 404
        earlier = await got(browser, RestartDocument, path, at_track_us=track(32.5))
        assert [place.laps for place in earlier.places] == [1, 1, 0]


async def test_hand_score_tells_what_the_loop_missed(rig: TowerRig) -> None:
    """The chart has a crossing of 7 that the loop has not; resolved for the hand, it says so."""
    await rig.race(9, "7", "8")
    await rig.hear({"7": [1, 31, 91, 121], "8": [2, 33, 64, 95, 126]})
    order = ["7", "8", "7", "8", "7", "8", "7", "8", "7", "8"]
    times = [1, 2, 31, 33, 61, 64, 91, 95, 121, 126]
    taps = tuple(
        Tap(seq=seq, number=number, device_us=DeviceUs(int((at + 0.5) * 1_000_000)))
        for seq, (number, at) in enumerate(zip(order, times, strict=True), 1)
    )
    await rig.do(commands.TapLaps(session="race", device="phone", taps=taps))
    async with rig.browser(Role.OPERATOR) as browser:
        path = "/api/sessions/race/hand-score"
        document = await got(browser, HandScoreDocument, path)
        [missing] = document.disagreements
        assert (missing.entry, missing.lap, missing.changes_laps, missing.verdict) == ("e7", 2, True, None)
        assert missing.hand.startswith("7 crossed at about")
        assert [(each.entry, each.laps_before, each.laps_after) for each in document.changes] == [
            ("e7", 3, 4), ("e8", 4, 4),
        ]  # fmt: skip
        await rig.do(commands.ResolveDisagreement(session="race", disagreements=(missing.key,)))
        [resolved] = (await got(browser, HandScoreDocument, path)).disagreements
        assert resolved.verdict is Verdict.HAND


async def test_decisions_in_force_about_a_session(rig: TowerRig) -> None:
    await rig.race(9, "7")
    async with rig.browser(Role.DIRECTOR) as browser:
        document = await got(browser, DecisionsDocument, "/api/sessions/race/decisions")
    assert [(each.kind, each.undo) for each in document.decisions] == [
        ("session_opened", False),
        ("flag_shown", True),
    ]


@pytest.mark.parametrize(
    "what",
    [
        "standings",
        "standings?at_track_us=1",
        "explain/x",
        "passings",
        "decisions",
        "proposals",
        "hand-score",
        "restart",
    ],
)
async def test_a_session_that_nobody_planned_is_not_found(rig: TowerRig, what: str) -> None:
    async with rig.browser(Role.DIRECTOR) as browser:
        answer = await browser.get(f"/api/sessions/nowhere/{what}")
    assert (answer.status_code, "nowhere" in answer.json()["why"]) == (404, True)


async def test_nothing_is_read_while_it_is_not_saved(rig: TowerRig) -> None:
    """A commit is under way: whoever asks waits for it, and never sees what may yet be lost."""
    await rig.race(5, "7")
    saved = rig.engine.evidence.n
    async with rig.browser(Role.ANNOUNCER) as browser:
        async with rig.journal._writing:
            hearing = asyncio.create_task(rig.hear({"7": [1, 40]}))
            await until(lambda: rig.engine.evidence.n > saved)
            asking = asyncio.create_task(browser.get("/api/sessions/race/standings"))
            await browser.get("/api/welcome")
            assert not asking.done()
        document = msgspec.json.decode((await asking).content, type=StandingsDocument)
        await hearing
    assert document.n == rig.engine.evidence.n
