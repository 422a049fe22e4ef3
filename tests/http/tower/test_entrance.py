"""Coming in through the officials' pages: setup, login, pairing, and what the browser is given."""

import httpx
import pytest

from livetiming.officials.desk import PER_NAME
from livetiming.officials.logins import LOGIN_US
from livetiming.officials.roles import Role
from support.tower_rig import TowerRig

PASSWORD = "a long one"
ADA = {"name": "Ada", "password": PASSWORD}


async def set_up(rig: TowerRig, browser: httpx.AsyncClient) -> httpx.Response:
    return await browser.post("/api/setup", json=ADA | {"code": rig.officials.setup_code})


async def test_the_first_start_asks_for_the_first_account(rig: TowerRig) -> None:
    async with rig.browser() as browser:
        assert (await browser.get("/api/welcome")).json()["setup"] is True
        wrong = await browser.post("/api/setup", json=ADA | {"code": "guess"})
        assert (wrong.status_code, wrong.json()["why"][:10]) == (401, "Wrong code")
        made = await set_up(rig, browser)
        assert made.status_code == 200
        assert (made.json()["who"], made.json()["role"]) == ("Ada", "administrator")
        assert (await browser.get("/api/me")).json() == made.json()
        assert (await browser.get("/api/welcome")).json()["setup"] is False
        assert (await set_up(rig, browser)).status_code == 400


async def test_the_cookie_is_for_this_server_and_its_own_pages_alone(rig: TowerRig) -> None:
    async with rig.browser() as browser:
        cookie = (await set_up(rig, browser)).headers["set-cookie"]
    name, _, attributes = cookie.partition(";")
    assert name.startswith(f"livetiming-{rig.core.port}=")
    assert {each.strip().lower() for each in attributes.split(";")} == {
        "httponly",
        "samesite=strict",
        "path=/",
        f"max-age={LOGIN_US // 1_000_000}",
    }


async def test_logging_in_and_out(rig: TowerRig) -> None:
    async with rig.browser() as first, rig.browser() as second:
        await set_up(rig, first)
        wrong = await second.post("/api/login", json=ADA | {"password": "a wrong one"})
        assert (wrong.status_code, wrong.json()) == (401, {"why": "Wrong name or password."})
        assert (await second.get("/api/me")).status_code == 401
        assert (await second.post("/api/login", json=ADA)).status_code == 200
        assert (await second.post("/api/logout")).status_code == 204
        assert not second.cookies
        assert (await second.get("/api/me")).status_code == 401
        assert (await first.get("/api/me")).status_code == 200


async def test_a_stolen_cookie_is_worth_nothing_after_logout(rig: TowerRig) -> None:
    entered = await rig.let_in(Role.DIRECTOR)
    async with rig.browser(entered) as browser, rig.browser(entered) as thief:
        await browser.post("/api/logout")
        assert (await thief.get("/api/me")).status_code == 401


async def test_guessing_is_answered_with_a_time_to_wait(rig: TowerRig) -> None:
    async with rig.browser() as browser:
        await set_up(rig, browser)
        for _ in range(PER_NAME.burst):
            guess = await browser.post("/api/login", json=ADA | {"password": "guess"})
            assert guess.status_code == 401
        refused = await browser.post("/api/login", json=ADA)
        assert refused.status_code == 429
        assert refused.headers["retry-after"] == str(refused.json()["retry_s"]) == "30"
        rig.clock.advance(PER_NAME.regain_us)
        assert (await browser.post("/api/login", json=ADA)).status_code == 200


async def test_a_login_expires(rig: TowerRig) -> None:
    async with rig.browser(Role.DIRECTOR) as browser:
        rig.clock.advance(LOGIN_US - 1)
        assert (await browser.get("/api/me")).status_code == 200
        rig.clock.advance(1)
        assert (await browser.get("/api/me")).status_code == 401


async def test_changing_ones_password(rig: TowerRig) -> None:
    async with rig.browser() as browser, rig.browser() as other:
        await set_up(rig, browser)
        await other.post("/api/login", json=ADA)
        change = {"old": PASSWORD, "new": "another long one"}
        assert (await browser.put("/api/me/password", json=change)).status_code == 204
        assert (await browser.get("/api/me")).status_code == 200
        assert (await other.get("/api/me")).status_code == 401
        assert (await browser.put("/api/me/password", json=change)).status_code == 401


async def test_a_device_has_no_password(rig: TowerRig) -> None:
    async with rig.browser(Role.GRID) as tablet:
        answer = await tablet.put("/api/me/password", json={"old": PASSWORD, "new": "another long one"})
        assert answer.status_code == 409


@pytest.mark.parametrize(
    ("role", "may", "relays"),
    [
        (Role.ANNOUNCER, [], []),
        (Role.SCORER, ["edit_tap", "tap_laps", "withdraw_decision"], []),
        (Role.GRID, ["assign_transponder", "swap_transponders", "withdraw_decision"], []),
    ],
)
async def test_a_page_is_told_what_its_role_may_do(
    rig: TowerRig, role: Role, may: list[str], relays: list[str]
) -> None:
    async with rig.browser(role) as browser:
        me = (await browser.get("/api/me")).json()
    assert me["device"] is True
    assert (me.get("may", []), me.get("relays", [])) == (may, relays)


async def test_an_operator_is_told_what_to_enter_for_others(rig: TowerRig) -> None:
    async with rig.browser(Role.OPERATOR) as browser:
        assert "rule" in (await browser.get("/api/me")).json()["relays"]
