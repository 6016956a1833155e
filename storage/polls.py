"""Claim feeds that are due, and record the results of polls."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, case, func, literal, or_, select, update

from news import LONGEST_WAIT, DueFeed, PollRecord, Saved, is_settled, waiting_window
from storage.arrivals import save_entries
from storage.claims import claim, due, unclaimed
from storage.column_types import Moment, clean, digest
from storage.damage import read_whole
from storage.database import insert_into
from storage.operator_notices import raise_notice
from storage.rows import feed_of, interval_of, validators_of
from storage.run_tables import robots
from storage.schema import feeds


def claim_due_feeds(
    connection: Connection,
    now: datetime,
    lease: timedelta,
    due_only: bool,
    feed_url: str,
    polled_before: datetime | None,
    limit: int | None,
    holder: str,
) -> list[DueFeed]:
    """Claim feeds to poll, longest overdue first."""
    wanted = _due(now, lease, due_only=due_only, feed_url=feed_url)
    if polled_before:
        # a poll in the future was dated by a wrong clock
        _, until = waiting_window(polled_before, now - polled_before)
        polled = feeds.c.last_polled_at
        wanted = wanted.where(or_(polled.is_(None), polled < polled_before, polled > until))
    rows = claim(connection, feeds, wanted, holder=holder, until=now + lease, limit=limit)
    return [
        DueFeed(
            id=row[feeds.c.id],
            feed=feed_of(row),
            validators=validators_of(row),
            failures=row[feeds.c.failures],
            body_digest=row[feeds.c.body_digest],
            moved_to=row[feeds.c.moved_to] if is_settled(read_whole(row, feeds.c.moved_since), now) else "",
            interval=interval_of(row),
        )
        for row in rows
    ]


def _due(now: datetime, lease: timedelta, *, due_only: bool, feed_url: str) -> Select[Any]:
    wanted = select(feeds).where(
        feeds.c.active, unclaimed(feeds, now, lease), due(feeds.c.not_before, now, LONGEST_WAIT)
    )
    if due_only:
        wanted = wanted.where(due(feeds.c.next_poll_at, now, LONGEST_WAIT), feeds.c.gone_at.is_(None))
    if feed_url:
        wanted = wanted.where(feeds.c.url_digest == digest(feed_url))
    return wanted.order_by(feeds.c.next_poll_at.asc().nulls_first(), feeds.c.id)


def record_poll(connection: Connection, record: PollRecord) -> Saved:
    """Record the result of a poll, and return how many entries are new and how many have changed."""
    changes = _failure(record) if record.error else _success(record)
    connection.execute(update(feeds).where(feeds.c.id == record.feed_id).values(**changes, **_timing(record)))
    if record.notice:
        key = f"feed {record.feed_id} at {record.polled_at.isoformat()}"
        raise_notice(connection, key, record.notice, record.polled_at)
    if record.error:
        return Saved()
    saved = save_entries(connection, record)
    if saved.new:
        more = update(feeds).where(feeds.c.id == record.feed_id).values(entries=feeds.c.entries + saved.new)
        connection.execute(more)
    return saved


def read_robots(connection: Connection, origin: str) -> tuple[str, datetime] | None:
    """The stored robots.txt of a site, and when it was fetched."""
    kept = select(robots.c.rules, robots.c.fetched_at).where(robots.c.origin_digest == digest(origin))
    row = connection.execute(kept).one_or_none()
    return (row.rules, row.fetched_at) if row else None


def save_robots(connection: Connection, origin: str, rules: str, now: datetime) -> None:
    """Store a site's robots.txt."""
    upsert = insert_into(connection, robots).values(origin_digest=digest(origin), rules=rules, fetched_at=now)
    changed = {name: upsert.excluded[name] for name in ("rules", "fetched_at")}
    connection.execute(upsert.on_conflict_do_update(index_elements=["origin_digest"], set_=changed))


def _timing(record: PollRecord) -> dict[str, Any]:
    interval = {} if record.interval is None else {"interval_seconds": round(record.interval.total_seconds())}
    return interval | {
        "last_polled_at": record.polled_at,
        "next_poll_at": record.next_poll_at,
        "not_before": record.not_before,
        "claimed_until": None,
    }


def _failure(record: PollRecord) -> dict[str, Any]:
    # a record written twice counts as one failure
    recorded = feeds.c.last_polled_at == record.polled_at
    gone = {"gone_at": func.coalesce(feeds.c.gone_at, literal(record.polled_at, Moment))} if record.gone else {}
    return gone | {
        "error": record.error,
        "failures": case((recorded, feeds.c.failures), else_=feeds.c.failures + 1),
        "moved_to": "",  # next time, poll the address in the user's list again
        "moved_since": None,
    }


def _success(record: PollRecord) -> dict[str, Any]:
    stated = {"own_title": record.title, "own_site": record.site, "body_digest": record.body_digest}
    same = (feeds.c.moved_to == clean(record.moved_to)) & (feeds.c.moved_since <= record.polled_at)
    # an unchanged feed has no new data
    return {name: value for name, value in stated.items() if value} | {
        "error": "",
        "failures": 0,
        "gone_at": None,
        "last_success_at": record.polled_at,
        "etag": record.validators.etag,
        "last_modified": record.validators.last_modified,
        "moved_to": record.moved_to,
        "moved_since": case((same, feeds.c.moved_since), else_=literal(record.polled_at, Moment))
        if record.moved_to
        else None,
    }
