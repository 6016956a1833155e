"""What stands above the first sentence of a text, and is none of it."""

from datetime import UTC, datetime

import pytest

from extractors import make_article, read_page
from extractors.pages.text_head import cut_before, cut_head
from news import Entry

SENTENCE = "Freedonia and Sylvania signed the lithium treaty in Trantura on Friday."
TITLE = "Treaty signed at last"


@pytest.mark.parametrize(
    "head",
    [
        "By our staff · 7 March 2025, 18:20 ",
        "By our staff ·\n",
        "27.03.2025 ",
        "By Ann Teasdale and Rufus Ball, staff reporters | March 7, 2025 at 7 p.m. EST ",
        "By Ann Teasdale\n",
        "Published: 7 March 2025 10:20\nBy Ann Teasdale · ",
        "Treaty signed at last 27.03.2025 ",
        "Treaty signed at last: By Ann Teasdale · 2025-03-07, 18:20 ",
        "Von Anna Teasdale, 7. März 2025, 18:20 Uhr ",
        "By ANN TEASDALE - 7 Mar 2025 - 18.20\n",
    ],
)
def test_a_headline_a_byline_and_the_time_are_cut_off(head: str) -> None:
    assert cut_head(head + SENTENCE, [TITLE]) == SENTENCE


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "7 March 2025 was the day of the treaty.",
        "By Friday 7 March 2025 Freedonia must sign.",
        "By March 7, 2025 Freedonia must sign.",
        "By 7 March 2025 Freedonia must sign.",
        "By Lake Trantura Firefly waited for the ambassador.",
        "By signing the treaty, Firefly gave in.",
        "Von Trantura aus reiste Firefly nach Genf.",
        "Treaty signed at last in Geneva, and not a day too soon.",
        "Treaty signed at last. Firefly is glad.",
        TITLE,
        "By our staff ·",
    ],
)
def test_a_sentence_that_begins_like_one_of_them_is_kept(text: str) -> None:
    assert cut_head(text, [TITLE]) == text


def test_what_stands_before_the_first_line_of_prose_is_cut_off_unless_it_is_a_sentence() -> None:
    prose = f"{SENTENCE}\nFirefly left at noon, without a word to the reporters in front of the palace."
    flat = prose.replace("\n", " No comment. ")
    assert cut_before(f"{TITLE} Trantura, Friday {flat}", prose) == flat
    assert cut_before(f"Peace at last! {flat}", prose) == f"Peace at last! {flat}"
    assert cut_before(f"Ambassador Trentino: {flat}", prose) == f"Ambassador Trentino: {flat}"
    assert cut_before(flat, "") == flat


@pytest.mark.parametrize("byline", ["By our staff", "The desk in Trantura reports", "Herald"])
def test_a_short_page_has_neither_its_byline_nor_its_time_in_its_text(byline: str) -> None:
    body = f"""<html><head><title>{TITLE} | Herald</title></head><body><header><a href="/">Herald</a></header><main>
        <article><h1>{TITLE}</h1><p class="byline">{byline} · <time>7 March 2025, 18:20</time></p><p>{SENTENCE}</p>
        <p>Firefly left at noon without a word to the reporters.</p></article></main></body></html>"""
    page = read_page(body.encode(), "https://herald.example/2025/03/treaty")
    assert page is not None
    assert page.text.startswith(SENTENCE)


def test_a_feeds_text_has_no_byline_either() -> None:
    entry = Entry(key="k", url="https://herald.example/a", title=TITLE, summary=f"By Ann Teasdale | {SENTENCE}")
    article = make_article(None, entry, outlet="Herald", first_seen=datetime(2025, 3, 7, tzinfo=UTC))
    assert article is not None
    assert article.text == SENTENCE
