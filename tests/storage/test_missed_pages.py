"""Which pages of a feed could not be read."""

from collections.abc import Callable

from news import Article, FeedHealth, QueuedEntry
from storage import Store
from tests.storage.conftest import LEASE, NOON


def test_a_feed_says_how_many_pages_could_not_be_read_and_why(
    store: Store, queue: Callable[..., list[QueuedEntry]], make_article: Callable[..., Article]
) -> None:
    one, two, three, _ = queue("a", "b", "c", "d")
    store.save_article(one.id, make_article(1))
    store.save_article(two.id, make_article(2), missed_why="the page answered 403")
    assert (store.feed_health()[0].state, store.feed_health()[0].trouble) != ("no pages", "")
    assert not store.feed_health()[0].lacks_pages
    store.save_article(three.id, make_article(3), missed_why="the page answered 403")
    (health,) = store.feed_health()
    assert (health.pages_read, health.pages_missed, health.state) == (1, 2, "no pages")
    assert health.trouble == "2 of 3 pages not read, at most the feed's own text: the page answered 403"


def test_pages_of_skipped_entries_count_and_the_commonest_reason_is_given(
    store: Store, queue: Callable[..., list[QueuedEntry]], make_article: Callable[..., Article]
) -> None:
    one, two, three, four = queue("a", "b", "c", "d")
    store.save_article(one.id, make_article(1))
    store.skip_entry(two.id, "no text in the page")
    store.skip_entry(three.id, "no text in the page")
    store.skip_entry(four.id, "the page answered 403")
    (health,) = store.feed_health()
    assert (health.pages_read, health.pages_missed, health.missed_why) == (1, 3, "no text in the page")


def test_a_feed_that_lists_one_entry_is_judged_by_its_latest_ones(
    store: Store, poll: Callable[..., int], make_article: Callable[..., Article]
) -> None:
    def bring(number: int, missed_why: str) -> FeedHealth:
        later = NOON + number * LEASE
        poll(str(number), seen_at=later)
        (queued,) = store.claim_entries(later, lease=LEASE, limit=9)
        store.save_article(queued.id, make_article(number), missed_why=missed_why)
        return store.feed_health()[0]

    assert bring(1, "").state == "well"
    assert bring(2, "the page answered 403").state == "well"
    refused = bring(3, "the page answered 403")
    assert (refused.pages_read, refused.pages_missed, refused.state) == (1, 2, "no pages")
    assert refused.missed_since == NOON + 2 * LEASE
    for number in range(4, 7):
        again = bring(number, "")
    assert (again.pages_read, again.pages_missed, again.state) == (3, 2, "well")


def test_a_single_page_counts_once_the_feed_was_polled_again(
    store: Store, poll: Callable[..., int], make_article: Callable[..., Article]
) -> None:
    poll("a")
    (queued,) = store.claim_entries(NOON, lease=LEASE, limit=9)
    store.save_article(queued.id, make_article(1), missed_why="the page answered 403")
    assert store.feed_health()[0].state == "well"
    poll("a", seen_at=NOON + LEASE)
    (health,) = store.feed_health()
    assert (health.state, health.missed_why) == ("no pages", "the page answered 403")
    assert health.trouble == "1 of 1 page not read, at most the feed's own text: the page answered 403"


def test_a_feed_is_in_the_language_of_most_articles_that_it_lists(
    store: Store, queue: Callable[..., list[QueuedEntry]], make_article: Callable[..., Article]
) -> None:
    one, two, three, four = queue("a", "b", "c", "d")
    assert store.feed_health()[0].language == ""
    store.save_article(four.id, make_article(4, language=""))
    assert store.feed_health()[0].language == ""
    store.save_article(one.id, make_article(1, language="en"))
    store.save_article(two.id, make_article(2, language="yo"))
    assert (store.feed_health()[0].language, store.feed_health()[0].limit) == ("en", "")
    store.save_article(three.id, make_article(3, language="yo"))
    (health,) = store.feed_health()
    assert health.language == "yo"
    assert health.limit == "is in Yoruba, which no model here knows: its reports are found for stories in Yoruba alone"
