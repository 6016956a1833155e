"""Housekeeping: delete old data, but keep what is needed to recognise entries that feeds still list."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import Column, Connection, CursorResult, Delete, delete, exists, func, or_, select, text, update

from news import Answer, Cutoffs, EntryState, Verdict
from storage.corrections import drop_orphans
from storage.database import in_batches
from storage.decision_tables import bounces, mutes, questions
from storage.desk_records import prune_desk
from storage.followed import note_change
from storage.gists import drop_old_gists
from storage.run_tables import leases, passes, profiles, robots, turns
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
    seeds,
)
from storage.search_index import forget_articles

_Pruner = Callable[[Connection, Cutoffs, int | None], int]  # with the most rows to delete; None: all
PRUNED_AT_ONCE = 500  # rows of a kind in one transaction, or others would wait too long for the database
_FINISHED = (EntryState.COMPARED, EntryState.SKIPPED)


def prune(connection: Connection, since: Cutoffs, kinds: Collection[str]) -> dict[str, int]:
    """Delete some data of these kinds older than its cut-off time, and return the number of deleted rows by kind.

    The row of an entry, with the digest of its key, is kept while its feed lists it, so that it does not count as new.
    """
    return {kind: _PRUNERS[kind](connection, since, PRUNED_AT_ONCE) for kind in kinds}


def rehearse(connection: Connection, since: Cutoffs) -> dict[str, int]:
    """Delete all data older than its cut-off time, to be rolled back, and return the number of rows by kind."""
    return {kind: pruner(connection, since, None) for kind, pruner in _PRUNERS.items()}


def _drop_idle_profiles(connection: Connection, _since: Cutoffs, _most: int | None) -> int:
    """Delete the cached profiles of seeds that are not followed; for one that comes back, it is made anew."""
    followed = select(seeds.c.name).where(seeds.c.active)
    return _count(connection, delete(profiles).where(profiles.c.seed.not_in(followed)))


def _drop_near_misses(connection: Connection, since: Cutoffs, most: int | None) -> int:
    unanswered = (matches.c.answer == Answer.NONE) & ~exists().where(alerts.c.match_id == matches.c.id)
    chosen = (matches.c.verdict == Verdict.NEAR_MISS) & unanswered & (matches.c.found_at < since.near_misses)
    old = select(matches.c.id, matches.c.seed_id).where(chosen).order_by(matches.c.id).limit(most)
    # locked, so that none is deleted that is answered meanwhile
    seed_of = {row.id: row.seed_id for row in connection.execute(old.with_for_update())}
    for batch in in_batches(list(seed_of)):
        connection.execute(delete(questions).where(questions.c.match_id.in_(batch)))
        connection.execute(delete(matches).where(matches.c.id.in_(batch)))
    for seed_id in sorted(set(seed_of.values())):
        note_change(connection, seed_id)
    return len(seed_of)


def _drop_articles(connection: Connection, since: Cutoffs, most: int | None) -> int:
    matched = exists().where(matches.c.article_id == articles.c.id)
    chosen = select(articles.c.id).where(articles.c.compared_at < since.articles, ~matched)
    ids = list(connection.scalars(chosen.order_by(articles.c.id).limit(most).with_for_update()))
    for batch in in_batches(ids):
        if most is not None:  # what is rolled back need not be found by its words first, which takes long
            forget_articles(connection, batch)
        connection.execute(delete(articles).where(articles.c.id.in_(batch)))
    return len(ids)


def _drop_words(connection: Connection, since: Cutoffs, most: int | None) -> int:
    """The words of skipped entries, which are kept longer to show what was skipped."""
    old = (entries.c.state == EntryState.SKIPPED) & (entries.c.seen_at < since.articles)
    chosen = select(entry_words.c.entry_id).join(entries, entry_words.c.entry_id == entries.c.id).where(old).limit(most)
    return _count(connection, delete(entry_words).where(entry_words.c.entry_id.in_(chosen)))


def _drop_entries(connection: Connection, since: Cutoffs, most: int | None) -> int:
    before = since.entries
    resting = select(feeds.c.id).where(~feeds.c.active, feeds.c.last_polled_at < before)
    gone = or_(entries.c.unlisted_since < before, entries.c.feed_id.in_(resting))
    chosen = select(entries.c.id, entries.c.feed_id).where(entries.c.state.in_(_FINISHED), gone).limit(most)
    owners = {row.id: row.feed_id for row in connection.execute(chosen)}
    for feed_id, number in sorted(Counter(owners.values()).items()):  # first, because a poll also locks its feed first
        connection.execute(update(feeds).where(feeds.c.id == feed_id).values(entries=feeds.c.entries - number))
    for batch in in_batches(list(owners)):
        connection.execute(delete(entry_names).where(entry_names.c.entry_id.in_(batch)))
        connection.execute(delete(entry_words).where(entry_words.c.entry_id.in_(batch)))
        connection.execute(delete(entries).where(entries.c.id.in_(batch)))
    return len(owners)


def _drop_mails(connection: Connection, since: Cutoffs, most: int | None) -> int:
    settled = or_(deliveries.c.sent_at.is_not(None), deliveries.c.given_up_at.is_not(None))
    old = select(deliveries.c.id).where(deliveries.c.created_at < since.mails, settled).limit(most)
    return _count(connection, delete(deliveries).where(deliveries.c.id.in_(old)))


def _count(connection: Connection, statement: Delete) -> int:
    done: CursorResult[Any] = connection.execute(statement)
    return done.rowcount


def _all_before(column: Column[Any], cutoff: str) -> _Pruner:
    """A pruner for a table of small rows, which are deleted at once."""

    def drop(connection: Connection, since: Cutoffs, _most: int | None) -> int:
        return _count(connection, delete(column.table).where(column < getattr(since, cutoff)))

    return drop


_PRUNERS: Mapping[str, _Pruner] = {
    "near misses": _drop_near_misses,  # first, to free their articles
    "articles": _drop_articles,
    "earlier versions": lambda connection, _since, _most: drop_orphans(connection),
    "words of entries": _drop_words,
    "entries": _drop_entries,
    "mails": _drop_mails,
    "notices": _all_before(notices.c.raised_at, "articles"),
    "robots.txt": _all_before(robots.c.fetched_at, "articles"),
    "passes": _all_before(passes.c.finished_at, "passes"),
    "mutes": _all_before(mutes.c.until, "passes"),
    "desk log": lambda connection, since, _most: prune_desk(connection, since.mails),
    "bounces": _all_before(bounces.c.bounced_at, "mails"),
    "profiles": _drop_idle_profiles,
    "turns": _all_before(turns.c.next_at, "passes"),
    "vectors": lambda connection, _since, _most: drop_old_gists(connection),
    "leases": _all_before(leases.c.expires_at, "passes"),
}
PRUNED_KINDS = tuple(_PRUNERS)
"""What is deleted, in this order: what one kind frees, a later one deletes."""


def read_size(connection: Connection) -> int:
    """The size of the database on disk in bytes, including free pages."""
    if connection.dialect.name == "sqlite":
        pages, size = (connection.scalar(text(f"PRAGMA {name}")) for name in ("page_count", "page_size"))
        return int(pages or 0) * int(size or 0)
    return int(connection.scalar(select(func.pg_database_size(func.current_database()))) or 0)
