"""The queues from a new entry to a compared article, with failures at every step."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from news import Answer, Article, Entry, Feed, MatchRecord, PollRecord, QueuedEntry, Seed, Verdict
from storage import Queue, Store, StoreError, open_store

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=10)
HOUR = timedelta(hours=1)
Bring = Callable[..., list[QueuedEntry]]


def claimed_keys(store: Store, now: datetime, limit: int = 100) -> list[str]:
    return [queued.entry.key for queued in store.claim_entries(now, lease=LEASE, limit=limit)]


def waiting(store: Store) -> tuple[int, int, int]:
    counts = store.counts()
    return counts["entries waiting"], counts["entries skipped"], counts["articles waiting"]


def test_entries_are_claimed_oldest_first_up_to_the_limit(store: Store, poll: Callable[..., int]) -> None:
    poll("late", seen_at=NOON + HOUR)
    poll("early", "next")
    assert claimed_keys(store, NOON + HOUR, limit=2) == ["early", "next"]
    assert claimed_keys(store, NOON + HOUR) == ["late"]
    assert claimed_keys(store, NOON + HOUR) == []


def test_a_feed_that_lists_many_entries_at_once_delays_those_of_no_other(store: Store) -> None:
    store.save_feeds([Feed("https://many.example/feed"), Feed("https://few.example/feed")], NOON)
    for feed in store.claim_due_feeds(NOON, lease=LEASE):
        keys = [f"many {number}" for number in range(50)] if "many" in feed.feed.url else ["few 0", "few 1"]
        at = NOON if "many" in feed.feed.url else NOON + HOUR
        store.record_poll(
            PollRecord(feed.id, at, at, entries=tuple(Entry(key, f"{feed.feed.url}/{key}", key) for key in keys))
        )
    assert claimed_keys(store, NOON + HOUR, limit=4) == ["many 0", "few 0", "many 1", "few 1"]
    assert claimed_keys(store, NOON + HOUR, limit=2) == ["many 2", "many 3"]


def test_an_entry_whose_run_died_can_be_claimed_after_the_lease(store: Store, queue: Bring) -> None:
    assert [one.attempts for one in queue("a", "b")] == [0, 0]
    assert claimed_keys(store, NOON + LEASE - timedelta(seconds=1)) == []
    assert claimed_keys(store, NOON + LEASE) == ["a", "b"]


def test_a_postponed_entry_waits_until_its_time_and_counts_its_attempts(store: Store, queue: Bring) -> None:
    entry = queue("a")[0]
    store.postpone_entry(entry.id, "timed out", NOON + HOUR)
    assert claimed_keys(store, NOON + HOUR - timedelta(seconds=1)) == []
    again = store.claim_entries(NOON + HOUR, lease=LEASE, limit=1)[0]
    assert again == replace(entry, attempts=1)


def test_released_entries_can_be_claimed_at_once_and_count_no_attempt(store: Store, queue: Bring) -> None:
    one, two, three = queue("a", "b", "c")
    store.skip_entry(three.id, "no text")
    store.release(Queue.ENTRIES, [one.id, three.id])
    assert store.claim_entries(NOON, lease=LEASE, limit=9) == [one]
    assert claimed_keys(store, NOON + LEASE) == ["a", "b"]
    store.release(Queue.ENTRIES, [])
    assert two.attempts == 0


def test_released_articles_can_be_claimed_at_once_and_count_no_attempt(
    store: Store, extract: Callable[..., list[int]]
) -> None:
    extract(2)
    taken = store.claim_articles(NOON, lease=LEASE, limit=9)
    store.release(Queue.ARTICLES, [taken[0].id])
    assert store.claim_articles(NOON, lease=LEASE, limit=9) == taken[:1]


def test_a_postponed_article_waits_until_its_time_and_counts_its_attempts(
    store: Store, extract: Callable[..., list[int]]
) -> None:
    (article,) = extract()
    (taken,) = store.claim_articles(NOON, lease=LEASE, limit=9)
    for _ in range(2):  # reported twice, it counts once
        store.postpone_article(article, "a strange text", NOON + HOUR)
    assert store.claim_articles(NOON + HOUR - timedelta(seconds=1), lease=LEASE, limit=9) == []
    assert store.claim_articles(NOON + HOUR, lease=LEASE, limit=9) == [replace(taken, attempts=1)]


def test_an_article_given_up_leaves_the_queue_and_is_counted(
    store: Store, extract: Callable[..., list[int]], make_record: Callable[..., MatchRecord]
) -> None:
    one, two = extract(2)
    store.record_comparison(two, [], NOON)
    for article in (one, two):
        store.give_up_article(article, "a strange text", NOON)
    counts = store.counts()
    assert (counts["articles waiting"], counts["articles given up"]) == (0, 1)
    assert store.claim_articles(NOON + LEASE, lease=LEASE, limit=9) == []
    assert store.record_comparison(one, [make_record()], NOON) == 1  # a slower run compared it after all
    assert store.counts()["articles given up"] == 0


def test_a_skipped_entry_leaves_the_queue_with_its_reason(store: Store, queue: Bring) -> None:
    one, two, three = queue("a", "b", "c")
    store.skip_entry(one.id, "no text in the page")
    store.skip_entry(two.id, "the page answered 404")
    store.skip_entry(three.id, "the page answered 404")
    assert store.skipped() == {"the page answered 404": 2, "no text in the page": 1}
    assert list(store.skipped()) == ["the page answered 404", "no text in the page"]
    assert claimed_keys(store, NOON + LEASE) == []


def test_a_claimed_article_has_the_folders_of_all_feeds_that_list_it(
    store: Store, make_article: Callable[..., Article], queue: Bring
) -> None:
    first = queue("a")[0]
    store.save_feeds([Feed("https://times.example/feed", "Times", ("us", "world"))], NOON)
    feed = store.claim_due_feeds(NOON, lease=LEASE)[0]
    store.record_poll(PollRecord(feed.id, NOON, NOON, entries=(first.entry,)))
    second = store.claim_entries(NOON, lease=LEASE, limit=9)[0]
    article = make_article()
    ids = {store.save_article(entry.id, article) for entry in (first, second)}
    taken = store.claim_articles(NOON, lease=LEASE, limit=9)
    assert [(one.id, one.article, one.folders) for one in taken] == [(*ids, article, ("europe", "us", "world"))]
    assert store.claim_articles(NOON, lease=LEASE, limit=9) == []
    assert store.claim_articles(NOON + LEASE, lease=LEASE, limit=9) == taken


def test_the_first_article_with_a_url_keeps_its_text(
    store: Store, make_article: Callable[..., Article], queue: Bring
) -> None:
    one, two = queue("a", "b")
    first = store.save_article(one.id, make_article())
    assert store.save_article(two.id, make_article(text="Another text.")) == first
    assert store.claim_articles(NOON, lease=LEASE, limit=9)[0].article == make_article()
    assert waiting(store) == (0, 0, 1)


def test_an_article_read_again_because_its_entry_changed_is_compared_again(
    store: Store, make_article: Callable[..., Article], make_record: Callable[..., MatchRecord], queue: Bring
) -> None:
    store.save_seeds([Seed("minerals", "M", "m")], NOON)
    (entry,) = queue("a")
    article = store.save_article(entry.id, make_article())
    store.record_comparison(article, [make_record("ann@example.org", verdict=Verdict.NEAR_MISS)], NOON)
    feed = store.claim_due_feeds(NOON + LEASE, lease=-LEASE, due_only=False)[0]
    changed = replace(entry.entry, title="Another headline")
    store.record_poll(PollRecord(feed.id, NOON + LEASE, NOON, entries=(changed,)))
    assert store.claim_entries(NOON + LEASE, lease=LEASE, limit=9)[0].entry.title == "Another headline"
    reread = make_article(text="Another text.", published=NOON + LEASE, published_from="first seen")
    assert store.save_article(entry.id, reread) == article
    assert store.save_article(entry.id, reread) == article
    (again,) = store.claim_articles(NOON + LEASE, lease=LEASE, limit=9)
    assert again.article == replace(make_article(), text="Another text.")  # keeps the better date
    assert store.record_comparison(article, [make_record("ann@example.org")], NOON + LEASE) == 1
    assert store.record_comparison(article, [make_record("zoe@example.org")], NOON + LEASE) == 0
    (found,) = store.matches()
    assert [alert.recipient for alert in found.alerts] == ["ann@example.org"]


def test_articles_are_claimed_oldest_first_up_to_the_limit(store: Store, extract: Callable[..., list[int]]) -> None:
    ids = extract(3)
    assert [one.id for one in store.claim_articles(NOON, lease=LEASE, limit=2)] == ids[:2]
    assert [one.id for one in store.claim_articles(NOON, lease=LEASE, limit=2)] == ids[2:]


def test_a_text_found_late_replaces_a_skip(store: Store, make_article: Callable[..., Article], queue: Bring) -> None:
    entry = queue("a")[0]
    store.skip_entry(entry.id, "the page could not be fetched")
    store.save_article(entry.id, make_article())
    assert waiting(store) == (0, 0, 1)
    assert store.skipped() == {}
    store.skip_entry(entry.id, "the page could not be fetched")
    store.postpone_entry(entry.id, "timed out", NOON)
    assert waiting(store) == (0, 0, 1)


def test_a_comparison_stores_matches_and_alerts_and_updates_states(
    store: Store,
    extract: Callable[..., list[int]],
    make_record: Callable[..., MatchRecord],
    make_article: Callable[..., Article],
) -> None:
    article = extract()[0]
    record = make_record("ann@example.org", "bob@example.org")
    assert store.record_comparison(article, [record], NOON) == 1
    found = store.matches()
    assert [(one.article, one.match, one.found_at) for one in found] == [(make_article(0), record.match, NOON)]
    assert [(alert.recipient, alert.state) for alert in found[0].alerts] == [
        ("ann@example.org", "raised"),
        ("bob@example.org", "raised"),
    ]
    assert waiting(store) == (0, 0, 0)
    assert store.claim_articles(NOON + LEASE, lease=LEASE, limit=9) == []


def test_a_comparison_without_matches_is_also_finished(store: Store, extract: Callable[..., list[int]]) -> None:
    article = extract()[0]
    assert store.record_comparison(article, [], NOON) == 0
    assert store.claim_articles(NOON + LEASE, lease=LEASE, limit=9) == []


def test_only_follow_ups_raise_alerts(
    store: Store, extract: Callable[..., list[int]], make_record: Callable[..., MatchRecord]
) -> None:
    one, two = extract(2)
    assert store.record_comparison(one, [make_record("ann@example.org", verdict=Verdict.NEAR_MISS)], NOON) == 0
    assert store.record_comparison(two, [make_record("ann@example.org", verdict=Verdict.UNRELATED)], NOON) == 0
    assert store.counts()["alerts"] == 0
    assert store.counts()["matches"] == 2


def test_the_first_comparison_counts(
    store: Store, extract: Callable[..., list[int]], make_record: Callable[..., MatchRecord]
) -> None:
    article = extract()[0]
    store.record_comparison(article, [make_record("ann@example.org")], NOON)
    before = store.matches()
    late = make_record("ann@example.org", "zoe@example.org", score=0.5)
    assert store.record_comparison(article, [late], NOON + HOUR) == 0
    assert store.matches() == before


def test_a_later_comparison_can_turn_a_near_miss_into_a_follow_up_once(
    store: Store, extract: Callable[..., list[int]], make_record: Callable[..., MatchRecord]
) -> None:
    article = extract()[0]
    store.record_comparison(article, [make_record(verdict=Verdict.NEAR_MISS)], NOON)
    assert store.record_comparison(article, [make_record(verdict=Verdict.NEAR_MISS)], NOON) == 0
    assert store.counts()["alerts"] == 0
    assert [store.record_comparison(article, [make_record("ann@example.org")], NOON) for _ in range(2)] == [1, 0]
    assert store.counts()["alerts"] == 1


def test_promoting_a_near_miss_alerts_once(
    store: Store, extract: Callable[..., list[int]], make_record: Callable[..., MatchRecord]
) -> None:
    article = extract()[0]
    store.record_comparison(article, [make_record(verdict=Verdict.NEAR_MISS)], NOON)
    (near,) = store.matches(verdicts=(Verdict.NEAR_MISS,))
    record = make_record("ann@example.org", score=0.8)
    assert store.promote_match(near.id, record, NOON + HOUR) is True
    assert store.promote_match(near.id, make_record("zoe@example.org"), NOON + HOUR) is False
    (found,) = store.matches()
    assert (found.id, found.match, found.found_at) == (near.id, record.match, NOON)
    assert [alert.recipient for alert in found.alerts] == ["ann@example.org"]


def test_an_answer_is_kept_until_it_is_replaced_or_withdrawn(
    store: Store, extract: Callable[..., list[int]], make_record: Callable[..., MatchRecord]
) -> None:
    (one,) = extract(1)
    store.record_comparison(one, [make_record("ann@example.org")], NOON)
    (alerted,) = store.matches()
    for answer in (Answer.YES, Answer.NO, Answer.NONE):
        assert store.record_answer(alerted.id, answer, NOON).match_id == alerted.id
        assert [found.answer for found in store.matches(verdicts=tuple(Verdict))] == [answer]
    assert store.record_answer(999, Answer.NO, NOON).match_id is None


def test_only_what_could_lead_on_calls_for_a_review(
    store: Store, extract: Callable[..., list[int]], make_record: Callable[..., MatchRecord]
) -> None:
    near, found = extract(2)
    store.note_review("minerals", store.seed_changes()["minerals"])
    assert store.seeds_to_review() == {}
    store.record_comparison(near, [make_record(verdict=Verdict.NEAR_MISS)], NOON)
    assert store.seeds_to_review() == {}
    store.record_comparison(found, [make_record()], NOON)
    assert store.seeds_to_review() == {"minerals": store.seed_changes()["minerals"]}
    store.note_review("minerals", store.seed_changes()["minerals"])
    assert store.seeds_to_review() == {}


def test_recent_articles_are_those_compared_newest_first(
    store: Store, extract: Callable[..., list[int]], make_record: Callable[..., MatchRecord]
) -> None:
    first, second, waiting = extract(3)
    for article in (first, second):
        store.record_comparison(article, [], NOON)
    assert [one.id for one in store.recent_articles(limit=5)] == [second, first]
    assert waiting not in {one.id for one in store.recent_articles(limit=5)}
    assert [one.id for one in store.recent_articles(limit=1)] == [second]
    assert [store.has_compared(number) for number in (0, 1, 2, 3)] == [True, True, True, False]


def test_recent_texts_are_ordered_newest_first(store: Store, extract: Callable[..., list[int]]) -> None:
    extract(3)
    newest_first = [(article.title, article.text) for _, article in reversed(store.articles())]
    assert store.recent_texts(limit=2) == newest_first[:2]
    assert store.recent_texts(limit=0) == []


def test_a_new_seed_can_be_compared_with_an_article_that_was_compared_before(
    store: Store, extract: Callable[..., list[int]], make_record: Callable[..., MatchRecord]
) -> None:
    article = extract()[0]
    store.record_comparison(article, [make_record("ann@example.org")], NOON)
    store.save_seeds([Seed("new", "N", "n")], NOON, keep=["minerals"])
    both = [make_record("ann@example.org"), make_record("ann@example.org", seed="new")]
    assert store.record_comparison(article, both, NOON + HOUR) == 1
    assert sorted(one.match.seed for one in store.matches()) == ["minerals", "new"]


def test_a_match_with_a_seed_that_is_not_stored_is_an_error_and_writes_nothing(
    store: Store, extract: Callable[..., list[int]], make_record: Callable[..., MatchRecord]
) -> None:
    article = extract()[0]
    with pytest.raises(StoreError, match="seed unknown: not stored"):
        store.record_comparison(article, [make_record(), make_record(seed="unknown")], NOON)
    assert store.counts()["matches"] == 0
    assert waiting(store) == (0, 0, 1)


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda store: store.claim_entries(NOON, lease=LEASE, limit=9), "ix_entries_waiting"),
        (lambda store: store.claim_articles(NOON, lease=LEASE, limit=9), "ix_articles_waiting"),
        (lambda store: store.claim_deliveries(NOON, lease=LEASE, limit=9), "ix_deliveries_waiting"),
        (Store.waiting_alerts, "ix_alerts_waiting"),
        (Store.skipped, "ix_entries_skipped"),
    ],
)
def test_queues_are_read_by_their_partial_indexes(sqlite_url: str, ask: Callable[[Store], object], index: str) -> None:
    plans: list[str] = []

    def explain(_: object, cursor: sqlite3.Cursor, statement: str, values: tuple[object, ...], *__: object) -> None:
        if statement.startswith("SELECT"):
            plan = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            plans.extend(row[3] for row in plan)

    with open_store(sqlite_url) as store:
        event.listen(store._database.engine, "before_cursor_execute", explain)
        ask(store)
    assert index in next(plan for plan in plans if plan.startswith(("SCAN", "SEARCH")))


def test_a_known_article_is_not_compared_again_for_another_entry(
    store: Store, extract: Callable[..., list[int]], queue: Bring, make_article: Callable[..., Article]
) -> None:
    article = extract()[0]
    store.record_comparison(article, [], NOON)
    late = queue("late")[0]
    assert store.save_article(late.id, make_article(0)) == article
    assert waiting(store) == (0, 0, 0)
    assert store.claim_articles(NOON + LEASE, lease=LEASE, limit=9) == []
    assert claimed_keys(store, NOON + LEASE) == []
