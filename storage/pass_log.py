"""The log of passes and their totals, for monitoring."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, exists, select

from news import PassRecord
from storage.database import insert_into
from storage.run_tables import passes, totals


def record_pass(connection: Connection, record: PassRecord, counts: Mapping[str, float]) -> None:
    """Record a pass and add its counts to the totals; idempotent."""
    once = insert_into(connection, passes).on_conflict_do_nothing(index_elements=["key"])
    if connection.execute(once.values(asdict(record)).returning(passes.c.id)).first() is None:
        return
    for name, value in sorted(counts.items()):  # in a fixed order, so that two runs cannot deadlock
        upsert = insert_into(connection, totals).values(name=name, value=value)
        added = {"value": totals.c.value + upsert.excluded.value}
        connection.execute(upsert.on_conflict_do_update(index_elements=["name"], set_=added))


def read_totals(connection: Connection) -> dict[str, float]:
    """The totals over all passes, by name."""
    return {row.name: row.value for row in connection.execute(select(totals).order_by(totals.c.name))}


def latest_passes(connection: Connection, kind: str, limit: int) -> list[PassRecord]:
    """The passes of a kind that were recorded last, latest first."""
    # not by their times: after one with the clock ahead, no other would be the latest for long
    chosen = select(passes).where(passes.c.kind == kind).order_by(passes.c.id.desc())
    return [
        PassRecord(row.key, row.kind, row.started_at, row.finished_at, row.headline, row.failed)
        for row in connection.execute(chosen.limit(limit))
    ]


def has_passes(connection: Connection, after: datetime, until: datetime) -> bool:
    """Whether a pass has ended after one time and by another."""
    ended = exists().where(passes.c.finished_at > after, passes.c.finished_at <= until)
    return bool(connection.scalar(select(ended)))


def pass_times(connection: Connection, after: datetime, until: datetime) -> list[datetime]:
    """When the passes ended that did so after one time and by another, in order."""
    ended = select(passes.c.finished_at).where(passes.c.finished_at > after, passes.c.finished_at <= until)
    return list(connection.scalars(ended.order_by(passes.c.finished_at)))
