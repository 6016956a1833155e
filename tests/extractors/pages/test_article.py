import gzip
import json
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring  # type: ignore[import-untyped]

from extractors import Page, ReadingError, detect_language, make_article, read_page, read_page_apart
from extractors.pages.body_text import read_body
from extractors.pages.walls import cut_offer, find_notice
from news import Entry

WEB = Path(__file__).resolve().parents[4] / "shared/web"
URL = "https://news.example/2025/03/story?utm_source=rss"
NOW = datetime(2025, 3, 2, 12, tzinfo=UTC)
SENTENCE = (
    "The President said the minerals agreement would be signed once security guarantees had been written into it. "
)
STORY = "".join(
    f"<p>{SENTENCE}Paragraph number {number} tells what the ministers answered him.</p>" for number in range(6)
)


def page_html(head: str = "", body: str = STORY) -> bytes:
    return f"""<!DOCTYPE html><html lang="en"><head><title>A deal in sight | Example</title>{head}</head><body>
        <nav><a href="/">Home</a> <a href="/world">World</a></nav>
        <div class="cookie-banner"><p>We use cookies. Accept all?</p></div>
        <article><h1>A deal in sight</h1>{body}</article>
        <div id="comments"><ol class="commentlist"><li class="comment"><p>I do not believe a word of all this, and
        neither should anybody else who has followed the matter from the start.</p></li></ol></div>
        <aside><h2>Related</h2><a href="/x">Something else altogether</a></aside>
        <footer>Copyright</footer><script>var x = "<p>no text</p>";</script></body></html>""".encode()


def read(head: str = "", url: str = URL, body: str = STORY) -> Page:
    page = read_page(page_html(head, body), url)
    assert page is not None
    return page


def entry(**fields: Any) -> Entry:
    return Entry(**{"key": "k", "url": URL, "title": "The feed's headline", **fields})


def page(**fields: Any) -> Page:
    stated = {
        "url": "https://news.example/a",
        "title": "The page's headline",
        "text": SENTENCE * 4,
        "outlet": "Example",
    }
    return Page(**{**stated, "published": None, "language": "en", **fields})


def test_the_article_is_read_without_boilerplate() -> None:
    found = read()
    assert found.title == "A deal in sight"
    assert found.text.count("minerals agreement") == 6
    assert found.language == "en"
    for around in ("cookies", "Home", "Related", "Copyright", "no text", "not believe a word"):
        assert around not in found.text


def test_paragraphs_become_lines() -> None:
    assert len(read().text.splitlines()) >= 6


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("", "https://news.example/2025/03/story"),
        (
            '<link rel="canonical" href="https://news.example/story?id=1&utm_medium=x">',
            "https://news.example/story?id=1",
        ),
        ('<link rel="canonical" href="/story">', "https://news.example/story"),
        ('<link rel="canonical" href="https://www.news.example/story">', "https://www.news.example/story"),
        ('<link rel="canonical" href="https://other.example/story">', "https://news.example/2025/03/story"),
        ('<link rel="canonical" href="https://news.example/">', "https://news.example/2025/03/story"),
        ('<link rel="canonical" href="http://[">', "https://news.example/2025/03/story"),
        ('<link rel="canonical" href="javascript:x">', "https://news.example/2025/03/story"),
        ('<meta property="og:url" content="https://news.example/og/story">', "https://news.example/og/story"),
    ],
)
def test_the_canonical_url_is_used_if_it_is_on_the_same_site(head: str, url: str) -> None:
    assert read(head).url == url


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ('<meta property="og:site_name" content="The Example &amp;amp; Herald">', "The Example & Herald"),
        ('<meta property="og:site_name" content="news.example">', ""),
    ],
)
def test_the_outlet_is_read_from_the_page(head: str, outlet: str) -> None:
    assert read(head).outlet == outlet


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2025-03-01T18:30:00+02:00">', (2025, 3, 1, 16, 30)),
        ('<meta property="article:published_time" content="2025-03-01T18:30:00">', (2025, 3, 1, 18, 30)),
        ('<script type="application/ld+json">{"datePublished": "2025-03-01T18:30:00Z"}</script>', (2025, 3, 1, 18, 30)),
        ('<meta name="date" content="2025-03-01">', (2025, 3, 1)),
        (
            '<meta property="article:published_time" content="nonsense"><meta name="date" content="2025-03-01">',
            (2025, 3, 1),
        ),
    ],
)
def test_the_date_includes_the_time_if_the_page_has_one(head: str, published: tuple[int, ...]) -> None:
    assert read(head).published == datetime(*published, tzinfo=UTC)  # type: ignore[arg-type, misc]


