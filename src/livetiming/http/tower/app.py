"""The officials' application: its routes, who may use them, and what goes wrong."""

from typing import TYPE_CHECKING, cast

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide

from livetiming.http.public.content import Content
from livetiming.http.tower import accounts, entrance, live, orders, reads
from livetiming.http.tower.access import give_login, require_login
from livetiming.http.tower.core import Core
from livetiming.http.tower.gate import Gate
from livetiming.http.tower.hosts import Hosts
from livetiming.http.tower.openapi import Reference, reference_routes
from livetiming.http.tower.problems import HANDLERS

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application

BODY_BYTES_MAX = 256 * 1024
"""A lap chart of a long race that was typed without a connection has a tenth of it."""

ROUTES = [*entrance.ROUTES, *orders.ROUTES, *reads.ROUTES, *accounts.ROUTES]


def tower_app(core: Core, hosts: Hosts, pages: dict[str, Content]) -> "ASGI3Application":
    """The application for a running server; `pages` are the built ones, by their paths."""
    dependencies = {
        "core": Provide(lambda: core, sync_to_thread=False),
        "login": Provide(give_login, sync_to_thread=False),
    }
    reference = Reference(ROUTES, dependencies, core.cookie)
    app = Litestar(
        [*ROUTES, *live.ROUTES, *reference_routes(reference)],
        dependencies=dependencies,
        exception_handlers=HANDLERS,
        guards=[require_login],
        logging_config=None,
        openapi_config=None,
        request_max_body_size=BODY_BYTES_MAX,
        state=State({"core": core}),
    )
    return Gate(cast("ASGI3Application", app), hosts, pages)
