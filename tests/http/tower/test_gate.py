"""Requests that mean another server, or come from another page, are not answered."""

import asyncio
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from livetiming.http.answers import SECURITY
from livetiming.http.tower.hosts import Hosts, host_of, own_names
from livetiming.http.tower.settings import TowerSettings
from livetiming.officials.roles import Role
from support.tower_rig import TowerRig, tower_rig

FOREIGN = "https://evil.example"
UNSAFE = [
    ("POST", "/api/login"),
    ("POST", "/api/commands"),
    ("POST", "/api/pair"),
    ("PUT", "/api/me/password"),
    ("DELETE", "/api/logins/x"),
]


@pytest.mark.parametrize(("method", "path"), UNSAFE)
@pytest.mark.parametrize("origin", [FOREIGN, "null", "", "http://127.0.0.1", "https://127.0.0.1:{port}"])
async def test_what_changes_something_must_come_from_our_own_pages(
    rig: TowerRig, method: str, path: str, origin: str
) -> None:
    async with rig.browser(Role.ADMINISTRATOR, origin=origin.format(port=rig.core.port)) as browser:
        answer = await browser.request(method, path, json={})
    assert (answer.status_code, "own pages" in answer.json()["why"]) == (403, True)


async def test_a_request_without_origin_changes_nothing_either(rig: TowerRig) -> None:
    async with httpx.AsyncClient(base_url=rig.origin, trust_env=False) as script:
        assert (await script.post("/api/login", json={})).status_code == 403
        assert (await script.get("/api/welcome")).status_code == 200


@pytest.mark.parametrize("origin", [FOREIGN, "null"])
async def test_a_websocket_must_come_from_our_own_pages(rig: TowerRig, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with rig.page(Role.DIRECTOR, origin=origin):
            pass
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.2:{port}", "[::1", ""])
async def test_a_foreign_name_that_leads_here_gets_nothing(rig: TowerRig, host: str) -> None:
    """As a page of evil.example would that made its name point at this machine."""
    host = host.format(port=rig.core.port)
    async with rig.browser(Role.ADMINISTRATOR) as browser:
        for path in ("/", "/api/tower", "/openapi.json"):
            answer = await browser.get(path, headers={"host": host})
            assert (answer.status_code, "not known by that name" in answer.json()["why"]) == (403, True)
        headers = {"host": host, "origin": f"http://{host}"}
        assert (await browser.post("/api/logout", headers=headers)).status_code == 403


async def test_own_names_and_allowed_ones_are_answered(tmp_path: Path) -> None:
    settings = TowerSettings(hosts=["Tower.Club.example"], pages=tmp_path / "none")
    async with tower_rig(tmp_path / "day.store", settings=settings) as rig, rig.browser() as browser:
        for name in (*own_names(), "LOCALHOST", "tower.club.example", "127.0.0.1"):
            host = f"{name}:{rig.core.port}"
            assert (await browser.get("/api/welcome", headers={"host": host})).status_code == 200


async def test_every_answer_is_guarded_and_none_is_kept(rig: TowerRig) -> None:
    async with rig.browser(Role.DIRECTOR) as browser:
        for path in ("/", "/api", "/api/tower", "/api/nowhere", "/openapi.json", "/api/style.css"):
            headers = (await browser.get(path)).headers
            assert SECURITY.items() <= dict(headers).items(), path
            assert headers["cache-control"] == "no-store"


def test_addresses_are_ours_if_the_request_came_in_there() -> None:
    hosts = Hosts()
    assert hosts.allow("192.168.1.5:8001", "192.168.1.5")
    assert hosts.allow("192.168.1.5", "::ffff:192.168.1.5")
    assert hosts.allow("[fe80::1]:8001", "fe80::1%eth0")
    assert not hosts.allow("192.168.1.6:8001", "192.168.1.5")
    assert not hosts.allow("192.168.1.5", "")


@pytest.mark.parametrize(
    ("header", "host"),
    [("a.b", "a.b"), ("a.b:80", "a.b"), ("[::1]:80", "::1"), ("[::1]", "::1"), ("", ""), ("[::1", "::1")],
)
def test_the_host_is_told_from_its_port(header: str, host: str) -> None:
    assert host_of(header) == host


async def test_the_machine_s_own_name_is_known() -> None:
    assert await asyncio.to_thread(own_names) >= {"localhost"}
