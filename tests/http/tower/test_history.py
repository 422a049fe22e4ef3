"""The journal for people: what was recorded, by whom, and when by the time of day."""

import httpx
import msgspec

from livetiming import commands
from livetiming.commands import Envelope
from livetiming.facts import Authority
from livetiming.http.tower.documents import JournalDocument
from livetiming.officials.roles import Role
from support.clocks import us
from support.tower_rig import TowerRig


async def journal(browser: httpx.AsyncClient, **query: int | bool) -> JournalDocument:
    answer = await browser.get("/api/journal", params=query)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=JournalDocument)


async def test_every_fact_is_told_as_it_was_recorded(rig: TowerRig) -> None:
    await rig.race(5, "7")
    await rig.hear({"7": [1]})
    async with rig.browser(Role.ANNOUNCER) as browser:
        document = await journal(browser, limit=1000)
    assert [entry.n for entry in document.facts] == list(range(1, rig.engine.evidence.n + 1))
    assert document.next_after is None
    assert document.facts[0].kind == "epoch_started"
    assert "passing_heard" in {entry.kind for entry in document.facts}
    for entry in document.facts:
        assert msgspec.json.decode(entry.fact)["fact"] == entry.kind


async def test_what_officials_did_is_told_in_words_with_who(rig: TowerRig) -> None:
    await rig.race(5, "7")
    async with rig.browser(Role.ANNOUNCER) as browser:
        told = [entry for entry in (await journal(browser, passings=False)).facts if entry.by is not None]
    assert [entry.words for entry in told] == [
        "meeting Club day, 2026-05-17",
        "class Karts, shortest lap 20.000 s",
        "entry 7 Driver 7",
        "Race planned",
        "on track",
        "green flag",
    ]
    assert {entry.by and entry.by.who for entry in told} == {"Tess Tower"}


async def test_passings_can_be_left_out(rig: TowerRig) -> None:
    await rig.race(5, "7")
    async with rig.browser(Role.ANNOUNCER) as browser:
        everything = await journal(browser)
        without = await journal(browser, passings=False)
    kept = [entry for entry in everything.facts if entry.kind != "passing_heard"]
    assert list(without.facts) == kept
    assert len(kept) < len(everything.facts)


async def test_the_journal_is_read_page_by_page(rig: TowerRig) -> None:
    await rig.race(5, "7", "8")
    numbers: list[int] = []
    after: int | None = 0
    async with rig.browser(Role.ANNOUNCER) as browser:
        while after is not None:
            page = await journal(browser, after=after, limit=4)
            numbers += [entry.n for entry in page.facts]
            after = page.next_after
    assert numbers == list(range(1, rig.engine.evidence.n + 1))


async def test_the_time_of_day_is_that_of_the_fact(rig: TowerRig) -> None:
    started_us = rig.clock.wall_us()
    await rig.race(5)
    await rig.hear({"7": [30]})
    heard_us = rig.clock.wall_us()
    rig.clock.step_wall(us(3600))
    by = Authority(who="Ola", role="operator", at_wall_us=rig.clock.wall_us())
    command = commands.AssignTransponder(transponder=5, entry=None)
    await rig.engine.submit(Envelope(key="a random key", by=by, command=command))
    async with rig.browser(Role.ANNOUNCER) as browser:
        facts = {entry.kind: entry for entry in (await journal(browser)).facts}
    assert facts["epoch_started"].at_wall_us == started_us
    assert facts["passing_heard"].at_wall_us == heard_us
    assert facts["transponder_assigned"].at_wall_us == heard_us + us(3600)
    assert facts["class_defined"].at_wall_us is None
