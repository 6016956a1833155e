"""Every writing method is idempotent, atomic if it crashes, and raises an error if the database is locked."""

import inspect
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, TextClause, event, select, text

from news import (
    Answer,
    ArchiveQuery,
    Article,
    Cutoffs,
    Decision,
    DeskAction,
    DeskUser,
    Digest,
    Entry,
    Feed,
    GroupRecord,
    MatchRecord,
    PassRecord,
    PollRecord,
    Profile,
    QueuedEntry,
    Role,
    Seed,
    Standing,
    StoredMatch,
    UndoKind,
    Verdict,
    WaitingAlert,
)
from storage import Queue, Store, StoreError, open_store
from storage.schema import metadata
from storage.search_index import reopen_index

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
NAIVE = datetime(2025, 3, 5, 12, 0)  # noqa: DTZ001 - what must be refused
LEASE = timedelta(minutes=10)
ANN, BOB = "ann@example.org", "bob@example.org"
DESK = dict.fromkeys(("note", "link", "action", "token", "proposal"), 1)
State = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True)
class World:
    """A store with rows at every stage of the pipeline."""

    store: Store
    feed: int
    entries: tuple[int, int]
    waiting_article: int
    alert: WaitingAlert
    delivery: int
    begun: int
    article: Article
    record: MatchRecord
    near_miss: int
    notice: int
    question: StoredMatch
    grouped: tuple[int, int]
    report: int
    edit: int
    desk: dict[str, int]


@pytest.fixture
def world(
    store: Store,
    queue: Callable[..., list[QueuedEntry]],
    make_article: Callable[..., Article],
    make_record: Callable[..., MatchRecord],
) -> World:
    store.save_seeds([Seed("minerals", "M", "m"), Seed("another", "A", "a"), Seed("grouped", "G", "g")], NOON)
    entries = [entry.id for entry in queue("0", "1", "2", "3", "4", "5")]
    articles = [store.save_article(entries[number], make_article(number)) for number in (0, 1, 2, 5)]
    store.record_comparison(articles[0], [make_record(ANN, ""), make_record(BOB, seed="another")], NOON)
    store.record_comparison(articles[2], [make_record(verdict=Verdict.NEAR_MISS)], NOON)
    for article in (articles[0], articles[2], articles[3]):
        store.record_comparison(article, [make_record(seed="grouped")], NOON)
    grouped, edit = group(store)
    (near_miss,) = store.matches(verdicts=(Verdict.NEAR_MISS,))
    bob, ann = store.waiting_alerts()
    assert store.save_delivery(Digest(bob.seed, BOB, (bob,), NOON), "<bob>", b"bob")
    store.mute("another", BOB, None)
    delivery = store.claim_deliveries(NOON, lease=LEASE, limit=1)[0].id
    assert store.save_delivery(Digest(bob.seed, BOB, (), NOON), "<quiet>", b"nothing new")
    begun = store.claim_deliveries(NOON, lease=LEASE, limit=1)[0].id
    assert store.begin_sending(begun, NOON)
    feed = store.claim_due_feeds(NOON, lease=LEASE, due_only=False)[0].id
    store.record_poll(PollRecord(feed, NOON, NOON, error="refused", notice="The Courier failed"))
    assert store.claim_due_feeds(NOON, lease=LEASE, due_only=False)[0].id == feed
    assert [one.id for one in store.claim_articles(NOON, lease=LEASE, limit=9)] == [articles[1]]
    store.note_archive("another", 0, None, NOON)
    assert store.take_lease("backfill", "them", NOON, NOON + LEASE)
    desk = work_at_the_desk(store, near_miss.id)
    store._database.write(reopen_index)
    assert store.index_backlog(limit=2) == 2
    return World(
        store,
        feed,
        (entries[3], entries[4]),
        articles[1],
        ann,
        delivery,
        begun,
        make_article(9),
        make_record(ANN, BOB),
        near_miss.id,
        store.waiting_notices()[0].id,
        near_miss,
        grouped,
        min(one.id for one in store.matches("grouped")),
        edit,
        desk,
    )


