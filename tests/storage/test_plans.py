"""The queries of a pass do not become slower as the database grows: no query plan scans a large table."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from benchmarks.archive import Archive, make_pass
from benchmarks.sample_archive import fill
from news import Answer, Evidence, Match, MatchRecord, Verdict
from storage import Queue, Store, open_store

NOON = datetime(2025, 7, 1, 12, 0, tzinfo=UTC)
LARGE = {"articles", "entries", "entry_names", "entry_words", "matches", "deliveries", "alerts"}
# Partial indexes that contain only queued rows, or answers, of which there are few.
QUEUES = {
    *(f"ix_{table}_waiting" for table in ("entries", "articles", "alerts", "deliveries")),
    "ix_matches_edited",
    "ix_matches_ungrouped",
    "ix_matches_answered",
}
Plans = dict[str, list[str]]  # by statement: the large tables that it scans


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "empty_postgres"}[request.param]))


def run_pass(store: Store, size: int) -> None:
    """Run the queries of a pass, including those for errors and answers."""
    make_pass(Archive(store, size, polled=2), NOON)
    match = Match("story-1", 0.9, Verdict.FOLLOW_UP, Evidence())
    (near_miss, *_) = store.matches("story-1", verdicts=[Verdict.NEAR_MISS])
    store.promote_match(near_miss.id, MatchRecord(match, ("",)), NOON)
    store.address_alerts({"story-1": ["ann@example.org"]})
    store.record_answer(near_miss.id, Answer.YES, NOON)
    store.seeds()
    store.seed_changes(), store.profiles()
    (*_, (_, known)) = store.articles(limit=3)
    store.save_turned_away([(1, replace(known, url="https://new.example/"), ""), (2, known, "")], NOON)
    store.find_mail("a" * 24)
    for article in store.compared_articles(after=0, limit=3):
        store.postpone_article(article.id, "strange", NOON)
        store.give_up_article(article.id, "strange", NOON)
        store.renew(Queue.ARTICLES, [article.id], NOON)
        store.release(Queue.ENTRIES, [article.id])
    store.postpone_entry(1, "timed out", NOON)
    store.skip_entry(1, "no text")
    store.mark_failed(1, "refused", NOON, give_up=True)
    store.mutes(NOON), store.bounces(), store.waiting_notices(), store.latest_passes("monitor")


@contextmanager
def explained(store: Store) -> Iterator[Plans]:
    """Record the query plan of every statement in the block."""
    engine, plans = store._database.engine, Plans()
    read = _read_of_sqlite if engine.dialect.name == "sqlite" else _read_of_postgres

    def before(connection: Connection, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if statement.startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")) and statement not in plans:
            one = parameters[0] if isinstance(parameters, list) else parameters  # the first of many rows
            cursor = connection.connection.cursor()
            plans[statement] = read(cursor, statement, one)

    event.listen(engine, "before_cursor_execute", before)
    try:
        yield plans
    finally:
        event.remove(engine, "before_cursor_execute", before)


def pretend_to_be_large(store: Store) -> None:
    """Make PostgreSQL plan for large tables: it rightly scans one of a few thousand rows. SQLite ignores the size."""

    def change(connection: Connection) -> None:
        larger = text("UPDATE pg_class SET reltuples = 1e6 WHERE relname = ANY(:names)")
        connection.execute(larger, {"names": sorted(LARGE)})
        for method in ("seqscan", "hashjoin", "mergejoin", "material"):  # those that read a whole table
            connection.execute(text(f"SET enable_{method} = off"))

    if store._database.engine.dialect.name == "postgresql":
        store._database.write(change)


def _read_of_sqlite(cursor: Any, statement: str, parameters: Any) -> list[str]:
    cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
    steps = [
        re.match(r"SCAN (\w+?)(?:_\d+)?(?: USING (?:COVERING )?INDEX (\w+))?$", row[3]) for row in cursor.fetchall()
    ]
    stops_early = "LIMIT" in statement and "WHERE" not in statement
    whole = [step[1] for step in steps if step and step[1] in LARGE and step[2] not in QUEUES]
    return [] if stops_early else whole


def _read_of_postgres(cursor: Any, statement: str, parameters: Any) -> list[str]:
    cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
    (plans,) = cursor.fetchone()
    return list(_read_whole(plans[0]["Plan"]))


def _read_whole(node: dict[str, Any], above: str = "") -> Iterator[str]:
    kind, stops_early = node["Node Type"], above == "Limit" and "Filter" not in node
    by_index = "Index Cond" in node or node.get("Index Name") in QUEUES or stops_early
    if node.get("Relation Name") in LARGE and (kind == "Seq Scan" or ("Index" in kind and not by_index)):
        yield node["Relation Name"]
    for part in node.get("Plans", ()):
        yield from _read_whole(part, kind)


def test_no_query_plan_of_a_pass_scans_a_large_table(fresh_url: str) -> None:
    fill(fresh_url, 4000)
    with open_store(fresh_url) as store:
        pretend_to_be_large(store)
        with explained(store) as plans:
            run_pass(store, 4000)
    assert {statement: whole for statement, whole in plans.items() if whole} == {}
    assert len(plans) > 60


@pytest.mark.parametrize("index", ["ix_entries_article_id", "ix_articles_waiting"])
def test_a_query_plan_without_its_index_is_detected(fresh_url: str, index: str) -> None:
    """The test above would fail if an index were missing."""
    fill(fresh_url, 400)
    with open_store(fresh_url) as store:
        pretend_to_be_large(store)
        store._database.write(lambda connection: connection.execute(text(f"DROP INDEX {index}")))
        with explained(store) as plans:
            run_pass(store, 400)
    assert any(plans.values())


def test_no_statement_of_a_pass_takes_more_steps_in_a_larger_database(tmp_path: Path) -> None:
    """Counts the steps of SQLite's virtual machine: a plan that uses an index may still read half a table."""
    few, many = (steps_of(f"sqlite:///{tmp_path}/{size}.db", size) for size in (4000, 12_000))
    assert {
        statement: (few[statement], steps) for statement, steps in many.items() if steps > 1.5 * few[statement]
    } == {}


def steps_of(url: str, size: int) -> Counter[str]:
    """The number of steps for each statement of a pass; those that differ only in their number of values are one."""
    fill(url, size)
    steps, running = Counter[str](), [""]

    def step() -> None:
        steps[running[0]] += 1

    def before(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        running[0] = re.sub(r"(\?, )+", "", statement)

    with open_store(url) as store:
        event.listen(store._database.engine, "checkout", lambda raw, *_: raw.set_progress_handler(step, 1))
        event.listen(store._database.engine, "before_cursor_execute", before)
        run_pass(store, size)
    return steps
