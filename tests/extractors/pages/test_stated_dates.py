"""The date that a page states of its article, and the dates of other things on the page."""

import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import html  # type: ignore[import-untyped]

from extractors.pages.metadata import Head

URL = "https://o.example/harbour/ferry-runs-again.html"
TITLE = "Ferry to Freedonia runs again after the storm"
NOON = datetime(2025, 4, 2, 12, tzinfo=UTC)
OWN, OTHER = "2025-04-02T12:00:00Z", "2021-01-09T08:00:00Z"
ANOTHER = {"headline": "Sylvania counts its geese", "url": "https://o.example/country/geese.html"}


def head(inside: str = "", *, body: str = "", language: str = "") -> Head:
    page = f"<html lang='{language}'><head><title>{TITLE} | Courier</title>{inside}</head><body>{body}</body></html>"
    return Head(html.document_fromstring(page), URL)


def linked(*data: Any) -> str:
    return "".join(f"<script type='application/ld+json'>{json.dumps(one)}</script>" for one in data)


def article(date: str = OWN, **fields: Any) -> dict[str, Any]:
    return {"@type": "NewsArticle", "headline": TITLE, "datePublished": date, **fields}


@pytest.mark.parametrize(
    "data",
    [
        [[{"@type": "NewsArticle", "datePublished": OTHER, **ANOTHER}, article()]],
        [[article(OTHER, **ANOTHER), article(headline="The storm is over", url=URL)]],
        [[article(OTHER, url=ANOTHER["url"]), article(headline="Ferries", mainEntityOfPage={"@id": URL + "#top"})]],
        [{"@type": "VideoObject", "name": TITLE, "datePublished": OTHER}, article()],
        [{"@type": "NewsArticle", "comment": [{"@type": "Comment", "datePublished": OTHER}], "datePublished": OWN}],
        [{"@type": "LiveBlogPosting", "liveBlogUpdate": [article(OTHER, url=URL)], "datePublished": OWN}],
        [{"@graph": [{"@type": "ItemList", "itemListElement": [article(OTHER)]}, article()]}],
        [{"@graph": [{"@type": "WebPage", "url": URL, "datePublished": OTHER}, {**article(), "url": URL}]}],
        [{"@type": ["Article", "NewsArticle"], "dateCreated": OWN, "author": {"datePublished": OTHER}}],
        [{"@type": "WebPage", "mainEntity": article()}],
        [{"datePublished": {"@type": "Date", "@value": OWN}}],
        [article(url="https://o.example/")],
    ],
)
def test_the_date_is_that_of_the_article_in_the_linked_data(data: list[Any]) -> None:
    assert head(linked(*data)).published() == NOON


@pytest.mark.parametrize(
    "data",
    [
        {"@type": "NewsArticle", "datePublished": OTHER, **ANOTHER},
        {"@type": "ItemList", "itemListElement": [{"item": article(OTHER, **ANOTHER)}]},
        {"@type": "VideoObject", "name": TITLE, "datePublished": OTHER},
        {"@type": "NewsArticle", "headline": TITLE, "comment": {"datePublished": OTHER}},
    ],
)
def test_the_date_of_another_thing_alone_is_not_the_articles(data: dict[str, Any]) -> None:
    assert head(linked(data)).published() is None
    assert not head(linked(data)).is_dated()


def test_linked_data_that_is_invalid_is_searched() -> None:
    broken = '{"headline": "The "great" storm", "datePublished": "2025-04-02T14:00:00\\u002B02:00"}'
    assert head(f"<script type='application/ld+json'>{broken}</script>").published() == NOON


def test_the_change_is_that_of_the_article_too() -> None:
    related = {"@type": "NewsArticle", "dateModified": OTHER, **ANOTHER}
    assert head(linked([related, article(dateModified="2025-04-02T12:00:00Z")])).changed() == NOON


@pytest.mark.parametrize(
    "name",
    [
        *("article:published", "og:published_time", "published_at", "publication_date", "publish_date", "Publish-Time"),
        *("DC.date", "DCTERMS.issued", "x:pubDate", "OriginalPublicationDate", "rnews:datePublished", "create_at"),
    ],
)
def test_the_date_is_found_under_many_names(name: str) -> None:
    assert head(f"<meta name='{name}' content='{OWN}'>").published() == NOON


@pytest.mark.parametrize(
    "name", ["og:video:published_time", "article:expiration_time", "publisher", "publication", "comment:published_at"]
)
def test_the_date_is_not_taken_from_other_names(name: str) -> None:
    assert head(f"<meta property='{name}' content='{OWN}'>").published() is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("2025-04-02 12:00:00 UTC", ""),
        ("02.04.2025 12:00", "de"),
        ("April 2, 2025 12:00 PM", "en"),
        ("4/2/2025 12:00", "en-US"),
        ("2. April 2025 14:00 MESZ", "de"),
        ("1743595200", ""),
        ("2025/04/02 12:00:00", ""),
        ("2025年04月02日 12:00", "ja"),
        ("Wed, 02 Apr 2025 14:00:00 CEST", ""),
    ],
)
def test_the_date_is_read_in_the_forms_of_feeds(text: str, language: str) -> None:
    stated = f"<meta property='article:published_time' content='{text}'>"
    assert head(stated, language=language).published() == NOON


@pytest.mark.parametrize("text", ["2025", "2025-04", "April", "today", "{{ date }}", "12:00"])
def test_half_a_date_is_none(text: str) -> None:
    assert not head(f"<meta property='article:published_time' content='{text}'>").is_dated()


@pytest.mark.parametrize(
    "mark",
    [
        "<span itemprop='datePublished' content='{}'>Wednesday</span>",
        "<time itemprop='dateCreated datePublished' datetime='{}'></time>",
        "<time class='entry-date published' datetime='{}'>2 April</time>",
        "<abbr class='published' title='{}'>2 April</abbr>",
        "<div itemscope itemtype='https://schema.org/NewsArticle'><meta itemprop='datePublished' content='{}'></div>",
    ],
)
def test_the_date_is_read_where_the_text_is_marked(mark: str) -> None:
    assert head(body=f"<article>{mark.format(OWN)}</article>").published() == NOON


@pytest.mark.parametrize(
    "other",
    [
        "<div itemscope itemtype='https://schema.org/VideoObject'><meta itemprop='datePublished' content='{}'></div>",
        "<p itemscope itemtype='https://schema.org/UserComments'><b itemprop='datePublished' content='{}'></b></p>",
        "<ol><li class='even comment'><time class='published' datetime='{}'></time></li></ol>",
        "<aside><time class='entry-date' datetime='{}'></time></aside>",
        "<article><time datetime='{}'>now</time></article>",
    ],
)
def test_the_mark_of_another_thing_is_not_the_articles(other: str) -> None:
    assert head(body=other.format(OTHER)).published() is None


def test_many_unreadable_dates_take_bounded_time() -> None:
    marks = "".join(f"<time class='published'>{number} blurb 20{number % 90 + 10}</time>" for number in range(3_000))
    assert not head(body=marks).is_dated()


def test_a_title_without_end_takes_bounded_time() -> None:
    data = [{"@type": "NewsArticle", "headline": "geese " * 9, "datePublished": OWN}] * 500
    found, began = head(linked(data), body=f"<h1>{'ferry ' * 300_000}</h1>"), time.process_time()
    assert found.published() == NOON
    assert time.process_time() - began < 2
