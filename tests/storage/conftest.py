"""A store on each kind of database, empty at the start of every test, and steps that fill it."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete

from news import (
    Article,
    Digest,
    DueDelivery,
    DueFeed,
    Entry,
    Evidence,
    Feed,
    Match,
    MatchRecord,
    PollRecord,
    QueuedEntry,
    Seed,
    SeedSettings,
    Verdict,
)
from storage import Store, open_store
from storage.schema import metadata
from storage.search_index import reopen_index

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=10)
FEED = Feed("https://courier.example/feed", "The Courier", ("world", "europe"))
SEED = Seed("minerals", "Minerals deal", "The deal was not signed.", settings=SeedSettings(("ann@example.org",)))


@pytest.fixture(scope="session")
def shared_postgres(postgres: str, administer: Callable[[str], object]) -> Iterator[Store]:
    administer("CREATE DATABASE storywake")
    with open_store(postgres.replace("/postgres?", "/storywake?")) as store:
        yield store


@pytest.fixture(scope="session")
def shared_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path_factory.mktemp('shared')}/storywake.db") as store:
        yield store


def empty(store: Store) -> None:
    """Delete all rows, which is faster than to create a new database for each test."""

    def delete_all(connection: Connection) -> None:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))
        reopen_index(connection)

    store._database.write(delete_all)


@pytest.fixture
def clean_postgres(postgres: str, shared_postgres: Store) -> Iterator[str]:
    """The URL of a database with empty tables."""
    yield postgres.replace("/postgres?", "/storywake?")
    empty(shared_postgres)


@pytest.fixture
def clean_sqlite(shared_sqlite: Store) -> Iterator[str]:
    yield str(shared_sqlite._database.engine.url)
    empty(shared_sqlite)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a file that does not exist yet."""
    return f"sqlite:///{tmp_path}/storywake.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, kind: str) -> str:
    return str(request.getfixturevalue({"sqlite": "clean_sqlite", "postgresql": "clean_postgres"}[kind]))


@pytest.fixture
def store(request: pytest.FixtureRequest, kind: str, database_url: str) -> Store:
    shared: Store = request.getfixturevalue({"sqlite": "shared_sqlite", "postgresql": "shared_postgres"}[kind])
    return shared


@pytest.fixture
def reopen(database_url: str) -> Iterator[Callable[[], Store]]:
    """Open the test's database again, as another run would."""
    with contextlib.ExitStack() as stack:
        yield lambda: stack.enter_context(open_store(database_url))


@pytest.fixture(scope="session")
def make_article() -> Callable[..., Article]:
    def make(number: int = 1, **changes: object) -> Article:
        values: dict[str, object] = {
            "url": f"https://courier.example/{number}",
            "title": f"Headline {number}",
            "text": f"Text {number}.",
            "outlet": "The Courier",
            "published": NOON - timedelta(hours=number),
        }
        return Article(**{**values, **changes})  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def make_record() -> Callable[..., MatchRecord]:
    def make(
        *recipients: str, seed: str = SEED.name, score: float = 0.9, verdict: Verdict = Verdict.FOLLOW_UP
    ) -> MatchRecord:
        evidence = Evidence(("Zelenskyy",), ("minerals deal",), ("Vance",), ("He said so.",), {"actors": 0.8}, "close")
        return MatchRecord(Match(seed, score, verdict, evidence), recipients)

    return make


@pytest.fixture
def due_feed(store: Store) -> Callable[..., DueFeed]:
    """Save the feed and claim it."""

    def follow(feed: Feed = FEED) -> DueFeed:
        store.save_feeds([feed], NOON)
        return store.claim_due_feeds(NOON, lease=LEASE)[0]

    return follow


@pytest.fixture
def poll(store: Store, due_feed: Callable[..., DueFeed]) -> Callable[..., int]:
    """Queue entries with these keys."""

    def bring(*keys: str, seen_at: datetime = NOON) -> int:
        feeds = store.claim_due_feeds(NOON, lease=LEASE, due_only=False) or [due_feed()]
        entries = tuple(Entry(key, f"https://courier.example/{key}", f"Entry {key}", "S.", "C.") for key in keys)
        return store.record_poll(PollRecord(feeds[0].id, seen_at, seen_at + LEASE, entries=entries)).new

    return bring


@pytest.fixture
def queue(store: Store, poll: Callable[..., int]) -> Callable[..., list[QueuedEntry]]:
    """Queue entries with these keys, and claim them."""

    def bring(*keys: str) -> list[QueuedEntry]:
        poll(*keys)
        return store.claim_entries(NOON, lease=LEASE, limit=100)

    return bring


@pytest.fixture
def extract(
    store: Store, queue: Callable[..., list[QueuedEntry]], make_article: Callable[..., Article]
) -> Callable[..., list[int]]:
    """Store the seed and that many articles, not compared yet."""

    def bring(count: int = 1) -> list[int]:
        store.save_seeds([SEED], NOON)
        entries = queue(*(str(number) for number in range(count)))
        return [store.save_article(entry.id, make_article(number)) for number, entry in enumerate(entries)]

    return bring


@pytest.fixture
def raise_alerts(
    store: Store, extract: Callable[..., list[int]], make_record: Callable[..., MatchRecord]
) -> Callable[..., list[int]]:
    """Raise alerts for these recipients about that many follow-ups."""

    def bring(*recipients: str, count: int = 1) -> list[int]:
        articles = extract(count)
        for article in articles:
            store.record_comparison(article, [make_record(*recipients)], NOON)
        return articles

    return bring


@pytest.fixture
def bundle(store: Store, raise_alerts: Callable[..., list[int]]) -> Callable[..., list[DueDelivery]]:
    """Store a mail to each of these recipients, and claim them all."""

    def bring(*recipients: str, count: int = 1) -> list[DueDelivery]:
        raise_alerts(*recipients, count=count)
        for recipient in recipients:
            mine = tuple(alert for alert in store.waiting_alerts() if alert.recipient == recipient)
            assert store.save_delivery(Digest(SEED, recipient, mine, NOON), f"<{recipient}>", b"From: us\r\n\r\n\xff")
        return store.claim_deliveries(NOON, lease=LEASE, limit=100)

    return bring
