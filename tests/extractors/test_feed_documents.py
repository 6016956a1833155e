"""Polling feeds, and indexes of sitemaps with their parts."""

import gzip
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from extractors import FeedAnswer, FeedError, Fetcher, FetchError, ask_feed
from news import Validators
from tests.extractors.feeds.test_sitemap import NEWS, SITEMAP, page

NOW = datetime(2025, 3, 4, 12, tzinfo=UTC)


def ask(url: str, last: FeedAnswer | None = None) -> FeedAnswer:
    with Fetcher(allow_private=True, host_delay=0) as fetcher:
        return ask_feed(fetcher, url, last.validators if last else Validators(), last.digest if last else "", now=NOW)


def sitemap(*pages: str) -> bytes:
    return f'<urlset xmlns="{SITEMAP}" xmlns:news="{NEWS}">{"".join(pages)}</urlset>'.encode()


def index(site: Any, *paths: str) -> bytes:
    rows = "".join(f"<sitemap><loc>{site.url(path)}</loc></sitemap>" for path in paths)
    return f'<sitemapindex xmlns="{SITEMAP}">{rows}</sitemapindex>'.encode()


def serve(site: Any, path: str, body: bytes, etag: str) -> str:
    """Serve a body with an ETag, and 304 to whoever has it."""

    def respond(handler: BaseHTTPRequestHandler) -> None:
        known = handler.headers.get("If-None-Match") == etag
        handler.send_response(304 if known else 200)
        handler.send_header("ETag", etag)
        handler.send_header("Content-Length", "0" if known else str(len(body)))
        handler.end_headers()
        if not known:
            handler.wfile.write(body)

    return str(site.do(path, respond))


def titles(answer: FeedAnswer) -> list[str]:
    assert answer.parsed is not None
    return [entry.title for entry in answer.parsed.entries]


def test_the_parts_of_an_index_are_polled_with_conditional_requests(site: Any) -> None:
    url = serve(site, "/index.xml", index(site, "/news-1.xml", "/news-2.xml"), '"i"')
    serve(site, "/news-1.xml", sitemap(page("/1", "One")), '"1"')
    serve(site, "/news-2.xml", sitemap(page("/2", "Two")), '"2"')
    first = ask(url)
    assert titles(first) == ["One", "Two"]
    site.requests.clear()
    second = ask(url, first)
    assert second.parsed is None
    assert [headers.get("if-none-match") for _, _, headers in site.requests] == ['"i"', '"1"', '"2"']
    serve(site, "/news-2.xml", sitemap(page("/3", "Three"), page("/2", "Two")), '"3"')
    third = ask(url, second)
    assert sorted(titles(third)) == ["One", "Three", "Two"]  # also those of the unchanged part, which are still listed
    assert ask(url, third).parsed is None


def test_parts_over_the_limit_and_broken_ones_are_counted(site: Any) -> None:
    url = site.answer("/index.xml", index(site, *(f"/news-{n}.xml" for n in range(9))))
    for n in range(4):
        site.answer(f"/news-{n}.xml", sitemap(page(f"/{n}", f"Story {n}")))
    found = ask(url).parsed
    assert found is not None
    assert len(found.entries) == 4
    assert found.dropped == {
        "parts of a sitemap index over the limit of 5": 4,
        "parts of a sitemap index that could not be read": 1,
    }


def test_an_index_without_a_readable_part_is_an_error(site: Any) -> None:
    with pytest.raises(FetchError, match="404"):
        ask(site.answer("/index.xml", index(site, "/gone.xml")))


def test_an_index_within_an_index_is_followed_two_levels_deep(site: Any) -> None:
    url = site.answer("/index.xml", index(site, "/years.xml"))
    site.answer("/years.xml", index(site, "/months.xml"))
    site.answer("/months.xml", index(site, "/days.xml", "/news.xml"))
    site.answer("/days.xml", index(site, "/hours.xml"))
    site.answer("/news.xml", sitemap(page("/1", "One")))
    found = ask(url)
    assert titles(found) == ["One"]
    assert found.parsed is not None
    assert found.parsed.dropped == {"indexes more than 2 levels within a sitemap index": 1}
    assert "/hours.xml" not in [path for _, path, _ in site.requests]


def test_the_newest_parts_of_all_indexes_are_read_first_within_one_limit(site: Any) -> None:
    years = [index(site, *(f"/{year}-{month:02}.xml" for month in range(1, 13))) for year in (2024, 2025)]
    url = site.answer("/index.xml", index(site, "/2024.xml", "/2025.xml"))
    site.answer("/2024.xml", years[0])
    site.answer("/2025.xml", years[1])
    for month in range(1, 13):
        site.answer(f"/2025-{month:02}.xml", sitemap(page(f"/{month}", f"Month {month}")))
    found = ask(url)
    assert titles(found) == ["Month 12", "Month 11", "Month 10", "Month 9"]
    assert found.parsed is not None
    assert found.parsed.dropped == {"parts of a sitemap index over the limit of 5": 8 + 1}


