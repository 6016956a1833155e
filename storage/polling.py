"""The feeds that are due, and what a poll brought."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, or_, select, update

from news import DueFeed, Entry, EntryState, PollRecord
from storage.claiming import claim, unclaimed
from storage.columns import digest
from storage.database import insert_into
from storage.packing import feed_of, pack_entry, validators_of
from storage.schema import entries, feeds


def claim_due_feeds(
    connection: Connection, now: datetime, *, lease: timedelta, due_only: bool, feed_url: str, limit: int | None
) -> list[DueFeed]:
    """Take feeds to poll, those longest overdue first."""
    rows = claim(connection, feeds, _due(now, due_only=due_only, feed_url=feed_url), until=now + lease, limit=limit)
    return [
        DueFeed(id=row[feeds.c.id], feed=feed_of(row), validators=validators_of(row), failures=row[feeds.c.failures])
        for row in rows
    ]


def _due(now: datetime, *, due_only: bool, feed_url: str) -> Select[Any]:
    due = select(feeds).where(feeds.c.active, unclaimed(feeds, now), _reached(feeds.c.not_before, now))
    if due_only:
        due = due.where(_reached(feeds.c.next_poll_at, now))
    if feed_url:
        due = due.where(feeds.c.url_digest == digest(feed_url))
    return due.order_by(feeds.c.next_poll_at.asc().nulls_first(), feeds.c.id)


def _reached(moment: ColumnElement[Any], now: datetime) -> ColumnElement[bool]:
    return or_(moment.is_(None), moment <= now)


def record_poll(connection: Connection, record: PollRecord) -> int:
    """Write down what a poll brought, and return how many entries are new."""
    changes = _failure(record) if record.error else _success(record)
    connection.execute(update(feeds).where(feeds.c.id == record.feed_id).values(**changes, **_timing(record)))
    return 0 if record.error else _save_entries(connection, record)


def _timing(record: PollRecord) -> dict[str, Any]:
    return {
        "last_polled_at": record.polled_at,
        "next_poll_at": record.next_poll_at,
        "not_before": record.not_before,
        "claimed_until": None,
    }


def _failure(record: PollRecord) -> dict[str, Any]:
    # the same record written twice is one failure
    told = feeds.c.last_polled_at == record.polled_at
    return {"error": record.error, "failures": case((told, feeds.c.failures), else_=feeds.c.failures + 1)}


def _success(record: PollRecord) -> dict[str, Any]:
    stated = {"own_title": record.title, "own_site": record.site}  # a feed that has not changed states nothing
    return {name: value for name, value in stated.items() if value} | {
        "error": "",
        "failures": 0,
        "last_success_at": record.polled_at,
        "etag": record.validators.etag,
        "last_modified": record.validators.last_modified,
    }


def _save_entries(connection: Connection, record: PollRecord) -> int:
    rows = [_pack(entry, record) for entry in record.entries]
    if not rows:
        return 0
    unseen = insert_into(connection, entries).on_conflict_do_nothing(index_elements=["feed_id", "key_digest"])
    return len(connection.execute(unseen.returning(entries.c.id), rows).all())


def _pack(entry: Entry, record: PollRecord) -> dict[str, Any]:
    return pack_entry(entry) | {"feed_id": record.feed_id, "seen_at": record.polled_at, "state": EntryState.NEW}
