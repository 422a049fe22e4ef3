"""Which files of the build the public gets, and for how long it may keep them."""

import json
from pathlib import Path

import pytest

from livetiming.http.public.pages import IMMUTABLE, REVALIDATE, load_pages

BUILD = {
    "index.html": "<!doctype html><title>Live timing</title>",
    "tower.html": "<!doctype html><title>Tower</title>",
    "favicon.svg": "<svg/>",
    "manifest.webmanifest": json.dumps({"name": "Live timing"}),
    "assets/index-D1f_-9aZ.js": "export {};",
    "assets/index-B2c3D4e5.css": "body{}",
    "assets/plain.js": "export {};",
    "assets/index-D1f_-9aZ.js.map": "{}",
    "vite.config": "not for the public",
}


@pytest.fixture
def build(tmp_path: Path) -> Path:
    for name, text in BUILD.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    return tmp_path


def test_the_public_gets_its_page_and_what_that_needs(build: Path) -> None:
    assert set(load_pages(build)) == {
        "/",
        "/favicon.svg",
        "/manifest.webmanifest",
        "/assets/index-D1f_-9aZ.js",
        "/assets/index-B2c3D4e5.css",
        "/assets/plain.js",
    }


def test_each_file_says_what_it_is(build: Path) -> None:
    kinds = {path: content.kind for path, content in load_pages(build).items()}
    assert kinds["/"] == "text/html; charset=utf-8"
    assert kinds["/favicon.svg"] == "image/svg+xml"
    assert kinds["/manifest.webmanifest"] == "application/manifest+json"
    assert kinds["/assets/plain.js"] == "text/javascript; charset=utf-8"
    assert kinds["/assets/index-B2c3D4e5.css"] == "text/css; charset=utf-8"


def test_only_names_that_change_with_the_content_are_kept_without_asking(build: Path) -> None:
    kept = {path for path, content in load_pages(build).items() if content.cache_control == IMMUTABLE}
    assert kept == {"/assets/index-D1f_-9aZ.js", "/assets/index-B2c3D4e5.css"}
    assert load_pages(build)["/"].cache_control == REVALIDATE


def test_a_form_compressed_at_the_build_is_used_and_is_no_page_itself(build: Path) -> None:
    (build / "index.html.br").write_bytes(b"brotli")
    (build / "favicon.svg.gz").write_bytes(b"zipped")
    pages = load_pages(build)
    assert pages["/"]._ready == {"br": b"brotli"}
    assert pages["/favicon.svg"]._ready == {"gzip": b"zipped"}
    assert not [path for path in pages if path.endswith((".br", ".gz"))]


def test_a_folder_that_is_not_there_has_no_pages(tmp_path: Path) -> None:
    assert load_pages(tmp_path / "missing") == {}
