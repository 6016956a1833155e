"""Housekeeping: what nobody will ask for again is emptied, what makes a thing known stays."""

from datetime import datetime

from sqlalchemy import Connection, delete, exists, update

from news import EntryState
from storage.schema import articles, entries, matches, notices, robots

FINISHED = (EntryState.COMPARED, EntryState.SKIPPED)


def prune(connection: Connection, before: datetime) -> dict[str, int]:
    """Drop articles without a match, the words of finished entries and notices, all older than `before`.

    An entry's row stays with the digest of its key: a feed may list it for years, and it must not come back as new.
    """
    return {
        "entries": _empty_entries(connection, before),
        "articles": _drop_articles(connection, before),
        "robots.txt": connection.execute(delete(robots).where(robots.c.fetched_at < before)).rowcount,
        "notices": connection.execute(delete(notices).where(notices.c.raised_at < before)).rowcount,
    }


def _empty_entries(connection: Connection, before: datetime) -> int:
    old = update(entries).where(entries.c.state.in_(FINISHED), entries.c.seen_at < before, entries.c.key != "")
    return connection.execute(old.values(key="", url="", title="", summary="", content="", error="")).rowcount


def _drop_articles(connection: Connection, before: datetime) -> int:
    matched = exists().where(matches.c.article_id == articles.c.id)
    old = delete(articles).where(articles.c.compared_at < before, ~matched)
    return connection.execute(old).rowcount
