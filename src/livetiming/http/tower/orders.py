"""``POST /api/commands``: what officials order goes to the engine, in the name of whoever is logged in."""

from collections.abc import Iterator

import msgspec
from litestar import Response, post
from litestar.exceptions import PermissionDeniedException, ValidationException
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody

from livetiming.commands import (
    Accepted,
    AnyCommand,
    Envelope,
    Preview,
    Refused,
    WithdrawDecision,
)
from livetiming.engine import NOT_SAVED
from livetiming.facts import Authority
from livetiming.http.tower.access import TheCore, TheLogin
from livetiming.http.tower.core import Core
from livetiming.http.tower.documents import Order
from livetiming.officials.account import Login
from livetiming.officials.roles import may, may_undo, must_name_the_ruler

NUMBER_MAX = 2**53 - 1
"""What a page can hold exactly; as microseconds, 285 years."""

TEXT_MAX = 500
"""No name or reason needs more, and every spectator's phone gets the names."""


@post(
    "/api/commands",
    status_code=200,
    responses={
        409: ResponseSpec(Refused, description="Refused: nothing changed"),
        503: ResponseSpec(Refused, description="Nothing can be saved"),
    },
)
async def command(
    core: TheCore, login: TheLogin, data: JSONBody[Order]
) -> Response[Accepted | Preview | Refused]:
    """Carry out a command, or tell what it would change."""
    check_allowed(core, login, data)
    check_size(data.command)
    by = Authority(
        who=login.who,
        role=login.role.value,
        why=data.why,
        by_radio_from=data.by_radio_from,
        at_wall_us=core.clock.wall_us(),
    )
    answer = await core.engine.submit(
        Envelope(
            key=data.key,
            by=by,
            command=data.command,
            dry_run=data.dry_run,
            seen_decision=data.seen_decision,
        )
    )
    return Response(answer, status_code=_status(answer))


def check_allowed(core: Core, login: Login, order: Order) -> None:
    """The role must be allowed to give the command, and to undo what it withdraws."""
    kind = type(order.command)
    allowed = may(login.role, kind)
    if allowed and isinstance(order.command, WithdrawDecision):
        decision = core.engine.evidence.decisions.get(order.command.decision)
        allowed = decision is None or may_undo(login.role, type(decision))
    if not allowed:
        raise PermissionDeniedException(f"This is not for the {login.role.value} to decide.")
    if must_name_the_ruler(login.role, kind) and not order.by_radio_from:
        raise PermissionDeniedException("Name the director whose ruling this is (by_radio_from).")


def check_size(command: AnyCommand) -> None:
    """No number and no text may be larger than anything real."""
    for value in _leaves(msgspec.to_builtins(command)):
        if isinstance(value, int) and abs(value) > NUMBER_MAX:
            raise ValidationException(f"{value} is too large a number.")
        if isinstance(value, str) and len(value) > TEXT_MAX:
            raise ValidationException(f"A text may have {TEXT_MAX} characters.")


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for member in value.values():
            yield from _leaves(member)
    elif isinstance(value, list | tuple):
        for member in value:
            yield from _leaves(member)
    else:
        yield value


def _status(answer: Accepted | Preview | Refused) -> int:
    if isinstance(answer, Refused):
        return 503 if answer.why == NOT_SAVED else 409
    return 200


ROUTES = [command]
