"""The health of the feeds: how polling goes, and whether the pages of their entries can be read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, RowMapping, func, select

from news import EntryState, FeedHealth
from storage.damage import fetch, read_whole, whole
from storage.database import in_batches
from storage.rows import feed_of, interval_of
from storage.schema import articles, entries, feeds

_LATEST = 5  # entries by which a feed is judged that lists fewer, whether it still lists them or not

_SETTLED = entries.c.state.in_((EntryState.EXTRACTED, EntryState.COMPARED, EntryState.SKIPPED))


@dataclass(frozen=True, slots=True)
class _Pages:
    """How many pages could be read, how many could not, the commonest reason, and when the first such entry came."""

    read: int
    missed: int
    why: str
    since: datetime | None


def feed_health(connection: Connection) -> list[FeedHealth]:
    """The health of the active feeds, ordered by URL."""
    rows = fetch(connection, select(feeds, *_pages_listed()).where(feeds.c.active))
    pages = {
        row[feeds.c.id]: _Pages(row["pages_read"], row["pages_missed"], row["missed_why"], row["missed_since"])
        for row in rows
    }
    pages |= _latest_pages(connection, [feed for feed, one in pages.items() if one.read + one.missed < _LATEST])
    return sorted((_health(row, pages[row[feeds.c.id]]) for row in rows), key=lambda health: health.feed.url)


def _health(row: RowMapping, pages: _Pages) -> FeedHealth:
    planned = read_whole(row, feeds.c.next_poll_at), read_whole(row, feeds.c.not_before)
    return FeedHealth(
        feed=feed_of(row),
        last_polled_at=read_whole(row, feeds.c.last_polled_at),
        last_success_at=read_whole(row, feeds.c.last_success_at),
        next_poll_at=max(filter(None, planned), default=None),
        failures=row[feeds.c.failures],
        error=row[feeds.c.error],
        entries=row[feeds.c.entries],
        moved_to=row[feeds.c.moved_to],
        gone_at=read_whole(row, feeds.c.gone_at),
        interval=interval_of(row),
        pages_read=pages.read,
        pages_missed=pages.missed,
        missed_why=pages.why,
        missed_since=whole(pages.since, entries.c.seen_at, "of an entry"),
        language=row["language"],
    )


def _pages_listed() -> list[ColumnElement[Any]]:
    """How many pages of the entries that a feed lists were read, how many not, why, since when, in what language."""
    listed = (entries.c.feed_id == feeds.c.id) & entries.c.unlisted_since.is_(None) & _SETTLED
    is_missed = entries.c.reason != ""
    read = entries.join(articles, entries.c.article_id == articles.c.id)
    # one subquery for each feed: it reads the few entries that the feed lists, by their index
    counts = {
        "pages_read": select(func.count()).where(listed, ~is_missed),
        "pages_missed": select(func.count()).where(listed, is_missed),
        "missed_since": select(func.min(entries.c.seen_at)).where(listed, is_missed),
    }
    columns = [query.select_from(entries).scalar_subquery().label(name) for name, query in counts.items()]
    return [
        *columns,
        _commonest(entries.c.reason, entries, listed).label("missed_why"),
        _commonest(articles.c.language, read, listed).label("language"),
    ]


def _commonest(column: ColumnElement[str], rows: FromClause, wanted: ColumnElement[bool]) -> ColumnElement[str]:
    """The text that most of the wanted rows have in a column; "" if none has one."""
    texts = select(column).select_from(rows).where(wanted, column != "").group_by(column)
    return func.coalesce(texts.order_by(func.count().desc(), column).limit(1).scalar_subquery(), "")


def _latest_pages(connection: Connection, feed_ids: Sequence[int]) -> dict[int, _Pages]:
    """The same of the latest entries of feeds that list few, those first that they still list."""
    order = entries.c.unlisted_since.is_not(None), entries.c.id.desc()
    place = func.row_number().over(partition_by=entries.c.feed_id, order_by=order).label("place")
    columns = entries.c.feed_id, entries.c.reason, entries.c.seen_at
    found: dict[int, _Pages] = {}
    for batch in in_batches(feed_ids):
        ranked = select(*columns, place).where(entries.c.feed_id.in_(batch), _SETTLED).subquery()
        latest: dict[int, list[tuple[str, datetime]]] = {}
        for row in connection.execute(select(ranked).where(ranked.c.place <= _LATEST)):
            latest.setdefault(row.feed_id, []).append((row.reason, row.seen_at))
        found |= {feed: _count(rows) for feed, rows in latest.items()}
    return found


def _count(rows: Sequence[tuple[str, datetime]]) -> _Pages:
    missed = [(reason, seen_at) for reason, seen_at in rows if reason]
    counts = Counter(reason for reason, _ in missed)
    why = min(counts, key=lambda reason: (-counts[reason], reason), default="")
    return _Pages(len(rows) - len(missed), len(missed), why, min((seen_at for _, seen_at in missed), default=None))
