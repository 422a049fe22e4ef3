"""No route is open to people who are not logged in but those that say so."""

import re

import pytest

from livetiming.http.tower import documents
from livetiming.http.tower.app import ROUTES
from support.tower_rig import TowerRig

OPEN = {"/api/welcome", "/api/setup", "/api/login", "/api/pair"}

REQUESTS = [
    (method, path) for route in ROUTES for path in route.paths for method in sorted(route.http_methods)
]


def without_variables(path: str) -> str:
    return re.sub(r"\{.*?\}", "{}", path)


@pytest.mark.parametrize("fake", [None, "0001-secret", "", "x" * 5000])
async def test_every_route_wants_a_login_but_those_that_let_people_in(
    rig: TowerRig, fake: str | None
) -> None:
    async with rig.browser() as browser:
        browser.cookies.update({} if fake is None else {rig.core.cookie: fake})
        for method, path in REQUESTS:
            answer = await browser.request(method, re.sub(r"\{.*?\}", "x", path), json={})
            if path in OPEN:
                assert "Log in first" not in answer.text, path
            else:
                assert (answer.status_code, answer.json()) == (401, {"why": "Log in first."}), path


def test_the_contract_tells_of_every_route_and_of_no_other() -> None:
    told = re.findall(r"^(GET|POST|PUT|DELETE) +``(.*?)``", documents.__doc__ or "", re.MULTILINE)
    assert {(method, without_variables(path)) for method, path in told} == {
        (method, without_variables(path)) for method, path in REQUESTS
    }


def test_the_contract_names_the_routes_that_need_no_login() -> None:
    starred = re.findall(r"^\w+ +``(.*?)`` \*", documents.__doc__ or "", re.MULTILINE)
    assert set(starred) == OPEN
