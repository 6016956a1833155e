"""Much old data is removed in short transactions, between which others get at the database."""

from datetime import timedelta
from typing import Any

import pytest

from news import Article, Entry, Evidence, Feed, Match, MatchRecord, PollRecord, Seed, Verdict
from pipeline import HousekeepingOptions, open_runtime, prune, retention
from storage import Store
from storage import retention as stored
from tests.world import NOON

LATER = NOON + timedelta(days=900)
FEED = "https://courier.example/feed"
AT_ONCE, MANY = 5, 12  # rows in a transaction; articles, of which half are near misses


def fill(store: Store) -> None:
    """Store old articles and entries, the latter no longer listed by their feed."""
    store.save_feeds([Feed(FEED)], NOON)
    store.save_seeds([Seed("treaty", "T", "t")], NOON)
    entries = tuple(Entry(str(number), f"https://courier.example/{number}", "T") for number in range(MANY))
    for moment, listed in ((NOON, entries), (NOON + timedelta(hours=1), (Entry("last", "", "L"),))):
        (feed,) = store.claim_due_feeds(moment, lease=timedelta(0), due_only=False)
        store.record_poll(PollRecord(feed.id, moment, moment, entries=listed))
    for number, entry in enumerate(store.claim_entries(NOON, lease=timedelta(hours=1), limit=MANY)):
        article = store.save_article(entry.id, Article(entry.entry.url, f"Title {number}", "Text.", "C", NOON))
        missed = MatchRecord(Match("treaty", 0.3, Verdict.NEAR_MISS, Evidence()), ())
        store.record_comparison(article, [missed] if number % 2 else [], NOON)


def test_all_that_is_old_is_removed_a_little_at_a_time(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    transactions: list[int] = []

    remove = Store.prune

    def watched(store: Store, *args: Any) -> dict[str, int]:
        removed = remove(store, *args)
        transactions.append(sum(removed.values()))
        return removed

    monkeypatch.setattr(Store, "prune", watched)
    for module in (retention, stored):
        monkeypatch.setattr(module, "PRUNED_AT_ONCE", AT_ONCE)
    with open_runtime(world.settings()) as runtime:
        fill(runtime.store)
        expected = prune(runtime, LATER, HousekeepingOptions(dry_run=True, trust_clock=True))
        assert prune(runtime, LATER, HousekeepingOptions(trust_clock=True)) == expected
        assert prune(runtime, LATER, HousekeepingOptions(dry_run=True, trust_clock=True)) == dict.fromkeys(expected, 0)
    assert not isinstance(expected, str)
    assert {kind: expected[kind] for kind in ("near misses", "articles", "entries")} == {
        "near misses": MANY // 2,
        "articles": MANY,
        "entries": MANY,
    }
    assert max(transactions) == AT_ONCE
