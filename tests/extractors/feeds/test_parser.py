import contextlib
import gzip
import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractors import FeedError, ParsedFeed, parse_feed
from extractors.charsets import decode_text
from extractors.feeds.entries import OVER_LIMIT, mend_addresses
from extractors.feeds.parser import OVER_TAGS
from extractors.plain_text import strip_markup, tidy
from news import Entry

WEB = Path(__file__).resolve().parents[4] / "shared/web"
URL = "https://news.example/feeds/world.xml"


def rss(*items: str, channel: str = "", head: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    body = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'{head}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">'
        f"<channel><title>World</title>{channel}{body}</channel></rss>"
    )


def atom(*entries: str, attributes: str = "") -> str:
    body = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>World</title>{body}</feed>'


def json_feed(*items: Any, **feed: Any) -> bytes:
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "World", "items": items, **feed}
    ).encode()


def parse(text: str | bytes, content_type: str = "") -> ParsedFeed:
    return parse_feed(text if isinstance(text, bytes) else text.encode(), URL, content_type)


def only_entry(text: str | bytes, content_type: str = "") -> Entry:
    (entry,) = parse(text, content_type).entries
    return entry


def refusal(body: bytes, content_type: str = "") -> str:
    with pytest.raises(FeedError) as caught:
        parse_feed(body, URL, content_type)
    assert str(caught.value).startswith(URL)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_all_fields_of_an_rss_entry_are_read() -> None:
    feed = parse(
        rss(
            "<guid isPermaLink='false'>id-1</guid><link>https://news.example/a?utm_source=rss</link>"
            "<title>Kyiv &amp;amp; Washington &lt;i&gt;sign&lt;/i&gt;</title>"
            "<description>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two&amp;nbsp;words.&lt;/p&gt;</description>"
            "<content:encoded><![CDATA[<p>The whole <b>story</b>.</p><script>x()</script>"
            "<p>In two paragraphs.</p>]]></content:encoded><pubDate>Sat, 01 Mar 2025 18:30:00 +0200</pubDate>",
            channel="<link>https://news.example/</link><language>en-GB</language>",
        )
    )
    assert (feed.title, feed.site, feed.dropped) == ("World", "https://news.example/", {})
    assert feed.entries == (
        Entry(
            key="id-1",
            url="https://news.example/a?utm_source=rss",
            title="Kyiv & Washington sign",
            summary="One.\nTwo words.",
            content="The whole story.\nIn two paragraphs.",
            published=datetime(2025, 3, 1, 16, 30, tzinfo=UTC),
            language="en",
            names=("id-1", "https://news.example/a"),
        ),
    )


def test_all_fields_of_an_atom_entry_are_read() -> None:
    entry = only_entry(
        atom(
            '<id>tag:1</id><link rel="enclosure" href="a.mp3"/><link rel="alternate" href="../a"/>'
            '<title type="html">A &amp;lt; B</title><summary>One</summary><content type="xhtml">'
            '<div xmlns="http://www.w3.org/1999/xhtml"><p>Full</p><p>text</p></div></content>'
            "<updated>2025-03-01T18:30:00Z</updated>",
            attributes='xml:base="https://other.example/x/y/" xml:lang="de"',
        )
    )
    assert (entry.key, entry.url, entry.title) == ("tag:1", "https://other.example/x/a", "A < B")
    assert (entry.summary, entry.content, entry.language) == ("One", "Full\ntext", "de")
    assert entry.published == datetime(2025, 3, 1, 18, 30, tzinfo=UTC)


def test_all_fields_of_an_rdf_entry_are_read() -> None:
    entry = only_entry(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>W</title></channel><item rdf:about="https://n.example/1">'
        "<title>T</title><link>https://n.example/1</link><dc:date>2025-03-01T20:00:00+02:00</dc:date></item></rdf:RDF>"
    )
    assert (entry.key, entry.url, entry.title) == ("https://n.example/1", "https://n.example/1", "T")
    assert entry.published == datetime(2025, 3, 1, 18, tzinfo=UTC)