def test_a_page_without_a_date_has_none() -> None:
    found = read_page(page_html(), "https://news.example/story")
    assert found
    assert found.published is None


@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", ""])
def test_the_text_is_readable_whatever_charset_is_declared(charset: str, declared: str) -> None:
    head = f'<meta charset="{declared}">' if declared else ""
    html = page_html(head, STORY.replace("President", "Präsident “Macron”")).decode()
    found = read_page(html.encode(charset), URL, "text/html")
    assert found
    assert "Präsident “Macron”" in found.text


@pytest.mark.parametrize(
    "body", [b"", b"\x00\x01\x02" * 99, b"<html></html>", b"%PDF-1.7 \xff\xfe", b"{}", b"<!--", b"<p>"]
)
def test_a_page_without_an_article_is_none(body: bytes) -> None:
    assert read_page(body, URL) is None


HEADLINES = [f"The council of town number {number} votes on its new bridge" for number in range(1, 9)]


def around(main: str) -> bytes:
    """A page with much boilerplate that is not marked as such."""
    sections = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("Home", "Africa", "Asia", "Europe"))
    related = "".join(f'<li><a href="/{n}">{line}</a> <time>4 March</time></li>' for n, line in enumerate(HEADLINES))
    return f"""<html><head><title>Carnival in pictures</title></head><body><div><ul>{sections}</ul></div>
        <div><h1>Carnival in pictures</h1><div>Staff report</div><div>{main}</div></div>
        <div><h3>Related coverage</h3><ul>{related}</ul></div>
        <form><h3>The morning in five minutes</h3><p>Sign up to our newsletter, every weekday at seven.</p></form>
        </body></html>""".encode()


def test_boilerplate_around_a_gallery_is_not_an_article() -> None:
    assert read_page(around('<img src="/1.jpg" alt=""><img src="/2.jpg" alt="">'), URL) is None


def test_an_article_with_many_links_is_kept() -> None:
    linked = "".join(f'<p>{SENTENCE}<a href="/{n}">{line}</a></p>' for n, line in enumerate(HEADLINES))
    found = read_page(around(f"<article>{linked}</article>"), URL)
    assert found
    assert found.text.count("minerals agreement") == len(HEADLINES)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=200), st.text(max_size=20), st.text(max_size=20))
def test_arbitrary_bytes_raise_nothing(body: bytes, url: str, content_type: str) -> None:
    read_page(body, url, content_type)


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body>" + b"<div>" * 100_000 + STORY.encode(),
        b"<html><body>" + b"a<br>" * 40_000,
        b"<html><body>" + b"<ul><li><a href='/x'>y</a>" * 60_000,
        b"<html><head><script type='application/ld+json'>"
        + b"[" * 200_000
        + b"</script></head><body>"
        + STORY.encode(),
    ],
    ids=["nesting", "lines", "links", "metadata"],
)
def test_a_hostile_page_takes_bounded_time(body: bytes) -> None:
    started = time.process_time()
    read_page(body, URL)
    assert time.process_time() - started < 20


def test_a_page_with_too_many_tags_is_cut_and_the_rest_is_counted() -> None:
    body = page_html(body=STORY + "<i></i>" * 60_000 + "<p>The end.</p>")
    found = read_page(body, URL)
    assert found
    assert "minerals agreement" in found.text
    assert "The end" not in found.text
    assert found.omitted > 40_000 * len("<i></i>") / 2
    assert read().omitted == 0


