"""What the public address answers to GET, and that it answers to nothing else."""

import gzip
from http import HTTPStatus

import msgspec
import pytest

from livetiming.http.public.app import PublicApp
from livetiming.http.public.content import Content
from livetiming.http.public.hub import Hub
from livetiming.publish.messages import Hello, PublicState, Snapshot
from support.states import EMPTY, MEETING, board, heat
from support.virtual_time import VirtualTime

PAGES = {
    "/": Content(b"<!doctype html>" + b" " * 500, kind="text/html; charset=utf-8", cache_control="no-cache"),
    "/logo.png": Content(b"\x89PNG" * 100, kind="image/png", cache_control="no-cache"),
}

PATHS = ["/", "/logo.png", "/api/state", "/api/meeting", "/api/session", "/api/standings", "/healthz"]


def app_at(n: int, state: PublicState) -> PublicApp:
    app = PublicApp(hub := Hub(VirtualTime().now_us), PAGES)
    hub.receive(Hello(server_us=1), b"")
    hub.receive(Snapshot(stream="a", n=n, state=state), b"")
    return app


@pytest.fixture
def app() -> PublicApp:
    return app_at(7, board())


def document(app: PublicApp, path: str) -> dict[str, object]:
    answer = app.answer("GET", path, {})
    assert answer.status is HTTPStatus.OK
    assert answer.headers["content-type"] == "application/json"
    return msgspec.json.decode(answer.body, type=dict[str, object])


def plain(value: object) -> object:
    return msgspec.json.decode(msgspec.json.encode(value))


def test_each_document_says_what_it_was_made_from(app: PublicApp) -> None:
    made_from = {"stream": "a", "n": 7}
    assert document(app, "/api/state") == made_from | {"state": plain(board())}
    assert document(app, "/api/meeting") == made_from | {"meeting": plain(MEETING)}
    assert document(app, "/api/session") == made_from | {"session": plain(heat())}
    assert document(app, "/api/standings") == made_from | {"session_id": "s1", "rows": plain(board().rows)}


def test_without_a_meeting_the_documents_are_empty_and_complete() -> None:
    app = app_at(1, EMPTY)
    assert document(app, "/api/meeting")["meeting"] is None
    assert document(app, "/api/session")["session"] is None
    assert document(app, "/api/standings") == {"stream": "a", "n": 1, "session_id": None, "rows": []}


def test_before_the_core_is_heard_documents_are_to_be_asked_for_again() -> None:
    app = PublicApp(Hub(VirtualTime().now_us), PAGES)
    answer = app.answer("GET", "/api/state", {})
    assert answer.status is HTTPStatus.SERVICE_UNAVAILABLE
    assert answer.headers["retry-after"] == "1"
    assert app.answer("GET", "/healthz", {}).status is HTTPStatus.SERVICE_UNAVAILABLE
    assert app.answer("GET", "/", {}).status is HTTPStatus.OK


def test_the_health_check_counts_spectators_and_knows_the_core(app: PublicApp) -> None:
    assert document(app, "/healthz") == {"core_live": True, "stream": "a", "n": 7, "spectators": 0}


@pytest.mark.parametrize("path", [*PATHS, "/live", "/nothing"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"])
def test_nothing_can_be_changed_anywhere(app: PublicApp, method: str, path: str) -> None:
    answer = app.answer(method, path, {})
    assert answer.status is HTTPStatus.METHOD_NOT_ALLOWED
    assert answer.headers["allow"] == "GET, HEAD"
    assert b"nothing can be changed here" in answer.body


@pytest.mark.parametrize("path", PATHS)
def test_head_answers_as_get_without_the_body(app: PublicApp, path: str) -> None:
    get, head = app.answer("GET", path, {}), app.answer("HEAD", path, {})
    assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")
    assert int(get.headers["content-length"]) == len(get.body)


@pytest.mark.parametrize("path", [*PATHS, "/nothing", "/live"])
def test_every_answer_locks_the_page_in(app: PublicApp, path: str) -> None:
    headers = app.answer("GET", path, {}).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in headers


def test_documents_may_be_read_by_any_site_and_pages_may_not(app: PublicApp) -> None:
    assert app.answer("GET", "/api/state", {}).headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in app.answer("GET", "/", {}).headers


@pytest.mark.parametrize("path", ["/", "/logo.png", "/api/state", "/api/standings"])
def test_who_has_the_newest_is_told_so(app: PublicApp, path: str) -> None:
    etag = app.answer("GET", path, {}).headers["etag"]
    again = app.answer("GET", path, {"if-none-match": f'"other", {etag}'})
    assert (again.status, again.body) == (HTTPStatus.NOT_MODIFIED, b"")
    assert again.headers["etag"] == etag


@pytest.mark.parametrize("path", ["/api/state", "/api/meeting", "/api/session", "/api/standings"])
def test_every_number_has_a_tag_of_its_own(path: str) -> None:
    before, after = app_at(7, board()), app_at(8, board())
    etag = before.answer("GET", path, {}).headers["etag"]
    assert after.answer("GET", path, {"if-none-match": etag}).status is HTTPStatus.OK


def test_a_document_follows_the_stream() -> None:
    hub = Hub(VirtualTime().now_us)
    app = PublicApp(hub, {})
    for n in (7, 8):
        hub.receive(Snapshot(stream="a", n=n, state=board(laps=n)), b"")
        assert document(app, "/api/state") == {"stream": "a", "n": n, "state": plain(board(laps=n))}


def test_text_is_compressed_for_who_takes_it(app: PublicApp) -> None:
    answer = app.answer("GET", "/api/state", {"accept-encoding": "gzip, deflate, br"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "accept-encoding"
    assert gzip.decompress(answer.body) == app.answer("GET", "/api/state", {}).body


def test_a_path_without_anything_says_so(app: PublicApp) -> None:
    assert app.answer("GET", "/tower.html", {}).status is HTTPStatus.NOT_FOUND


def test_the_live_stream_is_no_page(app: PublicApp) -> None:
    answer = app.answer("GET", "/live", {})
    assert answer.status is HTTPStatus.UPGRADE_REQUIRED
    assert answer.headers["upgrade"] == "websocket"


def test_pages_that_are_not_built_are_missed_in_words() -> None:
    answer = PublicApp(Hub(VirtualTime().now_us), {}).answer("GET", "/", {})
    assert answer.status is HTTPStatus.SERVICE_UNAVAILABLE
    assert b"not built" in answer.body
