"""Claiming feeds that are due, and storing the results of polls."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from news import Article, DueFeed, Entry, Feed, PollRecord, Validators
from storage import Store
from storage.column_types import clean

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=10)
HOUR = timedelta(hours=1)
ENTRY = Entry("guid-1", "https://courier.example/1", "Headline", "Summary.", "Content.", NOON - HOUR, "en")


def due(store: Store, now: datetime, **options: bool | str | int) -> list[str]:
    return [one.feed.url for one in store.claim_due_feeds(now, lease=LEASE, **options)]  # type: ignore[arg-type]


def test_a_new_feed_is_due_at_once_and_claimed_by_one_run(store: Store) -> None:
    store.save_feeds([Feed("https://a.example/"), Feed("https://b.example/")], NOON)
    assert due(store, NOON) == ["https://a.example/", "https://b.example/"]
    assert due(store, NOON + LEASE - timedelta(seconds=1)) == []


def test_a_feed_whose_run_died_is_due_again_after_the_lease(store: Store) -> None:
    store.save_feeds([Feed("https://a.example/")], NOON)
    assert due(store, NOON) == due(store, NOON + LEASE)


def test_a_polled_feed_is_due_at_its_next_poll_or_earlier_on_demand(
    store: Store, due_feed: Callable[..., DueFeed]
) -> None:
    feed = due_feed()
    store.record_poll(PollRecord(feed.id, NOON, NOON + HOUR))
    assert due(store, NOON + HOUR - timedelta(seconds=1)) == []
    assert due(store, NOON + timedelta(minutes=1), due_only=False) == [feed.feed.url]
    store.record_poll(PollRecord(feed.id, NOON + timedelta(minutes=1), NOON + HOUR))
    assert due(store, NOON + HOUR) == [feed.feed.url]


def test_a_server_that_asked_to_wait_is_not_polled_even_on_demand(
    store: Store, due_feed: Callable[..., DueFeed]
) -> None:
    feed = due_feed()
    store.record_poll(PollRecord(feed.id, NOON, NOON + LEASE, not_before=NOON + HOUR))
    assert due(store, NOON + 2 * LEASE, due_only=False) == []
    assert due(store, NOON + HOUR, due_only=False) == [feed.feed.url]


def test_feeds_are_claimed_longest_overdue_first_up_to_the_limit(store: Store) -> None:
    urls = [f"https://{letter}.example/" for letter in "abc"]
    store.save_feeds([Feed(url) for url in urls], NOON)
    for late, url in enumerate(urls[:2]):
        taken = store.claim_due_feeds(NOON, lease=LEASE, feed_url=url)[0]
        store.record_poll(PollRecord(taken.id, NOON, NOON + HOUR - late * LEASE))
    assert due(store, NOON + HOUR, limit=2) == [urls[2], urls[1]]
    assert due(store, NOON + HOUR) == [urls[0]]


def test_a_single_feed_can_be_claimed(store: Store) -> None:
    store.save_feeds([Feed("https://a.example/"), Feed("https://b.example/")], NOON)
    assert due(store, NOON, feed_url="https://b.example/") == ["https://b.example/"]
    assert due(store, NOON, feed_url="https://unknown.example/") == []


def test_a_poll_stores_validators_times_and_new_entries(store: Store, due_feed: Callable[..., DueFeed]) -> None:
    feed = due_feed(Feed("https://courier.example/feed"))
    record = PollRecord(
        feed.id,
        NOON,
        NOON + HOUR,
        validators=Validators('"tag"', "Wed, 05 Mar 2025 12:00:00 GMT"),
        title="Courier",
        site="https://courier.example/",
        entries=(ENTRY,),
    )
    assert store.record_poll(record).new == 1
    health = store.feed_health()[0]
    assert (health.last_polled_at, health.last_success_at, health.next_poll_at) == (NOON, NOON, NOON + HOUR)
    assert (health.failures, health.error, health.entries) == (0, "", 1)
    again = store.claim_due_feeds(NOON + HOUR, lease=LEASE)[0]
    assert again == replace(
        feed, validators=record.validators, feed=Feed(feed.feed.url, "Courier", (), "https://courier.example/")
    )
    queued = store.claim_entries(NOON, lease=LEASE, limit=9)
    assert [(one.entry, one.feed_url, one.feed_title) for one in queued] == [(ENTRY, feed.feed.url, "Courier")]


def test_a_failed_poll_is_counted_and_keeps_what_was_stored(store: Store, due_feed: Callable[..., DueFeed]) -> None:
    feed = due_feed()
    good = PollRecord(feed.id, NOON, NOON + HOUR, validators=Validators("tag"), title="T", entries=(ENTRY,))
    store.record_poll(good)
    for failure in (1, 2):
        at = NOON + failure * HOUR
        assert store.record_poll(PollRecord(feed.id, at, at + HOUR, error="timed out", entries=(ENTRY,))).new == 0
    health = store.feed_health()[0]
    assert (health.failures, health.error, health.entries) == (2, "timed out", 1)
    assert (health.last_polled_at, health.last_success_at) == (NOON + 2 * HOUR, NOON)
    again = store.claim_due_feeds(NOON + 3 * HOUR, lease=LEASE)[0]
    assert (again.validators, again.failures) == (Validators("tag"), 2)
    store.record_poll(PollRecord(feed.id, NOON + 3 * HOUR, NOON + 4 * HOUR))
    assert (store.feed_health()[0].failures, store.feed_health()[0].error) == (0, "")


def test_an_unchanged_feed_keeps_its_own_title(store: Store, due_feed: Callable[..., DueFeed]) -> None:
    feed = due_feed(Feed("https://courier.example/feed"))
    store.record_poll(PollRecord(feed.id, NOON, NOON + HOUR, title="Courier"))
    store.record_poll(PollRecord(feed.id, NOON + HOUR, NOON + 2 * HOUR))
    assert store.feed_health()[0].feed.title == "Courier"


def test_two_feeds_may_use_the_same_key(store: Store) -> None:
    store.save_feeds([Feed("https://a.example/"), Feed("https://b.example/")], NOON)
    polled = [
        store.record_poll(PollRecord(feed.id, NOON, NOON + HOUR, entries=(ENTRY,))).new
        for feed in store.claim_due_feeds(NOON, lease=LEASE)
    ]
    assert polled == [1, 1]


def test_a_key_may_be_longer_than_an_index_allows(store: Store, due_feed: Callable[..., DueFeed]) -> None:
    feed = due_feed()
    long = "".join(str(number) for number in range(4000))
    entries = (replace(ENTRY, key=long + "a"), replace(ENTRY, key=long + "b"))
    assert store.record_poll(PollRecord(feed.id, NOON, NOON + HOUR, entries=entries)).new == 2


def test_characters_that_a_database_cannot_store_are_removed(store: Store, due_feed: Callable[..., DueFeed]) -> None:
    feed = due_feed()
    hostile = Entry("k\0", "https://a.example/\0", "Half a \ud83d pair", "nul\0", "\0")
    assert store.record_poll(PollRecord(feed.id, NOON, NOON + HOUR, title="\0", error="", entries=(hostile,))).new == 1
    entry = store.claim_entries(NOON, lease=LEASE, limit=1)[0].entry
    assert (entry.key, entry.url, entry.title, entry.summary) == ("k", "https://a.example/", "Half a ? pair", "nul")


@pytest.mark.parametrize("field", ["polled_at", "next_poll_at", "not_before"])
def test_a_naive_datetime_is_refused_and_nothing_is_written(
    store: Store, due_feed: Callable[..., DueFeed], field: str
) -> None:
    record = PollRecord(due_feed().id, NOON, NOON + HOUR, entries=(ENTRY,))
    with pytest.raises(ValueError, match="without a timezone"):
        store.record_poll(replace(record, **{field: datetime(2025, 3, 5, 12)}))  # type: ignore[arg-type]  # noqa: DTZ001
    assert store.counts()["entries"] == 0


def test_times_are_returned_in_utc_whatever_their_timezone(store: Store, due_feed: Callable[..., DueFeed]) -> None:
    from zoneinfo import ZoneInfo

    local = NOON.astimezone(ZoneInfo("Asia/Kathmandu"))
    store.record_poll(PollRecord(due_feed().id, local, local + HOUR))
    assert store.feed_health()[0].last_polled_at == NOON
    assert store.feed_health()[0].last_polled_at.tzinfo is UTC  # type: ignore[union-attr]


KEYS = st.lists(st.text(st.characters(exclude_categories=()), min_size=1, max_size=3), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(offers=st.lists(KEYS, min_size=1, max_size=6), data=st.data())
def test_entries_in_any_grouping_and_order_are_stored_exactly_once(
    store: Store, offers: list[list[str]], data: st.DataObject
) -> None:
    before = store.counts()["entries"]
    store.save_feeds([Feed(f"https://{before}.example/")], NOON)  # a new feed for each example
    feed = store.claim_due_feeds(NOON, lease=-LEASE, due_only=False)[0]
    repeated = offers + data.draw(st.permutations(offers))
    new = [
        store.record_poll(PollRecord(feed.id, NOON, NOON, entries=tuple(replace(ENTRY, key=key) for key in keys))).new
        for keys in repeated
    ]
    distinct = {clean(key) for keys in offers for key in keys}
    assert sum(new) == len(distinct) == store.counts()["entries"] - before
    assert new[len(offers) :] == [0] * len(offers)


def claim_feed(store: Store, now: datetime, **options: bool) -> DueFeed:
    (feed,) = store.claim_due_feeds(now, lease=-LEASE, due_only=False, **options)  # type: ignore[arg-type]
    return feed


def test_a_feed_is_claimed_with_its_interval_and_body_digest(store: Store, due_feed: Callable[..., DueFeed]) -> None:
    feed = due_feed()
    store.record_poll(PollRecord(feed.id, NOON, NOON + HOUR, interval=2 * HOUR, body_digest="abc"))
    store.record_poll(PollRecord(feed.id, NOON + HOUR, NOON + HOUR, error="timed out"))
    again = claim_feed(store, NOON + HOUR)
    assert (again.interval, again.body_digest) == (2 * HOUR, "abc")


def test_a_moved_feed_is_polled_at_its_new_address_after_a_day_and_at_the_old_one_if_that_fails(
    store: Store, due_feed: Callable[..., DueFeed]
) -> None:
    feed, new = due_feed(), "https://new.example/feed"
    for hours, address in ((0, feed.feed.url), (12, feed.feed.url), (24, new), (48, new)):
        at = NOON + hours * HOUR
        store.record_poll(PollRecord(feed.id, at, at, moved_to=new))
        assert claim_feed(store, at).address == address
    store.record_poll(PollRecord(feed.id, NOON + 49 * HOUR, NOON, error="answered 404"))
    assert claim_feed(store, NOON + 99 * HOUR).address == feed.feed.url


def test_a_move_to_another_address_or_back_starts_over(store: Store, due_feed: Callable[..., DueFeed]) -> None:
    feed = due_feed()
    for hours, target in (
        (0, "https://one.example/"),
        (20, "https://two.example/"),
        (30, ""),
        (40, "https://one.example/"),
    ):
        store.record_poll(PollRecord(feed.id, NOON + hours * HOUR, NOON, moved_to=target))
    assert claim_feed(store, NOON + 50 * HOUR).address == feed.feed.url
    assert claim_feed(store, NOON + 64 * HOUR).address == "https://one.example/"


def test_a_feed_that_is_gone_is_polled_only_on_demand_until_it_answers_again(
    store: Store, due_feed: Callable[..., DueFeed]
) -> None:
    feed = due_feed()
    store.record_poll(PollRecord(feed.id, NOON, NOON, error="answered 410 Gone", gone=True))
    assert due(store, NOON + 99 * HOUR) == []
    assert due(store, NOON + 99 * HOUR, due_only=False) == [feed.feed.url]
    store.record_poll(PollRecord(feed.id, NOON + 99 * HOUR, NOON))
    assert due(store, NOON + 99 * HOUR) == [feed.feed.url]


def make_entry(number: int, *names: str, title: str = "", **fields: object) -> Entry:
    stated = {"key": names[0], "url": f"https://courier.example/{number}", "title": title or f"Story {number}"}
    return Entry(**{**stated, "names": names, **fields})  # type: ignore[arg-type]


def poll_entries(store: Store, *entries: Entry, hours: int = 0) -> tuple[int, int]:
    feed = claim_feed(store, NOON + LEASE)
    saved = store.record_poll(PollRecord(feed.id, NOON + hours * HOUR, NOON, entries=entries))
    return saved.new, saved.changed


def read_all(store: Store) -> list[str]:
    """Empty the queue, as a pass does, and return the titles that were in it."""
    queued = store.claim_entries(NOON + 999 * HOUR, lease=LEASE, limit=99)
    for one in queued:
        store.skip_entry(one.id, "read")
    return [one.entry.title for one in queued]


def test_an_entry_whose_guid_changes_with_every_poll_is_stored_once(
    store: Store, due_feed: Callable[..., DueFeed]
) -> None:
    due_feed()
    polls = [[make_entry(n, f"guid-{poll}-{n}", f"https://courier.example/{n}") for n in range(3)] for poll in range(4)]
    assert [poll_entries(store, *entries) for entries in polls] == [(3, 0), (0, 0), (0, 0), (0, 0)]


def test_an_entry_whose_link_changes_is_stored_once(store: Store, due_feed: Callable[..., DueFeed]) -> None:
    due_feed()
    assert poll_entries(store, make_entry(1, "guid", "https://courier.example/1")) == (1, 0)
    moved = make_entry(1, "guid", "https://courier.example/one", url="https://courier.example/one")
    assert poll_entries(store, moved) == (0, 0)
    assert poll_entries(store, replace(moved, key="https://courier.example/one", names=moved.names[1:])) == (0, 0)


@pytest.mark.parametrize(
    ("name", "other"), [("417234/{}", "417234/{}"), ("{}-20200421-p54lq0.html", "{}-20200422-p54lq0.html")]
)
def test_an_entry_whose_headline_changes_in_its_link_too_is_stored_once(
    store: Store, due_feed: Callable[..., DueFeed], name: str, other: str
) -> None:
    due_feed()
    links = [f"https://courier.example/{one}" for one in (name.format("firefly-writes"), other.format("no-deal-yet"))]
    assert poll_entries(store, make_entry(1, "guid", links[0], url=links[0], title="Firefly writes")) == (1, 0)
    renamed = make_entry(1, "guid", links[1], url=links[1], title="No deal yet, says Trentino")
    assert poll_entries(store, renamed) == (0, 0)
    assert read_all(store) == ["No deal yet, says Trentino"]


def test_no_entry_is_lost_if_all_share_a_guid(store: Store, due_feed: Callable[..., DueFeed]) -> None:
    due_feed()
    links = [f"https://courier.example/{number}" for number in range(6)]
    assert poll_entries(store, make_entry(0, "guid", links[0])) == (1, 0)
    assert poll_entries(store, make_entry(1, "guid", links[1])) == (
        1,
        0,
    )  # the first has not been read yet and must not be lost
    assert read_all(store) == ["Story 0", "Story 1"]
    poll_entries(store, make_entry(2, "guid", links[2]))  # by its GUID, a change of the first
    assert read_all(store) == ["Story 2"]
    assert poll_entries(store, make_entry(3, links[3]), make_entry(4, links[4])) == (
        2,
        0,
    )  # in one poll, neither is known by the GUID
    poll_entries(store, make_entry(5, "guid", links[5]))
    assert sorted(read_all(store)) == ["Story 3", "Story 4", "Story 5"]


def test_an_entry_whose_text_changes_is_read_again_a_limited_number_of_times(
    store: Store, due_feed: Callable[..., DueFeed]
) -> None:
    due_feed()
    assert poll_entries(store, make_entry(1, "guid")) == (1, 0)
    assert read_all(store) == ["Story 1"]
    assert poll_entries(store, make_entry(1, "guid", title="STORY 1!")) == (
        0,
        0,
    )  # differs only in case and punctuation
    results = [poll_entries(store, make_entry(1, "guid", title=f"Version {number}")) for number in range(9)]
    assert sum(changed for _, changed in results) == 1  # the others found it already queued
    assert read_all(store) == ["Version 4"]
    assert poll_entries(store, make_entry(1, "guid", title="Version 99")) == (0, 0)
    assert read_all(store) == []


def test_dates_do_not_affect_which_entries_are_new(store: Store, due_feed: Callable[..., DueFeed]) -> None:
    due_feed()
    moments = [None, NOON + 9_000 * HOUR, NOON - 90_000 * HOUR, NOON]
    entries = [make_entry(number, f"guid-{number}", published=moment) for number, moment in enumerate(moments)]
    assert poll_entries(store, *entries) == (4, 0)
    assert poll_entries(store, *(replace(entry, published=NOON) for entry in entries)) == (0, 0)


def test_a_pass_that_claims_in_rounds_polls_no_feed_twice(store: Store) -> None:
    store.save_feeds([Feed(f"https://{name}.example/feed") for name in "abc"], NOON)
    polled = []
    while taken := store.claim_due_feeds(NOON, lease=LEASE, due_only=False, polled_before=NOON, limit=2):
        for feed in taken:
            polled.append(feed.id)
            store.record_poll(PollRecord(feed.id, NOON, NOON + HOUR))
    assert len(polled) == len(set(polled)) == 3
    assert len(store.claim_due_feeds(NOON, lease=LEASE, due_only=False)) == 3


def test_an_entry_with_the_guid_of_an_old_one_and_another_headline_is_new(
    store: Store, due_feed: Callable[..., DueFeed], make_article: Callable[..., Article]
) -> None:
    due_feed()
    poll_entries(store, make_entry(1, "guid", "https://courier.example/1", title="Harbour opens after the storm"))
    (old,) = store.claim_entries(NOON + HOUR, lease=LEASE, limit=9)
    text = "The harbour opened again after the storm had passed, the harbour master said."
    store.save_article(old.id, make_article(1, title="Harbour opens after the storm", text=text))
    edited = make_entry(5, "guid", "https://courier.example/5", title="After the storm, harbour opened again")
    assert poll_entries(store, edited, hours=1) == (0, 1)
    store.save_article(old.id, make_article(1, title="Harbour opens after the storm", text=text))
    other = make_entry(9, "guid", "https://courier.example/9", title="Firefly dismisses minister Chicolini")
    assert poll_entries(store, other, hours=2) == (1, 0)
    assert poll_entries(store, other, hours=3) == (0, 0)
    assert "Firefly dismisses minister Chicolini" in read_all(store)


def test_an_entry_is_known_by_its_link_when_its_guid_moves_on(store: Store, due_feed: Callable[..., DueFeed]) -> None:
    due_feed()
    links = [f"https://courier.example/{number}" for number in range(9)]
    for poll in range(7):
        listed = [make_entry(n, f"place-{poll + 2 - n}", links[n]) for n in (poll + 2, poll + 1, poll)]
        assert poll_entries(store, *listed, hours=poll) == (3 if poll == 0 else 1, 0)
        assert len(read_all(store)) == (3 if poll == 0 else 1)


@pytest.mark.parametrize(
    "moved",
    ["http://courier.example/story", "https://www.courier.example/story", "https://courier.example/story/", "https://new.example/story"],
)  # fmt: skip
def test_an_entry_is_stored_once_when_its_site_moves(
    store: Store, due_feed: Callable[..., DueFeed], moved: str
) -> None:
    due_feed()
    before, words = "https://courier.example/story", {"title": "Talks resume", "summary": "In Geneva."}
    assert poll_entries(store, make_entry(1, before, url=before, **words)) == (1, 0)
    read_all(store)
    assert poll_entries(store, make_entry(1, moved, url=moved, **words), hours=1) == (0, 0)
    assert poll_entries(store, make_entry(1, moved, url=moved, **words), hours=2) == (0, 0)
    assert read_all(store) == []


def test_another_story_at_the_same_place_of_another_site_is_new(store: Store, due_feed: Callable[..., DueFeed]) -> None:
    due_feed()
    links = "https://courier.example/today", "https://times.example/today"
    assert poll_entries(store, make_entry(1, links[0], url=links[0], title="Talks resume")) == (1, 0)
    assert poll_entries(store, make_entry(2, links[1], url=links[1], title="Talks end")) == (1, 0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("https://courier.example/talks/resume.html", "https://courier.example/talks/resume"),
        ("https://courier.example/talks/resume.php", "https://new.example/talks/resume/"),
        ("https://courier.example/talks/resume/index.htm", "https://courier.example/talks/resume/"),
        ("https://courier.example/talks/resume", "https://new.example/Talks/Resume.aspx"),
        ("https://courier.example/article.php?id=77", "https://courier.example/article?id=77"),
    ],
)
def test_an_entry_is_stored_once_when_its_site_spells_its_addresses_in_another_way(
    store: Store, due_feed: Callable[..., DueFeed], before: str, after: str
) -> None:
    due_feed()
    words = {"title": "Talks resume", "summary": "In Geneva."}
    assert poll_entries(store, make_entry(1, before, url=before, **words)) == (1, 0)
    read_all(store)
    assert poll_entries(store, make_entry(1, after, url=after, **words), hours=1) == (0, 0)
    assert poll_entries(store, make_entry(1, after, url=after, **words), hours=2) == (0, 0)


@pytest.mark.parametrize(
    "links",
    [
        ("https://courier.example/a/1.html", "https://courier.example/a/1.php"),
        ("https://courier.example/S/1", "https://courier.example/s/1"),
        ("https://courier.example/live", "https://courier.example/live.html"),
    ],
)
def test_two_entries_that_are_listed_together_stay_two(
    store: Store, due_feed: Callable[..., DueFeed], links: tuple[str, str]
) -> None:
    due_feed()
    words = {"title": "Correction", "summary": ""}
    listed = [make_entry(1, link, url=link, **words) for link in links]
    assert poll_entries(store, *listed) == (2, 0)
    assert poll_entries(store, *listed, hours=1) == (0, 0)


def test_entries_without_words_are_told_apart_by_their_exact_addresses(
    store: Store, due_feed: Callable[..., DueFeed]
) -> None:
    due_feed()
    links = [f"https://courier.example/{name}" for name in ("Page/Bc1", "page/bC1")]
    entries = [replace(make_entry(1, link, url=link), title="") for link in links]
    assert poll_entries(store, entries[0]) == (1, 0)
    assert poll_entries(store, entries[1], hours=1) == (1, 0)


WORDS = {"title": "Trentino returns to Geneva", "summary": "He brings an offer.", "published": NOON - HOUR}


def renamed(link: str, **changes: object) -> Entry:
    url = f"https://courier.example/{link}"
    return make_entry(1, url, url=url, **{**WORDS, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("is_read", [False, True])
def test_an_entry_that_replaces_one_of_the_same_words_and_date_is_that_one(
    store: Store, due_feed: Callable[..., DueFeed], make_article: Callable[..., Article], *, is_read: bool
) -> None:
    due_feed()
    other = make_entry(2, "other")
    assert poll_entries(store, renamed("2025/03/05/trentino-returns/"), other) == (2, 0)
    for queued in store.claim_entries(NOON + HOUR, lease=LEASE, limit=9) if is_read else ():
        store.save_article(queued.id, make_article(queued.id, published=queued.entry.published or NOON))
    assert poll_entries(store, renamed("trentino-returns/"), other, hours=1) == (0, 0)
    assert poll_entries(store, renamed("trentino-returns/"), other, hours=2) == (0, 0)


@pytest.mark.parametrize(
    "changes",
    [{"published": NOON}, {"published": None}, {"summary": "He brings none."}, {"title": "", "summary": ""}],
)
def test_an_entry_that_differs_in_words_or_date_is_another(
    store: Store, due_feed: Callable[..., DueFeed], changes: dict[str, object]
) -> None:
    due_feed()
    assert poll_entries(store, renamed("a", **({"title": "", "summary": ""} if "title" in changes else {}))) == (1, 0)
    assert poll_entries(store, renamed("b", **changes), hours=1) == (1, 0)


def test_an_entry_is_no_other_one_that_is_still_listed_or_one_of_several(
    store: Store, due_feed: Callable[..., DueFeed]
) -> None:
    due_feed()
    assert poll_entries(store, renamed("a")) == (1, 0)
    assert poll_entries(store, renamed("a"), renamed("b"), hours=1) == (1, 0)
    assert poll_entries(store, renamed("c"), hours=2) == (1, 0)
    assert poll_entries(store, renamed("d"), renamed("e"), hours=3) == (2, 0)
