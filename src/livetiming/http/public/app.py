"""The ASGI application: pages, read-only JSON and a health check; GET and HEAD, and nothing else.

Plain ASGI, since eight fixed paths need no framework and this process must be there at once.
"""

from http import HTTPStatus
from typing import TYPE_CHECKING

import msgspec

from livetiming.http.public.api import DOCUMENTS, Api
from livetiming.http.public.content import Content
from livetiming.http.public.hub import Hub
from livetiming.http.public.live import PATH as LIVE

if TYPE_CHECKING:
    from uvicorn._types import ASGIReceiveCallable, ASGISendCallable, Scope

Headers = dict[str, str]

SECURITY: Headers = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
"""On every answer. The pages need nothing from elsewhere, and nothing elsewhere can frame them."""

ANY_ORIGIN: Headers = {"access-control-allow-origin": "*", "access-control-expose-headers": "etag"}
"""Club sites may read the documents from their own pages: they are public and carry no credentials."""

TEXT = "text/plain; charset=utf-8"
READ_ONLY = "This address only shows the timing. It takes GET and HEAD; nothing can be changed here.\n"
NOT_FOUND = "There is nothing at this path.\n"
NOT_BUILT = "The pages are not built. Install livetiming with pip, which builds them.\n"
UPGRADE = "The live stream is a websocket.\n"
STARTING = "The timing server has not been heard yet. Please try again in a moment.\n"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A whole HTTP response."""

    status: HTTPStatus
    headers: Headers
    body: bytes = b""


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """``/healthz``: whether there is something to show, and whether the timing server is behind it."""

    core_live: bool
    stream: str | None
    n: int
    spectators: int


class PublicApp:
    """Answers from the hub's state and from the pages in memory."""

    def __init__(self, hub: Hub, pages: dict[str, Content]) -> None:
        self._hub = hub
        self._pages = pages
        self._api = Api(hub)

    async def __call__(
        self, scope: "Scope", receive: "ASGIReceiveCallable", send: "ASGISendCallable"
    ) -> None:
        """Answer one request (ASGI 3)."""
        assert scope["type"] == "http"
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        answer = self.answer(scope["method"], scope["path"], headers)
        await send(
            {
                "type": "http.response.start",
                "status": answer.status,
                "headers": [(name.encode(), value.encode()) for name, value in answer.headers.items()],
                "trailers": False,
            }
        )
        await send({"type": "http.response.body", "body": answer.body, "more_body": False})

    def answer(self, method: str, path: str, headers: Headers) -> Answer:
        """The response to a request; `headers` have lower-case names."""
        if method not in {"GET", "HEAD"}:
            return _text(HTTPStatus.METHOD_NOT_ALLOWED, READ_ONLY, {"allow": "GET, HEAD"})
        answer = self._get(path, headers)
        return msgspec.structs.replace(answer, body=b"") if method == "HEAD" else answer

    def _get(self, path: str, headers: Headers) -> Answer:
        if path in DOCUMENTS:
            document = self._api.content(path)
            if document is None:
                return _text(HTTPStatus.SERVICE_UNAVAILABLE, STARTING, {"retry-after": "1"} | ANY_ORIGIN)
            return _deliver(document, headers, ANY_ORIGIN)
        if path == "/healthz":
            return self._health()
        if path in self._pages:
            return _deliver(self._pages[path], headers, {})
        if path == LIVE:
            return _text(HTTPStatus.UPGRADE_REQUIRED, UPGRADE, {"upgrade": "websocket"})
        if path == "/":
            return _text(HTTPStatus.SERVICE_UNAVAILABLE, NOT_BUILT, {})
        return _text(HTTPStatus.NOT_FOUND, NOT_FOUND, {})

    def _health(self) -> Answer:
        hub = self._hub
        health = Health(
            core_live=hub.core_live, stream=hub.mirror.stream, n=hub.mirror.n, spectators=len(hub)
        )
        status = HTTPStatus.OK if hub.mirror.state is not None else HTTPStatus.SERVICE_UNAVAILABLE
        return _answer(status, "application/json", msgspec.json.encode(health), {"cache-control": "no-store"})


def _deliver(content: Content, request: Headers, extra: Headers) -> Answer:
    headers = extra | {
        "cache-control": content.cache_control,
        "etag": content.etag,
        "vary": "accept-encoding",
    }
    if content.matches(request.get("if-none-match", "")):
        return Answer(status=HTTPStatus.NOT_MODIFIED, headers=SECURITY | headers)
    coding, body = content.encoded(request.get("accept-encoding", ""))
    if coding is not None:
        headers["content-encoding"] = coding
    return _answer(HTTPStatus.OK, content.kind, body, headers)


def _text(status: HTTPStatus, text: str, extra: Headers) -> Answer:
    return _answer(status, TEXT, text.encode(), extra | {"cache-control": "no-store"})


def _answer(status: HTTPStatus, kind: str, body: bytes, extra: Headers) -> Answer:
    headers = SECURITY | {"content-type": kind, "content-length": str(len(body))} | extra
    return Answer(status=status, headers=headers, body=body)
