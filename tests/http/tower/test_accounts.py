"""Who lets others in: accounts, QR codes that work once, and devices that are shut out at once."""

import xml.etree.ElementTree as ET
from urllib.parse import unquote, urlsplit

import pytest

from livetiming.officials.codes import VALID_US
from livetiming.officials.roles import Role
from support.tower_rig import TowerRig

PASSWORD = "a long one"


async def test_an_administrator_makes_changes_and_removes_accounts(rig: TowerRig) -> None:
    await rig.officials.accounts.put("Ada", Role.ADMINISTRATOR, PASSWORD)
    async with rig.browser(Role.ADMINISTRATOR) as admin, rig.browser() as browser:
        new = {"role": "operator", "password": PASSWORD}
        made = await admin.put("/api/accounts/Ola Ny", json=new)
        assert (made.status_code, made.json()) == (200, {"name": "Ola Ny", "role": "operator"})
        login = {"name": "ola ny", "password": PASSWORD}
        assert (await browser.post("/api/login", json=login)).json()["role"] == "operator"
        await admin.put("/api/accounts/Ola Ny", json={"role": "director"})
        assert (await browser.get("/api/me")).status_code == 401
        assert (await browser.post("/api/login", json=login)).json()["role"] == "director"
        names = [account["name"] for account in (await admin.get("/api/accounts")).json()]
        assert names == ["Ada", "Ola Ny"]
        assert (await admin.delete("/api/accounts/Ola Ny")).status_code == 204
        assert (await browser.get("/api/me")).status_code == 401
        assert (await browser.post("/api/login", json=login)).status_code == 401
        assert (await admin.delete("/api/accounts/Ola Ny")).status_code == 404


async def test_accounts_are_never_told_with_their_hashes(rig: TowerRig) -> None:
    await rig.officials.accounts.put("Ada", Role.ADMINISTRATOR, PASSWORD)
    async with rig.browser(Role.ADMINISTRATOR) as admin:
        assert "argon2" not in (await admin.get("/api/accounts")).text


async def test_the_last_administrator_stays(rig: TowerRig) -> None:
    await rig.officials.accounts.put("Ada", Role.ADMINISTRATOR, PASSWORD)
    async with rig.browser(Role.ADMINISTRATOR) as admin:
        refused = await admin.delete("/api/accounts/Ada")
        assert (refused.status_code, "last administrator" in refused.json()["why"]) == (409, True)
        assert (await admin.put("/api/accounts/Ada", json={"role": "grid"})).status_code == 409
        assert (await admin.put("/api/accounts/%20", json={"role": "grid"})).status_code == 409
        assert (await admin.put("/api/accounts/New", json={"role": "grid"})).status_code == 409
        short = {"role": "grid", "password": "short"}
        assert (await admin.put("/api/accounts/New", json=short)).status_code == 400


async def test_a_tablet_pairs_by_a_qr_code_once(rig: TowerRig) -> None:
    async with rig.browser(Role.OPERATOR) as tower, rig.browser() as tablet, rig.browser() as other:
        made = (await tower.post("/api/pairings", json={"name": "Grid tablet", "role": "grid"})).json()
        svg = unquote(made["qr"].partition(",")[2])
        assert ET.fromstring(svg).tag.endswith("svg")
        fragment = urlsplit(made["url"]).fragment
        assert fragment.startswith("pair=")
        code = {"code": fragment.removeprefix("pair=")}
        assert [each["name"] for each in (await tower.get("/api/pairings")).json()] == ["Grid tablet"]
        paired = await tablet.post("/api/pair", json=code)
        assert paired.json()["who"] == "Grid tablet"
        assert (await tablet.get("/api/tower")).status_code == 200
        assert (await other.post("/api/pair", json=code)).status_code == 401
        assert (await tower.get("/api/pairings")).json() == []


