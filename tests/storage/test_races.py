"""Concurrent runs: all succeed, nothing is lost or done twice. Each run is a thread with its own store."""

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest

from news import (
    Article,
    Cutoffs,
    Digest,
    DueDelivery,
    DueFeed,
    Entry,
    Feed,
    MatchRecord,
    PollRecord,
    QueuedArticle,
    QueuedEntry,
    Seed,
)
from storage import Store, open_store
from tests.patience import PATIENCE

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=10)
ANN, BOB = "ann@example.org", "bob@example.org"
ROUNDS = 5
T = TypeVar("T")
Reopen = Callable[[], Store]
Claimed = DueFeed | QueuedEntry | QueuedArticle | DueDelivery


@pytest.fixture
def runs(store: Store, reopen: Reopen) -> list[Store]:
    return [store, reopen(), reopen()]


def at_once(runs: Sequence[Store], work: Callable[[Store, int], T]) -> list[T]:
    """Let all runs do their work at the same time; returns their results, or raises the error of one of them."""
    start = threading.Barrier(len(runs))
    results: dict[int, T] = {}
    errors: list[BaseException] = []

    def act(number: int) -> None:
        try:
            start.wait(PATIENCE)
            results[number] = work(runs[number], number)
        except BaseException as error:  # noqa: BLE001 - raised again below, in the test's own thread
            errors.append(error)

    threads = [threading.Thread(target=act, args=(number,)) for number in range(len(runs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return [results[number] for number in range(len(runs))]


def assert_shared(runs: Sequence[Store], count: int, claim: Callable[[Store, datetime], Sequence[Claimed]]) -> None:
    """All `count` rows are claimed, none by two runs; and again after each lease."""
    for round_ in range(ROUNDS):
        now = NOON + round_ * LEASE

        def take(run: Store, _: int) -> list[int]:
            taken: list[int] = []
            while claimed := claim(run, now):  # noqa: B023 - called within the loop
                taken += [one.id for one in claimed]
            return taken

        ids = [one for share in at_once(runs, take) for one in share]
        assert len(ids) == len(set(ids)) == count


def test_no_feed_is_claimed_by_two_runs(runs: list[Store]) -> None:
    runs[0].save_feeds([Feed(f"https://{number}.example/") for number in range(40)], NOON)
    assert_shared(runs, 40, lambda run, now: run.claim_due_feeds(now, lease=LEASE, limit=3))


def test_no_entry_is_claimed_by_two_runs(runs: list[Store], poll: Callable[..., int]) -> None:
    poll(*(str(number) for number in range(60)))
    assert_shared(runs, 60, lambda run, now: run.claim_entries(now, lease=LEASE, limit=7))


def test_no_article_is_claimed_by_two_runs(runs: list[Store], extract: Callable[..., list[int]]) -> None:
    extract(30)
    assert_shared(runs, 30, lambda run, now: run.claim_articles(now, lease=LEASE, limit=4))


def test_no_mail_is_claimed_by_two_runs(runs: list[Store], raise_alerts: Callable[..., list[int]]) -> None:
    raise_alerts(ANN, count=20)
    for alert in runs[0].waiting_alerts():
        runs[0].save_delivery(Digest(alert.seed, ANN, (alert,), NOON), f"<{alert.id}>", b"")
    assert_shared(runs, 20, lambda run, now: run.claim_deliveries(now, lease=LEASE, limit=3))


def test_an_alert_goes_into_one_mail(runs: list[Store], raise_alerts: Callable[..., list[int]]) -> None:
    raise_alerts(ANN, count=12)
    alerts = runs[0].waiting_alerts()
    for round_ in range(4):
        own = alerts[3 * round_ : 3 * round_ + 3]
        overlapping = [(own[0], own[1]), (own[2], own[1]), (own[1], own[2], own[0])]

        def store_mail(run: Store, number: int) -> bool:
            chosen = tuple(overlapping[number])  # noqa: B023 - called within the loop
            return run.save_delivery(Digest(chosen[0].seed, ANN, chosen, NOON), f"<{number}-{chosen[0].id}>", b"")

        assert sum(at_once(runs, store_mail)) == 1
    assert runs[0].counts()["deliveries"] == 4


def test_the_same_mail_is_stored_once(runs: list[Store], raise_alerts: Callable[..., list[int]]) -> None:
    raise_alerts(ANN, count=3)
    for number, alert in enumerate(runs[0].waiting_alerts()):
        digest = Digest(alert.seed, ANN, (alert,), NOON)

        def store_mail(run: Store, _: int) -> bool:
            return run.save_delivery(digest, f"<{number}>", b"")  # noqa: B023 - called within the loop

        assert sorted(at_once(runs, store_mail)) == [False, False, True]


def test_an_article_compared_by_several_runs_makes_one_match_and_one_alert_each(
    runs: list[Store], extract: Callable[..., list[int]], make_record: Callable[..., MatchRecord]
) -> None:
    articles = extract(ROUNDS)
    runs[0].save_seeds([Seed("another", "A", "a")], NOON, keep=["minerals"])
    for article in articles:

        def record(run: Store, number: int) -> int:
            records = [make_record(ANN, BOB), make_record(ANN, seed="another")]
            mine = records if number % 2 else records[::-1]
            return run.record_comparison(article, mine, NOON)  # noqa: B023 - called within the loop

        assert sum(at_once(runs, record)) == 2
    counts = runs[0].counts()
    assert (counts["matches"], counts["alerts"], counts["articles waiting"]) == (2 * ROUNDS, 3 * ROUNDS, 0)


def test_a_feed_polled_by_several_runs_brings_each_entry_once(
    runs: list[Store], due_feed: Callable[..., DueFeed]
) -> None:
    feed = due_feed()
    for round_ in range(ROUNDS):
        keys = [f"{round_}-{number}" for number in range(20)]

        def record(run: Store, number: int) -> int:
            listed = keys if number % 2 else keys[::-1]  # noqa: B023 - called within the loop
            entries = tuple(Entry(key, f"https://courier.example/{key}", key) for key in listed)
            return run.record_poll(PollRecord(feed.id, NOON, NOON, entries=entries)).new

        assert sum(at_once(runs, record)) == 20
    assert runs[0].counts()["entries"] == 20 * ROUNDS


def test_an_article_found_by_several_runs_is_stored_once(
    runs: list[Store], queue: Callable[..., list[QueuedEntry]], make_article: Callable[..., Article]
) -> None:
    entries = queue("a", "b", "c")
    ids = at_once(runs, lambda run, number: run.save_article(entries[number].id, make_article(text=f"By {number}.")))
    assert len(set(ids)) == 1
    assert runs[0].counts()["articles"] == 1
    assert runs[0].counts()["entries waiting"] == 0


def test_an_article_saved_while_it_is_compared_leaves_no_entry_behind(
    runs: list[Store],
    extract: Callable[..., list[int]],
    queue: Callable[..., list[QueuedEntry]],
    make_article: Callable[..., Article],
    make_record: Callable[..., MatchRecord],
) -> None:
    articles = extract(ROUNDS)
    late = queue(*(f"late-{number}" for number in range(ROUNDS)))
    for number, (article, entry) in enumerate(zip(articles, late, strict=True)):
        saved = make_article(number)

        def act(run: Store, who: int) -> int:
            if who:
                return run.record_comparison(article, [make_record(ANN)], NOON)  # noqa: B023
            return run.save_article(entry.id, saved)  # noqa: B023

        at_once(runs, act)
    runs[0].prune(Cutoffs(*[NOON + timedelta(days=90)] * 5))
    with runs[0]._database.engine.connect() as connection:
        states = connection.exec_driver_sql("SELECT DISTINCT state FROM entries").scalars().all()
    assert states == ["compared"]


def test_an_article_saved_while_it_is_pruned_is_not_lost(
    runs: list[Store],
    queue: Callable[..., list[QueuedEntry]],
    make_article: Callable[..., Article],
) -> None:
    for round_ in range(2 * ROUNDS):
        first, late = queue(f"first-{round_}", f"late-{round_}")
        runs[0].record_comparison(runs[0].save_article(first.id, make_article(round_)), [], NOON)

        def act(run: Store, who: int) -> object:
            if who == 0:
                return run.prune(Cutoffs(*[NOON + timedelta(days=90)] * 5))
            return run.save_article(late.id, make_article(round_)) if who == 1 else None  # noqa: B023

        at_once(runs, act)
        runs[0].prune(Cutoffs(*[NOON - timedelta(days=90)] * 5))
    assert runs[0].counts()["entries waiting"] == 0


def test_an_alert_is_addressed_once(runs: list[Store], raise_alerts: Callable[..., list[int]]) -> None:
    raise_alerts("", count=10)
    assert sum(at_once(runs, lambda run, _: run.address_alerts({"minerals": [ANN, BOB]}))) == 10
    assert len(runs[0].waiting_alerts()) == 20


def test_lists_saved_at_the_same_time_are_not_mixed(runs: list[Store]) -> None:
    lists = [[Feed(f"https://{run}-{number}.example/") for number in range(8)] for run in range(len(runs))]
    seeds = [[Seed(f"{run}-{number}", "", "") for number in range(8)] for run in range(len(runs))]
    for _ in range(ROUNDS):
        at_once(runs, lambda run, number: run.save_feeds(lists[number], NOON))
        assert [health.feed for health in runs[0].feed_health()] in lists
        at_once(runs, lambda run, number: run.save_seeds(seeds[number], NOON))
        assert runs[0].seeds() in seeds


def test_one_store_serves_many_threads(store: Store, poll: Callable[..., int]) -> None:
    poll(*(str(number) for number in range(60)))
    assert_shared([store] * 8, 60, lambda run, now: run.claim_entries(now, lease=LEASE, limit=5))


def test_a_claim_skips_rows_locked_by_another_run(clean_postgres: str, shared_postgres: Store) -> None:
    shared_postgres.save_feeds([Feed(f"https://{letter}.example/") for letter in "abc"], NOON)
    with shared_postgres._database.engine.begin() as other:
        other.exec_driver_sql("SELECT id FROM feeds WHERE url = 'https://a.example/' FOR UPDATE")
        with open_store(clean_postgres, lock_timeout=timedelta(milliseconds=50)) as run:
            taken = run.claim_due_feeds(NOON, lease=LEASE, limit=2)
    assert [due.feed.url for due in taken] == ["https://b.example/", "https://c.example/"]