def group(store: Store) -> tuple[tuple[int, int], int]:
    """Put the three reports of a seed into two developments, and give the first a title."""
    ids = sorted(one.id for one in store.matches("grouped"))
    places = ((-1, Standing.OPENS), (-1, Standing.JOINS), (-2, Standing.OPENS))
    records = [GroupRecord(number, *place) for number, place in zip(ids, places, strict=True)]
    assert store.save_groups("grouped", records, 0, NOON)
    first, second = sorted({one.development for one in store.matches("grouped") if one.development})
    edit = store.rename_development(first, "Talks", NOON)
    assert edit is not None
    return (first, second), edit


def work_at_the_desk(store: Store, report: int) -> dict[str, int]:
    """A user with a session and a key, who looked at a story, wrote a note, and shared it; the ids by kind.

    An assistant has proposed an answer to a report.
    """
    store.save_user(DeskUser("ann", Role.EDITOR, "hash"))
    store.open_session("5" * 32, "ann", NOON, NOON + LEASE)
    store.save_token("6" * 32, "script", "ann", NOON)
    store.note_visit("ann", "minerals", NOON)
    note, link = store.add_note("minerals", "ann", "Call the embassy.", NOON), store.share("minerals", "ann", NOON)
    assert note
    assert link
    action = store.record_action(DeskAction(0, "ann", "minerals", "Shared it", NOON, UndoKind.SHARE, link))
    (token,) = store.tokens("ann")
    proposal = store.propose_answer(report, "helper", Answer.YES, "The same talks.", NOON)
    assert proposal
    return {"note": note, "link": link, "action": action, "token": token.id, "proposal": proposal}


def poll_of(world: World, now: datetime, **changes: Any) -> PollRecord:
    entries = tuple(Entry(key, f"https://courier.example/{key}", key) for key in ("0", "x", "y"))
    return PollRecord(world.feed, now, now, title="New", entries=entries, **changes)