async def test_a_code_is_withdrawn_or_too_old(rig: TowerRig) -> None:
    async with rig.browser(Role.OPERATOR) as tower, rig.browser() as tablet:
        order = {"name": "Grid tablet", "role": "grid"}
        withdrawn = (await tower.post("/api/pairings", json=order)).json()
        assert (await tower.delete(f"/api/pairings/{withdrawn['pairing']['id']}")).status_code == 204
        assert (await tower.delete(f"/api/pairings/{withdrawn['pairing']['id']}")).status_code == 404
        old = (await tower.post("/api/pairings", json=order)).json()
        assert old["pairing"]["expires_wall_us"] == rig.clock.wall_us() + VALID_US
        rig.clock.advance(VALID_US)
        for made in (withdrawn, old):
            code = urlsplit(made["url"]).fragment.removeprefix("pair=")
            assert (await tablet.post("/api/pair", json={"code": code})).status_code == 401


async def test_the_code_leads_to_the_address_at_which_the_page_was_asked(rig: TowerRig) -> None:
    async with rig.browser(Role.OPERATOR) as tower:
        host = f"localhost.:{rig.core.port}"
        headers = {"host": host, "origin": f"http://{host}"}
        order = {"name": "Grid tablet", "role": "grid"}
        elsewhere = await tower.post("/api/pairings", json=order, headers=headers)
    assert urlsplit(elsewhere.json()["url"]).port == rig.core.port


async def test_a_lost_tablet_is_shut_out_at_once(rig: TowerRig) -> None:
    lost = await rig.let_in(Role.DIRECTOR, "Lost tablet")
    async with rig.browser(Role.OPERATOR) as tower, rig.browser(lost) as tablet, rig.page(lost) as page:
        await page.snapshot()
        logins = {each["who"]: each for each in (await tower.get("/api/logins")).json()}
        assert logins["Lost tablet"]["device"] is True
        assert [each["who"] for each in logins.values() if each.get("mine")] == ["The operator"]
        assert (await tower.delete(f"/api/logins/{logins['Lost tablet']['id']}")).status_code == 204
        await page.connection.wait_closed()
        assert page.connection.close_code == 4401
        assert (await tablet.get("/api/tower")).status_code == 401
        assert (await tower.delete(f"/api/logins/{logins['Lost tablet']['id']}")).status_code == 404


async def test_nobody_lets_in_or_shuts_out_more_than_themselves(rig: TowerRig) -> None:
    admin = await rig.let_in(Role.ADMINISTRATOR)
    async with rig.browser(Role.OPERATOR) as tower:
        order = {"name": "Mine", "role": "administrator"}
        assert (await tower.post("/api/pairings", json=order)).status_code == 403
        assert (await tower.delete(f"/api/logins/{admin.login.id}")).status_code == 403
    async with rig.browser(Role.ADMINISTRATOR) as browser:
        assert (await browser.post("/api/pairings", json=order)).status_code == 201


@pytest.mark.parametrize("role", set(Role) - {Role.ADMINISTRATOR})
async def test_accounts_are_the_administrators_business(rig: TowerRig, role: Role) -> None:
    async with rig.browser(role) as browser:
        assert (await browser.get("/api/accounts")).status_code == 403
        new = {"role": "administrator", "password": PASSWORD}
        assert (await browser.put("/api/accounts/Eve", json=new)).status_code == 403
        assert (await browser.delete("/api/accounts/Ada")).status_code == 403


@pytest.mark.parametrize("role", set(Role) - {Role.ADMINISTRATOR, Role.OPERATOR})
async def test_devices_are_the_towers_business(rig: TowerRig, role: Role) -> None:
    async with rig.browser(role) as browser:
        assert (await browser.get("/api/logins")).status_code == 403
        assert (await browser.get("/api/pairings")).status_code == 403
        order = {"name": "Mine", "role": "announcer"}
        assert (await browser.post("/api/pairings", json=order)).status_code == 403