def paragraph(number: int) -> str:
    return f"<p>{SENTENCE}Paragraph number {number} tells what the ministers answered him.</p>"


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["{}", "<b>{}</b>", "<em>{}</em>", "<span class='x'>{}</span>", "<a href='/x'>{}</a>", "{}<!-- -->"]
        ),
        min_size=8,
        max_size=8,
    )
)
def test_inline_markup_does_not_change_the_text(marks: list[str]) -> None:
    words = SENTENCE.split()
    marked = " ".join([*(mark.format(word) for mark, word in zip(marks, words, strict=False)), *words[len(marks) :]])
    assert read(body=STORY.replace(SENTENCE.strip(), marked)).text == read().text


def test_a_story_split_into_containers_of_one_class_is_joined() -> None:
    parts = [
        f"<div class='part'>{''.join(map(paragraph, range(n, n + 6)))}</div><div class='ad'>Ad</div>" for n in (0, 6)
    ]
    text = read(body="".join(parts)).text
    assert [number for number in range(12) if f"number {number} tells" in text] == list(range(12))


def test_the_json_ld_body_is_used_if_the_markup_has_less_text() -> None:
    stated = json.dumps({"@type": "NewsArticle", "articleBody": " ".join(f"{SENTENCE}Stated {n}." for n in range(12))})
    found = read(f"<script type='application/ld+json'>{stated}</script>", body="".join(map(paragraph, range(2))))
    assert "Stated 11." in found.text
    assert read('<script type=\'application/ld+json\'>{"articleBody": "cut sho</script>').text == read().text


def test_a_separate_lead_paragraph_becomes_the_first() -> None:
    lead = "After a quarrel before the cameras the two presidents want to try again, their spokesmen said on Sunday."
    found = read(
        f'<meta name="description" content="{lead}">', body=f"</article><div><p>{lead}</p></div><article>{STORY}"
    )
    assert found.text.splitlines()[0] == lead


@pytest.mark.parametrize(
    "around",
    [
        "<p><a href='/x'>Europe looks for an answer to the quarrel</a></p>",
        "<p>Read more: <a href='/x'>Europe looks for an answer to the quarrel</a></p>",
        "<div class='caption-box'><p>Europe looks for an answer to the quarrel, in a picture by our own man.</p></div>",
        "<h1>Europe looks for an answer to the quarrel</h1>",
    ],
    ids=["link", "labelled link", "caption", "headline"],
)
def test_captions_and_advertisements_between_paragraphs_are_removed(around: str) -> None:
    text = read(body="".join(f"{paragraph(number)}{around}" for number in range(6))).text
    assert "Europe looks" not in text
    assert "Paragraph number 5" in text


def test_a_container_of_the_story_is_kept_whatever_its_class() -> None:
    html = f"<html><body><div class='promo'>{STORY}</div><div class='promo'><p>Win a car.</p></div></body></html>"
    text = read_body(document_fromstring(html), lambda tree: str(tree.text_content()))
    assert "Paragraph number 5" in text
    assert "Win a car" not in text


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Just a moment...", "Checking your browser. Enable JavaScript and cookies to continue."),
        ("Access denied", "You don't have permission to access this. Reference #18.2f1 of our security service."),
        ("404", "Page not found. The page you are looking for could not be found. It may have been moved."),
        ("Seite nicht gefunden", "Die von Ihnen gesuchte Seite wurde nicht gefunden. Zur Startseite."),
        ("Votre vie privée", "Nous et nos partenaires utilisons des cookies et données personnelles. Tout accepter."),
        ("Wir und unsere Partner", "Wir verwenden Cookies und ähnliche Technologien. Alle akzeptieren."),
        ("Subscribe to continue", "Subscribe now to continue reading. Already a subscriber? Cancel anytime."),
        ("Ошибка", "Запрошенная страница не найдена или была удалена. На главную."),
    ],
)  # fmt: skip
def test_a_notice_instead_of_an_article_is_recognised(title: str, text: str) -> None:
    body = "".join(f"<p>{sentence}.</p>" for sentence in text.split(". ")) * 3
    html = f"<html><head><title>{title}</title></head><body><main><h1>{title}</h1>{body}</main></body></html>"
    assert find_notice(title, text)
    assert find_notice(title, text, is_dated=True)
    assert read_page(html.encode(), URL) is None


