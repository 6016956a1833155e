"""Skimming a page: its prose, and the metadata in its head."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import Page, make_article, skim_pages_apart
from extractors.pages.skim import skim_page, skim_pages, without_scripts
from news import Entry

WEB = Path(__file__).resolve().parents[4] / "shared/web"
URL = "https://news.example/2025/03/story?utm_source=rss"
SENTENCE = "The President said the minerals agreement would be signed once guarantees had been written into it. "
STORY = "".join(f"<p>{SENTENCE}Paragraph number {number} tells what he answered.</p>" for number in range(9))
HEAD = """<meta property="og:title" content="A deal &quot;in sight&quot; > soon">
<meta name="og:site_name" content="Example"><link rel="canonical" href="https://news.example/2025/03/story">
<meta property="article:published_time" content="2025-03-01T10:00:00+01:00">
<script type="application/ld+json">{"dateModified": "2025-03-01T12:00:00Z"}</script>"""
AROUND = f"""<nav><p>{SENTENCE.replace("President", "Navigator")}</p></nav><ul><li>Short label</li></ul>
<div><a href="/x">{SENTENCE.replace("President", "Teaser")}</a></div><footer><p>{SENTENCE * 3}Footer.</p></footer>
<script>var x = "<p>{SENTENCE.replace("President", "Scriptor")}</p>";</script>"""


def page_html(head: str = HEAD, body: str = STORY) -> bytes:
    top = f"<!doctype html><html lang='en-GB'><head><title>T</title>{head}</head>"
    return f"{top}<body>{AROUND}{body}</body></html>".encode()


def skim(head: str = HEAD, body: str = STORY) -> Page:
    page = skim_page(page_html(head, body), URL)
    assert page is not None
    return page


def test_prose_is_kept_and_boilerplate_is_not() -> None:
    text = skim().text
    assert text.count("\n") == 8
    assert "Paragraph number 8 tells" in text
    assert not any(word in text for word in ("Navigator", "Teaser", "Scriptor", "Footer", "Short label"))


def test_metadata_of_the_head_is_read() -> None:
    page = skim()
    assert (page.title, page.outlet, page.language) == ('A deal "in sight" > soon', "Example", "en")
    assert page.url == "https://news.example/2025/03/story"
    assert page.published == datetime(2025, 3, 1, 9, tzinfo=UTC)
    assert page.modified == datetime(2025, 3, 1, 12, tzinfo=UTC)


def test_a_page_with_little_prose_needs_the_full_extraction() -> None:
    assert (
        skim_page(page_html(body="<p>Please enable cookies to go on reading this story, which is for you.</p>"), URL)
        is None
    )
    assert skim_page(b"", URL) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "大統領は土曜日、安全の保証が条約に書き込まれれば、鉱物協定に署名する用意があると記者団に語った。",
        "대통령은 토요일 안전 보장이 조약에 명시되면 광물 협정에 서명할 준비가 되어 있다고 기자들에게 밝혔다.",
    ],
)
def test_a_page_needs_fewer_letters_where_each_is_a_syllable(sentence: str) -> None:
    long_enough = f"<p>{sentence * 4}</p>" * 2
    assert skim(body=long_enough).text.count("\n") == 1
    assert skim_page(page_html(body=f"<p>{sentence * 2}</p>"), URL) is None


def test_an_article_records_that_its_page_was_skimmed() -> None:
    now = datetime(2025, 3, 2, tzinfo=UTC)
    article = make_article(skim(), Entry("k", URL, "The feed's headline"), outlet="Feed", first_seen=now)
    assert article is not None
    assert (article.text_from, article.title) == ("skim", "The feed's headline")


def test_scripts_and_styles_are_removed_and_linked_data_is_kept() -> None:
    bare = without_scripts(page_html(HEAD + "<style>p { color: red }</style>"))
    assert b"Scriptor" not in bare
    assert b"color" not in bare
    assert b"dateModified" in bare
    assert skim_page(bare, URL) == skim()


@given(st.lists(st.sampled_from([b"<script>", b"</script>", b"<style", b">", b"<svg>", b"</svg", b"text", b"<p>"])))
def test_removing_scripts_removes_only_their_contents(parts: list[bytes]) -> None:
    body = b"".join(parts)
    bare = without_scripts(body)
    assert len(bare) <= len(body)
    assert bare.count(b"<script") <= body.count(b"<script")
    assert without_scripts(b"Nothing to see. " + body).startswith(b"Nothing to see. ")


def test_a_page_that_cannot_be_parsed_does_not_affect_others(monkeypatch: pytest.MonkeyPatch) -> None:
    good = skim()

    def stumble(body: bytes, *_: str) -> Page:
        if body == b"bad":
            raise ValueError("no page at all")
        return good

    monkeypatch.setattr("extractors.pages.skim.skim_page", stumble)
    assert skim_pages([(b"good", URL, ""), (b"bad", URL, ""), (b"good", URL, "")]) == [good, None, good]


def test_pages_are_skimmed_in_a_child_process_in_order() -> None:
    other = page_html(body=STORY.replace("President", "Chancellor"))
    first, nothing, last = skim_pages_apart([(page_html(), URL, ""), (b"<p>Hm.", URL, ""), (other, URL, "text/html")])
    assert first == skim()
    assert nothing is None
    assert last is not None
    assert "Chancellor" in last.text


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<table><tr><td>", "<a href=x>", "<svg>", "<!--", "<p"])
def test_hostile_markup_is_handled(tag: str) -> None:
    assert skim_pages_apart([((tag * 60_000).encode(), URL, "")]) == [None]


@pytest.mark.skipif(not WEB.is_dir(), reason="the recorded pages lie beside the project: ../shared/web")
def test_skimming_finds_most_of_the_text_of_recorded_pages() -> None:
    rows = [json.loads(line) for line in (WEB / "pages.jsonl").read_text("utf-8").splitlines()][::4]
    found = [skim_page(gzip.decompress((WEB / row["file"]).read_bytes()), row["url"] or URL) for row in rows]
    seen = [share_of(row["text"], page.text) for row, page in zip(rows, found, strict=True) if page]
    assert len(seen) > 0.9 * len(rows)
    assert mean(seen) > 0.93


def share_of(story: str, text: str) -> float:
    words = set(story.lower().split())
    return len(words & set(text.lower().split())) / max(len(words), 1)
