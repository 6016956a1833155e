"""Queries for matches, counts, feed health and the archive."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from news import Article, DueDelivery, DueFeed, MatchRecord, PollRecord, Seed, Verdict
from storage import Store

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=10)
HOUR = timedelta(hours=1)
LATER = NOON + timedelta(days=90)
ANN = "ann@example.org"


def test_matches_are_ordered_newest_article_first(store: Store, raise_alerts: Callable[..., list[int]]) -> None:
    raise_alerts(ANN, count=3)
    assert [one.article.title for one in store.matches()] == ["Headline 0", "Headline 1", "Headline 2"]


def test_matches_can_be_selected_by_seed_verdict_and_time(
    store: Store, extract: Callable[..., list[int]], make_record: Callable[..., MatchRecord]
) -> None:
    one, two = extract(2)
    store.save_seeds([Seed("another", "A", "a")], NOON, keep=["minerals"])
    store.record_comparison(one, [make_record(verdict=Verdict.NEAR_MISS), make_record(seed="another")], NOON)
    store.record_comparison(two, [make_record()], NOON + HOUR)

    def chosen(*args: str, **options: object) -> list[tuple[str, str]]:
        return [(one.match.seed, one.article.title) for one in store.matches(*args, **options)]  # type: ignore[arg-type]

    assert chosen() == [("another", "Headline 0"), ("minerals", "Headline 1")]
    assert chosen("minerals") == [("minerals", "Headline 1")]
    assert chosen("minerals", verdicts=tuple(Verdict)) == [("minerals", "Headline 0"), ("minerals", "Headline 1")]
    assert chosen(verdicts=[Verdict.NEAR_MISS]) == [("minerals", "Headline 0")]
    assert chosen(since=NOON + HOUR) == [("minerals", "Headline 1")]
    assert chosen(since=NOON + 2 * HOUR) == chosen("unknown") == chosen(verdicts=()) == []


def test_matches_of_an_inactive_seed_can_still_be_read(store: Store, raise_alerts: Callable[..., list[int]]) -> None:
    raise_alerts(ANN)
    store.save_seeds([], NOON)
    assert len(store.matches("minerals")) == 1


def test_a_match_has_its_own_alerts(
    store: Store, extract: Callable[..., list[int]], make_record: Callable[..., MatchRecord]
) -> None:
    one, two = extract(2)
    store.record_comparison(one, [make_record(ANN)], NOON)
    store.record_comparison(two, [make_record("bob@example.org", "")], NOON)
    assert [[alert.recipient for alert in match.alerts] for match in store.matches()] == [
        [ANN],
        ["bob@example.org", ""],
    ]


def test_an_empty_store_reads_as_empty(store: Store) -> None:
    store.ping()
    assert set(store.counts().values()) == {0}
    assert not any((store.matches(), store.seeds(), store.feed_health(), store.waiting_alerts()))
    assert not any((store.skipped(), store.digest_times(NOON)))


def test_counts_of_rows_and_queues(
    store: Store, bundle: Callable[..., list[DueDelivery]], poll: Callable[..., int]
) -> None:
    bundle(ANN, count=2)
    poll("new")
    counts = store.counts()
    assert {name: number for name, number in counts.items() if number} == {
        "feeds": 1,
        "seeds": 1,
        "follow-ups to group": 2,
        "entries": 3,
        "entries waiting": 1,
        "articles": 2,
        "matches": 2,
        "follow-ups": 2,
        "alerts": 2,
        "deliveries": 1,
        "deliveries waiting": 1,
    }


def test_feed_health_covers_active_feeds(store: Store, due_feed: Callable[..., DueFeed]) -> None:
    feed = due_feed()
    assert store.feed_health()[0].last_polled_at is None
    store.record_poll(PollRecord(feed.id, NOON, NOON + HOUR, error="https://courier.example/feed: 404"))
    health = store.feed_health()[0]
    assert (health.feed, health.failures, health.error) == (feed.feed, 1, "https://courier.example/feed: 404")
    assert (health.last_polled_at, health.last_success_at, health.next_poll_at) == (NOON, None, NOON + HOUR)
    assert store.counts()["feeds failing"] == 1


def test_the_archive_is_read_in_pages(
    store: Store, extract: Callable[..., list[int]], make_article: Callable[..., Article]
) -> None:
    ids = extract(5)
    first = store.articles(limit=2)
    assert first == [(ids[0], make_article(0)), (ids[1], make_article(1))]
    assert [article_id for article_id, _ in store.articles(after=first[-1][0])] == ids[2:]
    assert store.articles(after=ids[-1]) == []


def test_articles_are_found_by_their_urls(store: Store, extract: Callable[..., list[int]]) -> None:
    extract(3)
    first, _, third = (article for _, article in store.articles())
    assert store.articles_at([third.url, first.url, "https://courier.example/nothing", "\ud800"]) == {
        first.url: first,
        third.url: third,
    }
    assert store.articles_at([]) == {}
