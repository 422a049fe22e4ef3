"""Which form of a body a client gets."""

import gzip

import pytest

from livetiming.http.public.content import Content

TEXT = b"position,number,laps\n" * 100


def css(body: bytes = TEXT, ready: dict[str, bytes] | None = None) -> Content:
    return Content(body, kind="text/css; charset=utf-8", cache_control="no-cache", ready=ready)


@pytest.mark.parametrize("accepted", ["gzip", "deflate, gzip;q=0.5", "br, GZIP", "identity, gzip"])
def test_gzip_is_made_for_who_takes_it(accepted: str) -> None:
    coding, body = css().encoded(accepted)
    assert coding == "gzip"
    assert gzip.decompress(body) == TEXT
    assert len(body) < len(TEXT) / 5


@pytest.mark.parametrize("accepted", ["", "identity", "deflate", "gzip;q=0", "gzip; q=0.0"])
def test_others_get_the_text_as_it_is(accepted: str) -> None:
    assert css().encoded(accepted) == (None, TEXT)


def test_what_was_compressed_ahead_is_sent() -> None:
    content = css(ready={"br": b"brotli", "gzip": b"zipped"})
    assert content.encoded("gzip, br") == ("br", b"brotli")
    assert content.encoded("gzip") == ("gzip", b"zipped")


def test_what_compression_cannot_shrink_is_sent_as_it_is() -> None:
    assert css(b"a{}").encoded("gzip") == (None, b"a{}")
    picture = Content(TEXT, kind="image/png", cache_control="no-cache")
    assert picture.encoded("gzip") == (None, TEXT)


@pytest.mark.parametrize("kind", ["application/json", "image/svg+xml", "text/javascript; charset=utf-8"])
def test_text_by_other_names_is_compressed(kind: str) -> None:
    assert Content(TEXT, kind=kind, cache_control="no-cache").encoded("gzip")[0] == "gzip"


def test_the_tag_is_that_of_the_bytes() -> None:
    assert css().etag == css().etag
    assert css().etag != css(TEXT + b"x").etag


@pytest.mark.parametrize("header", ["*", "{tag}", '"a", {tag}', "{strong}"])
def test_a_tag_that_is_known_matches(header: str) -> None:
    tag = css().etag
    assert css().matches(header.format(tag=tag, strong=tag.removeprefix("W/")))


@pytest.mark.parametrize("header", ["", '"a"', 'W/"a"'])
def test_another_tag_does_not_match(header: str) -> None:
    assert not css().matches(header)
