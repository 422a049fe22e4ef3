"""The OpenAPI document says what the server does; requests made up from it find no server error."""

import asyncio
import threading
import zlib
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from livetiming import commands
from livetiming.facts import ShownFlag
from livetiming.http.tower.app import ROUTES
from livetiming.officials.roles import Role
from support.tower_rig import TowerRig, tower_rig, track

Result = TypeVar("Result")

EXAMPLES = 10
EXAMPLES_OF_COMMANDS = 100
"""Requests made up for each route and way of making them up; there are many commands."""


class Served:
    """An officials' app in a thread of its own, with a race on track, for tests that are not async."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._started: Future[tuple[TowerRig, asyncio.AbstractEventLoop]] = Future()
        self._over: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name="served")

    def __enter__(self) -> "Served":
        self._thread.start()
        self.rig, self._loop = self._started.result(timeout=30)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._over is not None
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    def wait(self, work: Callable[[], Coroutine[None, None, Result]]) -> Result:
        """The result of something done in the server's thread."""
        return asyncio.run_coroutine_threadsafe(work(), self._loop).result(timeout=30)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._over = asyncio.Event()
        async with tower_rig(self._store) as rig:
            await rig.race(9, "7", "8")
            await rig.hear({"7": [1, 31, 61], "8": [2, 33, 64], "55": [20]})
            await rig.do(commands.ShowFlag(session="race", flag=ShownFlag.YELLOW, at_track_us=track(70)))
            self._started.set_result((rig, asyncio.get_running_loop()))
            await self._over.wait()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("served") / "day.store") as served:
        yield served


@pytest.fixture(scope="module")
def document(served: Served) -> dict[str, object]:
    answer = httpx.get(f"{served.rig.origin}/openapi.json", trust_env=False)
    assert answer.headers["content-type"] == "application/json"
    found: dict[str, object] = answer.json()
    return found


@pytest.fixture
def schema(served: Served, document: dict[str, object]) -> schemathesis.BaseSchema:
    made = schemathesis.openapi.from_dict(document)
    made.config.update(base_url=served.rig.origin)
    return made


KNOWN = {"session": "race", "row": "e7", "entry": "e7", "other": "e8", "class_id": "k", "meeting": "m"}
"""What there is on the served day; of what is made up, half is replaced by it."""


def likelier(value: Any, name: str = "") -> Any:  # noqa: ANN401 - JSON as it was made up
    """The same with names of what there is, so that made-up commands get past the first question."""
    match value:
        case dict():
            return {key: likelier(member, key) for key, member in value.items()}
        case list():
            return [likelier(member, name) for member in value]
        case str() if name in KNOWN and zlib.crc32(value.encode(errors="replace")) % 2:
            return KNOWN[name]
    return value


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        (method, path.replace(":str}", "}"))
        for route in ROUTES
        for path in sorted(route.paths)
        for method in sorted(route.http_methods)
    ],
)
def test_made_up_requests_find_no_server_error(
    served: Served, schema: schemathesis.BaseSchema, method: str, path: str, mode: GenerationMode
) -> None:
    examples = EXAMPLES_OF_COMMANDS if path == "/api/commands" else EXAMPLES

    @seed(1)
    @settings(max_examples=examples, suppress_health_check=list(HealthCheck), database=None)
    @given(case=schema[path][method].as_strategy(generation_mode=mode))
    def answered(case: schemathesis.Case[Any]) -> None:
        entered = served.wait(lambda: served.rig.let_in(Role.ADMINISTRATOR))
        case.path_parameters = {name: likelier(value, name) for name, value in case.path_parameters.items()}
        case.body = likelier(case.body)
        case.call_and_validate(
            headers={"origin": served.rig.origin},
            cookies={served.rig.core.cookie: entered.token},
            checks=[not_a_server_error, content_type_conformance, response_schema_conformance],
        )

    answered()


def test_the_server_still_works_after_that(served: Served) -> None:
    number = served.wait(lambda: served.rig.do(commands.DefineClass(class_id="z", name="Z", min_lap_us=1)))
    assert number == served.rig.engine.evidence.n


def test_every_route_is_in_the_document_and_says_what_it_does(document: dict[str, object]) -> None:
    paths = document["paths"]
    assert isinstance(paths, dict)
    told = {(method.upper(), path) for path, operations in paths.items() for method in operations}
    routes = {
        (method, path.replace(":str}", "}"))
        for route in ROUTES
        for path in route.paths
        for method in route.http_methods
    }
    assert told == routes
    for operations in paths.values():
        for operation in operations.values():
            assert operation["description"]
            assert "Problem" in str(operation["responses"]["default"])


async def test_the_page_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    async with tower_rig(tmp_path / "day.store") as rig, rig.browser() as browser:
        page = (await browser.get("/api")).text
        style = await browser.get("/api/style.css")
    assert "http:" not in page
    assert "https:" not in page
    assert "<script" not in page
    assert style.headers["content-type"].startswith("text/css")
    for told in (
        "POST /api/commands",
        "Carry out a command",
        'id="ShowFlag"',
        "show_flag",
        "may be left out",
    ):
        assert told in page
