"""Storing the user's lists of feeds and seeds."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from news import Article, Entry, Feed, PollRecord, Seed, SeedSettings
from storage import Store

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=10)
COURIER = Feed("https://courier.example/feed", "The Courier", ("world",), "https://courier.example/")
TIMES = Feed("https://times.example/feed", "Times", ("us",))
FULL = Seed(
    "minerals",
    "Minerals deal",
    "The deal was not signed.",
    "https://courier.example/seed",
    NOON,
    SeedSettings(
        ("ann@example.org", "bob@example.org"),
        "high",
        "daily",
        "Europe/Kyiv",
        (time(22, 30), time(6)),
        ("ukraine",),
        ("Zelenskyy",),
        ("football",),
        ("Monday",),
        date(2025, 12, 31),
    ),
)

SETTINGS = st.builds(
    SeedSettings,
    recipients=st.lists(st.text()).map(tuple),
    quiet_hours=st.none() | st.tuples(st.times(), st.times()),
    feeds=st.lists(st.text()).map(tuple),
    must_mention=st.lists(st.text()).map(tuple),
    expires=st.none() | st.dates(),
)


def active(store: Store) -> list[Feed]:
    return [health.feed for health in store.feed_health()]


def test_listed_feeds_are_active_and_returned_as_listed(store: Store) -> None:
    store.save_feeds([TIMES, COURIER], NOON)
    assert active(store) == [COURIER, TIMES]


def test_a_feed_removed_from_the_list_is_inactive_and_keeps_its_data(store: Store) -> None:
    store.save_feeds([COURIER, TIMES], NOON)
    due = store.claim_due_feeds(NOON, lease=LEASE, feed_url=COURIER.url)[0]
    store.record_poll(PollRecord(due.id, NOON, NOON + LEASE, error="refused"))
    store.save_feeds([TIMES], NOON)
    assert active(store) == [TIMES]
    assert [one.feed for one in store.claim_due_feeds(NOON + 2 * LEASE, lease=LEASE)] == [TIMES]
    store.save_feeds([COURIER], NOON)
    assert [health.failures for health in store.feed_health()] == [1]


def test_a_feed_listed_twice_is_one_feed_in_both_folders(store: Store) -> None:
    store.save_feeds([COURIER, replace(COURIER, folders=("europe", "world"), title="again")], NOON)
    assert active(store) == [replace(COURIER, folders=("world", "europe"))]


def test_a_feed_without_a_title_in_the_list_has_its_own(store: Store) -> None:
    store.save_feeds([Feed(COURIER.url), TIMES], NOON)
    for due in store.claim_due_feeds(NOON, lease=LEASE):
        store.record_poll(PollRecord(due.id, NOON, NOON + LEASE, title="Its own", site="https://own.example/"))
    assert [(feed.title, feed.site) for feed in active(store)] == [
        ("Its own", "https://own.example/"),
        ("Times", "https://own.example/"),
    ]


def test_the_url_of_a_feed_may_be_longer_than_an_index_allows(store: Store) -> None:
    long = Feed("https://courier.example/" + "".join(str(number) for number in range(4000)))
    store.save_feeds([long], NOON)
    store.save_feeds([long], NOON)
    assert active(store) == [long]


def test_a_seed_is_returned_as_stored(store: Store) -> None:
    store.save_seeds([FULL, Seed("bare", "", "")], NOON)
    assert store.seeds() == [Seed("bare", "", ""), FULL]


def test_one_seed_is_found_by_its_exact_name_also_an_inactive_one(store: Store) -> None:
    store.save_seeds([FULL, Seed("bare", "", "")], NOON)
    store.save_seeds([FULL], NOON)
    assert store.seed(FULL.name) == FULL
    assert store.seed("bare") == Seed("bare", "", "")
    assert [store.seed(name) for name in ("nothing", "bare\0", "bar\ud800", "BARE")] == [None] * 4


def test_a_seed_saved_again_has_its_new_text_and_settings(store: Store) -> None:
    store.save_seeds([FULL], NOON)
    changed = replace(FULL, text="Another text.", settings=SeedSettings(sensitivity="low"))
    store.save_seeds([changed], NOON + LEASE)
    assert store.seeds() == [changed]


def test_a_seed_no_longer_given_is_inactive_unless_it_is_in_keep(store: Store) -> None:
    broken, gone = Seed("broken", "B", "b"), Seed("gone", "G", "g")
    store.save_seeds([FULL, broken, gone], NOON)
    store.save_seeds([FULL], NOON, keep=["broken", "never stored"])
    assert store.seeds() == [broken, FULL]
    assert store.seeds(include_inactive=True) == [broken, gone, FULL]
    store.save_seeds([gone], NOON, keep=["gone"])
    assert store.seeds() == [gone]


def test_one_seed_put_away_takes_no_other_with_it(store: Store) -> None:
    other = Seed("other", "O", "o")
    store.save_seeds([FULL, other], NOON)
    store.put_away("other")
    store.put_away("never stored")
    assert store.seeds() == [FULL]
    assert store.seeds(include_inactive=True) == [FULL, other]


def test_seeds_are_sorted_by_name_whatever_the_collation_of_the_database(store: Store) -> None:
    names = ["b", "B", "a-c", "ab", "Ä"]
    store.save_seeds([Seed(name, "", "") for name in names], NOON)
    assert [seed.name for seed in store.seeds()] == sorted(names)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SETTINGS)
def test_any_settings_are_returned_as_stored(store: Store, chosen: SeedSettings) -> None:
    store.save_seeds([replace(FULL, settings=chosen)], NOON)
    assert store.seeds()[0].settings == chosen


def stored_article(store: Store, number: int) -> int:
    """Store an article as a run does, up to its comparison; returns its id."""
    store.save_feeds([COURIER], NOON)
    feed = store.claim_due_feeds(NOON, lease=LEASE, due_only=False, feed_url=COURIER.url)[0]
    link = f"https://courier.example/{number}"
    entry = Entry(key=link, url=link, title=f"Report {number}")
    store.record_poll(PollRecord(feed.id, NOON, NOON + LEASE, entries=(entry,)))
    queued = store.claim_entries(NOON, lease=LEASE, limit=1)[0]
    return store.save_article(queued.id, Article(link, f"Report {number}", "A text.", "Courier", NOON, "page"))


def compared_article(store: Store, number: int) -> int:
    number = stored_article(store, number)
    store.record_comparison(number, [], NOON)
    return number


def test_a_seed_that_comes_back_is_compared_with_what_was_stored_while_it_was_away(store: Store) -> None:
    compared_article(store, 1)
    store.save_seeds([FULL], NOON)
    store.note_archive(FULL.name, 0, None, NOON)
    waiting = stored_article(store, 2)
    store.save_seeds([], NOON)
    store.record_comparison(waiting, [], NOON)
    meanwhile = compared_article(store, 3)
    store.save_seeds([], NOON)  # nothing changes for a seed that is away already
    store.save_seeds([FULL], NOON)
    (reached,) = store.seeds_to_compare().values()
    assert [one.id for one in store.compared_articles(after=reached, limit=9)] == [waiting, meanwhile]


def test_a_seed_that_was_away_is_also_compared_with_an_older_article_that_changed_meanwhile(store: Store) -> None:
    changed, other = compared_article(store, 1), compared_article(store, 2)
    store.save_seeds([FULL], NOON)
    store.note_archive(FULL.name, 0, None, NOON)
    store.save_seeds([], NOON)
    feed = store.claim_due_feeds(NOON + 2 * LEASE, lease=LEASE, due_only=False)[0]
    link = "https://courier.example/1"
    entry = Entry(key=link, url=link, title="Report 1", summary="with more")
    assert store.record_poll(PollRecord(feed.id, NOON + LEASE, NOON + LEASE, entries=(entry,))).changed
    queued = store.claim_entries(NOON + 2 * LEASE, lease=LEASE, limit=1)[0]
    store.save_article(queued.id, Article(link, "Report 1", "A longer text.", "Courier", NOON, "page"))
    store.record_comparison(changed, [], NOON + LEASE)
    store.save_seeds([FULL], NOON)
    (reached,) = store.seeds_to_compare().values()
    assert [one.id for one in store.compared_articles(after=reached, limit=9)] == [changed, other]


def test_a_seed_whose_comparison_was_not_finished_continues_it_when_it_is_back(store: Store) -> None:
    first = compared_article(store, 1)
    compared_article(store, 2)
    store.save_seeds([FULL], NOON)
    store.note_archive(FULL.name, 0, first, NOON)
    store.save_seeds([], NOON)
    store.save_seeds([FULL], NOON)
    assert store.seeds_to_compare() == {FULL.name: first}


def test_what_a_run_has_in_hand_keeps_the_comparison_open_until_its_claim_expires(store: Store) -> None:
    compared_article(store, 1)
    waiting = stored_article(store, 2)
    store.save_seeds([FULL], NOON)
    assert [one.id for one in store.claim_articles(NOON, lease=LEASE, limit=9)] == [waiting]
    store.note_archive(FULL.name, 0, None, NOON)
    assert store.seeds_to_compare() == {FULL.name: waiting - 1}
    store.note_archive(FULL.name, waiting - 1, None, NOON + 2 * LEASE)  # a run that was killed
    assert store.seeds_to_compare() == {}
