"""`storywake feeds`: add, remove, import and suggest feeds."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from news import Article, Entry, Feed, PollRecord
from storage import open_store
from tests.cli.conftest import NOON, SEED, Storywake

LIST = """<opml version="2.0"><body>
<outline text="world"><outline text="Courier" xmlUrl="https://courier.example/feed"/></outline>
<outline text="Courier" xmlUrl="https://courier.example/sport"/>
<outline text="Herald" xmlUrl="https://herald.example/rss"/>
</body></opml>"""


def _listed(storywake: Storywake) -> str:
    return storywake("feeds", "export").out


def test_a_feed_is_removed_by_its_address_or_title(storywake: Storywake, home: Path) -> None:
    (home / "seeds" / "feeds.opml").write_text(LIST)
    assert storywake("feeds", "remove", "herald").out.startswith("removed Herald (https://herald.example/rss)")
    ended = storywake("feeds", "remove", "Courier")
    assert (ended.code, "name one by its address" in ended.err) == (2, True)
    assert storywake("feeds", "remove", "https://courier.example/sport/").code == 0
    ended = storywake("feeds", "remove", "Nobody")
    assert (ended.code, "has this address or title" in ended.err) == (2, True)
    assert storywake("feeds", "remove", "Courier").code == 2  # the last one
    assert "https://courier.example/feed" in _listed(storywake)


def test_a_feed_that_is_gone_shows_no_next_poll(storywake: Storywake, home: Path) -> None:
    (home / "var").mkdir()
    with open_store(f"sqlite:///{home}/var/storywake.db") as store:
        store.save_feeds([Feed("https://herald.example/rss")], NOON)
        (due,) = store.claim_due_feeds(NOON, lease=timedelta(minutes=5))
        later = NOON + timedelta(minutes=15)
        store.record_poll(PollRecord(due.id, polled_at=NOON, next_poll_at=later, error="410 Gone", gone=True))
    assert "never" in storywake("feeds").out


def test_a_feed_in_a_language_that_no_model_knows_says_so(
    storywake: Storywake, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "var").mkdir()
    with open_store(f"sqlite:///{home}/var/storywake.db") as store:
        store.save_feeds([Feed("https://alaroye.example/rss", title="Alaroye")], NOON)
        (due,) = store.claim_due_feeds(NOON, lease=timedelta(minutes=5))
        entry = Entry("1", "https://alaroye.example/1", "Ìròyìn")
        store.record_poll(PollRecord(due.id, NOON, NOON + timedelta(minutes=15), entries=(entry,)))
        (queued,) = store.claim_entries(NOON, lease=timedelta(minutes=5), limit=1)
        store.save_article(queued.id, Article(entry.url, entry.title, "Ìròyìn òní.", "Alaroye", NOON, language="yo"))
    assert "is in Yoruba, which no model here knows" in storywake("feeds").out
    monkeypatch.setattr("cli.feeds.at_terminal", lambda: True)
    assert "Alaroye: is in Yoruba, which no model here knows" in storywake("feeds").out
    assert json.loads(storywake("feeds", "--json").out)[0]["language"] == "yo"


def test_an_import_merges_folders(storywake: Storywake, home: Path) -> None:
    (home / "seeds" / "feeds.opml").write_text(LIST)
    other = LIST.replace('text="world"', 'text="World"')
    sport = "<outline text='sport'><outline xmlUrl='https://courier.example/sport'/></outline>"
    (home / "other.opml").write_text(other.replace("<body>", f"<body>{sport}"))
    ended = storywake("feeds", "import", "other.opml")
    assert "0 feeds added" in ended.out
    assert "3 already in it, 1 known ones put into further folders" in ended.out
    assert _listed(storywake).count("https://courier.example/feed") == 1


def test_feeds_are_suggested_for_a_story_and_can_be_added(storywake: Storywake, home: Path) -> None:
    seed = home / "seeds" / "deal.md"
    seed.write_text(SEED, encoding="utf-8")
    ended = storywake("feeds", "suggest", seed, "--json")
    assert ended.code == 0, ended.err
    found = json.loads(ended.out)
    places = {feed["place"] for feed in found["feeds"]}
    assert {"Ukraine", "Russia"} <= places
    assert {"uk", "en"} <= {feed["language"] for feed in found["feeds"]}
    assert all(feed["reasons"] and feed["command"].startswith("storywake feeds add ") for feed in found["feeds"])
    assert [one["title"] for one in found["searches"]] == ["Google News search", "Bing News search", "GDELT"]
    said = storywake("feeds", "suggest", "deal", "--most", "3", "--add", "--folder", "deal").out
    assert "why: from Ukraine, in Ukrainian" in said
    assert "3 feeds added to" in said
    again = json.loads(storywake("feeds", "suggest", "deal", "--json", "--most", "200").out)
    assert found["feeds"][0]["url"] not in {feed["url"] for feed in again["feeds"]}
