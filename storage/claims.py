"""Claims: a run reserves work until its lease expires, so that no other run does the same work.

Rows of a queue are claimed individually, so that several runs can share them; indivisible work (a seed's backfill, the
inbox) has a named lease. Both bear the name of their holder. A run whose machine slept finds its claims expired, and
perhaps held by another: by the name it cannot release, extend or send what is no longer its own.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, Table, delete, or_, update

from news import waiting_window
from storage import schema
from storage.column_types import digest
from storage.damage import fetch
from storage.database import in_batches, insert_into
from storage.run_tables import leases, turns


class Queue(StrEnum):
    """The tables whose rows can be claimed, by name."""

    FEEDS = "feeds"
    ENTRIES = "entries"
    ARTICLES = "articles"
    DELIVERIES = "deliveries"


def due(planned: ColumnElement[Any], now: datetime, longest: timedelta) -> ColumnElement[bool]:
    """The condition `news.is_due` for a column."""
    after, until = waiting_window(now, longest)
    return or_(planned.is_(None), planned <= after, planned > until)


def unclaimed(table: Table, now: datetime, lease: timedelta) -> ColumnElement[bool]:
    """The condition for rows that no run holds at `now`, if claims last for a lease."""
    return due(table.c.claimed_until, now, lease)


def claim(
    connection: Connection, table: Table, wanted: Select[Any], *, holder: str, until: datetime, limit: int | None
) -> list[RowMapping]:
    """Claim the first `limit` rows of `table` that `wanted` selects, and return them, as `fetch` does, in its order.

    Claims never overlap: SQLite's transaction excludes other writers from its start, and PostgreSQL locks the selected
    rows and skips those locked by another transaction.
    """
    chosen = wanted.limit(limit).with_for_update(of=table, skip_locked=True)
    rows = fetch(connection, chosen)
    for batch in in_batches([row[table.c.id] for row in rows]):
        taken = update(table).where(table.c.id.in_(batch))
        connection.execute(taken.values(claimed_until=until, claimed_by=holder))
    return rows


def is_held(table: Table, holder: str) -> ColumnElement[bool]:
    """The condition for rows that were claimed by a holder last, and neither finished nor released."""
    return table.c.claimed_until.is_not(None) & (table.c.claimed_by == holder)


def release(connection: Connection, queue: Queue, ids: Sequence[int], holder: str) -> None:
    """Release a holder's rows before their lease ends, as if they had never been claimed."""
    _set_claims(connection, queue, ids, holder, None)


def renew(connection: Connection, queue: Queue, ids: Sequence[int], holder: str, until: datetime) -> None:
    """Extend the lease of a holder's rows; finished or released rows are not affected."""
    _set_claims(connection, queue, ids, holder, until)


def _set_claims(connection: Connection, queue: Queue, ids: Sequence[int], holder: str, until: datetime | None) -> None:
    table = schema.metadata.tables[queue]
    for batch in in_batches(sorted(ids)):
        held = update(table).where(table.c.id.in_(batch), is_held(table, holder))
        connection.execute(held.values(claimed_until=until))


def take_lease(connection: Connection, name: str, holder: str, now: datetime, until: datetime) -> bool:
    """Acquire or extend a named lease; False if another holder's lease has not expired."""
    upsert = insert_into(connection, leases).values(name=name, holder=holder, expires_at=until)
    free = or_(leases.c.holder == upsert.excluded.holder, due(leases.c.expires_at, now, until - now))
    taken = upsert.on_conflict_do_update(
        index_elements=["name"], set_={"holder": upsert.excluded.holder, "expires_at": until}, where=free
    )
    return connection.execute(taken.returning(leases.c.name)).first() is not None


def drop_lease(connection: Connection, name: str, holder: str) -> None:
    """Release a named lease."""
    connection.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))


def take_turn(connection: Connection, origin: str, now: datetime, delay: timedelta, longest: timedelta) -> datetime:
    """Reserve the next request to a site, for all runs together: when it may start, `delay` after the one before.

    A time beyond `longest` from now comes from a clock that was ahead, and does not count.
    """
    key = digest(origin)
    # an update without effect: it locks the row, or makes it
    first = insert_into(connection, turns).values(origin_digest=key, next_at=now)
    locked = first.on_conflict_do_update(index_elements=["origin_digest"], set_={"next_at": turns.c.next_at})
    next_at = connection.execute(locked.returning(turns.c.next_at)).scalar_one()
    start = next_at if now < next_at <= now + longest else now
    connection.execute(update(turns).where(turns.c.origin_digest == key).values(next_at=start + delay))
    return start