def test_all_fields_of_a_json_feed_entry_are_read() -> None:
    feed = parse(
        json_feed(
            {
                "id": 7,
                "url": "/a",
                "title": "T",
                "content_html": "<p>Full</p><p>text</p>",
                "date_published": "2025-03-01T18:30:00+02:00",
            },
            {
                "id": "8",
                "external_url": "https://o.example/",
                "content_text": "One\nTwo",
                "summary": "S",
                "date_published": "soon",
            },
            "no object",
            home_page_url="https://news.example/",
            language="en",
        ),
        "application/feed+json",
    )
    assert (feed.title, feed.site) == ("World", "https://news.example/")
    first, second = feed.entries
    assert first == Entry(
        "7",
        "https://news.example/a",
        "T",
        "",
        "Full\ntext",
        datetime(2025, 3, 1, 16, 30, tzinfo=UTC),
        "en",
        ("7", "https://news.example/a"),
    )
    assert second == Entry("8", "https://o.example/", "", "S", "One\nTwo", None, "en", ("8", "https://o.example/"))


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("<pubDate>1 Mar 2025 18:30:00 EST</pubDate>", datetime(2025, 3, 1, 23, 30, tzinfo=UTC)),
        ("<pubDate>Sat, 1 March 2025 18:30:00 GMT</pubDate>", datetime(2025, 3, 1, 18, 30, tzinfo=UTC)),
        ("<pubDate>2025-03-01 18:30:00</pubDate>", datetime(2025, 3, 1, 18, 30, tzinfo=UTC)),
        ("<dc:date>2025-03-01T18:30Z</dc:date>", datetime(2025, 3, 1, 18, 30, tzinfo=UTC)),
        ("<dc:date>2025-03-01T18:30:00.25-05:30</dc:date>", datetime(2025, 3, 2, tzinfo=UTC)),
        ("<dc:date>0001-01-01T00:00:00+10:00</dc:date>", None),
        ("<dc:date>2025-03-01</dc:date>", datetime(2025, 3, 1, tzinfo=UTC)),
        ("<pubDate>some day</pubDate>", None),
        ("<pubDate>Mon, 99 Foo 99999 99:99:99 GMT</pubDate>", None),
        ("", None),
    ],
)
def test_dates_are_converted_to_utc_and_invalid_ones_to_none(stated: str, expected: datetime | None) -> None:
    assert only_entry(rss(f"<title>T</title>{stated}")).published == expected


@pytest.mark.parametrize(
    ("stated", "key"),
    [
        ("<guid>g</guid><link>https://n.example/a</link>", "g"),
        ("<link>https://n.example/a?utm_source=rss</link>", "https://n.example/a"),
        ("<guid>  </guid><link>https://n.example/a</link>", "https://n.example/a"),
    ],
)
def test_the_key_is_the_guid_or_else_the_link(stated: str, key: str) -> None:
    assert only_entry(rss(f"<title>T</title>{stated}")).key == key


def test_without_guid_and_link_the_key_is_a_digest_of_the_words() -> None:
    first, again = (only_entry(rss(f"<title>{title}</title>")) for title in ("A story", "a  STORY!"))
    assert first.key == again.key
    assert first.key.startswith("words:")


def test_entries_that_share_a_guid_are_all_kept() -> None:
    items = [f"<guid>same</guid><link>https://n.example/{number}</link><title>T{number}</title>" for number in range(5)]
    feed = parse(rss(*items))
    assert [entry.key for entry in feed.entries] == [f"https://n.example/{number}" for number in range(5)]


def test_entries_that_share_guid_and_link_are_all_kept() -> None:
    items = [f"<guid>same</guid><link>https://n.example/</link><title>Title {number}</title>" for number in range(5)]
    feed = parse(rss(*items))
    assert len({entry.key for entry in feed.entries}) == 5
    assert [entry.title for entry in feed.entries] == [f"Title {number}" for number in range(5)]


def test_a_link_that_most_entries_share_is_not_used_as_their_page() -> None:
    shared = [f"<guid>{n}</guid><link>https://n.example/</link><title>Title {n}</title>" for n in range(4)]
    own = "<guid>9</guid><link>https://n.example/9</link><title>Title 9</title>"
    assert [entry.url for entry in parse(rss(*shared, own)).entries] == ["", "", "", "", "https://n.example/9"]
    twice = [*shared[:2], own, own.replace("9", "8"), own.replace("9", "7")]
    assert [entry.url for entry in parse(rss(*twice)).entries][:2] == ["https://n.example/"] * 2


def test_identical_entries_have_the_same_names() -> None:
    feed = parse(rss(*["<guid>g</guid><link>https://n.example/</link><title>T</title>"] * 3))
    assert {entry.names for entry in feed.entries} == {("g", "https://n.example/")}


