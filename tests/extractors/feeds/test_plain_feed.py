"""Plain feeds are read without feedparser, with the same result."""

import gzip
import json
import time
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

import pytest
from feedparser.api import StrictFeedParser
from feedparser.datetimes import _parse_date
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import FeedError, ParsedFeed, parse_feed, read_plain_feed
from extractors.charsets import decode_text
from extractors.feeds.plain_dates import read_plain_date

WEB = Path(__file__).resolve().parents[4] / "shared/web"
URL = "https://news.example/feeds/world.xml"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "atom": "http://www.w3.org/2005/Atom",
        "content": "http://purl.org/rss/1.0/modules/content/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "media": "http://search.yahoo.com/mrss/",
        "sy": "http://purl.org/rss/1.0/modules/syndication/",
        "their": "https://their.example/own",
    }.items()
)


def rss(*items: str, head: str = "<title>World</title>", attributes: str = "") -> str:
    body = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0" {NAMESPACES} {attributes}><channel>{head}{body}</channel></rss>'


def atom(*entries: str, head: str = "<title>World</title>", attributes: str = "") -> str:
    body = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {NAMESPACES} {attributes}>{head}{body}</feed>'


def outcome(body: bytes, shortcut: Any = read_plain_feed) -> ParsedFeed | str:
    try:
        return parse_feed(body, URL, shortcut=shortcut)
    except FeedError as error:
        return str(error)


def by_feedparser(body: bytes) -> ParsedFeed | str:
    return outcome(body, lambda _: None)


def is_taken(text: str) -> bool:
    return read_plain_feed(text) is not None


def one_of(pieces: str, more: tuple[str, ...] = ("",)) -> st.SearchStrategy[str]:
    return st.sampled_from([*more, *pieces.strip().split("\n")])


TEXTS = st.lists(
    one_of(
        "Kyiv\nnaïve\n戦争\n–\nÃ©tÃ©\n<b>bold</b>\n<p>\n<br/>\n</i>\n<x>y</x>\n<3\na < b\n&amp;\n&nbsp;\n&#8217;"
        "\n&nosuch;\nhttps://n.example/a?b=1&c=2",
        ("\x85", "\x93", "\u2028", "\n", " "),
    ),
    max_size=4,
).map("".join)
LINKS = one_of(
    """
https://n.example/a
\thttps://n.example/c?x=1&y=2\t
https://n.example/?a=1&amp;b=2
https://n.example/é
//n.example/e
http:////n.example/d
http://[::1
../b
7
tag:n.example,2025:1
mailto:a@n.example
""".strip("\n")
)
DATES = one_of("""
Sat, 01 Mar 2025 18:30:00 +0200
1 Oct 2025 08:00:00 GMT
Tue, 30 Feb 2025 10:00:00 EST
Thu, 1 Jan 2026 24:00:00 UT
2025-03-01
2025-03-01T18:30:00Z
2025-03-01T18:30:00.5-05:30
2025-03-01T18:30+02:00
soon
""")
QUOTED = st.sampled_from([escape, "<![CDATA[{}]]>".format])


@st.composite
def elements(draw: st.DrawFn, names: list[str], values: st.SearchStrategy[str], attributes: str = "|") -> str:
    name, attribute = draw(st.sampled_from(names)), draw(st.sampled_from(attributes.split("|")))
    return f"<{name} {attribute}>{draw(QUOTED)(draw(values))}</{name}>"


TYPES = "||| type='html'| type='text'| type='xhtml'| type='text/plain'| xml:lang='de'| xml:base='https://b.example/x/'"
ATOM_LINKS = "href='https://n.example/f'|href='../g' rel='alternate'|rel='self' href='https://n.example/h'|href=''"
PARTS = st.one_of(
    elements(["title"], TEXTS, TYPES),
    elements(["description", "summary", "content:encoded", "content", "media:description"], TEXTS, TYPES),
    elements(["dc:title", "media:title", "itunes:summary", "itunes:subtitle", "dc:creator", "rights"], TEXTS),
    elements(["guid", "id"], LINKS, "|| isPermaLink='false'| isPermaLink='true'"),
    elements(["link", "feedburner:origLink", "comments", "source"], LINKS),
    elements(["link", "atom:link"], st.just(""), f"{ATOM_LINKS}|type='application/pdf' href='https://n.example/p'"),
    elements(["pubDate", "updated", "published", "dc:date", "atom:updated"], DATES),
    elements(
        ["language", "dc:language", "ttl", "sy:updatePeriod", "sy:updateFrequency"],
        st.sampled_from(["en", "2", "daily"]),
    ),
    elements(
        ["category", "their:title", "author", "enclosure", "image"], TEXTS, "||domain='d'|base='https://b.example/'"
    ),
    st.builds(
        "<media:content url='u'>{}</media:content>".format, elements(["media:title", "media:description"], TEXTS)
    ),
    st.sampled_from(
        ["<!-- c -->", "<image><title>I</title><url>u</url><link>https://i.example/</link></image>", "text"]
    ),
    st.just("<author><name>A</name><uri>u</uri></author>"),
)
ENTRIES = st.lists(st.lists(PARTS, max_size=6).map("".join), min_size=1, max_size=3)
FEEDS = st.builds(
    lambda write, entries, head, attributes: write(*entries, head=head, attributes=attributes),
    st.sampled_from([rss, atom]),
    ENTRIES,
    st.lists(PARTS, max_size=3).map("".join),
    st.sampled_from(["", "", "xml:lang='fr'", "xml:base='https://b.example/y/'"]),
)


