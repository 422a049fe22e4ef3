"""Officials at work on the tower's page, in a real Chromium, over a plain address of the local network."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from livetiming.errors import NotSaved
from livetiming.officials.roles import Role
from towerday import PASSWORD, TowerDay, tower_day


@pytest.fixture
async def tower(tmp_path: Path) -> AsyncIterator[TowerDay]:
    """A server with a race that waits to be opened."""
    async with tower_day(tmp_path / "store.db") as day:
        yield day


class Keys:
    """A keyboard that counts."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.pressed = 0

    async def press(self, key: str) -> None:
        await self._page.keyboard.press(key)
        self.pressed += 1


async def state(page: Page, state: str) -> None:
    """Wait until the session on track is in a state."""
    await page.wait_for_selector(f'[data-state="{state}"]')


async def ready(page: Page) -> None:
    """Wait until what is to be decided has been previewed."""
    await page.wait_for_selector('[data-stage="ready"]')


async def decided(page: Page) -> None:
    """Confirm with Enter, and wait until it is done."""
    await ready(page)
    await page.keyboard.press("Enter")
    await page.wait_for_selector("[data-sheet]", state="detached")


async def start_race(tower: TowerDay, page: Page) -> None:
    """Open the race and show green by keyboard, and wait for the first laps."""
    await page.keyboard.press("o")
    await state(page, "staged")
    await page.keyboard.press("g")
    await state(page, "green")
    tower.race()
    await page.wait_for_selector('[data-use="lap"]', state="attached")


def row_of(entry: str) -> str:
    """A kart's row in the standings."""
    return f'[data-list="standings"] [data-row-id="{entry}"]'


async def select(page: Page, number: str) -> None:
    """Select a kart by typing its number."""
    await page.keyboard.press("Shift+S")
    await page.keyboard.type(number)
    await page.wait_for_selector("[data-kart]:not([data-kart=''])")


async def rule_for_the_director(page: Page) -> None:
    """An operator says whose ruling it is, and confirms."""
    await page.get_by_label("Whose ruling it is").fill("Dora")
    await decided(page)


async def test_first_start_is_set_up_by_the_code_that_the_server_printed(page: Page, tmp_path: Path) -> None:
    async with tower_day(tmp_path / "store.db", accounts=False) as tower:
        code = tower.app.tower.officials.setup_code
        await page.goto(f"{tower.tower}#setup={code}")
        await page.wait_for_selector("[data-door=setup]")
        await page.get_by_label("Your name").fill("Ada")
        await page.get_by_label("Password, 8").fill(PASSWORD)
        await page.keyboard.press("Enter")
        await page.wait_for_selector('[data-me="administrator"]')
        await page.get_by_role("button", name="Log out").click()
        await page.wait_for_selector("[data-door=login]")


async def test_device_is_paired_by_a_link_that_works_once(
    page: Page, browser: Browser, tower: TowerDay
) -> None:
    code = tower.app.tower.invitation("Grid tablet", Role.GRID, 10**9).partition("#")[2]
    await page.goto(f"{tower.tower}#{code}")
    await page.wait_for_selector('[data-me="grid"]')
    assert "#" not in page.url
    other = await browser.new_page()
    await other.goto(f"{tower.tower}#{code}")
    await other.wait_for_selector("[data-door=pairing] [role=alert]")


async def test_operator_runs_a_race_by_keyboard(page: Page, tower: TowerDay) -> None:
    """Opens it, shows green, adopts an unknown transponder in five keystrokes or fewer, stops it."""
    await tower.log_in(page, "Ola")
    await start_race(tower, page)
    await page.wait_for_selector('[data-unknown="1"]')
    keys = Keys(page)
    await keys.press("u")
    await page.wait_for_selector("[data-sheet]")
    for figure in tower.stranger.number:
        await keys.press(figure)
    await ready(page)
    await keys.press("Enter")
    await page.wait_for_selector('button[data-unknown="0"]')
    assert keys.pressed <= 5, f"{keys.pressed} keystrokes for number {tower.stranger.number}"
    snapshot = await page.evaluate("async () => (await fetch('api/tower')).json()")
    entries = {entry["id"]: entry for entry in snapshot["state"]["entries"]}
    assert entries[tower.stranger.id]["carries"] == [tower.stranger.transponder]
    await page.keyboard.press("r")
    await page.wait_for_selector("[data-sheet]")
    await state(page, "green")  # red costs something, and waits to be confirmed
    await decided(page)
    await state(page, "red")


async def test_meatball_and_restart_lineup_while_the_race_runs(page: Page, tower: TowerDay) -> None:
    await tower.log_in(page, "Ola")
    await start_race(tower, page)
    out, causer = tower.day.field.karts[0], tower.day.field.karts[1]
    await select(page, out.number)
    await page.keyboard.press("b")
    await rule_for_the_director(page)
    await page.wait_for_selector(f'{row_of(out.id)} [data-ruling="removed"]')
    reason = page.locator('[data-reason="ruled_by_official"]')
    assert "by radio from Dora" in await reason.inner_text()
    await page.keyboard.press("y")
    await state(page, "caution")
    await page.keyboard.press("Shift+R")
    await page.wait_for_selector(f'[data-restart="{causer.id}"]')
    assert await page.query_selector(f'[data-restart="{out.id}"]') is None
    await page.keyboard.type(causer.number)
    await page.wait_for_selector(f'[data-restart="{causer.id}"][aria-selected="true"]')
    await page.keyboard.press("ArrowRight")
    last = len(tower.day.field.karts) - 1
    await page.wait_for_selector(f'[data-restart="{causer.id}"][data-place="{last}"]')
    await page.click("[data-action=publish-restart]")
    await decided(page)
    await page.wait_for_selector('[data-lineup-version="1"]')


