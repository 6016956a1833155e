"""The attempts to send a stored mail: begun, and then accepted, refused or abandoned.

Each of them changes the delivery first, so that it waits for whoever has locked it to take it back. A run whose claim
expired and was taken over can only report that it did send the mail.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from news import AlertState
from storage.claims import is_held
from storage.correction_tables import corrections, of_itself
from storage.operator_notices import raise_notice
from storage.outbox import UNSENT
from storage.pending_alerts import free_alerts
from storage.schema import alerts, deliveries, seeds


def begin_sending(connection: Connection, delivery_id: int, now: datetime, holder: str) -> bool:
    """Record that a mail is about to be sent, unless it was taken back, or an article in it has changed since."""
    begun = update(deliveries).where(deliveries.c.id == delivery_id, *UNSENT, is_held(deliveries, holder))
    # an earlier attempt that has no result may have reached the recipient, who then gets the same mail again
    is_first = deliveries.c.begun_at.is_(None)
    if not connection.execute(begun.where(is_first).values(begun_at=now)).rowcount:
        return connection.execute(begun.values(begun_at=now)).rowcount > 0
    outdated = select(alerts.c.id).where(alerts.c.delivery_id == delivery_id, alerts.c.outdated_at.is_not(None))
    if connection.execute(outdated.limit(1)).first() is None:
        return True
    free_alerts(connection, [delivery_id])
    return False


def abandon_sending(connection: Connection, delivery_id: int, retry_at: datetime | None = None, *, holder: str) -> None:
    """Record that the recipient did not get a mail whose sending had begun, without counting an attempt.

    It may be tried again from `retry_at`; None: from when it might have been tried without this.
    """
    unsent = update(deliveries).where(deliveries.c.id == delivery_id, *UNSENT, is_held(deliveries, holder))
    connection.execute(unsent.values({"begun_at": None} | ({"retry_at": retry_at} if retry_at else {})))


def mark_sent(connection: Connection, delivery_id: int, now: datetime) -> None:
    """Record that the mail server accepted a delivery, and mark its alerts as sent.

    If an article was corrected while the mail was being sent, its alert is raised again.
    """
    unsent = update(deliveries).where(deliveries.c.id == delivery_id, deliveries.c.sent_at.is_(None))
    # A slower run may have sent a mail that this table has as given up; it counts as sent.
    sent = unsent.values(sent_at=now, tried_at=now, given_up_at=None, claimed_until=None, error="")
    if not connection.execute(sent).rowcount:
        return
    again = {"state": AlertState.RAISED, "raised_at": alerts.c.outdated_at, "outdated_at": None, "delivery_id": None}
    corrected = (
        select(corrections.c.id)
        .where(of_itself(alerts.c.match_id), corrections.c.raised_at == alerts.c.outdated_at)
        .exists()
    )
    outdated = update(alerts).where(alerts.c.delivery_id == delivery_id, corrected)
    connection.execute(outdated.values({**again, "error": ""}))
    _change_alerts(connection, delivery_id, state=AlertState.SENT, sent_at=now, outdated_at=None, error="")


def mark_failed(
    connection: Connection,
    delivery_id: int,
    error: str,
    now: datetime,
    *,
    give_up: bool,
    retry_at: datetime | None = None,
    holder: str,
) -> None:
    """Record that a claimed delivery was not accepted; with `give_up` it is not tried again, else from `retry_at`."""
    # so that a failure reported twice counts once
    held = update(deliveries).where(
        deliveries.c.id == delivery_id, deliveries.c.sent_at.is_(None), is_held(deliveries, holder)
    )
    failed = held.values(
        attempts=deliveries.c.attempts + 1,
        error=error,
        tried_at=now,
        retry_at=retry_at,
        given_up_at=now if give_up else None,
        claimed_until=None,
        begun_at=None,
    )
    if not connection.execute(failed).rowcount:
        return
    state = AlertState.GIVEN_UP if give_up else AlertState.FAILED
    _change_alerts(connection, delivery_id, state=state, error=error)
    if give_up:
        _notify_operator(connection, delivery_id, error, now)


def _notify_operator(connection: Connection, delivery_id: int, error: str, now: datetime) -> None:
    """Raise a notice about a mail that was given up, unless the mail was itself a notice."""
    about = select(seeds.c.name, deliveries.c.recipient).join(seeds, deliveries.c.seed_id == seeds.c.id)
    mail = connection.execute(about.where(deliveries.c.id == delivery_id)).one_or_none()
    if mail is not None:
        text = f"The mail about {mail.name} to {mail.recipient} was given up: {error}"
        raise_notice(connection, f"delivery {delivery_id}", text, now)


def _change_alerts(connection: Connection, delivery_id: int, **changes: Any) -> None:
    connection.execute(update(alerts).where(alerts.c.delivery_id == delivery_id).values(**changes))
