"""Notices to the operator, each raised in the transaction of its cause, and mailed once, several in one mail."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from news import Notice
from storage.database import in_batches, insert_into
from storage.schema import deliveries, notices


def raise_notice(connection: Connection, key: str, text: str, now: datetime) -> None:
    """Raise a notice; a second one with the same `key` is ignored."""
    once = insert_into(connection, notices).on_conflict_do_nothing(index_elements=["key"])
    connection.execute(once.values(key=key, told=text, raised_at=now))


def waiting_notices(connection: Connection) -> list[Notice]:
    """Notices not in a mail yet, oldest first."""
    waiting = select(notices).where(notices.c.delivery_id.is_(None)).order_by(notices.c.id)
    return [Notice(row.id, row.told, row.raised_at) for row in connection.execute(waiting)]


def save_notice_mail(
    connection: Connection, ids: Sequence[int], recipient: str, message_id: str, message: bytes, now: datetime
) -> bool:
    """Store a mail with these notices. Returns False, without changes, if one of them is in a mail already."""
    for batch in in_batches(sorted(ids)):
        waiting = select(notices.c.id).where(notices.c.id.in_(batch), notices.c.delivery_id.is_(None))
        if len(connection.execute(waiting.order_by(notices.c.id).with_for_update()).all()) < len(batch):
            return False
    values = {"recipient": recipient, "message_id": message_id, "message": message, "created_at": now}
    made = insert_into(connection, deliveries).values(values).returning(deliveries.c.id)
    delivery_id = connection.execute(made).scalar_one()
    for batch in in_batches(sorted(ids)):
        connection.execute(update(notices).where(notices.c.id.in_(batch)).values(delivery_id=delivery_id))
    return True