@given(
    st.lists(
        st.tuples(st.sampled_from("ab "), st.sampled_from("xy "), st.sampled_from(["One", "Two", ""])), max_size=12
    )
)
def test_every_entry_is_kept_or_counted(rows: list[tuple[str, str, str]]) -> None:
    items = [
        f"<guid>{guid}</guid><link>https://n.example/{path}</link><title>{title}</title>" for guid, path, title in rows
    ]
    feed = parse(rss(*items))
    assert len(feed.entries) + sum(feed.dropped.values()) == len(rows)
    assert len({entry.key for entry in feed.entries}) == len(
        {(guid.strip(), path, title) for guid, path, title in rows}
    )
    assert [e.title for e in feed.entries] == [title for _, _, title in rows]
    assert {e.url for e in feed.entries} <= {"", *(f"https://n.example/{path}".strip() for _, path, _ in rows)}


def test_a_very_long_guid_becomes_a_short_key() -> None:
    assert len(only_entry(rss(f"<guid>{'x' * 100_000}</guid><title>T</title>")).key) < 100


def test_an_entry_without_link_and_text_is_kept() -> None:
    feed = parse(rss("<guid>only</guid><pubDate>2025-03-01</pubDate>", "<title>T</title>", ""))
    assert [(entry.key, entry.title) for entry in feed.entries[:1]] == [("only", "")]
    assert len({entry.key for entry in feed.entries}) == 3
    assert feed.dropped == {}


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "mailto:a@b.example", "data:text/html,x", "http://[::1"]
)
def test_links_with_other_schemes_are_ignored(link: str) -> None:
    assert only_entry(rss(f"<title>T</title><link>{link}</link>")).url == ""


RELATED = "<a:link xmlns:a='http://www.w3.org/2005/Atom' rel='related' href='https://n.example/b'/>"
COUNTED = "<f:origLink xmlns:f='http://rssnamespace.org/feedburner/ext/1.0'>https://n.example/a</f:origLink>"


@pytest.mark.parametrize(
    ("stated", "link"),
    [
        ("<guid>https://n.example/1</guid>", "https://n.example/1"),
        ("<guid>7</guid>", ""),
        ("<guid isPermaLink='false'>https://n.example/1</guid><link>https://n.example/a</link>", "https://n.example/a"),
        (f"<link>https://n.example/a</link>{RELATED}", "https://n.example/a"),
        (f"<link>https://counter.example/x</link>{COUNTED}", "https://n.example/a"),
    ],
)
def test_the_link_to_the_article_is_chosen(stated: str, link: str) -> None:
    assert only_entry(rss(f"<title>T</title>{stated}")).url == link


MEDIA = "<media:group xmlns:media='http://search.yahoo.com/mrss/'>{}</media:group>".format
PICTURE = MEDIA("<media:title>P</media:title><media:description>D</media:description>")


@pytest.mark.parametrize(
    ("stated", "texts"),
    [
        (f"<title>T</title>{PICTURE}", ("T", "D", "")),
        (f"{MEDIA('<media:title>P</media:title>')}<title>T</title>", ("T", "", "")),
        (f"<title>T</title><description>S</description>{PICTURE}", ("T", "S", "D")),
        ("<title>T</title><own:title xmlns:own='https://their.example/'>U</own:title>", ("T", "", "")),
    ],
)
def test_titles_of_media_and_unknown_elements_are_not_the_entrys(stated: str, texts: tuple[str, str, str]) -> None:
    entry = only_entry(rss(stated))
    assert (entry.title, entry.summary, entry.content) == texts


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("A <b>bold</b> one", "A bold one"),
        ("one &#150; two", "one – two"),
        ("Ã©tÃ©", "été"),
    ],
)
def test_invalid_titles_are_repaired(stated: str, title: str) -> None:
    assert only_entry(rss(f"<title>{stated}</title>")).title == title


def test_relative_links_are_resolved_against_the_feeds_url() -> None:
    assert only_entry(rss("<title>T</title><link>../a/b</link>")).url == "https://news.example/a/b"


@pytest.mark.parametrize("make", [rss, atom])
def test_entries_over_the_limit_are_counted(make: Any) -> None:
    started = time.process_time()
    feed = parse(make(*[f"<title>Story {number}</title>" for number in range(60_000)]))
    assert [entry.title for entry in feed.entries] == [f"Story {number}" for number in range(2000)]
    assert feed.dropped == {OVER_LIMIT: 58_000}
    # cut before parsing, which would otherwise take several times as long
    assert time.process_time() - started < 3


