"""Coming in and going out: setup, login, pairing; and who one is."""

from litestar import Response, get, post, put
from litestar.params import JSONBody

from livetiming.commands import AnyCommand, WithdrawDecision
from livetiming.http.tower import documents
from livetiming.http.tower.access import PUBLIC, TheCore, TheLogin, address_of, cookie_for, no_cookie
from livetiming.http.tower.core import Core
from livetiming.http.tower.documents import Me, NewPassword, Pair, Setup, Welcome
from livetiming.http.tower.problems import AnyRequest
from livetiming.officials.account import Login
from livetiming.officials.logins import Entered
from livetiming.officials.roles import MAY, RELAYED, may


@get("/api/welcome", opt=PUBLIC, sync_to_thread=False)
def welcome(core: TheCore) -> Welcome:
    """What may be known without a login."""
    return Welcome(setup=core.officials.setup_code is not None, software=core.software)


@post("/api/setup", opt=PUBLIC, status_code=200)
async def set_up(request: AnyRequest, core: TheCore, data: JSONBody[Setup]) -> Response[Me]:
    """Make the first account, by the code that the server printed."""
    entered = await core.officials.set_up(data.code, data.name, data.password, address_of(request))
    return _let_in(request, core, entered)


@post("/api/login", opt=PUBLIC, status_code=200)
async def log_in(request: AnyRequest, core: TheCore, data: JSONBody[documents.Login]) -> Response[Me]:
    """Log in by name and password."""
    entered = await core.officials.log_in(data.name, data.password, address_of(request))
    return _let_in(request, core, entered)


@post("/api/pair", opt=PUBLIC, status_code=200)
async def pair(request: AnyRequest, core: TheCore, data: JSONBody[Pair]) -> Response[Me]:
    """Turn the code of a QR code into a login."""
    return _let_in(request, core, await core.officials.pair(data.code, address_of(request)))


@get("/api/me", sync_to_thread=False)
def who_am_i(login: TheLogin) -> Me:
    """Who is logged in here."""
    return me(login)


@post("/api/logout", status_code=204)
async def log_out(request: AnyRequest, core: TheCore, login: TheLogin) -> Response[None]:
    """End this login."""
    await core.officials.logins.end(login.id)
    return Response(None, status_code=204, cookies=[no_cookie(request, core)])


@put("/api/me/password", status_code=204)
async def change_password(
    request: AnyRequest, core: TheCore, login: TheLogin, data: JSONBody[NewPassword]
) -> None:
    """Change one's own password."""
    await core.officials.change_password(login, data.old, data.new, address_of(request))


def me(login: Login) -> Me:
    """A login as its owner sees it."""
    role = login.role
    return Me(
        who=login.who,
        role=role,
        device=login.account is None,
        expires_wall_us=login.expires_wall_us,
        may=tuple(sorted(_tag(command) for command in (*MAY, WithdrawDecision) if may(role, command))),
        relays=tuple(sorted(_tag(command) for command in RELAYED.get(role, ()))),
    )


def _let_in(request: AnyRequest, core: Core, entered: Entered) -> Response[Me]:
    return Response(me(entered.login), cookies=[cookie_for(request, core, entered)])


def _tag(command: type[AnyCommand]) -> str:
    return str(command.__struct_config__.tag)


ROUTES = [welcome, set_up, log_in, pair, who_am_i, log_out, change_password]
