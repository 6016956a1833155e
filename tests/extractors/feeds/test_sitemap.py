"""Sitemaps as feeds."""

import time
from datetime import UTC, datetime

import pytest

from extractors import FeedError, ParsedFeed, parse_feed

URL = "https://harbour.example/sitemaps/news.xml"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"


def page(path: str, title: str, date: str = "2025-03-04T09:00:00+01:00", more: str = "") -> str:
    return (
        f"<url><loc>https://harbour.example{path}</loc>{more}<news:news><news:publication><news:name>Harbour Post"
        f"</news:name><news:language>en</news:language></news:publication><news:publication_date>{date}"
        f"</news:publication_date><news:title>{title}</news:title><news:keywords>lithium, treaty</news:keywords>"
        "</news:news></url>"
    )


def read(*urls: str, root: str = "urlset") -> ParsedFeed:
    spaces = f'xmlns="{SITEMAP}" xmlns:news="{NEWS}" xmlns:image="{IMAGE}"'
    return parse_feed(f'<?xml version="1.0"?><{root} {spaces}>{"".join(urls)}</{root}>'.encode(), URL)


def test_a_sitemap_for_news_is_read_as_a_feed() -> None:
    found = read(page("/1", "Talks end", "2025-03-03"), page("/2", "Talks &amp; <![CDATA[ <more> ]]>"))
    assert (found.title, found.site, dict(found.dropped)) == ("Harbour Post", "https://harbour.example/", {})
    newest, oldest = found.entries
    assert (newest.url, newest.title, newest.language) == ("https://harbour.example/2", "Talks & <more>", "en")
    assert newest.published == datetime(2025, 3, 4, 8, tzinfo=UTC)
    assert newest.summary == "lithium, treaty"
    assert oldest.published == datetime(2025, 3, 3, tzinfo=UTC)


def test_images_give_neither_title_nor_address() -> None:
    parts = "<image:loc>https://cdn.example/1.jpg</image:loc><image:title>A picture</image:title>"
    image = f"<image:image>{parts}</image:image>"
    (entry,) = read(page("/1", "Talks end", more=image)).entries
    assert (entry.url, entry.title) == ("https://harbour.example/1", "Talks end")


def test_pages_that_are_not_news_are_counted() -> None:
    found = read(page("/1", "Talks end"), "<url><loc>https://harbour.example/about</loc></url>")
    assert len(found.entries) == 1
    assert found.dropped == {"pages of a sitemap that are not marked as news": 1}


def test_of_a_sitemap_for_all_pages_the_latest_changes_are_taken() -> None:
    rows = [f"<url><loc>/{n}</loc><lastmod>2025-03-0{n}</lastmod></url>" for n in (1, 4, 5)]
    found = read(*rows, "<url><loc>/undated</loc></url>")
    assert [entry.url for entry in found.entries] == ["https://harbour.example/5", "https://harbour.example/4"]
    assert found.dropped == {"pages of a sitemap that changed two days or more before its newest": 2}


@pytest.mark.parametrize(
    ("rows", "order"),
    [
        ([("a", "2025-01-01"), ("b", "2025-03-01"), ("c", "2025-02-01")], ["b", "c", "a"]),
        ([("2025-02.xml", ""), ("2025-11.xml", ""), ("2024-12", "")], ["2025-11.xml", "2025-02.xml", "2024-12"]),
        ([("posts.xml", ""), ("pages.xml", ""), ("news.xml", "")], ["news.xml", "posts.xml", "pages.xml"]),
        ([("1.xml", ""), ("2.xml", "")], ["1.xml", "2.xml"]),
    ],
)  # fmt: skip
def test_the_parts_of_an_index_are_named_newest_first(rows: list[tuple[str, str]], order: list[str]) -> None:
    parts = [
        f"<sitemap><loc>https://harbour.example/{name}</loc>{f'<lastmod>{date}</lastmod>' if date else ''}</sitemap>"
        for name, date in rows
    ]
    found = read(*parts, root="sitemapindex")
    assert [part.url for part in found.parts] == [f"https://harbour.example/{name}" for name in order]
    assert found.entries == ()


def test_other_prefixes_undeclared_ones_and_damage_are_read() -> None:
    news = "<n:news><n:title>One</n:title></n:news>"
    prefixed = f'<s:urlset xmlns:s="{SITEMAP}" xmlns:n="{NEWS}"><s:url><s:loc>/1</s:loc>{news}</s:url></s:urlset>'
    assert parse_feed(prefixed.encode(), URL).entries[0].title == "One"
    undeclared = "<urlset><url><loc>/1</loc><news:news><news:title>Caf&eacute; closes</news:title></news:news></url>"
    assert parse_feed(undeclared.encode(), URL).entries[0].title == "Café closes"
    assert parse_feed(b"<urlset></urlset>", URL).entries == ()
    with pytest.raises(FeedError, match="cut off"):
        parse_feed(b"<urlset xmlns='x'><url><lo", URL)


def test_entities_are_not_expanded_and_files_not_read() -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE urlset [<!ENTITY l0 "lol">{lol}<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    body = f"<?xml version='1.0'?>{doctype}<urlset>{page('/1', 'Talks &l11; end &file;')}</urlset>".encode()
    began = time.process_time()
    try:
        titles = [entry.title for entry in parse_feed(body, URL).entries]
    except FeedError:
        titles = []
    assert not any("lol" in title or "root:" in title for title in titles)
    assert time.process_time() - began < 1


def test_a_large_sitemap_is_cut_to_its_newest_entries_and_counted() -> None:
    rows = [page(f"/{n}", f"Story {n}", f"2025-03-04T{n // 200:02}:00:00Z") for n in range(4000)]
    found = read(*rows)
    assert len(found.entries) == 2000
    assert found.entries[0].published == datetime(2025, 3, 4, 19, tzinfo=UTC)
    assert dict(found.dropped) == {"over the limit of 2,000 entries a feed": 2000}


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/talks?id=7&section=3&y=2", "/talks?id=7&section=3&y=2"),
        ("/talks?id=7&amp;y=2", "/talks?id=7&y=2"),
        ("/talks?id=7&#38;y=2", "/talks?id=7&y=2"),
    ],
)
def test_a_bare_ampersand_in_an_address_is_kept(path: str, address: str) -> None:
    assert [entry.url for entry in read(page(path, "Talks")).entries] == [f"https://harbour.example{address}"]
    part = f"<sitemap><loc>https://harbour.example{path}</loc></sitemap>"
    assert [one.url for one in read(part, root="sitemapindex").parts] == [f"https://harbour.example{address}"]


def test_an_ampersand_in_a_section_is_kept() -> None:
    section = "<![CDATA[https://harbour.example/talks?id=7&y=2]]>"
    found = read(page("/talks", "Talks").replace("https://harbour.example/talks", section))
    assert [entry.url for entry in found.entries] == ["https://harbour.example/talks?id=7&y=2"]
