"""Who asks: a guard over every route, and the login that handlers are given.

A route is for those who are logged in unless it says `PUBLIC`; one with `only` is for the named roles.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, State
from litestar.di import NamedDependency
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers.base import BaseRouteHandler

from livetiming.http.public.limits import visitor_of
from livetiming.http.tower.core import Core
from livetiming.officials.account import Login
from livetiming.officials.logins import LOGIN_US, Entered
from livetiming.officials.roles import Role

Connection: TypeAlias = ASGIConnection[Any, object, object, State]
Guard: TypeAlias = Callable[[Connection, BaseRouteHandler], None]

TheCore: TypeAlias = NamedDependency[Core]
"""The server that a handler serves."""

TheLogin: TypeAlias = NamedDependency[Login]
"""Whoever asks."""

PUBLIC = {"public": True}
"""The `opt` of a route that needs no login."""

ONLY_LOGGED_IN = "Log in first."


def require_login(connection: Connection, handler: BaseRouteHandler) -> None:
    """Let nobody pass who is not logged in."""
    if not handler.opt.get("public") and find_login(connection, core_of(connection)) is None:
        raise NotAuthorizedException(ONLY_LOGGED_IN)


def only(*roles: Role) -> Guard:
    """Let only these roles pass."""

    def require_role(connection: Connection, _: BaseRouteHandler) -> None:
        login = find_login(connection, core_of(connection))
        if login is None or login.role not in roles:
            raise PermissionDeniedException(f"This is for {' and '.join(roles)}.")

    return require_role


def core_of(connection: Connection) -> Core:
    """The server that the app belongs to."""
    core = connection.app.state["core"]
    assert isinstance(core, Core)
    return core


def find_login(connection: Connection, core: Core) -> Login | None:
    """Who asks, by the cookie."""
    token = connection.cookies.get(core.cookie)
    return None if token is None else core.officials.logins.find(token)


def give_login(request: Connection) -> Login:
    """The login of whoever asks, for handlers of routes that need one."""
    login = find_login(request, core_of(request))
    if login is None:
        raise NotAuthorizedException(ONLY_LOGGED_IN)
    return login


def address_of(connection: Connection) -> str:
    """Where the request comes from, as limits count it."""
    return visitor_of(connection.client.host) if connection.client is not None else ""


def cookie_for(connection: Connection, core: Core, entered: Entered) -> Cookie:
    """What the browser keeps: sent to this server alone, from its own pages alone, and out of their reach."""
    return _cookie(connection, core, entered.token, LOGIN_US // 1_000_000)


def no_cookie(connection: Connection, core: Core) -> Cookie:
    """What makes the browser forget."""
    return _cookie(connection, core, "", 0)


def _cookie(connection: Connection, core: Core, value: str, max_age_s: int) -> Cookie:
    return Cookie(
        key=core.cookie,
        value=value,
        max_age=max_age_s,
        httponly=True,
        samesite="strict",
        secure=connection.url.scheme == "https",
    )