@pytest.mark.parametrize("make", [rss, atom])
def test_of_a_feed_with_too_many_tags_the_first_entries_are_read_and_the_others_counted(make: Any) -> None:
    text = make(*[f"<title>Story {number}</title>" + "<category>x</category>" * 100 for number in range(300)])
    feed = parse(text)
    assert 190 < len(feed.entries) < 200
    assert [entry.title for entry in feed.entries] == [f"Story {number}" for number in range(len(feed.entries))]
    assert feed.dropped == {OVER_TAGS: 300 - len(feed.entries)}
    assert feed.title


@pytest.mark.parametrize("around", ["<![CDATA[{}]]>", "<!-- {} -->"])
def test_tags_within_sections_and_comments_do_not_count(around: str) -> None:
    text = around.format("<b>word</b></item>" * 50_000)
    feed = parse(rss(f"<title>First</title><description>{text}</description>", "<title>Second</title>"))
    assert [entry.title for entry in feed.entries] == ["First", "Second"]
    assert feed.dropped == {}


@pytest.mark.parametrize("many", ["<item/>", "<item><a>", "<!-- --><a/>"])
def test_a_feed_with_too_many_tags_and_no_entry_that_ends_is_refused(many: str) -> None:
    with pytest.raises(FeedError, match="more than 40,000 tags before the end of its first entry"):
        parse(rss(many * 41_000))


def test_what_follows_the_last_entry_is_kept_as_far_as_a_feed_needs_it() -> None:
    text = rss(*["<title>T</title>"] * 2_001).replace("</channel>", "<a>" * 100_000 + "</channel>")
    feed = parse(text)
    assert (len(feed.entries), feed.dropped) == (2_000, {OVER_LIMIT: 1})


def test_json_entries_over_the_limit_are_counted() -> None:
    feed = parse(json_feed(*[{"id": str(number), "title": "T"} for number in range(2500)]))
    assert (len(feed.entries), feed.dropped) == (2000, {OVER_LIMIT: 500})


HEADLINE = "Zelenskyy: «ми готові» – Škoda, naïve café"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (rss(f"<title>{HEADLINE}</title>").encode(), ""),
        (rss(f"<title>{HEADLINE}</title>").encode(), "text/xml; charset=iso-8859-1"),
        (rss(f"<title>{HEADLINE}</title>", head='<?xml version="1.0" encoding="iso-8859-1"?>').encode(), "text/xml"),
        (rss(f"<title>{HEADLINE}</title>", head="").encode(), "application/rss+xml; charset=windows-1251"),
        (rss(f"<title>{HEADLINE}</title>").encode("utf-8-sig"), "text/html; charset=latin-1"),
        (
            rss(f"<title>{HEADLINE}</title>", head='<?xml version="1.0" encoding="utf-16"?>').encode("utf-16"),
            "text/xml",
        ),
        (rss(f"<title>{HEADLINE}</title>", head="").encode("utf-16-le"), "text/xml"),
        (rss(f"<title>{HEADLINE}</title>").encode().replace(b"World", b"W\xff"), ""),
        (json_feed({"id": "1", "title": HEADLINE}), "application/json; charset=ascii"),
    ],
)
def test_text_with_a_wrong_charset_is_readable(body: bytes, content_type: str) -> None:
    assert only_entry(body, content_type).title == HEADLINE


@pytest.mark.parametrize(
    ("words", "charset", "declared", "content_type"),
    [
        ("Präsident – „Ende“", "cp1252", "iso-8859-1", ""),
        ("Präsident", "cp1252", "utf-8", ""),
        ("Война и мир", "windows-1251", "windows-1251", "text/xml; charset=utf-8"),
        ("Война и мир", "koi8-r", "nonsense", "text/xml; charset=koi8-r"),
        ("戦争と平和", "iso2022_jp", "iso-2022-jp", ""),
        ("战争与和平", "gb18030", "gb2312", ""),
    ],
)
def test_a_declared_charset_is_used_if_it_fits(words: str, charset: str, declared: str, content_type: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>'
    assert only_entry(rss(f"<title>{words}</title>", head=head).encode(charset), content_type).title == words


@given(st.binary(max_size=300), st.text(max_size=40))
@example(b"<?xml version='1.0' encoding='hex'?>\xff", "charset=rot13")
@example(b"<?xml version='1.0' encoding='idna'?>\xff\xfe\xff", "charset=undefined")
def test_decoding_never_raises(body: bytes, content_type: str) -> None:
    decode_text(body, content_type)


def test_a_web_page_is_not_a_feed() -> None:
    for page in (b"<!DOCTYPE html>\n<html><body>x", b"<html lang=en>", b"\xef\xbb\xbf <!-- c --><!doctype html><head>"):
        assert "is a web page, not a feed" in refusal(page, "text/html")


def test_a_feed_with_the_doctype_of_a_web_page_is_a_feed() -> None:
    assert only_entry("<!DOCTYPE html>" + atom("<title>T</title>")).title == "T"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \n\0", "empty"),
        (b"no feed at all", "no feed"),
        (b"<rss><channel", "no feed"),
        (b"<?xml version='1.0'?><other/>", "neither RSS, Atom, JSON Feed nor a sitemap"),
        (b'{"a": 1}', "no JSON Feed"),
        (b'{"a": ', "not readable as JSON"),
        (b'{"a":' * 200_000, "nested too deeply"),
        (bytes(range(256)) * 4, "no feed"),
    ],
)
def test_other_bodies_are_refused_with_the_reason(body: bytes, reason: str) -> None:
    assert reason in refusal(body)


