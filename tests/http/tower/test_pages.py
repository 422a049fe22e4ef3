"""The tower's page and what belongs to it; the public's page is not served here."""

from pathlib import Path

from livetiming.http.tower.settings import TowerSettings
from support.tower_rig import TowerRig, tower_rig


def built(folder: Path) -> Path:
    """What a build leaves."""
    (folder / "assets").mkdir(parents=True)
    (folder / "tower.html").write_text("<title>Tower</title>")
    (folder / "index.html").write_text("<title>Leaderboard</title>")
    (folder / "assets" / "tower-0a1b2c3d.js").write_text("let tower = 1;")
    return folder


async def test_the_tower_page_is_asked_for_each_time_and_its_assets_once(tmp_path: Path) -> None:
    settings = TowerSettings(pages=built(tmp_path / "static"))
    async with tower_rig(tmp_path / "day.store", settings=settings) as rig, rig.browser() as browser:
        page = await browser.get("/")
        assert (page.text, page.headers["cache-control"]) == ("<title>Tower</title>", "no-cache")
        assert "default-src 'none'" in page.headers["content-security-policy"]
        again = await browser.get("/", headers={"if-none-match": page.headers["etag"]})
        assert again.status_code == 304
        script = await browser.get("/assets/tower-0a1b2c3d.js")
        assert "immutable" in script.headers["cache-control"]
        head = await browser.head("/")
        assert (head.status_code, head.content) == (200, b"")
        assert (await browser.get("/index.html")).status_code == 404
        assert (await browser.get("/tower.html")).status_code == 404
        assert (await browser.post("/")).status_code in {404, 405}


async def test_without_a_build_it_is_said_how_to_make_one(rig: TowerRig) -> None:
    async with rig.browser() as browser:
        answer = await browser.get("/")
    assert (answer.status_code, "not built" in answer.text) == (503, True)
