"""Labelled articles in the markup of other pages."""

from datetime import UTC, datetime

import pytest

from benchmarks.transplants import transplant
from extractors import read_page
from news import Article

OLD = (
    "The harbour of Marlow was closed on Monday because of a storm from the west.\n"
    "Forty ships are waiting in the roads, and the pilots have gone home to sleep."
)
NEW = (
    "Freedonia and Sylvania signed the lithium treaty in Geneva on Wednesday evening. "
    "The signing had been delayed by a day because of a dispute over an annex.\n"
    "The treaty sets up a joint fund for the mines, from which both countries are paid."
)
ARTICLE = Article("https://example.org/a", "Treaty signed", NEW, "Example", datetime(2021, 5, 4, tzinfo=UTC))
DATES = {
    "a time": ("", '<time class="published" datetime="2019-11-18T18:54:53Z">18 November 2019</time>'),
    "microdata": ("", '<span itemprop="datePublished" content="2019-11-18">18 November 2019</span>'),
    "a meta element": ('<meta property="article:published_time" content="2019-11-18T18:54:53Z">', ""),
    "JSON-LD": (
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2019-11-18"}</script>',
        "",
    ),
    "data of a script": (
        "",
        '<script id="__NEXT_DATA__" type="application/json">{"datePublished": "2019-11-18T18:54:53Z"}</script>',
    ),
}


def page_with(head: str, body: str) -> str:
    story = "".join(f"<p>{paragraph}</p>" for paragraph in OLD.split("\n"))
    return (
        f'<html lang="en"><head><title>Storm closes harbour</title>{head}</head><body><article>'
        f"<h1>Storm closes harbour</h1>{body}{story}</article><footer>About us</footer></body></html>"
    )


@pytest.mark.parametrize(("head", "body"), DATES.values(), ids=DATES)
def test_a_page_states_the_new_story_and_no_date_of_the_old_one(head: str, body: str) -> None:
    page = page_with(head, body)
    made = transplant(page, OLD, ARTICLE)
    assert made
    found = read_page(made, "https://example.org/a")
    assert found
    assert found.title == "Treaty signed"
    assert "annex" in found.text
    assert "Marlow" not in found.text
    assert found.published is None


def test_a_page_without_the_text_is_not_used() -> None:
    assert transplant(page_with("", ""), "Quite another text that nobody ever wrote here.", ARTICLE) is None
