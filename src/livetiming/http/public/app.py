"""The ASGI application: pages, read-only JSON and a health check; GET and HEAD, and nothing else.

Plain ASGI, since eight fixed paths need no framework and this process must be there at once.
"""

from http import HTTPStatus
from typing import TYPE_CHECKING

import msgspec

from livetiming.http.answers import Answer, Headers, deliver, headers_of, send_answer, text_answer, whole
from livetiming.http.public.api import DOCUMENTS, Api
from livetiming.http.public.content import Content
from livetiming.http.public.hub import Hub
from livetiming.http.public.live import PATH as LIVE

if TYPE_CHECKING:
    from uvicorn._types import ASGIReceiveCallable, ASGISendCallable, Scope

ANY_ORIGIN: Headers = {"access-control-allow-origin": "*", "access-control-expose-headers": "etag"}
"""Club sites may read the documents from their own pages: they are public and carry no credentials."""

READ_ONLY = "This address only shows the timing. It takes GET and HEAD; nothing can be changed here.\n"
NOT_FOUND = "There is nothing at this path.\n"
NOT_BUILT = "The pages are not built. Install livetiming with pip, which builds them.\n"
UPGRADE = "The live stream is a websocket.\n"
STARTING = "The timing server has not been heard yet. Please try again in a moment.\n"


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
        answer = self.answer(scope["method"], scope["path"], headers_of(list(scope["headers"])))
        await send_answer(answer, send)

    def answer(self, method: str, path: str, headers: Headers) -> Answer:
        """The response to a request; `headers` have lower-case names."""
        if method not in {"GET", "HEAD"}:
            return text_answer(HTTPStatus.METHOD_NOT_ALLOWED, READ_ONLY, {"allow": "GET, HEAD"})
        answer = self._get(path, headers)
        return msgspec.structs.replace(answer, body=b"") if method == "HEAD" else answer

    def _get(self, path: str, headers: Headers) -> Answer:
        if path in DOCUMENTS:
            document = self._api.content(path)
            if document is None:
                return text_answer(
                    HTTPStatus.SERVICE_UNAVAILABLE, STARTING, {"retry-after": "1"} | ANY_ORIGIN
                )
            return deliver(document, headers, ANY_ORIGIN)
        if path == "/healthz":
            return self._health()
        if path in self._pages:
            return deliver(self._pages[path], headers, {})
        if path == LIVE:
            return text_answer(HTTPStatus.UPGRADE_REQUIRED, UPGRADE, {"upgrade": "websocket"})
        if path == "/":
            return text_answer(HTTPStatus.SERVICE_UNAVAILABLE, NOT_BUILT, {})
        return text_answer(HTTPStatus.NOT_FOUND, NOT_FOUND, {})

    def _health(self) -> Answer:
        hub = self._hub
        health = Health(
            core_live=hub.core_live, stream=hub.mirror.stream, n=hub.mirror.n, spectators=len(hub)
        )
        status = HTTPStatus.OK if hub.mirror.state is not None else HTTPStatus.SERVICE_UNAVAILABLE
        return whole(status, "application/json", msgspec.json.encode(health), {"cache-control": "no-store"})
