"""The built pages, read once at the start and served from memory."""

import re
from collections.abc import Mapping
from pathlib import Path

from livetiming.http.public.content import Content

STATIC = Path(__file__).resolve().parents[1] / "static"
"""Where the build of `web/` leaves them."""

PUBLIC_PAGES = {"index.html": "/"}
"""The pages that are for everybody, and their paths; the officials' are not served here at all."""

IMMUTABLE = "public, max-age=31536000, immutable"
"""For files whose name changes with their content."""

REVALIDATE = "no-cache"
"""Kept by the browser, but asked for each time; the answer is mostly `304 Not Modified`."""

KINDS = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""What is served; a table of our own, since those of operating systems differ."""

_HASHED = re.compile(r"/assets/.+-[\w-]{8}\.\w+$")


def load_pages(folder: Path = STATIC, pages: Mapping[str, str] = PUBLIC_PAGES) -> dict[str, Content]:
    """The files of the build by their path; empty where nothing is built. Of the HTML files only `pages`.

    A ``.br`` or ``.gz`` beside a file is its compressed form.
    """
    found = {}
    for file in sorted(folder.rglob("*")):
        path = f"/{file.relative_to(folder).as_posix()}"
        kind = KINDS.get(file.suffix)
        if file.suffix == ".html":
            path = pages.get(path[1:], "")
        if path and kind and file.is_file():
            found[path] = _read(file, path, kind)
    return found


def _read(file: Path, path: str, kind: str) -> Content:
    ready = {}
    for coding, suffix in (("br", ".br"), ("gzip", ".gz")):
        compressed = file.with_name(file.name + suffix)
        if compressed.is_file():
            ready[coding] = compressed.read_bytes()
    cache_control = IMMUTABLE if _HASHED.search(path) else REVALIDATE
    return Content(file.read_bytes(), kind=kind, cache_control=cache_control, ready=ready)
