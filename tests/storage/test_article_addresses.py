"""Which stored article an address means."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from news import Article, QueuedEntry
from storage import Store

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
TEXT = "The ambassador returned to Geneva on Tuesday with a new offer about the lithium mines and the border war."
OTHER = "The goalkeeper saved two penalties on Sunday and was carried off the field by the supporters of the home side."
Bring = Callable[..., list[QueuedEntry]]
Make = Callable[..., Article]


def urls(store: Store) -> list[str]:
    return [article.url for _, article in store.articles()]


def test_another_story_with_the_same_address_is_stored_at_its_own(
    store: Store, queue: Bring, make_article: Make
) -> None:
    first, second, third = queue("a", "b", "c")
    shared = "https://courier.example/article"
    store.save_article(first.id, make_article(url=shared, title="Talks", text=TEXT), "https://courier.example/a")
    store.save_article(second.id, make_article(url=shared, title="Cup", text=OTHER), "https://courier.example/b")
    # the same story with another headline
    store.save_article(third.id, make_article(url=shared, title="Offer", text=f"{TEXT} He left."), "https://x.example/")
    assert urls(store) == [shared, "https://courier.example/b"]


@pytest.mark.parametrize("spelling", ["http://courier.example/a", "https://www.courier.example/a/"])
def test_a_page_at_another_spelling_of_its_address_is_stored_once(
    store: Store, queue: Bring, make_article: Make, spelling: str
) -> None:
    first, second = queue("a", "b")
    one = store.save_article(first.id, make_article(url="https://courier.example/a", title="Talks", text=TEXT))
    assert store.save_article(second.id, make_article(url=spelling, title="Talks", text=f"{TEXT} More.")) == one
    assert urls(store) == ["https://courier.example/a"]


def test_another_story_at_another_spelling_is_stored(store: Store, queue: Bring, make_article: Make) -> None:
    first, second = queue("a", "b")
    store.save_article(first.id, make_article(url="https://courier.example/a", title="Talks", text=TEXT))
    store.save_article(second.id, make_article(url="http://courier.example/a", title="Cup", text=OTHER))
    assert len(urls(store)) == 2


def test_articles_turned_away_together_are_kept_apart_too(store: Store, queue: Bring, make_article: Make) -> None:
    entries = queue("a", "b", "c")
    shared = "https://courier.example/article"
    articles = [
        make_article(url=shared, title="Talks", text=TEXT),
        make_article(url=shared, title="Cup", text=OTHER),
        make_article(url="http://www.courier.example/article/", title="Talks", text=TEXT),
    ]
    found = [
        (one.id, article, f"https://courier.example/{one.id}") for one, article in zip(entries, articles, strict=True)
    ]
    store.save_turned_away(found, NOON)
    assert urls(store) == [shared, f"https://courier.example/{entries[1].id}"]
