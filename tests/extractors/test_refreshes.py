"""Pages that lead on by a meta refresh."""

from datetime import UTC, datetime
from typing import Any

import pytest

from extractors import Fetched, Fetcher, FetchError, fetch_through
from extractors.pages.refresh import find_refresh

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
HTML = {"Content_Type": "text/html"}


def fetch(url: str, **options: Any) -> Fetched:
    with Fetcher(allow_private=True, host_delay=0) as fetcher:
        fetched = fetch_through(fetcher, url, now=NOW, **options)
    assert isinstance(fetched, Fetched)
    return fetched


def leading_to(target: str, wait: object = 0, body: str = "") -> bytes:
    refresh = f"<meta http-equiv='Refresh' content=\"{wait};URL='{target}'\">"
    return f"<html><head>{refresh}</head><body>{body}</body></html>".encode()


def test_a_refresh_is_followed_and_counts_as_a_permanent_redirect(site: Any) -> None:
    url = site.answer("/old", leading_to("/between", 3), **HTML)
    site.answer(
        "/between", b"<script>go()</script><noscript><META http-equiv=refresh content='0;url=new'></noscript>", **HTML
    )
    site.answer("/new", b"<p>News</p>", **HTML)
    found = fetch(url)
    assert (found.body, found.url, found.permanent_url, found.requested_url) == (
        b"<p>News</p>",
        site.url("/new"),
        site.url("/new"),
        url,
    )


@pytest.mark.parametrize(
    ("target", "wait", "body"),
    [
        ("/new", 60, ""),
        ("/page", 0, ""),
        ("javascript:alert(1)", 0, ""),
        ("file:///etc/passwd", 0, ""),
        ("/without-scripts", 0, f"<article>{'<p>The talks in Geneva went on all night.</p>' * 30}</article>"),
    ],
    ids=["a live page", "itself", "script", "file", "an article"],
)
def test_other_refreshes_are_not_followed(site: Any, target: str, wait: int, body: str) -> None:
    url = site.answer("/page", leading_to(target, wait, body), **HTML)
    assert fetch(url).url == url


def test_refreshes_in_a_circle_end(site: Any) -> None:
    url = site.answer("/a", leading_to("/b"), **HTML)
    site.answer("/b", leading_to("/a"), **HTML)
    with pytest.raises(FetchError, match="only lead on"):
        fetch(url)
    assert len(site.requests) == 4


def test_a_refresh_to_a_forbidden_page_is_refused(site: Any) -> None:
    url = site.answer("/old", leading_to("/private"), **HTML)
    with pytest.raises(FetchError, match="its site forbids"):
        fetch(url, allows=lambda target: "private" not in target)
    assert [path for path, *_ in site.requests] == ["/old"]


def test_a_refresh_to_a_private_address_is_refused(site: Any) -> None:
    from extractors.web.ssrf_guard import Network

    url = site.answer("/old", leading_to(f"http://localhost:{site.port}/secret"), **HTML)
    network = Network(is_allowed=lambda _: True, is_allowed_name=lambda host: host != "localhost")
    with Fetcher(network=network, host_delay=0) as fetcher, pytest.raises(FetchError, match="not a public host name"):
        fetch_through(fetcher, url, now=NOW)


def test_the_base_of_the_page_counts() -> None:
    body = b"<base href='https://new.example/x/'><meta http-equiv=refresh content='1; url=y'>"
    assert find_refresh(body, "https://old.example/") == "https://new.example/x/y"