PROFILE = Profile((), (), ("He signed.",), {"sign": 1}, {"sign": 1}, {"sign": 1}, days={NOON.date(): 0.5})
LATER = NOON + LEASE
# Each is called with a time, which those in TIMELESS ignore.
WRITES: dict[str, Callable[[World, datetime], object]] = {
    "save_feeds": lambda w, now: w.store.save_feeds([Feed("https://new.example/")], now),
    "save_seeds": lambda w, now: w.store.save_seeds([Seed("new", "N", "n")], now, keep=["another"]),
    "save_seeds of renamed ones": lambda w, now: w.store.save_seeds(
        [Seed("metals", "M", "m"), Seed("grouped", "A", "a"), Seed("another", "G", "g")], now
    ),
    "save_gists": lambda w, _now: w.store.save_gists({"one": (0.6, 0.8), "two": (1.0, 0.0)}),
    "put_away": lambda w, _now: w.store.put_away("another"),
    "claim_due_feeds": lambda w, now: w.store.claim_due_feeds(now, lease=LEASE, due_only=False),
    "record_poll": lambda w, now: w.store.record_poll(poll_of(w, now)),
    "record_poll of a failure": lambda w, now: w.store.record_poll(poll_of(w, now, error="refused")),
    "release of feeds": lambda w, now: w.store.release(Queue.FEEDS, [w.feed]),
    "claim_entries": lambda w, now: w.store.claim_entries(now, lease=LEASE, limit=9),
    "save_article": lambda w, now: w.store.save_article(w.entries[0], w.article),
    "save_turned_away": lambda w, now: w.store.save_turned_away([(w.entries[0], w.article, "")], now),
    "save_profile": lambda w, _now: w.store.save_profile("minerals", "these words", PROFILE),
    "postpone_entry": lambda w, now: w.store.postpone_entry(w.entries[0], "timed out", now),
    "skip_entry": lambda w, now: w.store.skip_entry(w.entries[0], "no text"),
    "release of entries": lambda w, now: w.store.release(Queue.ENTRIES, w.entries),
    "claim_articles": lambda w, now: w.store.claim_articles(now, lease=LEASE, limit=9),
    "release of articles": lambda w, now: w.store.release(Queue.ARTICLES, [w.waiting_article]),
    "postpone_article": lambda w, now: w.store.postpone_article(w.waiting_article, "strange", now),
    "give_up_article": lambda w, now: w.store.give_up_article(w.waiting_article, "strange", now),
    "record_comparison": lambda w, now: w.store.record_comparison(w.waiting_article, [w.record], now),
    "promote_match": lambda w, now: w.store.promote_match(w.near_miss, w.record, now),
    "raise_late_alerts": lambda w, now: w.store.raise_late_alerts(w.report, [ANN], now),
    "record_answer": lambda w, now: w.store.record_answer(w.near_miss, Answer.YES, now, [ANN]),
    "record_answer of no": lambda w, now: w.store.record_answer(w.alert.match_id, Answer.NO, now),
    "record_answer about a development": lambda w, now: w.store.record_answer(w.report, Answer.NO, now, whole=True),
    "add_report": lambda w, now: w.store.add_report(w.article, w.record, now),
    "merge_developments": lambda w, now: w.store.merge_developments(*w.grouped, now),
    "split_development": lambda w, now: w.store.split_development(w.grouped[0], [w.report], now),
    "rename_development": lambda w, now: w.store.rename_development(w.grouped[1], "Signing", now),
    "undo_edit": lambda w, now: w.store.undo_edit(w.edit, now),
    "save_groups": lambda w, now: w.store.save_groups(
        "minerals", [GroupRecord(w.alert.match_id, -1, Standing.JOINS, ("He signed.",))], 0, now
    ),
    "signing_key": lambda w, _now: w.store.signing_key(),
    "raise_notice": lambda w, now: w.store.raise_notice("no seed files", "There are no seed files.", now),
    "mute": lambda w, now: w.store.mute("minerals", ANN, now),
    "mute of another spelling": lambda w, now: w.store.mute("another", f"Bob <{BOB}>", now, [BOB]),
    "unmute": lambda w, _now: w.store.unmute("another", BOB),
    "record_bounce": lambda w, now: w.store.record_bounce(ANN, "no such user", now),
    "note_review": lambda w, _now: w.store.note_review("minerals", 99),
    "note_archive": lambda w, now: w.store.note_archive("minerals", 0, 7, now),
    "reopen_archive": lambda w, _now: w.store.reopen_archive("another"),
    "address_alerts": lambda w, now: w.store.address_alerts({"minerals": [ANN, BOB, "zoe@example.org"]}),
    "save_notice_mail": lambda w, now: w.store.save_notice_mail([w.notice], ANN, "<notice>", b"n", now),
    "save_robots_rules": lambda w, now: w.store.save_robots_rules("https://courier.example", "Disallow: /", now),
    "save_answer": lambda w, now: w.store.save_answer(ANN, "<answer>", b"a", now),
    "save_delivery": lambda w, now: w.store.save_delivery(Digest(w.alert.seed, ANN, (w.alert,), now), "<ann>", b"a"),
    "save_delivery with a question": lambda w, now: w.store.save_delivery(
        Digest(w.alert.seed, ANN, (w.alert,), now, question=w.question), "<ann>", b"a"
    ),
    "claim_deliveries": lambda w, now: w.store.claim_deliveries(now, lease=LEASE, limit=9),
    "release of deliveries": lambda w, now: w.store.release(Queue.DELIVERIES, [w.delivery]),
    "renew": lambda w, now: w.store.renew(Queue.FEEDS, [w.feed], now + LEASE),
    "take_lease": lambda w, now: w.store.take_lease("inbox", "me", now, now + LEASE),
    "take_turn": lambda w, now: w.store.take_turn("https://courier.example", now, LEASE, LEASE),
    "drop_lease": lambda w, now: w.store.drop_lease("backfill", "them"),
    "record_pass": lambda w, now: w.store.record_pass(PassRecord("p", "monitor", now, now, "", False), {"polls": 2}),
    "begin_sending": lambda w, now: w.store.begin_sending(w.delivery, now),
    "abandon_sending": lambda w, now: w.store.abandon_sending(w.begun, now),
    "mark_sent": lambda w, now: w.store.mark_sent(w.delivery, now),
    "mark_failed": lambda w, now: w.store.mark_failed(w.delivery, "refused", now, give_up=False),
    "mark_failed for good": lambda w, now: w.store.mark_failed(w.delivery, "refused", now, give_up=True),
    "save_user": lambda w, _now: w.store.save_user(DeskUser("zoe", Role.READER, "hash")),
    "remove_user": lambda w, now: w.store.remove_user("ann", now),
    "open_session": lambda w, now: w.store.open_session("0" * 32, "ann", now, now + LEASE),
    "close_session": lambda w, _now: w.store.close_session("5" * 32),
    "save_token": lambda w, now: w.store.save_token("0" * 32, "script", "ann", now),
    "revoke_token": lambda w, now: w.store.revoke_token(w.desk["token"], "ann", now),
    "note_visit": lambda w, now: w.store.note_visit("ann", "another", now),
    "add_note": lambda w, now: w.store.add_note("another", "ann", "Ask the ministry.", now),
    "remove_note": lambda w, now: w.store.remove_note(w.desk["note"], now),
    "share": lambda w, now: w.store.share("another", "ann", now),
    "revoke_share": lambda w, now: w.store.revoke_share(w.desk["link"], now),
    "propose_answer": lambda w, now: w.store.propose_answer(w.report, "helper", Answer.NO, "Another treaty.", now),
    "decide_proposal": lambda w, now: w.store.decide_proposal(w.desk["proposal"], Decision.DISMISSED, "ann", now),
    "record_action": lambda w, now: w.store.record_action(DeskAction(0, "ann", "another", "Paused it", now)),
    "note_undone": lambda w, now: w.store.note_undone(w.desk["action"], "ann", now),
    "index_backlog": lambda w, _now: w.store.index_backlog(limit=9),
    "prune": lambda w, now: w.store.prune(Cutoffs(*[now + timedelta(days=90)] * 5)),
}
READS: dict[str, Callable[[Store], object]] = {
    "ping": Store.ping,
    "seeds": Store.seeds,
    "waiting_alerts": Store.waiting_alerts,
    "unsent_deliveries": Store.unsent_deliveries,
    "waiting_notices": Store.waiting_notices,
    "ungrouped_seeds": Store.ungrouped_seeds,
    "seeds_to_compare": Store.seeds_to_compare,
    "seeds_to_review": Store.seeds_to_review,
    "has_compared": lambda store: store.has_compared(1),
    "extent": Store.extent,
    "last_compared_before": lambda store: store.last_compared_before(NOON),
    "stated_dates": lambda store: store.stated_dates(limit=3),
    "recent_articles": lambda store: store.recent_articles(limit=3),
    "compared_articles": lambda store: store.compared_articles(after=0, limit=9),
    "find_mail": lambda store: store.find_mail("0" * 24),
    "mutes": lambda store: store.mutes(NOON),
    "bounces": Store.bounces,
    "count_developments": lambda store: store.count_developments("minerals"),
    "story_so_far": lambda store: store.story_so_far("minerals", ANN, [1]),
    "robots_rules": lambda store: store.robots_rules("https://courier.example"),
    "seeds_added": lambda store: store.seeds_added(),
    "digest_times": lambda store: store.digest_times(NOON),
    "seed_changes": Store.seed_changes,
    "story_summaries": lambda store: store.story_summaries(["minerals"], reader="ann", since=NOON.date()),
    "development_page": lambda store: store.development_page("grouped"),
    "development_labels": lambda store: store.development_labels("grouped", limit=9),
    "match_page": lambda store: store.match_page("grouped"),
    "gists": lambda store: store.gists({"one"}),
    "profiles": Store.profiles,
    "matches": Store.matches,
    "match": lambda store: store.match(1),
    "development": lambda store: store.development(1),
    "edits": Store.edits,
    "successor_of": lambda store: store.successor_of(1),
    "asked_matches": lambda store: store.asked_matches("minerals"),
    "may_ask": lambda store: store.may_ask("minerals", NOON),
    "found": lambda store: store.found(["https://courier.example/1"]),
    "articles": Store.articles,
    "recent_texts": lambda store: store.recent_texts(limit=9),
    "search_articles": lambda store: store.search_articles(ArchiveQuery("headline")),
    "search_backlog": Store.search_backlog,
    "feed_health": Store.feed_health,
    "damaged_rows": Store.damaged_rows,
    "counts": Store.counts,
    "queue_depths": Store.queue_depths,
    "skipped": Store.skipped,
    "oldest_waiting_mail": Store.oldest_waiting_mail,
    "latest_passes": lambda store: store.latest_passes("monitor"),
    "totals": Store.totals,
    "size": Store.size,
    "seed": lambda store: store.seed("minerals"),
    "articles_at": lambda store: store.articles_at(["https://courier.example/1"]),
    "has_passes": lambda store: store.has_passes(NOON, LATER),
    "pass_times": lambda store: store.pass_times(NOON, LATER),
    "users": Store.users,
    "user": lambda store: store.user("ann"),
    "user_of_session": lambda store: store.user_of_session("5" * 32, NOON),
    "tokens": lambda store: store.tokens("ann"),
    "user_of_token": lambda store: store.user_of_token("6" * 32),
    "visits": lambda store: store.visits("ann"),
    "notes": lambda store: store.notes("minerals"),
    "shares": Store.shares,
    "actions": Store.actions,
    "proposals": lambda store: store.proposals("minerals"),
    "proposal": lambda store: store.proposal(1),
    "action": lambda store: store.action(1),
    "rehearse_prune": lambda store: store.rehearse_prune(Cutoffs(*[LATER] * 5)),
}
RELEASES = {name for name in WRITES if name.startswith("release")} | {"drop_lease"}
TIMELESS = {
    "reopen_archive",
    "note_archive",
    "note_review",
    "signing_key",
    "unmute",
    "save_article",
    "skip_entry",
    "index_backlog",
    "address_alerts",
    "record_answer of no",
    "record_answer about a development",
    "save_profile",
    "save_seeds of renamed ones",
    "save_user",
    "put_away",
    "save_gists",
    "close_session",
    *RELEASES,
}
RESERVING = {WRITES["take_turn"]}  # each call reserves another time
every_write = pytest.mark.parametrize("write", WRITES.values(), ids=list(WRITES))