@given(FEEDS)
@settings(max_examples=300)
def test_feeds_read_here_read_the_same_with_feedparser(text: str) -> None:
    assert outcome(text.encode()) == by_feedparser(text.encode())


def test_plain_feeds_are_read_here() -> None:
    entry = (
        "<title>A &amp; B</title><link>https://n.example/a</link><guid isPermaLink='false'>7</guid>"
        "<their:own x='y'>z</their:own><pubDate>Sat, 01 Mar 2025 18:30:00 +0200</pubDate>"
        "<description><![CDATA[<p>One</p>]]></description><content:encoded><![CDATA[<p>One</p><p>Two</p>]]></content:encoded>"
        "<media:content url='u'><media:title>C</media:title></media:content><category>c</category>"
        "<dc:creator>Ann</dc:creator>"
    )
    head = "<title>World</title><!-- c --><link>https://n.example/</link><ttl>60</ttl><language>en</language>"
    text = rss(entry, head=head)
    assert is_taken(text)
    feed = parse_feed(text.encode(), URL)
    assert [(e.title, e.url, e.key, e.summary, e.content) for e in feed.entries] == [
        ("A & B", "https://n.example/a", "7", "One", "One\nTwo")
    ]
    assert is_taken(
        atom("<id>tag:1</id><title type='html'>A</title><link href='b'/><updated>2025-03-01T18:30:00Z</updated>")
    )


TITLE = "<title>T</title>"
KNOWN_TO_FEEDPARSER = StrictFeedParser.namespaces.keys() - {"", "http://www.w3.org/XML/1998/namespace"}


@pytest.mark.parametrize(
    "text",
    [
        rss(),
        rss(TITLE).removesuffix("</rss>"),
        rss(f"{TITLE}&nbsp;"),
        rss(f"{TITLE}<unheard>of</unheard>"),
        rss(f"{TITLE}<title>U</title>"),
        rss("<title>A <b>bold</b> one</title>"),
        rss("<title>A &lt;b&gt;bold&lt;/b&gt; one</title>"),
        rss("<title>one &#150; two</title>"),
        rss(f"{TITLE}<pubDate>yesterday</pubDate>"),
        rss(f"{TITLE}<media:thumbnail xml:base='https://b.example/'/>"),
        rss(TITLE, attributes="xmlns:gml='http://www.opengis.net/gml'"),
        rss(f"{TITLE}<dc:creator xmlns:dc='https://their.example/own'>A</dc:creator>"),
        "<!DOCTYPE rss [<!ENTITY a 'b'>]>" + rss(f"{TITLE}<link>&a;</link>").partition("?>")[2],
        "<!DOCTYPE rss SYSTEM 'file:///etc/passwd'>" + rss(TITLE).partition("?>")[2],
        atom("<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>T</div></title>"),
        atom(f"{TITLE}<content type='image/png'>iVBORw0=</content>"),
        f"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><item>{TITLE}</item></rdf:RDF>",
        "{}",
        "",
    ],
)
def test_unusual_feeds_are_left_to_feedparser(text: str) -> None:
    assert not is_taken(text)


def based(number: int, more: str = "<link>../a</link>") -> str:
    return f"<title>T</title><content xml:base='https://b{number}.example/x/'>C</content>{more}"


