import json
from typing import Any

import pytest
from lxml.html import document_fromstring  # type: ignore[import-untyped]

from extractors import read_page
from extractors.pages.stated_body import find_stated_body, find_stated_posts

URL = "https://o.example/freedonia/ferry-41877.html"
HEADLINE = "Freedonia buys two ferries from Sylvania"
OWN = [
    f"Freedonia buys two ferries, and shipyard number {n} is to deliver them before the autumn storms set in."
    for n in range(12)
]
OTHER = [
    f"Mushroom pickers in the northern woods filled basket number {n} and sold it at the market gate."
    for n in range(40)
]


def node(lines: list[str], headline: str = "", url: str = "", **more: Any) -> dict[str, Any]:
    stated = {"headline": headline, "url": url, "articleBody": "\n\n".join(lines)}
    return {"@type": "NewsArticle", **{key: value for key, value in stated.items() if value}, **more}


def page(data: Any, shown: list[str], head: str = "") -> bytes:
    script = f"<script type='application/ld+json'>{json.dumps(data)}</script>"
    body = "".join(f"<p>{line}</p>" for line in shown)
    return f"""<html><head><title>{HEADLINE}</title>{head}{script}</head>
        <body><article><h1>{HEADLINE}</h1>{body}</article></body></html>""".encode()


def text_of(data: Any, shown: list[str], head: str = "") -> str:
    found = read_page(page(data, shown, head), URL)
    return found.text if found else ""


OPINION = f"Opinion: {HEADLINE}"
ELSEWHERE = "https://o.example/opinion/woods-90210.html"


@pytest.mark.parametrize(
    "data",
    [
        {"@graph": [node(OWN, HEADLINE, URL), node(OTHER, OPINION, ELSEWHERE)]},
        [node(OTHER, OPINION), node(OWN, HEADLINE)],
        {"@type": "ItemList", "itemListElement": [{"item": node(OTHER, OPINION, ELSEWHERE)}]},
        {**node(OWN, HEADLINE, URL), "hasPart": [node(OTHER, OPINION)]},
        {**node([], HEADLINE, URL), "liveBlogUpdate": [node(OTHER, OPINION, f"{URL}#post-2")]},
        {**node([], HEADLINE, URL), "liveBlogUpdate": [node(OTHER, HEADLINE, f"{URL}#post-2")]},
        node(OTHER, HEADLINE, ELSEWHERE),
        node(OTHER),
    ],
    ids=["graph", "list", "item list", "part", "post", "post of the same headline", "other address", "nameless"],
)
def test_the_body_of_another_article_does_not_replace_the_pages_text(data: Any) -> None:
    text = text_of(data, OWN)
    assert "basket" not in text
    assert "number 11" in text


@pytest.mark.parametrize(
    ("data", "head"),
    [
        (node(OWN, "Two ships for the south", URL), ""),
        (node(OWN, "Two ships for the south", f"{URL}?utm_source=rss"), ""),
        (node(OWN, "Two ships for the south", mainEntityOfPage={"@type": "WebPage", "@id": URL}), ""),
        (node(OWN, "Two ships for the south", "/freedonia/ferry-41877"), ""),
        (
            node(OWN, "Two ships for the south", "https://o.example/sea/ferry-news"),
            "<link rel=canonical href=/sea/ferry-news>",
        ),
        ([node(OTHER, OPINION, ELSEWHERE), node(OWN, "Two ships for the south", URL)], ""),
        (node(OWN, HEADLINE, "https://o.example/"), ""),
        (node(OWN, HEADLINE, "https://o.example/sea/two-ferries-41877"), ""),
        (node(OWN, HEADLINE, "https://o.example/sea/two-ferries"), ""),
        (node([], HEADLINE, articleBody=OWN), ""),
        (node(OWN), ""),
    ],
    ids=[
        *("address", "tracked", "main entity", "relative", "canonical", "second", "front page", "same number"),
        *("renamed", "paragraphs", "nameless"),
    ],
)
def test_the_pages_own_body_completes_a_teaser(data: Any, head: str) -> None:
    text = text_of(data, OWN[:3], head)
    assert all(line in text for line in OWN)
    assert "basket" not in text


def test_a_body_without_address_and_headline_is_not_surely_the_pages() -> None:
    def find(data: Any) -> tuple[str, bool]:
        return find_stated_body(document_fromstring(page(data, [])), {HEADLINE}, URL)

    assert find(node(OWN)) == ("\n".join(OWN), False)
    assert find(node(OWN, HEADLINE)) == ("\n".join(OWN), True)
    assert find(node(OWN, "Something else altogether, in a harbour")) == ("", False)
    assert find(node(OWN, url="https://o.example/story?id=2")) == ("", False)


def test_the_posts_of_a_live_blog_are_the_text_of_a_page_that_shows_none() -> None:
    posts = [node([line], f"Ferry {n} leaves the yard") for n, line in enumerate(OWN)]
    data = {"@type": "LiveBlogPosting", "headline": HEADLINE, "liveBlogUpdate": posts}
    assert text_of(data, []).startswith(f"Ferry 0 leaves the yard\n{OWN[0]}\nFerry 1")
    tree = document_fromstring(page({**data, "headline": "Cup final, minute by minute"}, []))
    assert find_stated_posts(tree, {HEADLINE}, URL) == ""
