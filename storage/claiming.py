"""Claims: a row is taken for a while, so that no two runs work on it; when its lease ends, it is free again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, Table, or_, update

from storage.database import in_batches


def unclaimed(table: Table, now: datetime) -> ColumnElement[bool]:
    """Rows that no run holds at `now`."""
    return or_(table.c.claimed_until.is_(None), table.c.claimed_until <= now)


def claim(
    connection: Connection, table: Table, wanted: Select[Any], *, until: datetime, limit: int | None
) -> list[RowMapping]:
    """Take the first `limit` rows of `table` that `wanted` finds, and return them in its order.

    Two claims never overlap: SQLite's transaction keeps other writers out from its beginning, and PostgreSQL locks what
    it selects and passes over what another transaction holds.
    """
    chosen = wanted.limit(limit).with_for_update(of=table, skip_locked=True)
    rows = list(connection.execute(chosen).mappings())
    for batch in in_batches([row[table.c.id] for row in rows]):
        connection.execute(update(table).where(table.c.id.in_(batch)).values(claimed_until=until))
    return rows


def release(connection: Connection, table: Table, ids: Sequence[int]) -> None:
    """Let go of rows before their lease ends, as if they had never been taken."""
    for batch in in_batches(sorted(ids)):
        connection.execute(update(table).where(table.c.id.in_(batch)).values(claimed_until=None))
