"""The search of the archive finds the same in both databases, whatever is stored and whatever is asked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from news import (
    MOST_COUNTED,
    ArchiveQuery,
    Article,
    Cutoffs,
    DueFeed,
    Entry,
    MatchRecord,
    PollRecord,
    QueuedEntry,
    Seed,
    Verdict,
)
from news.archive_search import index_words, labels_of, labels_of_outlet
from news.search_words import SearchTerm, SearchTerms, parse_terms, split_words
from storage import Store, back_up, open_store, restore
from storage.column_types import clean
from storage.search_index import reopen_index

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=10)
LATER = timedelta(days=400)
# few words, so that queries find something; and what could mislead a database
WORDS = [
    "deal",
    "Deal",
    "dealer",
    "minerals",
    "Kyiv",
    "café",
    "cafe",
    "東京都",
    "京都",
    "ไทย",
    "AND",
    "NOT",
    "_a",
    "'",
    '"',
]
HOSTILE = [
    '" OR "',
    "'; DROP TABLE articles; --",
    "a:*",
    "NEAR(a b)",
    "\0",
    "\ud800",
    "^deal",
    "(((",
    "words:deal",
    "-",
    "\\",
]
Save = Callable[..., list[int]]


@pytest.fixture
def save(store: Store, due_feed: Callable[..., DueFeed]) -> Save:
    """Store articles, as entries of one feed, and return their ids."""
    stored = 0

    def bring(*chosen: Article) -> list[int]:
        nonlocal stored
        feed = (store.claim_due_feeds(NOON, lease=timedelta(0), due_only=False) or [due_feed()])[0]
        keys = [str(stored + number) for number in range(len(chosen))]
        stored += len(chosen)
        entries = tuple(Entry(key, f"https://courier.example/e{key}", key) for key in keys)
        store.record_poll(PollRecord(feed.id, NOON, NOON, entries=entries))
        queued = store.claim_entries(NOON, lease=LEASE, limit=len(chosen))
        return [store.save_article(entry.id, article) for entry, article in zip(queued, chosen, strict=True)]

    return bring


def titles(store: Store, words: str = "", **asked: object) -> list[str]:
    page = store.search_articles(ArchiveQuery(words, **asked), limit=50)  # type: ignore[arg-type]
    return [one.title for one in page.found]


def indexed(store: Store) -> int:
    def count(connection: Connection) -> int:
        number = "rowid" if connection.dialect.name == "sqlite" else "number"
        found = len(connection.execute(text(f"SELECT {number} FROM article_words")).all())
        assert found == connection.execute(text("SELECT count(*) FROM search_rows")).scalar_one()
        return found

    return store._database.read(count)


def test_the_newest_report_comes_first_with_all_that_a_list_shows(
    store: Store, save: Save, make_article: Callable[..., Article], make_record: Callable[..., MatchRecord]
) -> None:
    store.save_seeds([Seed("minerals", "M", "m"), Seed("another", "A", "a")], NOON)
    older, newer = make_article(5, text="The deal was signed. " * 30, language="en"), make_article(2, text="No deal.")
    first, second = save(older, newer)
    store.record_comparison(first, [make_record(), make_record(seed="another", verdict=Verdict.NEAR_MISS)], NOON)
    page = store.search_articles(ArchiveQuery("deal"))
    assert [one.id for one in page.found] == [second, first]
    assert (page.total, page.is_more, page.before, page.unindexed) == (2, False, None, 0)
    found = page.found[1]
    assert (found.url, found.title, found.outlet, found.published) == (
        older.url,
        older.title,
        older.outlet,
        older.published,
    )
    assert (found.language, found.seeds) == ("en", ("minerals",))
    assert found.excerpt.startswith("The deal was signed.")
    assert [one.seeds for one in store.search_articles(ArchiveQuery("deal", seed="minerals")).found] == [("minerals",)]
    assert titles(store, "deal", seed="another") == titles(store, "deal", seed="unknown") == []


def test_pages_follow_each_other_and_the_count_is_bounded(
    store: Store, save: Save, make_article: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    save(*(make_article(number, text="a deal") for number in range(7)))
    monkeypatch.setattr("storage.archive_search.MOST_COUNTED", 5)
    monkeypatch.setattr("storage.archive_search._NEWEST", 2)
    monkeypatch.setattr("storage.archive_search._RECENT", 1)
    seen, before = [], None
    for _ in range(3):
        page = store.search_articles(ArchiveQuery("deal"), limit=3, before=before)
        assert (page.total, page.is_more) == (5, True)
        seen += [one.title for one in page.found]
        before = page.before
    assert seen == [f"Headline {number}" for number in range(7)]
    assert before is None
    assert MOST_COUNTED == 1000


@pytest.mark.parametrize(("at_once", "streamed"), [(1, 1), (2, 3), (3, 100), (100, 1)])
def test_pages_of_a_story_follow_each_other_in_whatever_steps_it_is_searched(
    store: Store,
    save: Save,
    make_article: Callable[..., Article],
    make_record: Callable[..., MatchRecord],
    monkeypatch: pytest.MonkeyPatch,
    at_once: int,
    streamed: int,
) -> None:
    monkeypatch.setattr("storage.archive_search._STORY", at_once)
    monkeypatch.setattr("storage.archive_search._STREAMED", streamed)
    store.save_seeds([Seed("minerals", "M", "m")], NOON)
    texts = ["a deal" if number % 3 else "no word of it" for number in range(14)]
    stored = save(*(make_article(number, text=text) for number, text in enumerate(texts)))
    for number, article in enumerate(stored):
        if number % 5:
            store.record_comparison(article, [make_record()], NOON)
    wanted = [f"Headline {number}" for number in range(14) if number % 3 and number % 5]
    seen, before = list[str](), None
    for start in range(0, len(wanted), 2):
        page = store.search_articles(ArchiveQuery("deal", seed="minerals"), limit=2, before=before)
        seen += [one.title for one in page.found]
        before = page.before
        assert page.total >= min(3, len(wanted))
        assert page.is_more or page.total == len(wanted)
        assert (before is None) == (start + 2 >= len(wanted))
    assert seen == wanted


def test_outlet_host_language_and_days_narrow_it_down(
    store: Store, save: Save, make_article: Callable[..., Article]
) -> None:
    save(
        make_article(1, outlet="The Riverside Herald", url="https://www.herald.example/1", language="de"),
        make_article(2, outlet="Courier", published=NOON - timedelta(days=3), language="pt-BR"),
        make_article(3, published=NOON.replace(year=1950)),
    )
    assert titles(store, outlet="herald") == titles(store, outlet="HERALD.example") == ["Headline 1"]
    assert titles(store, outlet="Riverside Courier") == titles(store, outlet="!") == []
    assert titles(store, language="DE") == ["Headline 1"]
    assert titles(store, language="pt") == ["Headline 2"]
    assert titles(store, since=date(2025, 3, 5), until=date.max) == ["Headline 1"]
    assert titles(store, since=date(2025, 3, 2), until=date(2025, 3, 2)) == ["Headline 2"]
    assert titles(store, until=date(2025, 3, 1)) == ["Headline 3"]
    assert titles(store, since=date.min) == ["Headline 1", "Headline 2", "Headline 3"]
    assert titles(store, "-headline") == titles(store, '"') == []


def test_an_edited_article_is_found_by_its_new_words_alone(
    store: Store,
    queue: Callable[..., list[QueuedEntry]],
    poll: Callable[..., int],
    make_article: Callable[..., Article],
) -> None:
    (entry,) = store.claim_entries(NOON, lease=LEASE, limit=9) or queue("1")
    store.save_article(entry.id, make_article(1, text="before"))
    changed = Entry("1", "https://courier.example/1", "Entry 1", "Changed.", "Changed.")
    feed = store.claim_due_feeds(NOON, lease=timedelta(0), due_only=False)[0]
    store.record_poll(PollRecord(feed.id, NOON, NOON, entries=(changed,)))
    (entry,) = store.claim_entries(NOON, lease=LEASE, limit=9)
    store.save_article(entry.id, make_article(1, text="after", published=NOON + timedelta(days=1)), now=NOON)
    assert titles(store, "before") == []
    assert titles(store, "after", since=date(2025, 3, 6)) == ["Headline 1"]
    assert indexed(store) == 1


def test_articles_added_by_hand_or_turned_away_are_found_and_removed_ones_are_not(
    store: Store,
    queue: Callable[..., list[QueuedEntry]],
    make_article: Callable[..., Article],
    make_record: Callable[..., MatchRecord],
) -> None:
    store.save_seeds([Seed("minerals", "M", "m")], NOON)
    (entry,) = queue("7")
    store.save_turned_away([(entry.id, make_article(7), "")], NOON)
    store.add_report(make_article(8), make_record(), NOON)
    assert titles(store, "headline") == ["Headline 7", "Headline 8"]
    store.rehearse_prune(Cutoffs(*[NOON + LATER] * 5))
    assert indexed(store) == 2
    store.prune(Cutoffs(*[NOON + LATER] * 5))
    assert titles(store, "headline") == ["Headline 8"]
    assert indexed(store) == 1


def test_the_index_is_built_anew_the_newest_articles_first_in_steps(
    store: Store, save: Save, make_article: Callable[..., Article]
) -> None:
    ids = save(*(make_article(number, text="deal") for number in range(5)))
    store._database.write(reopen_index)
    assert (store.search_backlog(), indexed(store)) == (5, 0)
    assert store.index_backlog(limit=2) == 2
    page = store.search_articles(ArchiveQuery("deal"))
    assert (sorted(one.id for one in page.found), page.unindexed) == (ids[3:], 3)
    assert [store.index_backlog(limit=2) for _ in range(3)] == [2, 1, 0]
    assert (store.search_backlog(), len(titles(store, "deal"))) == (0, 5)


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_a_restored_archive_is_indexed_again(
    store: Store,
    save: Save,
    make_article: Callable[..., Article],
    database_url: str,
    target: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    save(make_article(1), make_article(2))
    back_up(database_url, tmp_path / "backup", NOON)
    empty = f"sqlite:///{tmp_path}/new.db" if target == "sqlite" else request.getfixturevalue("empty_postgres")
    restore(empty, tmp_path / "backup")
    with open_store(empty) as other:
        assert other.search_backlog() == 2
        assert other.index_backlog(limit=9) == 2
        assert titles(other, "headline") == ["Headline 1", "Headline 2"]


def _has(words: list[str], term: SearchTerm) -> bool:
    return any(term.matches_at(words, place) for place in range(len(words)))


def _is_found(article: Article, terms: SearchTerms, query: ArchiveQuery) -> bool:
    """Whether an article is to be found, by the plainest means."""
    words, labels = index_words(article.title, article.text), set(labels_of(article))
    names, host = labels_of_outlet(query.outlet)
    of_outlet = not query.outlet.strip() or (bool(names) and labels.issuperset(names)) or host in labels
    day = article.published.date()
    in_time = (query.since or date.min) <= day <= (query.until or date.max)
    required = all(_has(words, term) for term in terms.required)
    return of_outlet and in_time and required and not any(_has(words, term) for term in terms.excluded)


word = st.sampled_from([*WORDS, *HOSTILE]) | st.text(max_size=4)
term = st.builds("{}{}{}".format, st.sampled_from(["", "", "-"]), word, st.sampled_from(["", "", "*"]))
phrase = st.builds(
    '{}"{}"{}'.format, st.sampled_from(["", "-"]), st.lists(word).map(" ".join), st.sampled_from(["", "*"])
)
day = st.none() | st.dates(date(2025, 2, 20), date(2025, 3, 6))
queries = st.builds(
    ArchiveQuery,
    st.lists(term | phrase, max_size=4).map(" ".join),
    outlet=st.sampled_from(["", "courier", "Courier.example", "The Courier", "'x"]) | st.text(max_size=4),
    since=day,
    until=day,
)


def test_any_query_finds_what_plain_comparison_finds(
    store: Store, save: Save, make_article: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, articles in {"_NEWEST": 2, "_WALKED": 4, "_RECENT": 3, "_WIDEST": 8}.items():  # of forty
        monkeypatch.setattr(f"storage.archive_search.{name}", articles)
    corpus = [
        make_article(
            number,
            title=" ".join(WORDS[number % 5 : number % 5 + 2]),
            text=" ".join((WORDS + HOSTILE)[(number * step) % 26] for step in range(number % 9)),
            published=NOON - timedelta(days=number),
        )
        for number in range(40)
    ]
    save(*corpus)
    stored = {one.url: one for _, one in store.articles()}
    assert len(stored) == len(corpus)

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
    @given(queries)
    def check(query: ArchiveQuery) -> None:
        terms = parse_terms(query.words)
        page = store.search_articles(query, limit=50)
        wanted = [one for one in stored.values() if _is_found(one, terms, query)]
        nothing = bool(query.words.strip()) and not terms
        assert {one.url for one in page.found} == (set() if nothing else {one.url for one in wanted})
        assert page.total == len(page.found)
        assert [one.published for one in page.found] == sorted((one.published for one in page.found), reverse=True)

    check()


def test_any_text_is_stored_found_and_forgotten(
    store: Store, make_article: Callable[..., Article], due_feed: Callable[..., object]
) -> None:
    due_feed()

    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
    @given(st.text(), st.text(), st.text(), st.datetimes(), st.sampled_from(["", "en", "'x", "\ud800"]))
    def check(title: str, body: str, outlet: str, published: datetime, language: str) -> None:
        article = make_article(1, title=title, text=body, outlet=outlet, language=language)
        article = replace(article, published=published.replace(tzinfo=UTC))
        feed = store.claim_due_feeds(NOON, lease=timedelta(0), due_only=False)[0]
        store.record_poll(
            PollRecord(feed.id, NOON, NOON, entries=(Entry(title + body, "https://courier.example/", "1"),))
        )
        for entry in store.claim_entries(NOON, lease=timedelta(0), limit=1):
            store.save_turned_away([(entry.id, article, "")], NOON)
            (first, *_) = [*split_words(clean(title)), *split_words(clean(body)), ""]  # the text as it is stored
            if first and first != "東":
                assert store.search_articles(ArchiveQuery(f'"{first}"')).total == 1
            assert indexed(store) == 1
        store.prune(Cutoffs(*[NOON + LATER] * 5))
        assert indexed(store) == 0

    check()
