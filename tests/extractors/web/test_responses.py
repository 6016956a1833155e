"""Media types as servers write them."""

import pytest

from extractors import Fetched
from news import Validators

HTML = b"<!-- x -->\n<!DOCTYPE html><p>News"


def response(content_type: str, body: bytes = b"") -> Fetched:
    return Fetched("http://a.example/", "http://a.example/", "", 200, content_type, body, Validators())


@pytest.mark.parametrize(
    ("stated", "kind"),
    [
        ("text/html; charset=utf-8", "text/html"),
        ("TEXT/HTML charset=utf-8", "text/html"),
        ("text/html,charset=utf-8", "text/html"),
        ("text/html;;charset=UTF-8", "text/html"),
        ("text/html, text/html; charset=utf-8", "text/html"),
        ("text/plain, application/xhtml+xml", "application/xhtml+xml"),
        ('application/atom+xml; profile="http://a.example/b"', "application/atom+xml"),
        ("charset=utf-8", ""),
        ("", ""),
    ],
)
def test_the_media_type_is_found_however_it_is_separated(stated: str, kind: str) -> None:
    assert response(stated).media_type == kind


@pytest.mark.parametrize(
    ("stated", "body", "is_page"),
    [
        ("text/html charset=utf-8", b"", True),
        ("", b"", True),
        ("application/octet-stream", HTML, True),
        ("unknown/unknown", HTML, True),
        ("application/octet-stream", b"\x00\x01", False),
        ("image/png", HTML, False),
        ("application/pdf", HTML, False),
    ],
)
def test_a_page_is_known_by_its_type_or_its_first_bytes(stated: str, body: bytes, is_page: bool) -> None:
    assert response(stated, body).is_page is is_page