def _indexed(connection: Connection) -> TextClause:
    number = "rowid" if connection.dialect.name == "sqlite" else "number"
    return text(f"SELECT {number} FROM article_words ORDER BY 1")


def state_of(store: Store) -> State:
    def rows(connection: Connection) -> State:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in metadata.sorted_tables
        } | {"article_words": [tuple(row) for row in connection.execute(_indexed(connection))]}

    return store._database.read(rows)


class Crash(BaseException):
    """Stands for the death of the program."""


@contextmanager
def crash_at(store: Store, step: int) -> Iterator[list[str]]:
    """Raise Crash before the statement with this number, or before the commit if that comes first."""
    ran: list[str] = []
    engine = store._database.engine

    def before(connection: Connection, cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            ran.append(statement)
            if len(ran) == step:
                raise Crash

    def commit(connection: Connection) -> None:
        ran.append("COMMIT")
        if len(ran) == step:
            raise Crash

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "commit", commit)
    try:
        yield ran
    finally:
        event.remove(engine, "before_cursor_execute", before)
        event.remove(engine, "commit", commit)


def test_every_public_method_is_tested_here() -> None:
    methods = {name for name, _ in inspect.getmembers(Store, inspect.isfunction) if not name.startswith("_")}
    assert {name.partition(" ")[0] for name in WRITES} | READS.keys() | {"close"} == methods