def test_a_feed_without_entries_is_a_feed() -> None:
    assert parse(rss()).entries == ()
    assert parse(json_feed()).entries == ()


def test_entries_before_an_xml_error_are_kept() -> None:
    broken = rss(
        "<title>One</title><link>https://n.example/?a=1&b=2</link>", "<title>Two & three &nbsp; <b>four</title>"
    )
    feed = parse(broken.removesuffix("</channel></rss>"))
    assert [entry.title for entry in feed.entries] == ["One", "Two & three four"]
    assert feed.entries[0].url == "https://n.example/?a=1&b=2"


@pytest.mark.parametrize(
    "body",
    [
        b"<rss><channel>" + b"<a>" * 80_000,
        b"<rss><channel><item><title>" + b"<b>" * 80_000,
        b"<rss>" + b"<a " * 80_000,
        b"<rss><channel><item>" + b"<" * 2_000_000,
        b"<feed xml:base='https://a.example/'>" + b"<entry xml:base='b/'>" * 20_000,
        b"<!DOCTYPE x [" + b"<!ENTITY a 'b'>" * 50_000 + b"]><rss/>",
        b"<rss>" + b"<![CDATA[" * 100_000,
        b"<rss><channel>" + b"<item>" * 30_000,
        b"<rss><channel>" + b"<a xmlns:b='c'/>" * 30_000,
        b"<rss " + b"xmlns:x" * 140_000,
        b"<rss><channel>" + b"<a b='" * 80_000,
        b"<rss><channel>" + b"&amp;" * 200_000,
    ],
    ids=[
        "nesting",
        "nesting in a title",
        "open tags",
        "brackets",
        "bases",
        "entities",
        "sections",
        "items in items",
        "namespaces",
        "open names",
        "open quotes",
        "references",
    ],
)
def test_a_hostile_feed_takes_bounded_time(body: bytes) -> None:
    started = time.process_time()
    with contextlib.suppress(FeedError):
        parse_feed(body, URL)
    assert time.process_time() - started < 15


def test_entities_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hush")
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<!DOCTYPE r [<!ENTITY l0 "lol">{bomb}<!ENTITY x SYSTEM "file://{secret}">]>' + rss(
        "<title>T &x; &l9;</title>", head=""
    )
    try:
        titles = [entry.title for entry in parse(text).entries]
    except FeedError:
        titles = []
    assert all("hush" not in title and len(title) < 1000 for title in titles)


FRAGMENTS = """
<rss> <channel> <item> </item> <title> </title> <feed~xmlns='http://www.w3.org/2005/Atom'> <entry> <![CDATA[
]]> &amp; &#0; &#xD800; <link~href=' '/> <guid> <?xml~encoding='x'?> { "items" :[ <html <pubDate> xml:base='//['
<content:encoded> ]] <!DOCTYPE [<!ENTITY~a~'b'>]> <summary~type='xhtml'> % x \0
"""
PIECES = st.sampled_from([fragment.replace("~", " ") for fragment in FRAGMENTS.split()])


