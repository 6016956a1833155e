"""What a site's robots.txt allows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from extractors import Fetcher, FetchError, Robots

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
RULES = b"""User-agent: *
Disallow: /private/
Allow: /private/open
User-agent: storywake
Disallow: /not-for-us/
Crawl-delay: 0.3
"""


def asked(site: Any) -> list[str]:
    return [path for path, _, _ in site.requests]


def test_rules_for_our_name_apply_and_are_fetched_once(site: Any) -> None:
    site.answer("/robots.txt", RULES, Content_Type="text/plain")
    with Fetcher(allow_private=True, host_delay=0) as fetcher, ThreadPoolExecutor(4) as pool:
        robots = Robots(fetcher)
        paths = ["/a", "/not-for-us/a", "/private/a", "/a?b"]
        allowed = list(pool.map(lambda path: robots.allows(site.url(path), NOW), paths))
    assert allowed == [True, False, True, True]  # if there are rules for our name, only those apply
    assert asked(site) == ["/robots.txt"]


def test_rules_for_all_apply_without_rules_for_our_name(site: Any) -> None:
    site.answer("/robots.txt", RULES.partition(b"User-agent: storywake")[0])
    with Fetcher(allow_private=True, host_delay=0) as fetcher:
        robots = Robots(fetcher)
        assert not robots.allows(site.url("/private/a"), NOW)
        assert robots.allows(site.url("/private/open"), NOW)


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_robots_txt_allows_everything(site: Any, status: int) -> None:
    site.answer("/robots.txt", b"Disallow: /", status)
    with Fetcher(allow_private=True, host_delay=0) as fetcher:
        assert Robots(fetcher).allows(site.url("/a"), NOW)


def test_pages_wait_while_robots_txt_is_unavailable(site: Any) -> None:
    site.answer("/robots.txt", b"", 503, Retry_After="60")
    with Fetcher(allow_private=True, host_delay=0) as fetcher:
        robots = Robots(fetcher)
        with pytest.raises(FetchError) as caught:
            robots.allows(site.url("/a"), NOW)
        assert caught.value.retry
        site.answer("/robots.txt", b"")
        assert robots.allows(site.url("/a"), NOW)


def test_crawl_delay_is_respected(site: Any) -> None:
    site.answer("/robots.txt", RULES)
    site.answer("/a", b"a")
    with Fetcher(allow_private=True, host_delay=0) as fetcher:
        Robots(fetcher).allows(site.url("/a"), NOW)
        for _ in range(3):
            fetcher.fetch(site.url("/a"), now=NOW)
    moments = [moment for path, moment, _ in site.requests if path == "/a"]
    assert moments[2] - moments[1] > 0.25


@pytest.mark.parametrize(("asked_for", "given"), [("20", [20.0]), ("30", [30.0]), ("86400", [30.0]), ("0", [])])
def test_crawl_delay_is_limited_to_half_a_minute(
    site: Any, monkeypatch: pytest.MonkeyPatch, asked_for: str, given: list[float]
) -> None:
    site.answer("/robots.txt", f"User-agent: *\nCrawl-delay: {asked_for}\n".encode())
    distances: list[float] = []
    with Fetcher(allow_private=True, host_delay=0) as fetcher:
        monkeypatch.setattr(fetcher, "keep_distance", lambda _origin, seconds: distances.append(seconds))
        assert Robots(fetcher).allows(site.url("/a"), NOW)
    assert distances == given


def test_an_invalid_robots_txt_allows_everything(site: Any) -> None:
    site.answer("/robots.txt", b"\x00\xff<html>" * 200_000)
    with Fetcher(allow_private=True, host_delay=0) as fetcher:
        assert Robots(fetcher).allows(site.url("/a"), NOW)


def test_robots_txt_is_cached_for_a_day(site: Any) -> None:
    site.answer("/robots.txt", RULES)
    kept: dict[str, tuple[str, datetime]] = {}

    def keep(origin: str, rules: str, now: datetime) -> None:
        kept[origin] = rules, now

    with Fetcher(allow_private=True, host_delay=0) as fetcher:
        for hours in (0, 1, 23, 24):
            now = NOW + timedelta(hours=hours)
            assert not Robots(fetcher, kept.get, keep).allows(site.url("/not-for-us/a"), now)
    assert asked(site) == ["/robots.txt"] * 2


def test_a_redirect_to_a_disallowed_page_is_not_followed(site: Any) -> None:
    site.answer("/robots.txt", RULES)
    site.answer("/a", b"", 302, Location="/not-for-us/a")
    site.answer("/not-for-us/a", b"secret")
    with Fetcher(allow_private=True, host_delay=0) as fetcher:
        robots = Robots(fetcher)
        with pytest.raises(FetchError, match=r"it leads to .*/not-for-us/a, which its site forbids") as caught:
            fetcher.fetch(site.url("/a"), now=NOW, allows=lambda url: robots.allows(url, NOW))
    assert not caught.value.retry
    assert "/not-for-us/a" not in asked(site)
