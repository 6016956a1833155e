"""Which stored article an address means."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from news import Article, DueFeed, Entry, Feed, PollRecord, QueuedEntry
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


def test_two_stories_without_a_title_at_the_same_address_are_two(
    store: Store, queue: Bring, make_article: Make
) -> None:
    shared = "https://courier.example/article"
    for entry, name, text in zip(queue("a", "b", "c"), "abc", (TEXT, OTHER, TEXT), strict=True):
        store.save_article(entry.id, make_article(url=shared, title="", text=text), f"https://courier.example/{name}")
    assert [(one.url, one.text) for _, one in store.articles()] == [
        (shared, TEXT),
        ("https://courier.example/b", OTHER),
    ]


@pytest.mark.parametrize(
    "spelling",
    [
        "http://courier.example/a",
        "https://www.courier.example/a/",
        "https://courier.example/a.html",
        "https://courier.example/a/index.html",
    ],
)
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


STORIES = {
    "Talks in Geneva": TEXT,
    "Cup final": OTHER,
    "Harbour open": "The harbour master opened the harbour on Monday.",
}


def link_of(title: str) -> str:
    return "https://courier.example/" + title.lower().replace(" ", "-")


def arrive(store: Store, due_feed: Callable[..., DueFeed], *titles: str) -> dict[str, QueuedEntry]:
    entries = [
        Entry(link_of(title), link_of(title), title, STORIES[title][:40], names=(link_of(title),)) for title in titles
    ]
    store.record_poll(PollRecord(due_feed().id, NOON, NOON, entries=tuple(entries)))
    return {one.entry.title: one for one in store.claim_entries(NOON, lease=timedelta(minutes=9), limit=99)}


@pytest.mark.parametrize("is_turned_away", [False, True])
@pytest.mark.parametrize("order", [list(STORIES), list(STORIES)[::-1]])
def test_an_address_that_all_pages_name_stays_that_of_its_own_story(
    store: Store, due_feed: Callable[..., DueFeed], make_article: Make, order: list[str], *, is_turned_away: bool
) -> None:
    queued, named = arrive(store, due_feed, *STORIES), link_of("Cup final")
    for title in order:
        article = make_article(url=named, title=title, text=STORIES[title])
        if is_turned_away:
            store.save_turned_away([(queued[title].id, article, link_of(title))], NOON)
        else:
            store.save_article(queued[title].id, article, link_of(title))
    assert {article.title: article.url for _, article in store.articles()} == {one: link_of(one) for one in STORIES}


def test_a_story_whose_address_another_has_taken_is_not_lost(
    store: Store, due_feed: Callable[..., DueFeed], make_article: Make
) -> None:
    named = link_of("Cup final")
    first = arrive(store, due_feed, "Talks in Geneva")["Talks in Geneva"]
    store.save_article(
        first.id, make_article(url=named, title="Talks in Geneva", text=TEXT), link_of("Talks in Geneva")
    )
    feed = store.claim_due_feeds(NOON, lease=timedelta(minutes=9), due_only=False)[0]
    store.record_poll(PollRecord(feed.id, NOON, NOON, entries=(Entry(named, named, "Cup final", names=(named,)),)))
    (late,) = store.claim_entries(NOON, lease=timedelta(minutes=9), limit=9)
    article = make_article(url=named, title="Cup final", text=OTHER)
    one = store.save_article(late.id, article, named)
    assert urls(store) == [named, named.replace("https:", "http:")]
    assert store.save_article(late.id, article, named) == one


def test_a_page_that_was_rewritten_stays_one_article(
    store: Store, due_feed: Callable[..., DueFeed], make_article: Make
) -> None:
    link = link_of("Cup final")
    first = arrive(store, due_feed, "Cup final")["Cup final"]
    one = store.save_article(first.id, make_article(url=link, title="Cup final", text=OTHER), link)
    assert store.save_article(first.id, make_article(url=link, title="Talks", text=TEXT), link) == one
    other_feed = due_feed(Feed("https://agency.example/feed"))
    store.record_poll(PollRecord(other_feed.id, NOON, NOON, entries=(Entry("guid", link, "Offer", names=("guid",)),)))
    (again,) = store.claim_entries(NOON, lease=timedelta(minutes=9), limit=9)
    assert (
        store.save_article(again.id, make_article(url=link, title="Harbour", text=STORIES["Harbour open"]), link) == one
    )
    assert urls(store) == [link]


def test_an_entry_that_repeats_another_ones_story_shares_its_address(
    store: Store, due_feed: Callable[..., DueFeed], make_article: Make
) -> None:
    queued, named = arrive(store, due_feed, "Talks in Geneva", "Cup final"), link_of("Cup final")
    article = make_article(url=named, title="Cup final", text=OTHER)
    one = store.save_article(queued["Talks in Geneva"].id, article, link_of("Talks in Geneva"))
    assert store.save_article(queued["Cup final"].id, article, named) == one
