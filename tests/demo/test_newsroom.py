import gzip
import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest
import trafilatura

from demo import Newsroom, Story
from demo.faults import BROKEN_FEEDS, CUT_OFF_FEED, DEAD_FEED, PAGE_AS_FEED, STORY_FAULTS, WHOLE_ENTRIES, Fault
from demo.outlets import NOTE, OUTLETS
from tests.patience import PATIENCE

EARLY = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)
LATE = datetime(2025, 3, 7, 12, 0, tzinfo=UTC)
FEEDPARSER_OUTLETS = [key for key, outlet in OUTLETS.items() if outlet.feed_format != "json"]


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as opened:
        yield opened


def request(url: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Send a request without following redirects; header names are given with underscores."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=PATIENCE)
    try:
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        reply = connection.getresponse()
        return reply.status, dict(reply.headers), reply.read()
    finally:
        connection.close()


def story_of(newsroom: Newsroom, fault: Fault) -> Story:
    stem = next(stem for stem, known in STORY_FAULTS.items() if known is fault)
    return next(story for story in newsroom.stories if story.stem == stem)


def links_of(newsroom: Newsroom, outlet: str) -> list[str]:
    body = request(newsroom.feed_url(outlet))[2]
    if OUTLETS[outlet].feed_format == "json":
        return [entry["url"] for entry in json.loads(body)["items"]]
    return [entry.link for entry in feedparser.parse(body).entries]


def base_of(newsroom: Newsroom, outlet: str) -> str:
    return f"http://127.0.0.1:{newsroom.ports[outlet]}"


@pytest.mark.parametrize("outlet", OUTLETS)
def test_a_feed_shows_the_stories_published_up_to_the_moment(outlet: str) -> None:
    with Newsroom(EARLY) as newsroom:
        mine = [story for story in newsroom.stories if story.outlet == outlet]
        early = links_of(newsroom, outlet)
        newsroom.advance_to(LATE)
        late = links_of(newsroom, outlet)
    assert len(early) == sum(story.published <= EARLY for story in mine) > 0
    assert len(late) == sum(story.published <= LATE for story in mine) > len(early)
    assert late[-len(early) :] == early


@pytest.mark.parametrize("outlet", FEEDPARSER_OUTLETS)
def test_a_feed_has_its_format_and_headlines_summaries_and_dates(newsroom: Newsroom, outlet: str) -> None:
    feed = feedparser.parse(request(newsroom.feed_url(outlet))[2])
    version = {"rss": "rss20", "atom": "atom10", "rdf": "rss10"}[OUTLETS[outlet].feed_format]
    mine = [story for story in reversed(newsroom.stories) if story.outlet == outlet]
    assert feed.version == version
    assert feed.feed.title == OUTLETS[outlet].name
    assert [(entry.title, entry.summary) for entry in feed.entries] == [(story.title, story.summary) for story in mine]
    date = "published_parsed" if OUTLETS[outlet].feed_format != "rdf" else "updated_parsed"
    assert [tuple(entry[date])[:5] for entry in feed.entries] == [
        tuple(story.published.timetuple())[:5] for story in mine
    ]


def test_the_json_feed_has_its_version_headlines_and_dates(newsroom: Newsroom) -> None:
    status, headers, body = request(newsroom.feed_url("steppe-monitor"))
    feed = json.loads(body)
    mine = [story for story in reversed(newsroom.stories) if story.outlet == "steppe-monitor"]
    assert (status, headers["Content-Type"]) == (200, "application/feed+json; charset=utf-8")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [(entry["title"], entry["date_published"]) for entry in feed["items"]] == [
        (story.title, story.published.isoformat()) for story in mine
    ]


def test_one_feed_contains_full_texts(newsroom: Newsroom) -> None:
    feed = feedparser.parse(request(newsroom.feed_url("lode"))[2])
    newest = max((story for story in newsroom.stories if story.outlet == "lode"), key=lambda story: story.published)
    assert feed.entries[0].content[0].value.count("<p>") == len(newest.paragraphs)


def test_one_feed_adds_tracking_parameters_to_its_links(newsroom: Newsroom) -> None:
    links = links_of(newsroom, "capitol-ledger")
    assert all("utm_source=rss" in link for link in links)
    assert request(links[0])[0] == 200
    assert not any("utm_" in link for key in OUTLETS if key != "capitol-ledger" for link in links_of(newsroom, key))


def test_a_feed_has_at_most_the_newest_forty_stories() -> None:
    start = datetime(2025, 3, 1, tzinfo=UTC)
    stories = tuple(
        Story(
            f"story-{n}", "lode", f"Story {n}", start + timedelta(hours=n), "unrelated", "Metals", "Short.", ("Long.",)
        )
        for n in range(50)
    )
    with Newsroom(stories=stories) as newsroom:
        titles = [entry.title for entry in feedparser.parse(request(newsroom.feed_url("lode"))[2]).entries]
    assert titles == [f"Story {n}" for n in range(49, 9, -1)]


@pytest.mark.parametrize("outlet", OUTLETS)
def test_an_unchanged_feed_answers_304(newsroom: Newsroom, outlet: str) -> None:
    url = newsroom.feed_url(outlet)
    _, headers, _ = request(url)
    assert request(url, If_None_Match=headers["ETag"])[::2] == (304, b"")
    assert request(url, If_None_Match=f'"another", {headers["ETag"]}')[::2] == (304, b"")
    assert request(url, If_Modified_Since=headers["Last-Modified"])[::2] == (304, b"")
    assert request(url, If_None_Match='"another"', If_Modified_Since=headers["Last-Modified"])[0] == 200
    assert request(url, If_Modified_Since="no date at all")[0] == 200


def test_a_changed_feed_answers_200() -> None:
    with Newsroom(EARLY) as newsroom:
        url = newsroom.feed_url("continental-wire")
        _, headers, _ = request(url)
        newsroom.advance_to(LATE)
        assert request(url, If_None_Match=headers["ETag"])[0] == 200
        assert request(url, If_Modified_Since=headers["Last-Modified"])[0] == 200


def test_bodies_are_compressed_only_on_request(newsroom: Newsroom) -> None:
    url = newsroom.feed_url("meridian")
    _, plain_headers, plain = request(url)
    _, headers, packed = request(url, Accept_Encoding="gzip, br")
    assert "Content-Encoding" not in plain_headers
    assert plain_headers["Vary"] == headers["Vary"] == "Accept-Encoding"
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed) == plain