def test_a_story_about_cookies_and_subscriptions_is_not_a_notice() -> None:
    text = (
        "The regulator fined the publisher because its site made readers accept all cookies before it let them in. "
        "The company called the ruling a mistake. Its lawyers said that most visitors never opened the settings, and "
        "that the form had been redrawn since. Consumer groups had complained about it for three years. The fine is "
        "the highest that the country has seen so far. It falls due in June, and an appeal is under way."
    )
    assert not find_notice("Publisher fined for its cookie wall", text)
    assert not find_notice("", "")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "DDoS attack takes ministry off the net",
            (
                "A DDoS attack kept the ministry of mines offline for three hours. The DDoS attack came from Sylvania. "
                "No data were taken, and the DDoS traffic ended at noon."
            ),
        ),
        (
            "Datos personales de cien mineros robados",
            (
                "Los datos personales de cien mineros fueron robados el lunes. La policía busca a dos hombres. Los "
                "datos personales incluyen direcciones."
            ),
        ),
        (
            "Personenbezogene Daten von Bergleuten gestohlen",
            (
                "Personenbezogene Daten von hundert Bergleuten sind gestohlen worden. Die personenbezogenen Daten "
                "tauchten in einem Forum auf."
            ),
        ),
        (
            "Miners to register again",
            (
                "Miners must register again by June to continue receiving their pension. A clerk will log in and "
                "continue the old files. Those who moved will get a letter."
            ),
        ),
        (
            "Treaty text gone from ministry's site",
            (
                "The page with the treaty is no longer available. Something went wrong on our side, a clerk said. The "
                "ambassador had quoted from the page on Monday."
            ),
        ),
    ],
)
@pytest.mark.parametrize("date", ['<meta property="article:published_time" content="2025-03-01T10:00:00Z">', ""])
def test_a_short_report_about_what_notices_speak_of_is_an_article(title: str, text: str, date: str) -> None:
    body = "".join(f"<p>{sentence}.</p>" for sentence in text.removesuffix(".").split(". "))
    html = (
        f"<html><head><title>{title}</title>{date}</head><body><article><h1>{title}</h1>{body}</article></body></html>"
    )
    found = read_page(html.encode(), URL)
    assert found
    assert text.rsplit(". ", 1)[-1] in found.text


def test_the_reason_names_the_kind_of_notice() -> None:
    wall = "<p>Checking your browser.</p><p>Enable JavaScript and cookies to continue.</p>" * 3
    html = f"<html><head><title>One moment</title></head><body><main>{wall}</main></body></html>"
    with pytest.raises(ReadingError, match="only checks for robots") as caught:
        read_page_apart(html.encode(), URL)
    assert caught.value.problem == "only checks for robots"


def test_the_teaser_above_an_offer_is_kept() -> None:
    teaser = f"{SENTENCE}\nAlready a subscriber? Sign in.\nGet unlimited access to all our stories."
    assert cut_offer(teaser) == SENTENCE
    long = "\n".join([SENTENCE] * 30 + ["Already a subscriber? Sign in.", SENTENCE])
    assert cut_offer(long) == long


def test_the_text_is_from_the_page_and_the_title_from_the_feed() -> None:
    article = make_article(page(), entry(summary="A summary."), outlet="The feed", first_seen=NOW)
    assert article
    assert (article.url, article.title, article.outlet) == ("https://news.example/a", "The feed's headline", "Example")
    assert (article.text, article.text_from, article.language) == ((SENTENCE * 4), "page", "en")


def test_without_a_page_the_feeds_text_is_used() -> None:
    article = make_article(None, entry(content="Full.", summary="Short."), outlet="The feed", first_seen=NOW)
    assert article
    assert (article.text, article.text_from, article.outlet) == ("Full.", "feed", "The feed")
    assert article.url == "https://news.example/2025/03/story"


@pytest.mark.parametrize(
    ("page_text", "content", "summary", "text_from"),
    [
        ("Please accept cookies.", SENTENCE * 5, "", "feed"),
        ("Please accept cookies.", "", SENTENCE, "feed"),
        (SENTENCE * 3, SENTENCE * 9, "", "feed"),
        (SENTENCE * 8, SENTENCE * 9, "", "page"),
        (SENTENCE * 3, "", SENTENCE * 9, "page"),
        ("A short note.", "", "", "page"),
    ],
)
def test_the_longer_text_is_used(page_text: str, content: str, summary: str, text_from: str) -> None:
    article = make_article(page(text=page_text), entry(content=content, summary=summary), outlet="", first_seen=NOW)
    assert article
    assert article.text_from == text_from


