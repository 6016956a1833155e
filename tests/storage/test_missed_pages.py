"""Which pages of a feed could not be read."""

from collections.abc import Callable

from news import Article, QueuedEntry
from storage import Store


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