@given(
    st.one_of(
        st.binary(max_size=200),
        st.lists(PIECES, max_size=25).map("".join).map(lambda text: text.encode("utf-8", "replace")),
    )
)
def test_arbitrary_bytes_only_raise_feed_errors(body: bytes) -> None:
    with contextlib.suppress(FeedError):
        parse_feed(body, URL)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
        lambda inner: st.lists(inner, max_size=3),
    )
)
def test_arbitrary_json_only_raises_feed_errors(value: Any) -> None:
    keys = (
        "id",
        "url",
        "external_url",
        "title",
        "summary",
        "content_html",
        "content_text",
        "date_published",
        "language",
    )
    parse(json_feed(dict.fromkeys(keys, value), value, home_page_url=value, language=value, title=value))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("One<br>Two<br/>Three", "One\nTwo\nThree"),
        ("wrapped\nline", "wrapped line"),
        ("Plain\n\nparagraphs", "Plain\nparagraphs"),
        ("5 < 6 & 7 > 3", "5 < 6 & 7 > 3"),
        ("<script>x</script><style>y</style>kept<!-- c -->", "kept"),
        ("<b>bo</b>ld <i>it</i>alic", "bold italic"),
        ("a&nbsp;b&#8217;s &unknown;", "a b’s &unknown;"),
        ("\x00\x07a\x85b", "a b"),
        ("", ""),
    ],
)
def test_markup_is_converted_to_visible_text(markup: str, text: str) -> None:
    assert strip_markup(markup) == text


@given(st.text())
def test_plain_text_has_no_control_characters_and_no_empty_lines(text: str) -> None:
    for plain in (strip_markup(text), tidy(text)):
        assert all(character == "\n" or character >= " " for character in plain)
        assert "\n\n" not in plain
        assert plain == plain.strip()


def recorded_feeds() -> list[dict[str, Any]]:
    if not WEB.exists():
        pytest.skip(f"{WEB} is not here")
    return [json.loads(line) for line in (WEB / "feeds.jsonl").read_text("utf-8").splitlines()]


def recorded_body(path: str) -> bytes:
    body = (WEB / "feeds" / path).read_bytes()
    return gzip.decompress(body) if path.endswith(".gz") else body


def test_recorded_feeds_of_real_outlets_yield_their_entries() -> None:
    # every third: all of them take some twenty seconds
    real = [row for row in recorded_feeds() if row["real"] and row["entries"]][::3]
    lost = []
    for row in real:
        feed = parse_feed(recorded_body(row["path"]), URL)
        if len(feed.entries) + sum(feed.dropped.values()) != row["entries"] or not feed.entries:
            lost.append((row["path"], row["entries"], len(feed.entries)))
    print(f"{len(real) - len(lost)} of {len(real)} recorded feeds give all their entries")
    assert lost == []


def test_test_feeds_of_other_parsers_only_raise_feed_errors() -> None:
    for row in recorded_feeds():
        if not row["real"] and row["path"].endswith(("1.xml", "e.xml", ".json")):
            with contextlib.suppress(FeedError):
                parse_feed(recorded_body(row["path"]), URL)


SY = "<sy:updatePeriod>"


@pytest.mark.parametrize(
    ("channel", "pace", "quiet"),
    [
        ("<ttl>60</ttl>", timedelta(hours=1), set()),
        ("<ttl>999999</ttl>", timedelta(days=1), set()),
        ("<ttl>soon</ttl>", None, set()),
        (f"{SY}hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", timedelta(minutes=30), set()),
        (f"{SY}weekly</sy:updatePeriod>", timedelta(days=1), set()),
        ("<skipHours><hour>0</hour><hour>23</hour><hour>24</hour></skipHours>", None, {0, 23}),
        (f"<skipHours>{''.join(f'<hour>{hour}</hour>' for hour in range(24))}</skipHours>", None, set()),
        ("", None, set()),
    ],
)  # fmt: skip
def test_polling_hints_of_a_feed_are_read(channel: str, pace: timedelta | None, quiet: set[int]) -> None:
    feed = parse(rss("<title>T</title><link>https://news.example/a</link>", channel=channel))
    assert (feed.pace, set(feed.quiet_hours)) == (pace, quiet)


def test_names_are_identifiers_unique_within_the_poll() -> None:
    feed = parse(
        rss(
            "<guid>g</guid><link>https://news.example/a</link><title>A</title>",
            "<guid>g</guid><link>https://news.example/b</link><title>B</title>",
            "<guid>h</guid><title>C</title>",
            "<title>D</title>",
        )
    )
    *first, last = (entry.names for entry in feed.entries)
    assert first == [("https://news.example/a",), ("https://news.example/b",), ("h",)]
    assert last[0].startswith("words:")


