"""Whole HTTP responses, and the headers that every one of ours carries."""

from http import HTTPStatus
from typing import TYPE_CHECKING

import msgspec

from livetiming.http.public.content import Content

if TYPE_CHECKING:
    from uvicorn._types import ASGISendCallable

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

TEXT = "text/plain; charset=utf-8"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A whole HTTP response."""

    status: HTTPStatus
    headers: Headers
    body: bytes = b""


def deliver(content: Content, request: Headers, extra: Headers) -> Answer:
    """The content in the best coding that the client takes, or that it has it already."""
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
    return whole(HTTPStatus.OK, content.kind, body, headers)


def text_answer(status: HTTPStatus, text: str, extra: Headers) -> Answer:
    """A line for people, which nobody keeps."""
    return whole(status, TEXT, text.encode(), extra | {"cache-control": "no-store"})


def whole(status: HTTPStatus, kind: str, body: bytes, extra: Headers) -> Answer:
    """A response with a body."""
    headers = SECURITY | {"content-type": kind, "content-length": str(len(body))} | extra
    return Answer(status=status, headers=headers, body=body)


async def send_answer(answer: Answer, send: "ASGISendCallable") -> None:
    """Send a response (ASGI 3)."""
    await send(
        {
            "type": "http.response.start",
            "status": answer.status,
            "headers": [(name.encode(), value.encode()) for name, value in answer.headers.items()],
            "trailers": False,
        }
    )
    await send({"type": "http.response.body", "body": answer.body, "more_body": False})


def headers_of(raw: list[tuple[bytes, bytes]]) -> Headers:
    """A request's headers, by their names in lower case."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in raw}
