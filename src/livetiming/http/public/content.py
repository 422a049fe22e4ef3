"""What can be sent in answer to a GET: a body, its kind, its tag, and its compressed forms."""

import gzip
import hashlib
from functools import cached_property

GZIP_BYTES_MIN = 256
"""Below this the headers outweigh what compression saves."""


class Content:
    """One representation of a resource, tagged by its bytes, compressed when first asked for.

    `cache_control` is the whole header; `ready` holds forms compressed ahead, by coding.
    """

    def __init__(
        self, body: bytes, *, kind: str, cache_control: str, ready: dict[str, bytes] | None = None
    ) -> None:
        self.body = body
        self.kind = kind
        self.cache_control = cache_control
        self._ready = ready or {}

    @cached_property
    def etag(self) -> str:
        """Weak, since all codings of the body share it (RFC 9110, 8.8.1)."""
        return f'W/"{hashlib.sha256(self.body).hexdigest()[:20]}"'

    def encoded(self, accept_encoding: str) -> tuple[str | None, bytes]:
        """The best coding that the client accepts (``None``: as it is), and the bytes in it."""
        if not _is_text(self.kind) or len(self.body) < GZIP_BYTES_MIN:
            return None, self.body
        accepted = _accepted_codings(accept_encoding)
        if "br" in accepted and "br" in self._ready:
            return "br", self._ready["br"]
        if "gzip" in accepted:
            return "gzip", self._gzipped
        return None, self.body

    def matches(self, if_none_match: str) -> bool:
        """Whether a client that sent this header has the content already (RFC 9110, 13.1.2)."""
        tags = {tag.strip() for tag in if_none_match.split(",")}
        return "*" in tags or self.etag in tags or self.etag.removeprefix("W/") in tags

    @cached_property
    def _gzipped(self) -> bytes:
        return self._ready.get("gzip") or gzip.compress(self.body, mtime=0)


def _is_text(kind: str) -> bool:
    return kind.startswith("text/") or kind.partition(";")[0].endswith(("json", "javascript", "+xml"))


def _accepted_codings(header: str) -> set[str]:
    codings = set()
    for part in header.lower().split(","):
        coding, _, weight = part.partition(";")
        if weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}:
            codings.add(coding.strip())
    return codings