@pytest.mark.parametrize(
    "text",
    [
        rss(based(1), based(2), based(3)),
        rss(based(1, "<link> </link><guid>../b</guid>"), "<title>U</title><link></link><guid>../c</guid>"),
        rss(based(1), based(2), attributes="xml:base='https://b.example/y/'"),
        atom(based(1, "<link href='../a'/>"), based(2, "<link href=''/><id>../b</id>")),
        rss("<link>../a</link>", head="<description xml:base='https://b.example/x/'>D</description>"),
        rss("<title>T</title><media:title xml:base='https://b.example/x/'>U</media:title><link>../a</link>"),
        rss("<title>T</title><link>http:////n.example/a</link>"),
        rss("<title>T</title><link>https://n.example/?a=1&amp;copy;=2</link>"),
        rss("<guid>https://n.example/1</guid><atom:link href='https://n.example/p' type='application/pdf'/>"),
        rss(
            "<media:group><media:description>D</media:description></media:group><content:encoded>C</content:encoded>"
            "<media:group><media:description>E</media:description></media:group>"
        ),
        rss("<title>T</title><source url='u'>S</source><media:title>U</media:title>"),
        rss("<media:title>U</media:title><title></title><media:content><media:title>V</media:title></media:content>"),
        rss("<content:encoded>C</content:encoded><media:group><media:description>D</media:description></media:group>"),
        rss("<description>C</description><media:group><media:description>D\nE</media:description></media:group>"),
        atom(
            "<summary>C\n</summary><content>D</content><media:group><media:description>E</media:description></media:group>"
        ),
        rss(
            "<media:description>D</media:description><description>E</description><content:encoded>F</content:encoded>",
            head="<itunes:summary>S</itunes:summary><description>D</description>",
        ),
        rss("<title>one &amp;nosuch;\ntwo</title>", "<title>one &amp;copy;\ntwo</title>"),
        rss(
            "<title>T</title><c:encoded>C</c:encoded>", attributes="xmlns:c='http://purl.org/rss/1.0/modules/content/'"
        ),
        rss(
            "<title>T</title><c:encoded>C</c:encoded>", attributes="xmlns:c='http://purl.org/rss/1.0/modules/content/'"
        ).replace('xmlns:content="', 'xmlns:content="http://purl.org/dc/elements/1.1/" xmlns:d="'),
    ],
)
def test_peculiarities_of_feedparser_are_reproduced_or_left_to_it(text: str) -> None:
    assert outcome(text.encode()) == by_feedparser(text.encode())


@pytest.mark.parametrize("address", sorted(KNOWN_TO_FEEDPARSER))
def test_namespaces_known_to_feedparser_read_the_same_or_are_left_to_it(address: str) -> None:
    for (
        name
    ) in "title summary description content encoded link id guid updated date published license pos body".split():
        inner = f"<x:{name} xmlns:x='{address}'>https://n.example/x</x:{name}>"
        for text in (rss(f"{TITLE}{inner}"), rss(f"{inner}{TITLE}", head=inner), atom(f"{TITLE}{inner}")):
            assert outcome(text.encode()) == by_feedparser(text.encode()), inner


@given(
    st.one_of(
        DATES,
        st.datetimes().map(lambda moment: moment.strftime("%a, %d %b %Y %H:%M:%S +0530")),
        st.datetimes().map(lambda moment: moment.isoformat() + "-08:00"),
        st.from_regex(r"\A((Mon|Sat), )?[0-3]?\d (Feb|Oct) (19|20)\d\d [0-2]\d:[0-6]\d:[0-6]\d ([+-]\d{4}|UT|EDT|Z)\Z"),
        st.from_regex(r"\A\d{4}-[01]\d-[0-3]\d(T[0-2]\d:[0-6]\d(:[0-6]\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?\Z"),
    )
)
def test_plain_dates_read_the_same_with_feedparser(text: str) -> None:
    read = read_plain_date(text)
    assert read is None or read == _parse_date(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Sat, 01 Mar 2025 18:30:00 +0200", (2025, 3, 1, 16, 30, 0)),
        ("1 Mar 2025 18:30:00 EST", (2025, 3, 1, 23, 30, 0)),
        ("2025-03-01T18:30:00.25-05:30", (2025, 3, 2, 0, 0, 0)),
        ("2025-03-01T18:30Z", (2025, 3, 1, 18, 30, 0)),
        ("2025-03-01", (2025, 3, 1, 0, 0, 0)),
        ("2025-02-30", None),
        ("0001-01-01T00:00:00+10:00", None),
        ("Sat, 1 March 2025 18:30:00 GMT", None),
        ("2025-03-01T18:30:00+0200", None),
    ],
)
def test_plain_dates_are_in_utc(text: str, read: tuple[int, ...] | None) -> None:
    found = read_plain_date(text)
    assert (found and tuple(found)[:6]) == read


@pytest.mark.parametrize(
    "piece",
    ["<item>", "<item><title>T</title></item>", "<!--", "xmlns:x", " xmlns='", "<a xmlns:b='c'/>", "<a b='", "&amp;"],
)
def test_a_hostile_text_takes_bounded_time(piece: str) -> None:
    started = time.process_time()
    for start in ("", "<!-- ", "<rss><channel>", "<rss "):
        read_plain_feed(start + piece * (1_000_000 // len(piece)))
    assert time.process_time() - started < 4


def recorded_feeds() -> list[Mapping[str, Any]]:
    if not WEB.exists():
        pytest.skip(f"{WEB} is not here")
    return [json.loads(line) for line in (WEB / "feeds.jsonl").read_text("utf-8").splitlines()]


def test_recorded_feeds_read_the_same_with_feedparser() -> None:
    # artificial difficult feeds and the smaller real ones; benchmarks.feedcosts reads all
    taken, differing = 0, []
    for row in recorded_feeds():
        path = WEB / "feeds" / row["path"]
        if path.stat().st_size > 20_000:
            continue
        body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        if is_taken(decode_text(body).strip()):
            taken += 1
            differing += [row["path"]] if outcome(body) != by_feedparser(body) else []
    print(f"{taken} recorded feeds were read without feedparser")
    assert differing == []
    assert taken > 400