def test_parts_without_a_date_are_as_new_as_their_index(site: Any) -> None:
    paths = [("/latest.xml", "2025-03-04"), *((f"/{day}.xml", f"2025-03-0{day}") for day in (3, 2, 1))]
    rows = (f"<sitemap><loc>{site.url(path)}</loc><lastmod>{date}</lastmod></sitemap>" for path, date in paths)
    url = site.answer("/index.xml", f"<sitemapindex>{''.join(rows)}</sitemapindex>".encode())
    site.answer("/latest.xml", index(site, "/a.xml", "/b.xml"))
    for name in ("a", "b", "3", "2", "1"):
        site.answer(f"/{name}.xml", sitemap(page(f"/{name}", f"Story {name}")))
    assert titles(ask(url)) == ["Story a", "Story b", "Story 3", "Story 2"]


def test_indexes_that_name_each_other_end(site: Any) -> None:
    url = site.answer("/index.xml", index(site, "/other.xml"))
    site.answer("/other.xml", index(site, "/index.xml", "/other.xml?again", "/back.xml", "/news.xml"))
    site.answer("/other.xml?again", index(site, "/index.xml"))
    site.answer("/back.xml", status=302, Location=site.url("/index.xml"))
    site.answer("/news.xml", sitemap(page("/1", "One")))
    found = ask(url)
    assert titles(found) == ["One"]
    assert found.parsed is not None
    assert found.parsed.dropped == {"parts of a sitemap index that were listed before": 3}


def test_an_index_of_nothing_but_indexes_is_an_error(site: Any) -> None:
    url = site.answer("/index.xml", index(site, "/other.xml"))
    site.answer("/other.xml", index(site, "/index.xml"))
    with pytest.raises(FeedError, match="an index of nothing but indexes"):
        ask(url)


def test_an_index_within_an_index_is_polled_with_conditional_requests(site: Any) -> None:
    url = serve(site, "/index.xml", index(site, "/months.xml"), '"i"')
    serve(site, "/months.xml", index(site, "/2025-03.xml"), '"m"')
    serve(site, "/2025-03.xml", sitemap(page("/1", "One")), '"3"')
    first = ask(url)
    site.requests.clear()
    second = ask(url, first)
    assert second.parsed is None
    assert [headers.get("if-none-match") for _, _, headers in site.requests] == ['"i"', '"m"', '"3"']
    serve(site, "/months.xml", index(site, "/2025-03.xml", "/2025-04.xml"), '"m2"')
    site.answer("/2025-04.xml", sitemap(page("/2", "Two")))
    third = ask(url, second)
    assert titles(third) == ["Two", "One"]
    assert ask(url, third).parsed is None


def test_a_part_that_could_not_be_read_is_asked_for_again(site: Any) -> None:
    url = serve(site, "/index.xml", index(site, "/one.xml", "/two.xml"), '"i"')
    serve(site, "/one.xml", sitemap(page("/1", "One")), '"1"')
    first = ask(url)
    assert titles(first) == ["One"]
    second = ask(url, first)
    assert second.parsed is None
    site.answer("/two.xml", sitemap(page("/2", "Two")))
    assert titles(ask(url, second)) == ["One", "Two"]


def test_pages_of_other_sitemaps_are_left_out_beside_those_for_news(site: Any) -> None:
    site.answer("/pages.xml", sitemap("<url><loc>/about</loc><lastmod>2025-03-04</lastmod></url>"))
    site.answer("/news.xml", sitemap(page("/1", "One")))
    found = ask(site.answer("/index.xml", index(site, "/pages.xml", "/news.xml"))).parsed
    assert found is not None
    assert [entry.title for entry in found.entries] == ["One"]
    assert found.dropped == {"pages of a sitemap that are not marked as news": 1}


def test_a_compressed_sitemap_is_read(site: Any) -> None:
    body = gzip.compress(sitemap(page("/1", "One")))
    assert titles(ask(site.answer("/news.xml.gz", body, Content_Type="application/x-gzip"))) == ["One"]


def test_the_etag_of_a_server_that_looks_like_our_packed_ones_does_no_harm(site: Any) -> None:
    url = serve(site, "/news.xml", sitemap(page("/1", "One")), 'index: {"not": ours}')
    first = ask(url)
    assert titles(first) == ["One"]
    assert ask(url, first).parsed is None