def test_one_character_that_no_parser_accepts_loses_no_entry() -> None:
    rows = [
        "Talks fail &#55357;&#56836;",
        "Talks resume &#xD83D;",
        "Talks end &#x110000;",
        "Treaty &amp;amp;#8220;near&amp;amp;#8221;",
    ]
    items = "".join(
        f"<item><title>{row}</title><link>https://courier.example/{n}</link></item>" for n, row in enumerate(rows)
    )
    body = f"<rss version='2.0'><channel><title>Courier</title>{items}</channel></rss>".encode()
    titles = [entry.title for entry in parse_feed(body, "https://courier.example/feed").entries]
    assert titles == ["Talks fail \U0001f604", "Talks resume \ufffd", "Talks end \ufffd", "Treaty \u201cnear\u201d"]


def test_parts_of_one_page_are_told_apart_by_their_fragments() -> None:
    link = "https://courier.example/live"
    feed = parse(rss(*(f"<title>Post {n}</title><link>{link}#post-{n}</link>" for n in (1, 2))))
    assert [entry.part_url for entry in feed.entries] == [f"{link}#post-1", f"{link}#post-2"]
    assert [entry.url for entry in feed.entries] == [f"{link}#post-1", f"{link}#post-2"]


def test_a_fragment_that_all_links_have_is_no_part() -> None:
    feed = parse(rss(*(f"<title>{n}</title><link>https://courier.example/{n}#xtor=RSS-1</link>" for n in (1, 2))))
    assert [(entry.part_url, entry.key) for entry in feed.entries] == [
        ("", "https://courier.example/1"),
        ("", "https://courier.example/2"),
    ]


@pytest.mark.parametrize("form", ["{}", "item-{}", "#{}"])
def test_guids_that_count_the_entries_are_not_used(form: str) -> None:
    rows = [f"<guid>{form.format(n)}</guid><link>https://courier.example/{n}x</link>" for n in (1, 2, 3)]
    assert [entry.key for entry in parse(rss(*rows)).entries] == [f"https://courier.example/{n}x" for n in (1, 2, 3)]
    others = [rows[0], rows[2], rows[1]]
    assert [entry.key for entry in parse(rss(*others)).entries] == [form.format(n) for n in (1, 3, 2)]


def test_an_address_only_in_a_guid_is_used() -> None:
    feed = parse(rss("<title>A</title><guid isPermaLink='false'>https://courier.example/a</guid>"))
    assert feed.entries[0].url == "https://courier.example/a"
    assert parse(rss("<title>A</title><guid isPermaLink='false'>tag:a</guid>")).entries[0].url == ""


