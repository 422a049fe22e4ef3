"""The first thing a request meets: does it mean this server, does it come from its own pages, and what every
answer carries.
"""

from http import HTTPStatus
from typing import TYPE_CHECKING

import msgspec

from livetiming.http.answers import SECURITY, Headers, deliver, headers_of, send_answer, text_answer, whole
from livetiming.http.public.app import NOT_BUILT
from livetiming.http.public.content import Content
from livetiming.http.tower.documents import Problem
from livetiming.http.tower.hosts import Hosts

if TYPE_CHECKING:
    from uvicorn._types import (
        ASGI3Application,
        ASGIReceiveCallable,
        ASGISendCallable,
        ASGISendEvent,
        HTTPScope,
        Scope,
        WebSocketScope,
    )

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

FOREIGN_NAME = "This server is not known by that name. Use its address, or start it with --tower-host NAME."
FOREIGN_PAGE = "Only this server's own pages may do that: the Origin must be the address that is asked."


class Gate:
    """Stands before `app`, and serves the built pages itself."""

    def __init__(self, app: "ASGI3Application", hosts: Hosts, pages: dict[str, Content]) -> None:
        self._app = app
        self._hosts = hosts
        self._pages = pages

    async def __call__(
        self, scope: "Scope", receive: "ASGIReceiveCallable", send: "ASGISendCallable"
    ) -> None:
        """Answer or refuse one request, or one websocket (ASGI 3)."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = headers_of(list(scope["headers"]))
        why = self._refusal(scope, headers)
        if scope["type"] == "websocket":
            if why is None:
                await self._app(scope, receive, send)
            else:
                await send({"type": "websocket.close", "code": 1008, "reason": why})
        elif why is not None:
            await _refuse(why, send)
        elif scope["method"] in {"GET", "HEAD"} and (scope["path"] in self._pages or scope["path"] == "/"):
            await self._page(scope, headers, send)
        else:
            await self._app(scope, receive, _secured(send))

    def _refusal(self, scope: "HTTPScope | WebSocketScope", headers: Headers) -> str | None:
        """Why the request is not answered at all."""
        host = headers.get("host", "")
        local = scope.get("server")
        if not self._hosts.allow(host, "" if local is None else local[0]):
            return FOREIGN_NAME
        if scope["type"] == "http" and scope["method"] in SAFE:
            return None
        scheme = {"ws": "http", "wss": "https"}.get(scope["scheme"], scope["scheme"])
        same_origin = headers.get("origin", "").lower() == f"{scheme}://{host}".lower()
        return None if same_origin else FOREIGN_PAGE

    async def _page(self, scope: "HTTPScope", headers: Headers, send: "ASGISendCallable") -> None:
        content = self._pages.get(scope["path"])
        if content is None:
            answer = text_answer(HTTPStatus.SERVICE_UNAVAILABLE, NOT_BUILT, {})
        else:
            answer = deliver(content, headers, {})
        if scope["method"] == "HEAD":
            answer = msgspec.structs.replace(answer, body=b"")
        await send_answer(answer, send)


async def _refuse(why: str, send: "ASGISendCallable") -> None:
    body = msgspec.json.encode(Problem(why=why))
    await send_answer(
        whole(HTTPStatus.FORBIDDEN, "application/json", body, {"cache-control": "no-store"}), send
    )


def _secured(send: "ASGISendCallable") -> "ASGISendCallable":
    """Adds to each answer what all of ours carry."""

    async def send_secured(event: "ASGISendEvent") -> None:
        if event["type"] == "http.response.start":
            given = {name.lower() for name, _ in event.get("headers", ())}
            common = SECURITY | {"cache-control": "no-store"}
            event["headers"] = [
                *event.get("headers", ()),
                *(
                    (name.encode(), value.encode())
                    for name, value in common.items()
                    if name.encode() not in given
                ),
            ]
        await send(event)

    return send_secured
