"""What the leaderboard paints, read from the page."""

import msgspec
from playwright.async_api import Page

_READ_ROWS = """() => [...document.querySelectorAll('[data-row-id]')].map(row => {
  const cell = name => row.querySelector(`[data-cell="${name}"]`)?.innerText.trim().split('\\n')[0] ?? '';
  return {row: row.dataset.rowId, laps: cell('laps'), best: cell('best'), number: cell('number'),
          top: row.getBoundingClientRect().top};
})"""


class PaintedRow(msgspec.Struct, frozen=True):
    """A row as the eye reads it."""

    row: str
    number: str
    laps: str
    best: str
    top: float


async def painted_rows(page: Page) -> list[PaintedRow]:
    """The rows from top to bottom of the screen, once no row is moving."""
    await page.wait_for_function(
        "() => document.getAnimations().every(animation => animation.playState !== 'running')"
    )
    rows = msgspec.convert(await page.evaluate(_READ_ROWS), list[PaintedRow])
    return sorted(rows, key=lambda row: row.top)


async def until_painted(page: Page, n: int) -> None:
    """Wait until the page shows journal number `n` or a later one."""
    await page.wait_for_function(
        "n => Number(document.querySelector('[data-n]')?.dataset.n ?? -1) >= n", arg=n
    )


def lap_text(lap_us: int | None) -> str:
    """A lap time as the board writes it; nothing for none."""
    if lap_us is None:
        return ""
    minutes, rest_ms = divmod(lap_us // 1000, 60_000)
    seconds = f"{rest_ms // 1000}.{rest_ms % 1000:03}"
    return f"{minutes}:{seconds.zfill(6)}" if minutes else seconds