def test_an_article_needs_a_text() -> None:
    assert make_article(None, entry(), outlet="", first_seen=NOW) is None


def test_without_a_title_the_beginning_of_the_text_is_used() -> None:
    article = make_article(None, entry(title="", summary=SENTENCE), outlet="", first_seen=NOW)
    assert article
    assert SENTENCE.startswith(article.title.removesuffix("…"))
    assert len(article.title) <= 91


def test_entries_without_a_url_become_separate_articles() -> None:
    urls = [
        article.url
        for key in ("one", "two")
        if (article := make_article(None, entry(key=key, url="", summary="S"), outlet="", first_seen=NOW))
    ]
    assert len(set(urls)) == 2
    assert all(url.startswith("urn:storywake:") for url in urls)


DAY = timedelta(days=1)
EVENING = datetime(2025, 3, 1, 20, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("on_page", "in_feed", "expected", "source"),
    [
        (EVENING, None, EVENING, "page"),
        (EVENING, EVENING + timedelta(hours=3), EVENING, "page"),
        (EVENING - 5 * DAY, EVENING, EVENING, "entry"),
        (datetime(2025, 3, 1, tzinfo=UTC), EVENING, EVENING, "entry"),
        (datetime(2025, 3, 1, tzinfo=UTC), None, datetime(2025, 3, 1, tzinfo=UTC), "page"),
        (None, EVENING, EVENING, "entry"),
        (NOW + 2 * DAY, EVENING, EVENING, "entry"),
        (NOW + 2 * DAY, NOW + 3 * DAY, NOW, "first seen"),
        (EVENING, NOW + 3 * DAY, EVENING, "page"),
        (NOW + timedelta(hours=20), None, NOW + timedelta(hours=20), "page"),
        (None, datetime(1970, 1, 1, tzinfo=UTC), NOW, "first seen"),
        (None, None, NOW, "first seen"),
    ],
)
def test_the_most_credible_date_is_used(
    on_page: datetime | None, in_feed: datetime | None, expected: datetime, source: str
) -> None:
    article = make_article(page(published=on_page), entry(published=in_feed), outlet="", first_seen=NOW)
    assert article
    assert (article.published, article.published_from) == (expected, source)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (SENTENCE, "en"),
        (
            "Der Präsident sagte, das Abkommen über die Bodenschätze werde unterzeichnet, sobald es Garantien gebe.",
            "de",
        ),
        ("Президент заявив, що угоду про корисні копалини буде підписано після отримання гарантій безпеки.", "uk"),
        (
            "Le président a déclaré que l'accord sur les minerais serait signé dès que des garanties seraient données.",
            "fr",
        ),
        ("Too short", ""),
        ("", ""),
    ],
)
def test_the_language_is_detected(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_the_feeds_language_is_used_if_the_text_is_too_short() -> None:
    article = make_article(None, entry(summary="Kurz.", language="de"), outlet="", first_seen=NOW)
    assert article
    assert article.language == "de"


def test_importing_the_package_does_not_import_slow_libraries() -> None:
    slow = {"trafilatura", "feedparser", "spacy", "py3langid"}
    program = f"import sys, extractors; print(sorted({slow} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def words(text: str) -> Counter[str]:
    return Counter(text.casefold().split())


def test_recorded_pages_of_real_outlets_yield_their_articles() -> None:
    if not WEB.exists():
        pytest.skip(f"{WEB} is not here")
    rows = [json.loads(line) for line in (WEB / "pages.jsonl").read_text("utf-8").splitlines()][::10]
    scores = []
    for row in rows:
        found = read_page(gzip.decompress((WEB / row["file"]).read_bytes()), row["url"])
        ours, gold = words(found.text if found else ""), words(row["text"])
        scores.append(2 * sum((ours & gold).values()) / max(1, ours.total() + gold.total()))
    print(f"{len(rows)} pages, mean overlap with the gold text {sum(scores) / len(scores):.3f}")
    assert min(scores) > 0
    assert sum(scores) / len(scores) > 0.9


@pytest.mark.parametrize(
    ("head", "changed"),
    [
        (
            "<meta property='article:modified_time' content='2025-03-02T11:00:00Z'>",
            datetime(2025, 3, 2, 11, tzinfo=UTC),
        ),
        (
            '<script type=\'application/ld+json\'>{"dateModified": "2025-03-02T12:00:00+01:00"}</script>',
            datetime(2025, 3, 2, 11, tzinfo=UTC),
        ),
        ("<meta property='article:modified_time' content='2025-03-02T10:00:00Z'>", None),  # as published
        ("<meta property='article:modified_time' content='2031-01-01T00:00:00Z'>", None),
        ("", None),
    ],
)
def test_the_modification_date_after_publication_is_read(head: str, changed: datetime | None) -> None:
    published = "<meta property='article:published_time' content='2025-03-02T10:00:00Z'>"
    made = make_article(read(published + head), entry(), outlet="O", first_seen=NOW)
    assert made is not None
    assert made.modified == changed


@pytest.mark.parametrize(
    ("canonical", "url", "expected"),
    [
        ("/story.php", "/story.php?id=7", "/story.php?id=7"),
        ("/story.php?id=7", "/story.php?id=7&utm_source=rss", "/story.php?id=7"),
        ("/news/", "/news/treaty-to-be-signed", "/news/treaty-to-be-signed"),
        ("/middle-east", "/middle-east/77.html", "/middle-east/77.html"),
        ("/index.html", "/news/77.html", "/news/77.html"),
        ("/undefined", "/news/77", "/news/77"),
        ("https://news.example/a,https://news.example/b", "/news/77", "/news/77"),
        ("/a /b", "/news/77", "/news/77"),
        ("/articles/123", "/articles/123/treaty-to-be-signed", "/articles/123"),
        ("/treaty-to-be-signed", "/treaty-to-be-signed/print", "/treaty-to-be-signed"),
        ("/category/europe/", "/2025/03/04/treaty-signed-in-geneva/", "/2025/03/04/treaty-signed-in-geneva/"),
        ("/topics/treaty", "/news/88771-treaty-signed", "/news/88771-treaty-signed"),
        ("/de/home", "/de/europa/vertrag", "/de/europa/vertrag"),
        ("/sport/", "/europe/treaty", "/europe/treaty"),
        ("/europe", "/europe/treaty", "/europe/treaty"),
        ("/europe/", "/europe/treaty-signed", "/europe/treaty-signed"),
        ("/2025/0304/", "/2025/0304/c77-4033.html", "/2025/0304/c77-4033.html"),
        ("/error.html", "/europe/treaty-signed", "/europe/treaty-signed"),
        ("/{{ url }}", "/europe/treaty", "/europe/treaty"),
        ("/{{url}}", "/europe/treaty", "/europe/treaty"),
        ("/%%link%%", "/europe/treaty", "/europe/treaty"),
        ("/$link", "/europe/treaty", "/europe/treaty"),
        ("news.example/europe/treaty", "/europe/treaty", "/europe/treaty"),
        ("https://news.example/https://news.example/europe/treaty", "/europe/treaty", "/europe/treaty"),
        ("/europe/treaty.html,/v/1.html", "/europe/treaty", "/europe/treaty"),
        ("/europe/treaty|https://news.example/v/1", "/europe/treaty", "/europe/treaty"),
        ("/article.php?lang=en", "/article.php?id=3", "/article.php?id=3"),
        ("/index.php", "/article.php?id=3", "/article.php?id=3"),
        ("/2025/03/treaty-signed/", "/?p=77", "/2025/03/treaty-signed/"),
        ("/europe/treaty-signed", "/id/77", "/europe/treaty-signed"),
        ("/europe/vertrag-in-genf-88771", "/go/aB3xY", "/europe/vertrag-in-genf-88771"),
        ("/treaty", "/2025/03/04/treaty.html", "/treaty"),
        ("/europe/treaty/", "/europe/treaty.html", "/europe/treaty/"),
        ("/n/88771", "/europe/treaty-88771", "/n/88771"),
        ("/us-pays-$5bn-for-treaty", "/us-pays-5bn", "/us-pays-$5bn-for-treaty"),
    ],
)
def test_a_canonical_url_that_cannot_be_the_pages_alone_is_not_used(canonical: str, url: str, expected: str) -> None:
    found = read(f'<link rel="canonical" href="{canonical}">', url=f"https://news.example{url}")
    assert found.url == f"https://news.example{expected}"


@pytest.mark.parametrize("rel", ["canonical", "Canonical", "canonical shortlink"])
def test_the_canonical_url_is_found_however_its_link_is_written(rel: str) -> None:
    base = '<base href="/europe/">'
    found = read(f'{base}<link rel="{rel}" href="treaty-signed">', url="https://news.example/id/77")
    assert found.url == "https://news.example/europe/treaty-signed"


def live_page(*, marks: str = "section") -> str:
    posts = {"first": "Trentino arrives in Geneva", "second": "Firefly leaves the talks"}
    forms = {
        "section": "<section id='{id}'><h2>{title}</h2><time datetime='2025-03-01T10:0{n}:00Z'></time>{text}</section>",
        "heading": "<h2 id='{id}'>{title}</h2>{text}",
        "anchor": "<h2><a name='{id}'></a>{title}</h2>{text}",
    }
    return "".join(
        forms[marks].format(id=name, title=title, n=n, text=f"<p>{title}, and {SENTENCE}</p>" * 2)
        for n, (name, title) in enumerate(posts.items())
    )


@pytest.mark.parametrize("marks", ["section", "heading"])
def test_a_part_of_a_page_is_an_article_of_its_own(marks: str) -> None:
    found = read(body=live_page(marks=marks), url=f"{URL}#second")
    assert (found.url, found.title, found.is_part) == (
        "https://news.example/2025/03/story#second",
        "Firefly leaves the talks",
        True,
    )
    assert "Trentino" not in found.text
    assert found.text.startswith("Firefly leaves the talks, and The President")
    assert (found.published is not None) is (marks == "section")


@pytest.mark.parametrize(
    ("marks", "fragment"),
    [
        (("data-entry-id='e7'", "data-entry-id='e8'"), "#e8"),
        (("id='e7'", "id='e8'"), "#entry-e8"),
        (("id='live-e7'", "id='live-e8'"), "#e8"),
        (("data-id='7a'", "data-id='8a'"), "#post_8a"),
    ],
)
def test_a_part_is_known_by_a_name_like_that_of_the_link(marks: tuple[str, ...], fragment: str) -> None:
    posts = "".join(
        f"<div {mark}><h3>Post {n} on the treaty</h3><p>{SENTENCE}</p></div>" for n, mark in enumerate(marks)
    )
    found = read(body=posts, url=f"{URL}{fragment}")
    assert (found.title, found.is_part) == ("Post 1 on the treaty", True)


@pytest.mark.parametrize(
    ("marks", "fragment"),
    [
        (("id='a-e8'", "id='b-e8'"), "#e8"),
        (("id='e18'", "id='x'"), "#e8"),
        (("id='a-8'", "id='x'"), "#8"),
        (("id='x-deal'", "id='y'"), "#deal"),
    ],
)
def test_a_name_that_may_be_of_something_else_names_no_part(marks: tuple[str, ...], fragment: str) -> None:
    posts = "".join(
        f"<div {mark}><h3>Post {n} on the treaty</h3><p>{SENTENCE}</p></div>" for n, mark in enumerate(marks)
    )
    assert not read(body=posts, url=f"{URL}{fragment}").is_part


@pytest.mark.parametrize("fragment", ["#comments", "#none", "#xtor=RSS-1", "#top"])
def test_other_fragments_mean_the_whole_page(fragment: str) -> None:
    found = read(url=f"{URL}{fragment}")
    assert (found.url, found.is_part) == ("https://news.example/2025/03/story", False)


def test_an_entry_that_is_a_part_is_not_given_the_whole_page() -> None:
    post = entry(key="part:https://news.example/live#p1", url="https://news.example/live#p1", summary=SENTENCE)
    article = make_article(page(url="https://news.example/live"), post, outlet="", first_seen=NOW)
    assert article
    assert (article.url, article.text, article.text_from) == ("https://news.example/live#p1", SENTENCE, "feed")


def test_parts_that_the_page_does_not_name_stay_apart() -> None:
    posts = [entry(key=f"part:https://news.example/live#p{n}", url=f"https://news.example/live#p{n}") for n in (1, 2)]
    whole = page(url="https://news.example/live", published=NOW - DAY)
    made = [make_article(whole, post, outlet="", first_seen=NOW) for post in posts]
    assert [one.url for one in made if one] == ["https://news.example/live#p1", "https://news.example/live#p2"]
    assert all(one and one.text and one.published_from == "first seen" for one in made)


def json_ld(*nodes: dict[str, Any]) -> str:
    return "".join(f"<script type='application/ld+json'>{json.dumps(node)}</script>" for node in nodes)


@pytest.mark.parametrize(
    "related",
    [
        {"@type": "NewsArticle", "headline": "Cup final goes to extra time"},
        {"@type": "NewsArticle", "url": "https://news.example/2025/03/cup"},
    ],
)
def test_the_json_ld_body_of_another_article_is_not_used(related: dict[str, Any]) -> None:
    other = {**related, "articleBody": " ".join(f"The cup was won by side number {n}." for n in range(80))}
    assert read(json_ld(other)).text == read().text
    listed = {"@type": "ItemList", "itemListElement": [{"item": other}]}
    assert read(json_ld(listed)).text == read().text


@pytest.mark.parametrize(
    "script",
    [
        '<script id="__NEXT_DATA__" type="application/json">{}</script>',
        "<script>window.__STATE__ = {};</script>",
        '<script>window["app"]={};run()</script>',
    ],
)
def test_a_text_that_the_page_carries_as_data_is_read(script: str) -> None:
    related = {"title": "Cup final goes to extra time", "body": "The cup was won by the home side. " * 40}
    article = {"title": "A deal in sight", "blocks": [{"type": "p", "text": f"{SENTENCE}Part {n}."} for n in range(4)]}
    data = json.dumps({"props": {"page": {"article": article, "related": [related, related]}}})
    head = f"<title>A deal in sight</title>{script.replace('{}', data, 1)}"
    found = read_page(f"<html><head>{head}</head><body><div id=app></div></body></html>".encode(), URL)
    assert found
    assert (found.title, found.text.count("minerals agreement")) == ("A deal in sight", 4)
    assert "cup" not in found.text


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ('<link rel="next" href="?page=2">', "/s?page=2"),
        ('<link rel="next" href="/s/2">', "/s/2"),
        ('<a href="/s/page/2">2</a>', "/s/page/2"),
        ('<link rel="next" href="/another-story">', ""),
        ('<link rel="next" href="https://other.example/s?page=2">', ""),
        ('<a href="/s?page=3">3</a>', ""),
        ('<a href="/2">2</a>', ""),
    ],
)
def test_the_next_page_of_an_article_is_known_by_its_number(link: str, expected: str) -> None:
    found = read(link, url="https://news.example/s")
    assert found.next_url == (f"https://news.example{expected}" if expected else "")


@pytest.mark.parametrize(
    ("on_page", "in_feed", "expected"),
    [
        (EVENING, datetime(2014, 12, 1, 9, tzinfo=UTC), EVENING),
        (datetime(2016, 3, 1, 9, tzinfo=UTC), NOW, datetime(2016, 3, 1, 9, tzinfo=UTC)),
        (datetime(2025, 3, 1, tzinfo=UTC), EVENING, EVENING),
    ],
)
def test_a_date_that_the_page_states_outranks_the_feeds(
    on_page: datetime, in_feed: datetime, expected: datetime
) -> None:
    stated = read(f'<meta property="article:published_time" content="{on_page.isoformat()}">')
    article = make_article(stated, entry(published=in_feed), outlet="", first_seen=NOW)
    assert article
    assert article.published == expected


def test_a_title_that_the_feed_cut_is_completed() -> None:
    article = make_article(page(title="Talks end in Geneva"), entry(title="Talks end …"), outlet="", first_seen=NOW)
    assert article
    assert article.title == "Talks end in Geneva"
