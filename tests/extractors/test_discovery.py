"""Finding the feed of a site."""

import time
from datetime import UTC, datetime
from typing import Any

import pytest

from extractors import FeedError, Fetcher, FetchError, FoundFeed, ReadingError, find_feed

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
FEED = b"<rss version='2.0'><channel><title>Courier</title><item><title>1</title></item></channel></rss>"


def find(url: str) -> FoundFeed:
    with Fetcher(allow_private=True, host_delay=0) as fetcher:
        return find_feed(fetcher, url, NOW)


def page(*links: str) -> bytes:
    return f"<!DOCTYPE html><html><head>{''.join(links)}</head><body>News</body></html>".encode()


def test_a_feed_url_is_found_itself(site: Any) -> None:
    url = site.answer("/rss", FEED)
    assert (find(url).url, find(url).parsed.title) == (url, "Courier")


def test_the_linked_feed_is_found_and_comment_feeds_are_tried_last(site: Any) -> None:
    link = "<link rel='alternate' type='application/rss+xml' title='{}' href='{}'>"
    body = page(link.format("Comments", "/comments"), link.format("Broken", "/broken"), link.format("News", "/news"))
    url = site.answer("/", body)
    for path, answer in (("/comments", FEED), ("/broken", b"no feed"), ("/news", FEED)):
        site.answer(path, answer)
    assert find(url).url == site.url("/news")


def test_the_usual_addresses_are_tried_if_none_is_linked(site: Any) -> None:
    url = site.answer("/section/", page())
    site.answer("/rss.xml", FEED)
    assert find(url).url == site.url("/rss.xml")


def test_a_site_without_a_feed_is_an_error(site: Any) -> None:
    url = site.answer("/", page("<link rel='alternate' type='application/rss+xml' href='http://[bad'>"))
    with pytest.raises(FeedError, match="was found on its site"):
        find(url)
    assert len(site.requests) <= 13
    with pytest.raises(FetchError, match="404"):
        find(site.url("/nothing"))


def test_a_page_that_keeps_a_parser_busy_is_given_up(site: Any) -> None:
    attributes = " ".join(f"a{number}=1" for number in range(80_000))
    url = site.answer("/", f"<html><head><title>x</title></head><body {attributes}>x</body></html>".encode())
    began = time.process_time()
    with pytest.raises(ReadingError, match="took more than"):
        find(url)
    assert time.process_time() - began < 5  # of this process


@pytest.mark.parametrize(
    "link",
    [
        "<base href='/deep/'><link rel=alternate type=application/rss+xml href='news'>",
        "<link rel=alternate type='application/rss+xml; charset=utf-8' href='/deep/news'>",
        "<link type=application/atom+xml href='/deep/news'>",
        "<link rel=alternate type=text/xml title=RSS href='/deep/news'>",
        "<a href='/deep/news'>RSS</a>",
        "<a href='/deep/news' type='application/rss+xml'>Subscribe</a>",
        "<a href='feed://{host}/deep/news'>Subscribe to our feed</a>",
    ],
)
def test_a_feed_is_found_however_the_page_links_it(site: Any, link: str) -> None:
    site.answer("/deep/news", FEED)
    url = site.answer("/start/", page(link.replace("{host}", site.url("").removeprefix("http://"))))
    assert find(url).url == site.url("/deep/news")


@pytest.mark.parametrize(
    "header",
    [
        '</style>; rel=preload, </news>; rel="alternate"; type="application/rss+xml"',
        '</news>; rel="feed"',
        "</news>; rel=alternate; title='News by RSS', </wp-json/1>; rel=alternate; type=application/json",
    ],
)
def test_a_feed_is_found_by_the_link_header(site: Any, header: str) -> None:
    site.answer("/news", FEED)
    assert find(site.answer("/", page(), Link=header)).url == site.url("/news")


def test_a_feed_with_entries_is_preferred_to_an_empty_one_and_to_podcasts(site: Any) -> None:
    for path in ("/podcast.xml", "/news"):
        site.answer(path, FEED)
    site.answer("/empty", b"<rss version='2.0'><channel><title>T</title></channel></rss>")
    links = "".join(
        f"<link rel=alternate type=application/rss+xml href='{path}'>" for path in ("/podcast.xml", "/empty", "/news")
    )
    assert find(site.answer("/", page(links))).url == site.url("/news")
    only = "<link rel=alternate type=application/rss+xml href='/empty'>"
    assert find(site.answer("/quiet/", page(only))).url == site.url("/empty")


def test_a_feed_address_and_a_refresh_lead_to_the_feed(site: Any) -> None:
    url = site.answer("/news", FEED)
    assert find(url.replace("http://", "feed://")).url == url
    assert find(f"feed:{url}").url == url
    refresh = b"<html><meta http-equiv=refresh content='0; url=/news'><body>Moved</body></html>"
    assert find(site.answer("/old", refresh)).url == url


