"""Everything that goes wrong, as a `Problem` with its status."""

import logging
from collections.abc import Mapping
from typing import TypeAlias

from litestar import Request, Response
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from livetiming.errors import NotSaved
from livetiming.http.tower.documents import Problem
from livetiming.officials.errors import NotFound, NotLetIn, NotPossible, TooManyAttempts

log = logging.getLogger(__name__)

AnyRequest: TypeAlias = Request[object, object, State]


def problem(status: int, why: str, *, retry_s: int | None = None) -> Response[Problem]:
    """The answer to a request that is not carried out."""
    headers = {} if retry_s is None else {"retry-after": str(retry_s)}
    return Response(Problem(why=why, retry_s=retry_s), status_code=status, headers=headers)


def _http(_: AnyRequest, error: HTTPException) -> Response[Problem]:
    return problem(error.status_code, _told(error))


def _told(error: HTTPException) -> str:
    """What the framework found wrong, with the place where it did."""
    extra = error.extra
    places = extra if isinstance(extra, list) else []
    details = [
        ": ".join(str(place[name]) for name in ("key", "message") if name in place)
        for place in places
        if isinstance(place, Mapping)
    ]
    return "; ".join([error.detail, *details])


def _not_let_in(_: AnyRequest, error: NotLetIn) -> Response[Problem]:
    return problem(401, str(error))


def _not_found(_: AnyRequest, error: NotFound) -> Response[Problem]:
    return problem(404, str(error))


def _not_possible(_: AnyRequest, error: NotPossible) -> Response[Problem]:
    return problem(409, str(error))


def _too_many(_: AnyRequest, error: TooManyAttempts) -> Response[Problem]:
    return problem(429, str(error), retry_s=error.retry_s)


def _not_saved(_: AnyRequest, error: NotSaved) -> Response[Problem]:
    return problem(503, f"NOT SAVED: {error}")


def _bug(request: AnyRequest, error: Exception) -> Response[Problem]:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem(500, "The server made a mistake; its log has the details. Nothing was changed by it.")


HANDLERS: ExceptionHandlersMap = {
    Exception: _bug,
    HTTPException: _http,
    NotLetIn: _not_let_in,
    NotFound: _not_found,
    NotPossible: _not_possible,
    TooManyAttempts: _too_many,
    NotSaved: _not_saved,
}