@every_write
def test_a_crash_at_any_statement_leaves_no_changes_and_a_write_can_be_repeated(
    world: World, write: Callable[[World, datetime], object]
) -> None:
    before = state_of(world.store)
    for step in range(1, 100):
        with crash_at(world.store, step) as ran:
            try:
                write(world, LATER)
            except Crash:
                assert state_of(world.store) == before
                continue
        break
    assert len(ran) == step - 1 >= 2, "the last, complete attempt ran at least one statement and a commit"
    after = state_of(world.store)
    assert after != before
    if write not in RESERVING:
        write(world, LATER)
        assert state_of(world.store) == after


def test_a_naive_datetime_is_refused_by_every_write(world: World, subtests: pytest.Subtests) -> None:
    before = state_of(world.store)
    for name in sorted(WRITES.keys() - TIMELESS):
        with subtests.test(name):
            with pytest.raises(ValueError, match="a datetime without a timezone cannot be stored: 2025"):
                WRITES[name](world, NAIVE)
            assert state_of(world.store) == before


def test_a_naive_datetime_is_also_refused_in_a_query(store: Store) -> None:
    with pytest.raises(ValueError, match="without a timezone"):
        store.matches(since=NAIVE)


@pytest.fixture
def locked(sqlite_url: str) -> Iterator[tuple[Store, sqlite3.Connection]]:
    """A store that hardly waits for a lock, and the connection that holds it."""
    with open_store(sqlite_url, lock_timeout=timedelta(milliseconds=20)) as store:
        other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield store, other
        other.close()


