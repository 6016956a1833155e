"""Housekeeping: delete old data, but keep what is needed to recognise entries that feeds still list."""

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, Delete, delete, exists, func, or_, select, text, update

from news import Answer, Cutoffs, EntryState, Verdict
from storage.corrections import drop_orphans
from storage.database import in_batches
from storage.decision_tables import mutes, questions
from storage.desk_records import prune_desk
from storage.followed import note_change
from storage.gists import drop_old_gists
from storage.run_tables import leases, passes, robots, turns
from storage.schema import (
    alerts,
    articles,
    deliveries,
    entries,
    entry_names,
    entry_words,
    feeds,
    matches,
    notices,
)
from storage.search_index import forget_articles

FINISHED = (EntryState.COMPARED, EntryState.SKIPPED)


def prune(connection: Connection, since: Cutoffs) -> dict[str, int]:
    """Delete data older than its cut-off time, and return the number of deleted rows by kind.

    The row of an entry, with the digest of its key, is kept while its feed lists it, so that it does not count as new.
    """
    return {
        "near misses": _drop_near_misses(connection, since.near_misses),  # first, to free their articles
        "articles": _drop_articles(connection, since.articles),
        "earlier versions": drop_orphans(connection),
        "words of entries": _count(connection, _old_words(since.articles)),
        "entries": _drop_entries(connection, since.entries),
        "mails": _count(connection, _old_mails(since.mails)),
        "notices": _count(connection, delete(notices).where(notices.c.raised_at < since.articles)),
        "robots.txt": _count(connection, delete(robots).where(robots.c.fetched_at < since.articles)),
        "passes": _count(connection, delete(passes).where(passes.c.finished_at < since.passes)),
        "mutes": _count(connection, delete(mutes).where(mutes.c.until < since.passes)),
        "desk log": prune_desk(connection, since.mails),
        "turns": _count(connection, delete(turns).where(turns.c.next_at < since.passes)),
        "vectors": drop_old_gists(connection),
        "leases": _count(connection, delete(leases).where(leases.c.expires_at < since.passes)),
    }


def _count(connection: Connection, statement: Delete) -> int:
    done: CursorResult[Any] = connection.execute(statement)
    return done.rowcount


def _drop_near_misses(connection: Connection, before: datetime) -> int:
    unanswered = (matches.c.answer == Answer.NONE) & ~exists().where(alerts.c.match_id == matches.c.id)
    chosen = (matches.c.verdict == Verdict.NEAR_MISS) & unanswered & (matches.c.found_at < before)
    asked = questions.c.match_id.in_(select(matches.c.id).where(chosen))
    connection.execute(delete(questions).where(asked))
    old = delete(matches).where(chosen)
    of_seeds = list(connection.scalars(old.returning(matches.c.seed_id)))
    for seed_id in set(of_seeds):
        note_change(connection, seed_id)
    return len(of_seeds)


def _drop_articles(connection: Connection, before: datetime) -> int:
    matched = exists().where(matches.c.article_id == articles.c.id)
    chosen = select(articles.c.id).where(articles.c.compared_at < before, ~matched)
    ids = list(connection.scalars(chosen.order_by(articles.c.id).with_for_update()))
    for batch in in_batches(ids):
        forget_articles(connection, batch)
        connection.execute(delete(articles).where(articles.c.id.in_(batch)))
    return len(ids)


def _old_mails(before: datetime) -> Delete:
    settled = or_(deliveries.c.sent_at.is_not(None), deliveries.c.given_up_at.is_not(None))
    return delete(deliveries).where(deliveries.c.created_at < before, settled)


def _old_words(before: datetime) -> Delete:
    """The words of skipped entries, which are kept longer to show what was skipped."""
    old = select(entries.c.id).where(entries.c.state == EntryState.SKIPPED, entries.c.seen_at < before)
    return delete(entry_words).where(entry_words.c.entry_id.in_(old))


def _drop_entries(connection: Connection, before: datetime) -> int:
    resting = select(feeds.c.id).where(~feeds.c.active, feeds.c.last_polled_at < before)
    gone = or_(entries.c.unlisted_since < before, entries.c.feed_id.in_(resting))
    chosen = select(entries.c.id, entries.c.feed_id).where(entries.c.state.in_(FINISHED), gone)
    owners = {row.id: row.feed_id for row in connection.execute(chosen)}
    for feed_id, number in sorted(Counter(owners.values()).items()):  # first, because a poll also locks its feed first
        connection.execute(update(feeds).where(feeds.c.id == feed_id).values(entries=feeds.c.entries - number))
    for batch in in_batches(list(owners)):
        connection.execute(delete(entry_names).where(entry_names.c.entry_id.in_(batch)))
        connection.execute(delete(entry_words).where(entry_words.c.entry_id.in_(batch)))
        connection.execute(delete(entries).where(entries.c.id.in_(batch)))
    return len(owners)


def read_size(connection: Connection) -> int:
    """The size of the database on disk in bytes, including free pages."""
    if connection.dialect.name == "sqlite":
        pages, size = (connection.scalar(text(f"PRAGMA {name}")) for name in ("page_count", "page_size"))
        return int(pages or 0) * int(size or 0)
    return int(connection.scalar(select(func.pg_database_size(func.current_database()))) or 0)
