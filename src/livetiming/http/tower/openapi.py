"""The OpenAPI document of the officials' interface, and a page that shows it without anything from elsewhere.

Both are made when somebody asks for the first time, in a thread: that takes a quarter of a second, which the
timing core must not feel.
"""

import asyncio
from collections.abc import Sequence

import msgspec
from litestar import Litestar, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme
from litestar.types import Dependencies

from livetiming import __version__
from livetiming.http.tower.access import PUBLIC
from livetiming.http.tower.reference import STYLE, reference_page

DESCRIPTION = (
    "What the pages of the timing tower ask for; see also the websocket /tower/live. "
    "POST, PUT and DELETE need an Origin header that is the address asked."
)

PROBLEM = {
    "description": "Not carried out, and why",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


class Reference:
    """Makes document and page once."""

    def __init__(self, routes: Sequence[HTTPRouteHandler], dependencies: Dependencies, cookie: str) -> None:
        self._routes = routes
        self._dependencies = dependencies
        self._cookie = cookie
        self._making = asyncio.Lock()
        self._made: tuple[bytes, bytes] | None = None

    async def get(self) -> tuple[bytes, bytes]:
        """The document as JSON, and the page as HTML."""
        async with self._making:
            if self._made is None:
                self._made = await asyncio.to_thread(self._make)
        return self._made

    def _make(self) -> tuple[bytes, bytes]:
        config = OpenAPIConfig(
            title="livetiming, officials' interface",
            version=__version__,
            description=DESCRIPTION,
            use_handler_docstrings=True,
            components=Components(
                security_schemes={
                    "login": SecurityScheme(type="apiKey", name=self._cookie, security_scheme_in="cookie")
                }
            ),
            security=[{"login": []}],
        )
        app = Litestar(self._routes, dependencies=self._dependencies, openapi_config=config)
        document = app.openapi_schema.to_schema()
        for operations in document["paths"].values():
            for operation in operations.values():
                responses = operation["responses"]
                responses.pop("400", None)
                responses.get("204", {}).pop("content", None)
                responses["default"] = PROBLEM
        encoded = msgspec.json.encode(document)
        return encoded, reference_page(encoded)


def reference_routes(reference: Reference) -> list[HTTPRouteHandler]:
    """The document, the page and its style sheet; they are no secret."""

    @get("/openapi.json", opt=PUBLIC, include_in_schema=False)
    async def document() -> Response[bytes]:
        return Response((await reference.get())[0], media_type="application/json")

    @get("/api", opt=PUBLIC, include_in_schema=False)
    async def page() -> Response[bytes]:
        return Response((await reference.get())[1], media_type="text/html; charset=utf-8")

    @get("/api/style.css", opt=PUBLIC, include_in_schema=False, sync_to_thread=False)
    def style() -> Response[str]:
        return Response(STYLE, media_type="text/css; charset=utf-8")

    return [document, page, style]