async def test_docked_kart_is_previewed_then_seen_by_spectators_and_undone(
    page: Page, browser: Browser, tower: TowerDay
) -> None:
    spectator = await browser.new_page()
    await tower.log_in(page, "Ola")
    await start_race(tower, page)
    await page.keyboard.press("c")
    await decided(page)
    first = page.locator('[data-list="standings"] [data-position="1"].finished')
    await first.wait_for()
    await page.wait_for_function(
        "count => document.querySelectorAll('[data-list=standings] .row.finished').length >= count",
        arg=len(tower.day.field.karts) - 1,
    )
    winner = await first.get_attribute("data-row-id")
    assert winner is not None
    await spectator.goto(tower.public)
    await spectator.wait_for_selector(f'[data-row-id="{winner}"][data-position="1"]')
    number = next(kart.number for kart in tower.day.field.karts if kart.id == winner)
    await select(page, number)
    await page.keyboard.press("d")
    await page.keyboard.type("3")
    await page.get_by_label("Whose ruling it is").fill("Dora")
    await ready(page)
    place = page.locator(f'[data-preview-row="{winner}"] [data-cell=place]')
    await page.wait_for_function(
        "row => document.querySelector(`[data-preview-row='${row}'] [data-cell=place]`)"
        "?.textContent.includes('P1 → P4')",
        arg=winner,
    )
    assert (await place.inner_text()).strip() == "P1 → P4"
    await spectator.wait_for_selector(f'[data-row-id="{winner}"][data-position="1"]')  # nothing is done yet
    await decided(page)
    await page.wait_for_selector(f'{row_of(winner)}[data-position="4"]')
    await spectator.wait_for_selector(f'[data-row-id="{winner}"][data-position="4"] [data-tag]')
    await page.keyboard.press("Control+z")
    await decided(page)
    await page.wait_for_selector(f'{row_of(winner)}[data-position="1"]')
    await spectator.wait_for_selector(f'[data-row-id="{winner}"][data-position="1"]')


async def test_two_officials_on_one_kart_see_one_truth(page: Page, browser: Browser, tower: TowerDay) -> None:
    """Whoever confirms second is told, sees what it changes now, and confirms that."""
    theirs = await browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-GB")
    await tower.log_in(page, "Ola")
    await tower.log_in(theirs, "Dora")
    await start_race(tower, page)
    kart = tower.day.field.karts[3]
    for official in (page, theirs):
        await state(official, "green")
        await select(official, kart.number)
        await official.keyboard.press("x")
    await page.get_by_label("Whose ruling it is").fill("Dora")
    await ready(page)
    await decided(theirs)
    await page.keyboard.press("Enter")
    await page.wait_for_function(
        "() => document.querySelector('[data-trouble]')?.textContent.includes('Another official')"
    )
    await ready(page)  # previewed again, and not done
    await page.keyboard.press("Escape")
    for official in (page, theirs):
        await official.wait_for_selector(f'{row_of(kart.id)}.dq [data-ruling="disqualified"]')
        assert await official.locator(f"{row_of(kart.id)} [data-ruling]").count() == 1


async def test_undo_of_what_others_depend_on_says_why_not(page: Page, tower: TowerDay) -> None:
    await tower.log_in(page, "Ola")
    await start_race(tower, page)
    await page.keyboard.press("Shift+D")
    opening = page.locator("[data-decision]", has_text="On track")
    await opening.locator("[data-action=undo]").click()
    await page.wait_for_selector('[data-stage="refused"]')
    assert "close it instead" in await page.locator("[data-trouble]").inner_text()
    await page.keyboard.press("Escape")


async def test_full_disk_is_told_across_the_page(
    page: Page, tower: TowerDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object) -> None:
        raise NotSaved("disk full")

    await tower.log_in(page, "Ola")
    journal = tower.app.engine._journal
    with monkeypatch.context() as full:
        full.setattr(journal, "append", refuse)
        full.setattr(journal, "probe", refuse)
        await page.keyboard.press("o")
        await page.wait_for_selector("[data-not-saved]")
    await page.wait_for_selector("[data-not-saved]", state="detached")
    await page.keyboard.press("o")
    await state(page, "staged")


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everybody_can_use_it(
    browser: Browser, tower: TowerDay, root: Path, width: int, scheme: str
) -> None:
    """axe finds nothing serious, and nothing needs to be scrolled sideways."""
    axe = (root / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text()
    context = await browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = await context.new_page()
    await page.goto(tower.tower)
    await page.wait_for_selector("[data-door=login]")
    found = {"login": await faults(page, axe)}
    await tower.log_in(page, "Ola")
    await start_race(tower, page)
    found["race"] = await faults(page, axe)
    for key, name in (
        ("Shift+D", "decisions"),
        ("Shift+M", "programme"),
        ("Shift+E", "entries"),
        ("?", "keys"),
    ):
        await page.keyboard.press(key)
        found[name] = await faults(page, axe)
    await page.keyboard.press("Escape")
    await page.keyboard.press("e")
    await ready(page)
    found["sheet"] = await faults(page, axe)
    assert not {name: faults for name, faults in found.items() if faults}
    assert await page.evaluate("document.documentElement.scrollWidth") <= width


async def faults(page: Page, axe: str) -> list[str]:
    """What axe calls serious, and where."""
    await page.evaluate(axe)
    found: list[str] = await page.evaluate(
        """async () => (await axe.run()).violations
            .filter(({impact}) => ['serious', 'critical'].includes(impact))
            .map(({id, nodes}) => `${id}: ${nodes.map(node => node.html.slice(0, 160)).join(' | ')}`)"""
    )
    return found
