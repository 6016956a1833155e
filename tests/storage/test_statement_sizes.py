"""No statement has more parameters than a database accepts, however many seeds, reports or recipients there are."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import event

from news import Article, Digest, Entry, Feed, GroupRecord, MatchRecord, PollRecord, Seed, Standing
from storage import Store, database, open_store

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=10)
BATCH, LIMIT, MANY = 20, 60, 150  # ids in one statement, parameters that are accepted, and how many there are of a kind
RECIPIENTS = [f"reader-{number}@example.org" for number in range(MANY)]


@pytest.fixture
def small(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store on a database that accepts few parameters in a statement."""
    monkeypatch.setattr(database, "BATCH", BATCH)
    with open_store(sqlite_url) as store:
        store._database.engine.dispose()

        def limit(connection: sqlite3.Connection, *_: object) -> None:
            connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, LIMIT)

        event.listen(store._database.engine, "connect", limit)
        yield store


@pytest.fixture
def save_report(small: Store, make_article: Callable[..., Article]) -> Callable[..., int]:
    """Store the article with this number in its address, or what it says now."""
    small.save_feeds([Feed("https://courier.example/feed")], NOON)
    hours = count()

    def save(number: int, title: str = "", text: str = "") -> int:
        now = NOON + timedelta(hours=next(hours))
        words = Entry(str(number), f"https://courier.example/{number}", title or f"Entry {number}", content=text)
        (feed,) = small.claim_due_feeds(now, lease=LEASE, due_only=False)
        small.record_poll(PollRecord(feed.id, now, now, entries=(words,)))
        (queued,) = small.claim_entries(now, lease=LEASE, limit=1)
        changes = {"title": title, "text": text} if title else {}
        return small.save_article(queued.id, make_article(number, **changes), now=now)

    return save


def test_an_article_may_continue_any_number_of_stories_and_be_edited(
    small: Store, save_report: Callable[..., int], make_record: Callable[..., MatchRecord]
) -> None:
    names = [f"story-{number}" for number in range(MANY)]
    small.save_seeds([Seed(name, "", "t") for name in names], NOON)
    article = save_report(1)
    assert small.record_comparison(article, [make_record(seed=name) for name in names], NOON) == MANY
    assert save_report(1, "Another headline", "Another text, which begins anew.") == article
    edited = small.matches()
    assert len(edited) == MANY
    assert all(one.edited_at for one in edited)
    assert small.story_summaries(names, since=NOON.date())[-1].reports == 1


def test_any_number_of_mails_about_a_report_can_be_taken_back(
    small: Store, save_report: Callable[..., int], make_record: Callable[..., MatchRecord]
) -> None:
    seed = Seed("minerals", "M", "m")
    small.save_seeds([seed], NOON)
    small.record_comparison(save_report(1), [make_record(*RECIPIENTS)], NOON)
    for alert in small.waiting_alerts():
        assert small.save_delivery(Digest(seed, alert.recipient, (alert,), NOON), f"<{alert.recipient}>", b"m")
    assert save_report(1, "Another headline", "Another text.")
    assert small.unsent_deliveries() == []
    assert len(small.waiting_alerts()) == MANY


def test_a_mail_may_open_any_number_of_developments(
    small: Store, save_report: Callable[..., int], make_record: Callable[..., MatchRecord]
) -> None:
    small.save_seeds([Seed("minerals", "M", "m")], NOON)
    for number in range(MANY):
        small.record_comparison(save_report(number), [make_record(RECIPIENTS[0])], NOON)
    found = small.matches()
    records = [GroupRecord(one.id, -one.id, Standing.OPENS) for one in found]
    assert small.save_groups("minerals", records, 0, NOON)
    opened = [one.development for one in small.matches() if one.development]
    story = small.story_so_far("minerals", RECIPIENTS[0], opened, opened)
    assert [one.id for one in story.reports] == [one.id for one in found]
    assert story.earlier == ()


def test_any_number_of_retellings_can_be_named_in_a_mail(
    small: Store, save_report: Callable[..., int], make_record: Callable[..., MatchRecord]
) -> None:
    small.save_seeds([Seed("minerals", "M", "m")], NOON)
    for number in range(MANY):
        small.record_comparison(save_report(number), [make_record(RECIPIENTS[0])], NOON)
    first, *others = small.matches()
    records = [GroupRecord(first.id, -1, Standing.OPENS)]
    records += [GroupRecord(one.id, -1, Standing.JOINS, ("It was signed.",)) for one in others]
    assert small.save_groups("minerals", records, 0, NOON)
    retold = small.story_so_far("minerals", RECIPIENTS[0], []).retold
    assert [one.id for one in retold] == [one.id for one in others]
