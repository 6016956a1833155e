"""What housekeeping deletes, and what it keeps."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from news import (
    Answer,
    Article,
    Cutoffs,
    DueDelivery,
    DueFeed,
    Entry,
    GroupRecord,
    MatchRecord,
    PassRecord,
    PollRecord,
    Profile,
    QueuedEntry,
    Seed,
    Standing,
    Verdict,
)
from storage import Store

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=10)
LATER = NOON + timedelta(days=90)
ANN = "ann@example.org"
NEVER = Cutoffs(*[NOON - timedelta(days=9999)] * 5)


def prune(store: Store, since: Cutoffs | datetime) -> dict[str, int]:
    """The number of deleted rows by kind; a datetime is the cut-off time for all kinds."""
    cutoffs = since if isinstance(since, Cutoffs) else Cutoffs(*[since] * 5)
    rehearsed = store.rehearse_prune(cutoffs)
    assert store.prune(cutoffs) == rehearsed
    return {name: number for name, number in rehearsed.items() if number}


def test_old_articles_without_a_match_are_deleted_and_their_entries_stay_known(
    store: Store,
    extract: Callable[..., list[int]],
    make_record: Callable[..., MatchRecord],
    poll: Callable[..., int],
) -> None:
    matched, unmatched = extract(2)
    store.record_comparison(matched, [make_record(ANN)], NOON)
    store.record_comparison(unmatched, [], NOON)
    before = store.matches()
    assert prune(store, NOON) == {}
    assert prune(store, LATER) == {"articles": 1}
    assert prune(store, LATER) == {}
    assert store.matches() == before
    assert poll("0", "1") == 0, "an entry that the feed still lists counts as new"
    assert store.feed_health()[0].entries == 2


def test_queued_rows_are_not_deleted(store: Store, extract: Callable[..., list[int]], poll: Callable[..., int]) -> None:
    article = extract()[0]
    poll("new")
    assert prune(store, LATER) == {}
    assert [one.id for one in store.claim_articles(NOON, lease=LEASE, limit=9)] == [article]
    assert [one.entry.title for one in store.claim_entries(NOON, lease=LEASE, limit=9)] == ["Entry new"]


def test_skipped_entries_lose_their_text_and_keep_their_reasons(
    store: Store, queue: Callable[..., list[QueuedEntry]]
) -> None:
    store.skip_entry(queue("a")[0].id, "no text in the page")
    assert prune(store, LATER) == {"words of entries": 1}
    assert store.skipped() == {"no text in the page": 1}


def test_a_deleted_article_can_be_stored_again(
    store: Store,
    extract: Callable[..., list[int]],
    queue: Callable[..., list[QueuedEntry]],
    make_article: Callable[..., Article],
) -> None:
    article = extract()[0]
    store.record_comparison(article, [], NOON)
    prune(store, LATER)
    assert store.save_article(queue("again")[0].id, make_article(0)) != article
    assert store.counts()["articles waiting"] == 1


def list_entries(store: Store, now: datetime, *keys: str) -> int:
    """Poll a feed that lists these entries, and skip the new ones."""
    (feed,) = store.claim_due_feeds(now, lease=LEASE, due_only=False)
    entries = tuple(Entry(key, f"https://courier.example/{key}", key) for key in keys)
    new = store.record_poll(PollRecord(feed.id, now, now, entries=entries)).new
    for queued in store.claim_entries(now, lease=LEASE, limit=99):
        store.skip_entry(queued.id, "no text")
    return new


def test_an_entry_is_deleted_long_after_its_feed_stopped_listing_it(
    store: Store, due_feed: Callable[..., DueFeed]
) -> None:
    feed = due_feed()
    store.record_poll(PollRecord(feed.id, NOON, NOON))
    hours = [NOON + timedelta(hours=hour) for hour in range(6)]
    assert list_entries(store, hours[0], "a", "b", "c") == 3
    assert list_entries(store, hours[1], "c", "d") == 1
    assert list_entries(store, hours[2], "b", "c", "d") == 0  # b is listed again
    assert list_entries(store, hours[3]) == 0  # temporarily empty
    entries = replace(NEVER, entries=hours[3])
    assert prune(store, entries) == {"entries": 1}
    assert prune(store, entries) == {}
    assert list_entries(store, hours[4], "a", "b", "c", "d") == 1  # an entry listed again after so long is new


def test_entries_of_an_inactive_feed_are_deleted_too(store: Store, due_feed: Callable[..., DueFeed]) -> None:
    feed = due_feed()
    store.record_poll(PollRecord(feed.id, NOON, NOON))
    list_entries(store, NOON, "a", "b")
    assert prune(store, replace(NEVER, entries=LATER)) == {}
    store.save_feeds([], NOON)
    assert prune(store, replace(NEVER, entries=NOON)) == {}
    assert prune(store, replace(NEVER, entries=LATER)) == {"entries": 2}


@pytest.mark.parametrize(("answer", "gone"), [(Answer.NONE, 1), (Answer.YES, 0), (Answer.NO, 0)])
def test_near_misses_are_deleted_unless_they_have_an_answer(
    store: Store,
    extract: Callable[..., list[int]],
    make_record: Callable[..., MatchRecord],
    answer: Answer,
    gone: int,
) -> None:
    (article,) = extract()
    store.record_comparison(article, [make_record(verdict=Verdict.NEAR_MISS)], NOON)
    (near,) = store.matches(verdicts=(Verdict.NEAR_MISS,))
    store.record_answer(near.id, answer, NOON)
    assert prune(store, replace(NEVER, near_misses=LATER)) == ({"near misses": gone} if gone else {})


def test_sent_mails_are_deleted_and_their_alerts_stay_sent(
    store: Store, bundle: Callable[..., list[DueDelivery]]
) -> None:
    sent, _waiting = bundle(ANN, "bob@example.org")
    store.mark_sent(sent.id, NOON)
    assert prune(store, replace(NEVER, mails=LATER)) == {"mails": 1}
    counts = store.counts()
    assert (counts["alerts sent"], counts["deliveries waiting"]) == (1, 1)
    assert prune(store, replace(NEVER, mails=LATER)) == {}
    assert len(store.matches()) == 1


def test_the_story_so_far_still_has_what_was_mailed_long_ago(
    store: Store, bundle: Callable[..., list[DueDelivery]]
) -> None:
    sent, refused = bundle(ANN, "bob@example.org")
    (report,) = store.matches()
    store.save_groups("minerals", [GroupRecord(report.id, -1, Standing.OPENS)], 0, NOON)
    store.mark_sent(sent.id, NOON)
    store.mark_failed(refused.id, "refused", NOON, give_up=True)
    assert prune(store, replace(NEVER, mails=LATER)) == {"mails": 2}
    assert [one.id for one in store.story_so_far("minerals", ANN, []).earlier] == [report.id]
    assert store.story_so_far("minerals", "bob@example.org", []).earlier == ()  # who never got it


def test_old_passes_and_leases_are_deleted_and_the_totals_kept(store: Store) -> None:
    store.record_pass(PassRecord("one", "monitor", NOON, NOON, "nothing", failed=False), {"polls": 3})
    store.take_lease("inbox", "somebody", NOON, NOON)
    assert prune(store, replace(NEVER, passes=LATER)) == {"passes": 1, "leases": 1}
    assert store.latest_passes("monitor") == []
    assert store.totals() == {"polls": 3}


def test_mutes_that_have_long_ended_are_deleted(store: Store, extract: Callable[..., list[int]]) -> None:
    extract()
    store.mute("minerals", ANN, NOON)
    store.mute("minerals", "bob@example.org", None)
    assert prune(store, replace(NEVER, passes=NOON)) == {}
    assert prune(store, replace(NEVER, passes=LATER)) == {"mutes": 1}
    assert store.mutes(NOON) == {("minerals", "bob@example.org"): None}


def test_the_size_of_the_database(store: Store) -> None:
    assert store.size() > 100_000


def test_the_age_of_an_article_counts_from_its_first_comparison(
    store: Store, extract: Callable[..., list[int]]
) -> None:
    article = extract()[0]
    for moment in (NOON, NOON + timedelta(days=1), LATER):
        assert store.record_comparison(article, [], moment) == 0
    assert prune(store, replace(NEVER, articles=NOON)) == {}
    assert prune(store, replace(NEVER, articles=NOON + timedelta(seconds=1))) == {"articles": 1}


def test_profiles_of_seeds_that_are_gone_and_old_visits_and_bounces_are_deleted(store: Store) -> None:
    kept, gone = Seed("kept", "Kept", "It goes on."), Seed("gone", "Gone", "It is over.")
    store.save_seeds([kept, gone], NOON)
    for seed in (kept, gone):
        store.save_profile(seed.name, "text", Profile((), (), (), {}, {}, {}))
    store.save_seeds([kept], NOON)
    store.note_visit("ann", "kept", NOON)
    store.record_bounce(ANN, "no such person", NOON)
    assert prune(store, NOON) == {"profiles": 1}
    assert store.profiles().keys() == {"kept"}
    assert prune(store, LATER) == {"bounces": 1, "desk log": 1, "notices": 1}
    assert (store.visits("ann"), store.bounces()) == ({}, {})
