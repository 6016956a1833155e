"""Where in the archive a time is, and how far back it goes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from news import Article, QueuedEntry
from storage import Store
from tests.storage.conftest import NOON


@pytest.fixture
def ids(store: Store, extract: Callable[..., list[int]]) -> list[int]:
    """Nine articles, of which the third and the last are not compared yet; the others one day after the other."""
    found = extract(9)
    for number, one in enumerate(found):
        if number not in {2, 8}:
            store.record_comparison(one, [], NOON + timedelta(days=number))
    return found


def test_the_articles_since_a_time_are_found_by_the_order_of_their_ids(store: Store, ids: list[int]) -> None:
    for day in range(-1, 10):
        since = NOON + timedelta(days=day)
        expected = [one for number, one in enumerate(ids) if number not in {2, 8} and number >= day]
        after = store.last_compared_before(since)
        assert [one.id for one in store.compared_articles(after=after, limit=99)] == expected


def test_the_extent_of_the_archive(store: Store, extract: Callable[..., list[int]]) -> None:
    assert store.extent() == (0, None)
    (one,) = extract(1)
    assert store.extent() == (0, None)
    store.record_comparison(one, [], NOON)
    assert store.extent() == (1, NOON)


def test_the_dates_of_outlets_are_those_of_the_articles_stored_last_without_our_own(
    store: Store, queue: Callable[..., list[QueuedEntry]], make_article: Callable[..., Article]
) -> None:
    for number, entry in enumerate(queue("0", "1", "2", "3")):
        source = "first seen" if number == 2 else "entry"
        dated = {"published": NOON + timedelta(days=number), "published_from": source}
        store.save_article(entry.id, replace(make_article(number), **dated))  # type: ignore[arg-type]
    assert store.stated_dates(limit=2) == [NOON + timedelta(days=3), NOON + timedelta(days=1)]