@pytest.mark.parametrize(("language", "path"), [("xml:lang='uk'", "/uk"), ("xml:lang='de'", "/de"), ("", "/en")])
@pytest.mark.parametrize("order", [("uk", "de", "en"), ("en", "de", "uk")])
def test_the_link_in_the_entrys_language_is_used(language: str, path: str, order: tuple[str, ...]) -> None:
    links = "".join(
        f"<link rel='alternate' hreflang='{code}' href='https://courier.example/{code}'/>" for code in order
    )
    title = "The ambassador returned to Geneva with a new offer about the mines"
    entry = f"<entry {language}><id>e</id><title>{title}</title>{links}</entry>"
    feed = parse_feed(f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>".encode(), "https://courier.example/")
    assert feed.entries[0].url == f"https://courier.example{path}"


UNMARKED = "<link rel='alternate' href='https://courier.example/own'/>"


@pytest.mark.parametrize(
    ("language", "unmarked", "versions", "path"),
    [
        ("en", UNMARKED, ("uk", "de"), "/own"),
        ("de", UNMARKED, ("uk", "de"), "/de"),
        ("", UNMARKED, ("uk", "de"), "/own"),
        ("", UNMARKED, ("x-default", "de"), "/own"),
        ("en", UNMARKED, ("uk",), "/own"),
        ("uk", UNMARKED, ("uk",), "/uk"),
        ("zh-Hant", "", ("zh-Hans", "zh-Hant"), "/zh-Hant"),
        ("zh-TW", "", ("zh-CN", "zh-HK"), "/zh-HK"),
        ("pt-PT", "", ("pt-BR", "pt-PT"), "/pt-PT"),
        ("pt", "", ("pt-BR", "pt-PT"), "/pt-BR"),
        ("en-GB", "", ("fr", "en"), "/en"),
    ],
)
def test_a_translation_does_not_take_the_place_of_the_entrys_own_page(
    language: str, unmarked: str, versions: tuple[str, ...], path: str
) -> None:
    links = unmarked + "".join(
        f"<link rel='alternate' hreflang='{one}' href='https://courier.example/{one}'/>" for one in versions
    )
    stated = f" xml:lang='{language}'" if language else ""
    entry = f"<entry{stated}><id>e</id><title>Tour</title>{links}</entry>"
    feed = parse_feed(f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>".encode(), "https://courier.example/")
    assert feed.entries[0].url == f"https://courier.example{path}"


def test_a_link_of_rss_is_not_overwritten_by_that_of_a_translation() -> None:
    links = "<link>https://courier.example/en</link><a:link rel='alternate' hreflang='uk' href='https://courier.example/uk'/>"
    item = f"<item><title>Tour of the harbour</title>{links}</item>"
    namespace = "xmlns:a='http://www.w3.org/2005/Atom'"
    body = f"<rss version='2.0' {namespace}><channel><language>en-gb</language>{item}</channel></rss>"
    assert parse_feed(body.encode(), "https://courier.example/feed").entries[0].url == "https://courier.example/en"


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ("<link>www.courier.example/talks/1</link>", "https://www.courier.example/talks/1"),
        ("<link>courier.example/talks/1</link>", "https://courier.example/talks/1"),
        ("<link>https://http://courier.example/talks/1</link>", "http://courier.example/talks/1"),
        ("<guid isPermaLink='false'>www.courier.example/talks/1</guid>", "https://www.courier.example/talks/1"),
        ("<guid>https://courier.example/?id=1&section=3</guid>", "https://courier.example/?id=1&section=3"),
        ("<link>https://courier.example/?id=1&lang=en&copy=2</link>", "https://courier.example/?id=1&lang=en&copy=2"),
        ("<link><![CDATA[https://courier.example/?id=1&lang=en]]></link>", "https://courier.example/?id=1&lang=en"),
        ("<link>https://courier.example/?id=1&amp;lang=en</link>", "https://courier.example/?id=1&lang=en"),
        ("<link>www/talks.html</link>", "https://courier.example/www/talks.html"),
        ("<link>www.html</link>", "https://courier.example/www.html"),
        ("<link>talks/courier.example</link>", "https://courier.example/talks/courier.example"),
        ("<link>https://archive.example/https://courier.example/a</link>", "https://archive.example/https://courier.example/a"),
    ],
)  # fmt: skip
def test_a_link_that_is_written_wrongly_is_mended(fields: str, url: str) -> None:
    body = f"<rss version='2.0'><channel><item><title>Talks</title>{fields}</item></channel></rss>"
    assert parse_feed(body.encode(), "https://courier.example/feed").entries[0].url == url


def items(*fields: str) -> bytes:
    every = "".join(f"<item><title>Talks {number}</title>{one}</item>" for number, one in enumerate(fields))
    return f"<rss version='2.0'><channel>{every}</channel></rss>".encode()


@pytest.mark.parametrize(("guid", "url"), [("https://courier.example/{}", "https://courier.example/{}"), ("no-{}", "")])
def test_the_guid_is_the_address_if_all_entries_link_to_the_front_page(guid: str, url: str) -> None:
    links = "<link>https://courier.example/</link><guid isPermaLink='false'>{}</guid>"
    entries = parse_feed(items(*(links.format(guid.format(one)) for one in "abc")), "https://courier.example/f").entries
    assert [entry.url for entry in entries] == [url.format(one) if url else "" for one in "abc"]
    assert [entry.key for entry in entries] == [guid.format(one) for one in "abc"]


def test_entries_without_links_whose_guids_count_them_are_known_by_their_words() -> None:
    guids = "<guid isPermaLink='false'>{}</guid><description>{}</description>"
    first, second = (
        parse_feed(
            rss(*(f"<title>{text}</title>" + guids.format(n, text) for n, text in enumerate(texts, 1))).encode(), URL
        )
        for texts in (["old one", "older one"], ["new one", "old one"])
    )
    assert first.entries[0].names == second.entries[1].names
    assert len({entry.names for entry in (*first.entries, *second.entries)}) == 3


def test_a_long_document_without_an_end_of_its_sections_is_mended_fast() -> None:
    started = time.perf_counter()
    mend_addresses("<![CDATA[" * 200_000 + "http://a&" * 100_000)
    mend_addresses("http://" * 300_000 + "&" * 300_000)
    assert time.perf_counter() - started < 2