def test_a_write_to_a_locked_database_is_an_error(
    locked: tuple[Store, sqlite3.Connection],
    make_article: Callable[..., Article],
    make_record: Callable[..., MatchRecord],
    sqlite_url: str,
    subtests: pytest.Subtests,
) -> None:
    store, other = locked
    article, record = make_article(), make_record(ANN)
    alert = WaitingAlert(1, Seed("minerals", "", ""), ANN, article, record.match, NOON)
    question = StoredMatch(1, article, record.match, NOON)
    blind = World(store, 1, (1, 2), 1, alert, 1, 1, article, record, 1, 1, question, (1, 2), 1, 1, DESK)
    for name, write in WRITES.items():
        with subtests.test(name):
            with pytest.raises(StoreError) as caught:
                write(blind, NOON)
            assert str(caught.value) == f"database {sqlite_url}: database is locked"
    other.execute("ROLLBACK")
    store.save_feeds([Feed("https://a.example/")], NOON)  # the store works again after the lock is released


def test_a_locked_database_can_still_be_read(
    locked: tuple[Store, sqlite3.Connection], subtests: pytest.Subtests
) -> None:
    for name in sorted(READS.keys() - {"rehearse_prune"}):  # it writes, and rolls back
        with subtests.test(name):
            READS[name](locked[0])


def test_reading_writes_nothing(world: World, subtests: pytest.Subtests) -> None:
    before = state_of(world.store)
    for name, read in READS.items():
        with subtests.test(name):
            read(world.store)
            assert state_of(world.store) == before


def test_a_lock_timeout_on_a_server_is_an_error(clean_postgres: str) -> None:
    with (
        open_store(clean_postgres, lock_timeout=timedelta(milliseconds=50)) as store,
        open_store(clean_postgres) as other,
    ):
        store.save_feeds([Feed("https://a.example/")], NOON)
        with other._database.engine.begin() as connection:
            connection.execute(text("LOCK TABLE feeds"))
            with pytest.raises(StoreError, match="lock timeout"):
                store.save_feeds([], NOON)


def test_a_connection_closed_by_the_server_is_reopened(
    clean_postgres: str, administer: Callable[[str], object]
) -> None:
    with open_store(clean_postgres) as store:
        store.ping()
        administer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'storywake'")
        store.ping()


WRITER = """
import sys
from datetime import UTC, datetime, timedelta
from news import Entry, Feed, PollRecord
from storage import open_store
now = datetime(2025, 3, 5, tzinfo=UTC)
store = open_store(sys.argv[1])
store.save_feeds([Feed("https://a.example/")], now)
feed = store.claim_due_feeds(now, lease=timedelta(0))[0]
for poll in range(100_000):
    entries = tuple(Entry(f"{poll}-{number}", "", "T", content="x" * 1000) for number in range(50))
    store.record_poll(PollRecord(feed.id, now, now, entries=entries))
    print("polled", flush=True)
"""


def test_a_killed_program_leaves_complete_polls_and_an_intact_database(database_url: str) -> None:
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", WRITER, database_url], cwd=root, stdout=subprocess.PIPE) as program:
        assert program.stdout
        lines = [program.stdout.readline() for _ in range(5)]
        os.kill(program.pid, signal.SIGKILL)
    assert lines == [b"polled\n"] * 5
    with open_store(database_url) as store:
        entries = store.counts()["entries"]
        assert entries >= 250
        assert entries % 50 == 0
        store.save_feeds([Feed("https://b.example/")], NOON)


def test_the_world_has_rows_at_every_stage(world: World) -> None:
    """The tests above would prove nothing about a stage without rows."""
    counts = world.store.counts()
    queues = (
        "entries waiting",
        "articles waiting",
        "alerts waiting",
        "alerts without recipient",
        "deliveries waiting",
    )
    assert all(counts[name] for name in queues)
    assert world.store.matches(verdicts=tuple(Verdict))
