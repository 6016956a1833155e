import pytest
from lxml.html import document_fromstring  # type: ignore[import-untyped]

from extractors.pages.page_numbers import find_next_page

SITE = "https://o.example"


def find(url: str, markup: str) -> str:
    page = document_fromstring(f"<html><head></head><body>{markup}</body></html>")
    return find_next_page(page, f"{SITE}{url}").removeprefix(SITE)


@pytest.mark.parametrize(
    ("url", "link", "expected"),
    [
        ("/s?utm_medium=feed", '<link rel="next" href="/s?page=2">', "/s?page=2"),
        ("/s.htm?xtor=RSS-3", '<link rel="next" href="/s-2.htm">', "/s-2.htm"),
        ("/s", '<link rel="Next" href="/s?page=2">', "/s?page=2"),
        ("/s", '<link rel="next" href="https://www.o.example/s/2">', "https://www.o.example/s/2"),
        ("/s", '<link rel="next" href="http://o.example/s/2">', "http://o.example/s/2"),
        ("/news/s", '<base href="/"><a rel="next" href="news/s/2">on</a>', "/news/s/2"),
        ("/s", '<a href="/s?page=2">Next page</a>', "/s?page=2"),
        ("/s", '<a href="/s/seite-2">Nächste Seite</a>', "/s/seite-2"),
        ("/s", '<a href="/s/strona-2">Strona 2</a>', "/s/strona-2"),
        ("/s", '<a href="/s/pagina/2">Pagina 2</a>', "/s/pagina/2"),
        ("/s", '<a href="/s?strona=2" aria-label="Strona 2">›</a>', "/s?strona=2"),
        ("/s", '<a href="/s?ploeg=2" title="Volgende">…</a>', "/s?ploeg=2"),
        ("/s", '<a class="pager-next" href="/s/2"><img></a>', "/s/2"),
        ("/s", '<a href="/s/2">第2页</a>', "/s/2"),
        ("/s.php?nr=5", '<link rel="next" href="/s.php?page=2&amp;nr=5">', "/s.php?page=2&nr=5"),
        ("/s.php?nr=5&page=2", '<a href="/s.php?page=3&amp;nr=5">3</a>', "/s.php?page=3&nr=5"),
        ("/s", '<link rel="next" href="/s?page=1">', "/s?page=1"),
        ("/s?page=1", '<a href="/s?page=2">3</a>', "/s?page=2"),
        ("/a/index.html", '<a href="page2.html">2</a>', "/a/page2.html"),
        ("/a_8841.htm", '<a href="a_8841_1.htm">2</a>', "/a_8841_1.htm"),
        ("/s/2", '<a href="/s">1</a> <a href="/s/3">3</a>', "/s/3"),
        ("/s_1.html", '<a href="s_2.html">2</a>', "/s_2.html"),
        ("/news/12", '<a href="/news/12?page=2">2</a>', "/news/12?page=2"),
        ("/s/page/2", '<link rel="next" href="/s/page/3">', "/s/page/3"),
    ],
)
def test_the_next_page_has_the_same_place_and_the_next_number(url: str, link: str, expected: str) -> None:
    assert find(url, link) == expected


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("/news/12", '<a href="/news">News</a> <a rel="next" href="/news/13">Next</a>'),
        ("/2025/03/04", '<link rel="next" href="/2025/03/05">'),
        ("/vote-2", '<link rel="prev" href="/other"><link rel="next" href="/vote-3">'),
        ("/s?id=1", '<link rel="next" href="/s?id=2">'),
        ("/s", '<link rel="next" href="/s?id=2">'),
        ("/s", '<a href="/s?page=1">1</a>'),
        ("/s", '<a href="/s?page=3">3</a>'),
        ("/s", '<link rel="next" href="/t?page=2">'),
        ("/s", '<link rel="next" href="https://other.example/s?page=2">'),
        ("/s", '<link rel="next" href="/s?start=10">'),
        ("/s", '<a class="next" href="/s?cpage=2">Next</a>'),
        ("/s", '<div id="comments"><a href="/s?page=2">2</a></div>'),
        ("/s", '<a href="/s?tab=2">Pictures</a>'),
        ("/s", '<a rel="next" href="http://[">2</a><a>2</a>'),
        ("/s", '<a href="/s#page=2">Next page</a>'),
    ],
)
def test_another_article_and_other_lists_are_not_followed(url: str, link: str) -> None:
    assert find(url, link) == ""