def test_a_head_request_has_headers_and_no_body(newsroom: Newsroom) -> None:
    status, headers, body = request(newsroom.feed_url("lode"), method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 1000


def test_a_page_appears_when_it_is_published() -> None:
    with Newsroom(EARLY) as newsroom:
        story = next(story for story in newsroom.stories if EARLY < story.published <= LATE)
        assert request(newsroom.page_url(story))[0] == 404
        newsroom.advance_to(LATE)
        assert request(newsroom.page_url(story))[0] == 200


def test_a_page_does_not_change_as_time_advances() -> None:
    with Newsroom(EARLY) as newsroom:
        story = next(story for story in newsroom.stories if story.published <= EARLY)
        before = request(newsroom.page_url(story))
        newsroom.advance_to(LATE)
        assert request(newsroom.page_url(story), If_None_Match=before[1]["ETag"])[0] == 304


def test_time_cannot_go_back_and_must_have_an_offset() -> None:
    newsroom = Newsroom(LATE, stories=())
    with pytest.raises(ValueError, match="cannot go back"):
        newsroom.advance_to(EARLY)
    with pytest.raises(ValueError, match="no offset"):
        newsroom.advance_to(datetime(2025, 3, 8))  # noqa: DTZ001
    assert newsroom.moment == LATE


@pytest.mark.parametrize("outlet", OUTLETS)
def test_the_text_of_a_page_can_be_extracted_from_its_boilerplate(newsroom: Newsroom, outlet: str) -> None:
    story = next(s for s in reversed(newsroom.stories) if s.outlet == outlet and s.stem not in STORY_FAULTS)
    status, headers, body = request(newsroom.page_url(story))
    html = body.decode(OUTLETS[outlet].page_charset)
    noise = ["cookie", "Advertisement", "newsletter", "<script", "application/ld+json", "og:title", 'rel="canonical"']
    assert status == 200
    assert OUTLETS[outlet].page_charset in headers["Content-Type"]
    assert all(piece in html for piece in noise)
    assert html.count('<li><a href="/') >= 12
    text = trafilatura.extract(body) or ""
    assert sum(paragraph[:60] in text for paragraph in story.paragraphs) >= len(story.paragraphs) - 1
    assert NOTE not in text


@pytest.mark.parametrize("outlet", OUTLETS)
def test_every_feed_and_page_states_that_it_is_invented(newsroom: Newsroom, outlet: str) -> None:
    story = next(s for s in newsroom.stories if s.outlet == outlet and s.stem not in STORY_FAULTS)
    for url in (newsroom.feed_url(outlet), newsroom.page_url(story), f"{base_of(newsroom, outlet)}/"):
        assert NOTE.encode() in request(url)[2]
    assert NOTE in newsroom.opml


def test_front_and_section_pages_list_the_headlines(newsroom: Newsroom) -> None:
    front = request(f"{base_of(newsroom, 'meridian')}/")[2].decode()
    section = request(f"{base_of(newsroom, 'meridian')}/section/Science")[2].decode()
    mine = [story for story in newsroom.stories if story.outlet == "meridian"]
    assert front.count("<section>") == len(mine)
    assert section.count("<section>") == sum(story.section == "Science" for story in mine) > 0


def test_the_opml_lists_all_feeds_each_on_its_own_port(newsroom: Newsroom, tmp_path: Path) -> None:
    path = newsroom.write_opml(tmp_path / "new" / "feeds.opml")
    text = path.read_text("utf-8")
    assert text.count("xmlUrl=") == len(OUTLETS) + len(BROKEN_FEEDS)
    assert all(newsroom.feed_url(key) in text for key in OUTLETS)
    assert len({newsroom.ports[key] for key in OUTLETS}) == len(OUTLETS)


def test_ports_are_kept_from_one_newsroom_to_the_next(tmp_path: Path) -> None:
    ports_file = tmp_path / "var" / "ports.json"
    with Newsroom(stories=(), ports_file=ports_file) as first:
        ports = first.ports
        with Newsroom(stories=(), ports_file=ports_file) as crowded:
            assert sorted(crowded.moved) == sorted(ports)
            assert not set(crowded.ports.values()) & set(ports.values())
    ports_file.write_text(json.dumps(ports))
    with Newsroom(stories=(), ports_file=ports_file) as second:
        assert (second.ports, second.moved) == (ports, ())


def test_the_dead_feed_refuses_connections(newsroom: Newsroom) -> None:
    url = f"http://127.0.0.1:{newsroom.ports['dead']}{DEAD_FEED.path}"
    assert url in newsroom.opml
    with pytest.raises(ConnectionRefusedError):
        request(url)


def test_the_truncated_feed_has_some_complete_entries(newsroom: Newsroom) -> None:
    status, _, body = request(f"{base_of(newsroom, CUT_OFF_FEED.outlet)}{CUT_OFF_FEED.path}")
    feed = feedparser.parse(body)
    assert status == 200
    assert feed.bozo
    assert body.count(b"</entry>") == WHOLE_ENTRIES
    assert len([entry for entry in feed.entries if entry.get("link", "").startswith("http")]) == WHOLE_ENTRIES


def test_the_page_served_as_a_feed_is_html(newsroom: Newsroom) -> None:
    status, headers, body = request(f"{base_of(newsroom, PAGE_AS_FEED.outlet)}{PAGE_AS_FEED.path}")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert feedparser.parse(body).entries == []


def test_the_feed_with_the_wrong_charset_can_still_be_decoded(newsroom: Newsroom) -> None:
    _, headers, body = request(newsroom.feed_url("southern-cross"))
    assert headers["Content-Type"].endswith("charset=utf-8")
    assert body.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")
    assert "—" in body.decode("windows-1252")


def test_the_missing_page_is_a_404_and_its_story_is_in_the_feed(newsroom: Newsroom) -> None:
    story = story_of(newsroom, Fault.GONE)
    assert request(newsroom.page_url(story))[0] == 404
    assert newsroom.page_url(story) in links_of(newsroom, story.outlet)


def test_the_link_to_the_moved_page_is_a_permanent_redirect(newsroom: Newsroom) -> None:
    story = story_of(newsroom, Fault.MOVED)
    link = next(link for link in links_of(newsroom, story.outlet) if story.stem in link)
    status, headers, _ = request(link)
    assert (status, headers["Location"]) == (301, newsroom.page_url(story))
    with urllib.request.urlopen(link, timeout=PATIENCE) as reply:
        assert reply.url == newsroom.page_url(story)


def test_the_huge_page_contains_its_story(newsroom: Newsroom) -> None:
    story = story_of(newsroom, Fault.HUGE)
    body = request(newsroom.page_url(story))[2]
    assert len(body) > 2_000_000
    assert story.paragraphs[-1][:40].encode() in body


def test_the_page_without_text_contains_no_paragraph(newsroom: Newsroom) -> None:
    story = story_of(newsroom, Fault.NO_TEXT)
    body = request(newsroom.page_url(story))[2].decode()
    assert story.title in body
    assert not any(paragraph in body for paragraph in story.paragraphs)


def test_an_unknown_path_is_a_404(newsroom: Newsroom) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404") as caught:
        urllib.request.urlopen(f"{base_of(newsroom, 'lode')}/no-such-page", timeout=PATIENCE)
    caught.value.close()


@pytest.mark.parametrize("outlet", OUTLETS)
def test_markup_in_a_story_is_escaped_in_its_feed_and_page(outlet: str) -> None:
    moment, hostile = datetime(2025, 3, 2, tzinfo=UTC), "<script>alert(1)</script> & ]]> </title>"
    story = Story("hostile", outlet, hostile, moment, "unrelated", "World", hostile, (hostile, f"## {hostile}"))
    with Newsroom(stories=(story,)) as newsroom:
        feed = request(newsroom.feed_url(outlet))[2].decode("windows-1252")
        page = request(newsroom.page_url(story))[2].decode("windows-1252")
    shown = json.loads(feed)["items"][0]["title"] if feed.startswith("{") else feedparser.parse(feed).entries[0].title
    assert "alert(1)" in shown
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert") >= 4
