"""Who else may come in: accounts, devices that are logged in, and codes for new ones."""

import segno
from litestar import delete, get, post, put
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath, JSONBody

from livetiming.clock import WallUs
from livetiming.http.tower import documents
from livetiming.http.tower.access import TheCore, TheLogin, only
from livetiming.http.tower.core import Core
from livetiming.http.tower.documents import (
    AccountChange,
    LoginInfo,
    NewPairing,
    Pairing,
    PairingOrder,
)
from livetiming.http.tower.hosts import reachable_from_elsewhere
from livetiming.http.tower.problems import AnyRequest
from livetiming.officials.account import Account, Login
from livetiming.officials.codes import Offer
from livetiming.officials.errors import NotPossible
from livetiming.officials.logins import steady_us
from livetiming.officials.roles import Role

ADMINISTRATOR = only(Role.ADMINISTRATOR)
TOWER = only(Role.ADMINISTRATOR, Role.OPERATOR)


@get("/api/accounts", guards=[ADMINISTRATOR], sync_to_thread=False)
def list_accounts(core: TheCore) -> list[documents.Account]:
    """Everybody who can log in with a password."""
    return [_account(account) for account in core.officials.accounts.all()]


@put("/api/accounts/{name:str}", guards=[ADMINISTRATOR])
async def put_account(
    core: TheCore, name: FromPath[documents.Name], data: JSONBody[AccountChange]
) -> documents.Account:
    """Make an account, or change its role or password; whoever is in with it has to log in again."""
    if not name.strip():
        raise NotPossible("An account needs a name.")
    return _account(await core.officials.change_account(name, data.role, data.password))


@delete("/api/accounts/{name:str}", guards=[ADMINISTRATOR])
async def remove_account(core: TheCore, name: FromPath[str]) -> None:
    """Take an account away, and show out whoever is in with it."""
    await core.officials.remove_account(name)


@get("/api/logins", guards=[TOWER], sync_to_thread=False)
def list_logins(core: TheCore, login: TheLogin) -> list[LoginInfo]:
    """Every device that is logged in."""
    return [
        LoginInfo(
            id=each.id,
            who=each.who,
            role=each.role,
            device=each.account is None,
            since_wall_us=each.since_wall_us,
            expires_wall_us=each.expires_wall_us,
            mine=each == login,
        )
        for each in core.officials.logins.all()
    ]


@delete("/api/logins/{login_id:str}", guards=[TOWER])
async def end_login(core: TheCore, login: TheLogin, login_id: FromPath[str]) -> None:
    """Shut a device out, at once. Administrators are shut out by administrators only."""
    for each in core.officials.logins.all():
        if each.id == login_id:
            _check_may_grant(login, each.role)
    await core.officials.logins.end(login_id)


@get("/api/pairings", guards=[TOWER], sync_to_thread=False)
def list_pairings(core: TheCore) -> list[Pairing]:
    """Codes that wait to be used."""
    return [_pairing(core, offer) for offer in core.officials.codes.waiting()]


@post("/api/pairings", guards=[TOWER])
async def make_pairing(
    request: AnyRequest, core: TheCore, login: TheLogin, data: JSONBody[PairingOrder]
) -> NewPairing:
    """A QR code that lets a device in once, within five minutes."""
    _check_may_grant(login, data.role)
    code, offer = core.officials.codes.offer(data.name.strip(), data.role)
    url = f"{reachable_from_elsewhere(request)}/#pair={code}"
    qr = segno.make(url, error="m").svg_data_uri(scale=8, border=4, light="#fff")
    return NewPairing(pairing=_pairing(core, offer), url=url, qr=qr)


@delete("/api/pairings/{pairing_id:str}", guards=[TOWER], sync_to_thread=False)
def withdraw_pairing(core: TheCore, pairing_id: FromPath[str]) -> None:
    """The code lets nobody in any more."""
    core.officials.codes.withdraw(pairing_id)


def _check_may_grant(login: Login, role: Role) -> None:
    """Nobody lets in, or shuts out, somebody who may do more than they themselves."""
    if role is Role.ADMINISTRATOR and login.role is not Role.ADMINISTRATOR:
        raise PermissionDeniedException("Only an administrator lets administrators in, or shuts them out.")


def _account(account: Account) -> documents.Account:
    return documents.Account(name=account.name, role=account.role)


def _pairing(core: Core, offer: Offer) -> Pairing:
    left_us = offer.until_us - steady_us(core.clock)
    expires_wall_us = WallUs(core.clock.wall_us() + left_us)
    return Pairing(id=offer.id, name=offer.name, role=offer.role, expires_wall_us=expires_wall_us)


ROUTES = [
    list_accounts,
    put_account,
    remove_account,
    list_logins,
    end_login,
    list_pairings,
    make_pairing,
    withdraw_pairing,
]
