"""Claims and leases exclude other runs until they expire; passes are counted once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from news import DueFeed, PassRecord, QueuedEntry
from storage import Queue, Store

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=10)


def test_a_lease_has_one_holder_until_it_expires(store: Store) -> None:
    assert store.take_lease("inbox", "me", NOON, NOON + LEASE)
    assert not store.take_lease("inbox", "you", NOON + LEASE / 2, NOON + 2 * LEASE)
    assert store.take_lease("backfill", "you", NOON, NOON + LEASE)
    assert store.take_lease("inbox", "me", NOON + LEASE / 2, NOON + 2 * LEASE), "its holder may extend it"
    assert not store.take_lease("inbox", "you", NOON + LEASE, NOON + 3 * LEASE)
    assert store.take_lease("inbox", "you", NOON + 2 * LEASE, NOON + 3 * LEASE)


def test_only_its_holder_can_release_a_lease(store: Store) -> None:
    store.take_lease("inbox", "me", NOON, NOON + LEASE)
    store.drop_lease("inbox", "you")
    assert not store.take_lease("inbox", "you", NOON, NOON + LEASE)
    store.drop_lease("inbox", "me")
    assert store.take_lease("inbox", "you", NOON, NOON + LEASE)


def test_a_renewed_claim_expires_later(store: Store, due_feed: Callable[..., DueFeed]) -> None:
    feed = due_feed()
    store.renew(Queue.FEEDS, [feed.id], NOON + 3 * LEASE)
    assert store.claim_due_feeds(NOON + 2 * LEASE, lease=LEASE) == []
    assert [one.id for one in store.claim_due_feeds(NOON + 3 * LEASE, lease=LEASE)] == [feed.id]


def test_renewing_does_not_claim_what_was_released(store: Store, queue: Callable[..., list[QueuedEntry]]) -> None:
    one, two = queue("1", "2")
    store.release(Queue.ENTRIES, [one.id])
    store.renew(Queue.ENTRIES, [one.id, two.id], NOON + 2 * LEASE)
    assert [each.id for each in store.claim_entries(NOON + LEASE, lease=LEASE, limit=9)] == [one.id]


def test_a_claim_that_was_taken_over_is_no_longer_its_first_holders(
    store: Store, queue: Callable[..., list[QueuedEntry]]
) -> None:
    queue("1")
    (entry,) = store.claim_entries(NOON + LEASE, lease=LEASE, limit=9, holder="me")
    assert store.claim_entries(NOON + 2 * LEASE, lease=LEASE, limit=9, holder="you")
    store.release(Queue.ENTRIES, [entry.id], holder="me")
    assert store.claim_entries(NOON + 2 * LEASE, lease=LEASE, limit=9) == [], "it is yours"
    store.renew(Queue.ENTRIES, [entry.id], NOON + 9 * LEASE, holder="me")
    store.release(Queue.ENTRIES, [entry.id], holder="you")
    assert [one.id for one in store.claim_entries(NOON + 2 * LEASE, lease=LEASE, limit=9)] == [entry.id]


def test_a_pass_recorded_twice_counts_once(store: Store) -> None:
    first = PassRecord("first", "monitor", NOON, NOON + LEASE, "2 feeds polled", failed=False)
    later = PassRecord("later", "monitor", NOON + LEASE, NOON + LEASE, "1 of 2 feeds failed", failed=True)
    for record in (first, first, later, PassRecord("other", "digest", NOON, NOON, "", failed=False)):
        store.record_pass(record, {"polls": 2, "seconds of poll feeds": 0.5})
    assert store.latest_passes("monitor", limit=9) == [later, first]
    assert store.latest_passes("monitor") == [later]
    assert store.pass_times(NOON - LEASE, NOON + LEASE) == [NOON, NOON + LEASE, NOON + LEASE]
    assert store.pass_times(NOON, NOON + LEASE / 2) == []
    assert store.totals() == {"polls": 6, "seconds of poll feeds": 1.5}