@pytest.mark.parametrize(
    "link",
    [
        "<link rel=feed href='/deep/news'>",
        "<link rel=alternate type=rss href='/deep/news'>",
        "<link rel=alternative type='application/rss xml' href='/deep/news'>",
        "<link rel=rss type=application/atom+xml href='/deep/news'>",
        "<LINK REL='ALTERNATE FEED' TYPE='Application/RSS+XML;charset=utf-8' HREF='/deep/news'>",
        "<link rel=alternate title='RSS' href='/deep/news'>",
        "<link rel=alternate type=application/json title='JSON feed' href='/deep/news'>",
        "<a href='/deep/news' aria-label='Our RSS'></a>",
        "<a href='/deep/news'><img src=x.png alt='RSS'></a>",
        "<link rel=alternate type=application/json href='/wp-json/1'><a href='FEED:{site}/deep/news'>Our feed</a>",
    ],
)
def test_a_feed_is_found_without_a_type_and_by_labels(site: Any, link: str) -> None:
    site.answer("/deep/news", FEED)
    url = site.answer("/start/", page(link.replace("{site}", site.url(""))))
    assert find(url).url == site.url("/deep/news")
    assert "/wp-json/1" not in [path for path, _, _ in site.requests]


def test_a_feed_is_found_on_the_page_that_lists_the_feeds_of_a_site(site: Any) -> None:
    site.answer("/topics/world", FEED)
    site.answer("/rss-feeds", page("<a href='/'>Home</a><a href='/topics/world'>World (RSS)</a>"))
    assert find(site.answer("/", page("<a href='/rss-feeds'>RSS</a>"))).url == site.url("/topics/world")


SITEMAP = b"""<urlset xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>/1</loc><news:news>
<news:publication><news:name>Courier</news:name></news:publication><news:title>1</news:title></news:news></url></urlset>"""
PLAIN = b"<urlset><url><loc>/about</loc><lastmod>2025-02-28</lastmod></url></urlset>"


def test_a_sitemap_for_news_is_found_through_robots_txt(site: Any) -> None:
    names = ("pages.xml", "a.xml", "b.xml", "c.xml", "google-news.xml")
    lines = "".join(f"Sitemap: {site.url(f'/{name}')}\n" for name in names)
    site.answer("/robots.txt", f"User-agent: *\nDisallow: /private\n{lines}".encode())
    site.answer("/pages.xml", PLAIN)
    site.answer("/google-news.xml", SITEMAP)
    found = find(site.answer("/", page()))
    assert (found.url, found.parsed.title) == (site.url("/google-news.xml"), "Courier")


@pytest.mark.parametrize("status", [401, 403, 404])
def test_an_index_of_sitemaps_is_found_also_where_the_site_refuses_its_pages(site: Any, status: int) -> None:
    site.answer("/robots.txt", f"sitemap: {site.url('/index.xml')}".encode())
    site.answer(
        "/index.xml", f"<sitemapindex><sitemap><loc>{site.url('/part')}</loc></sitemap></sitemapindex>".encode()
    )
    site.answer("/part", SITEMAP)
    found = find(site.answer("/", b"No robots", status=status))
    assert found.url == site.url("/index.xml")
    assert [entry.title for entry in found.parsed.entries] == ["1"]


def test_an_index_whose_news_lies_in_an_index_within_it_is_found(site: Any) -> None:
    def index(path: str) -> bytes:
        return f"<sitemapindex><sitemap><loc>{site.url(path)}</loc></sitemap></sitemapindex>".encode()

    site.answer("/robots.txt", f"sitemap: {site.url('/index.xml')}".encode())
    site.answer("/index.xml", index("/2025.xml"))
    site.answer("/2025.xml", index("/2025-03.xml"))
    site.answer("/2025-03.xml", SITEMAP)
    found = find(site.answer("/", page()))
    assert found.url == site.url("/index.xml")
    assert [entry.title for entry in found.parsed.entries] == ["1"]


def test_a_sitemap_of_all_pages_is_not_taken_for_a_feed_of_the_site_but_can_be_named(site: Any) -> None:
    site.answer("/robots.txt", f"Sitemap: {site.url('/pages.xml')}".encode())
    site.answer("/pages.xml", PLAIN)
    with pytest.raises(FeedError, match="neither a feed nor a sitemap for news"):
        find(site.answer("/", page()))
    assert len(find(site.url("/pages.xml")).parsed.entries) == 1
    with pytest.raises(FetchError, match="answered 403"):
        find(site.answer("/refused", status=403))
