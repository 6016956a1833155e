"""The outbox: raised alerts, and their bundling into deliveries that are stored before they are sent."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CTE, Connection, RowMapping, Select, case, delete, func, literal, select, update

from news import AlertState, Digest, DueDelivery, Standing, UnsentDelivery, WaitingAlert
from storage.claims import claim, unclaimed
from storage.column_types import Moment, clean
from storage.corrections import read_corrections
from storage.damage import fetch, read_whole, readable
from storage.database import in_batches, insert_into
from storage.pending_alerts import raise_alerts
from storage.questions import reserve_question, save_question
from storage.rows import match_of, news_of, seed_of, told_article_of
from storage.schema import alerts, articles, deliveries, matches, seeds

NOBODY = ""
UNSENT = (deliveries.c.sent_at.is_(None), deliveries.c.given_up_at.is_(None))


def address_alerts(connection: Connection, recipients: Mapping[str, Sequence[str]]) -> int:
    """Address alerts without a recipient to the recipients that their seed has now."""
    named = {seed: [one for one in people if clean(one) != NOBODY] for seed, people in recipients.items()}
    # excludes alerts that were cancelled because another report's alert covers them
    unaddressed = (alerts.c.recipient == NOBODY) & (alerts.c.state == AlertState.RAISED)
    about = (
        select(alerts.c.id, seeds.c.name)
        .join(matches, alerts.c.match_id == matches.c.id)
        .join(seeds, matches.c.seed_id == seeds.c.id)
    )
    people = {row.id: named.get(row.name) for row in connection.execute(about.where(unaddressed))}
    addressed = 0
    for batch in in_batches(sorted(one for one, found in people.items() if found)):
        removed = delete(alerts).where(unaddressed, alerts.c.id.in_(batch))
        for alert in connection.execute(removed.returning(alerts.c.id, alerts.c.match_id, alerts.c.raised_at)).all():
            raise_alerts(connection, alert.match_id, people[alert.id] or (), alert.raised_at)
            addressed += 1
    return addressed


def waiting_alerts(connection: Connection) -> list[WaitingAlert]:
    """Alerts with a recipient that are not bundled yet, ordered by seed, recipient and time.

    Those of a seed that is away or paused are withdrawn until it is back; one raised meanwhile waits.
    """
    waiting = _alerts().where(alerts.c.state == AlertState.RAISED, alerts.c.recipient != NOBODY)
    rows = fetch(connection, waiting)
    corrections = read_corrections(connection, {row[matches.c.id] for row in rows})

    def make(row: RowMapping) -> WaitingAlert:
        return WaitingAlert(
            id=row[alerts.c.id],
            seed=seed_of(row),
            recipient=row[alerts.c.recipient],
            article=told_article_of(row),
            match=match_of(row),
            raised_at=read_whole(row, alerts.c.raised_at),
            match_id=row[matches.c.id],
            development=row[matches.c.development_id],
            standing=Standing(row[matches.c.standing]),
            news=news_of(row),
            correction=corrections.get(row[matches.c.id]),
        )

    # no condition of the query, which would be read by seed then
    found = readable(connection, alerts, (row for row in rows if row[seeds.c.active]), make)
    return sorted(found, key=lambda alert: (alert.seed.name, alert.recipient, alert.raised_at, alert.id))


def _alerts() -> Select[Any]:
    return (
        select(alerts, matches, articles, seeds)
        .join(matches, alerts.c.match_id == matches.c.id)
        .join(articles, matches.c.article_id == articles.c.id)
        .join(seeds, matches.c.seed_id == seeds.c.id)
    )


def digest_times(connection: Connection, since: datetime) -> dict[tuple[str, str], list[datetime]]:
    """The times of the digests since then, by seed and recipient, always including the last one."""
    latest = deliveries.alias()
    own = (deliveries.c.seed_id == latest.c.seed_id) & (deliveries.c.recipient == latest.c.recipient)
    earliest = case((latest.c.created_at < since, latest.c.created_at), else_=literal(since, Moment))
    chosen = (
        select(seeds.c.name, deliveries.c.id, deliveries.c.recipient, deliveries.c.created_at)
        .join(latest, own & (deliveries.c.created_at >= earliest))
        .join(seeds, deliveries.c.seed_id == seeds.c.id)
        .where(latest.c.id.in_(select(_last_of_each())))
        .order_by(deliveries.c.created_at)
    )
    found = defaultdict[tuple[str, str], list[datetime]](list)
    for whose, moment in readable(connection, deliveries, fetch(connection, chosen), _time_in):
        found[whose].append(moment)
    return dict(found)


def _time_in(row: RowMapping) -> tuple[tuple[str, str], datetime]:
    return (row[seeds.c.name], row[deliveries.c.recipient]), read_whole(row, deliveries.c.created_at)


def _last_of_each() -> CTE:
    """Ids of the last delivery for each seed and recipient, with a null at the end.

    A loose index scan: each step costs the same, however many mails it skips.
    """
    mails, current = deliveries.alias(), deliveries.alias()
    order = (mails.c.seed_id.desc(), mails.c.recipient.desc(), mails.c.created_at.desc())
    falling = select(mails.c.id).order_by(*order).limit(1)
    first = falling.where(mails.c.seed_id.is_not(None)).scalar_subquery()
    last = select(first.label("id")).cte("last", recursive=True)
    same_seed = (mails.c.seed_id == current.c.seed_id) & (mails.c.recipient < current.c.recipient)
    ways = (falling.where(way).correlate(current) for way in (same_seed, mails.c.seed_id < current.c.seed_id))
    following = func.coalesce(*(way.scalar_subquery() for way in ways))
    return last.union_all(select(following).select_from(last).join(current, current.c.id == last.c.id))


def save_delivery(connection: Connection, digest: Digest, message_id: str, message: bytes) -> bool:
    """Bundle the digest's alerts into a delivery, and record its question.

    Returns False, without changes, if one of the alerts is bundled already or the question must not be asked any more.
    A digest without alerts changes no alert.
    """
    ids = sorted({alert.id for alert in digest.alerts})
    if digest.question and not reserve_question(connection, digest.question.id, digest.created_at):
        return False
    if _lock_raised(connection, ids) < len(ids):
        return False
    values = {
        "seed_id": select(seeds.c.id).where(seeds.c.name == digest.seed.name).scalar_subquery(),
        "recipient": digest.recipient,
        "message_id": message_id,
        "message": message,
        "created_at": digest.created_at,
    }
    unseen = insert_into(connection, deliveries).on_conflict_do_nothing(index_elements=["message_id"])
    delivery_id = connection.execute(unseen.values(values).returning(deliveries.c.id)).scalar_one_or_none()
    if delivery_id is None:
        return False
    for batch in in_batches(ids):
        bundled = update(alerts).where(alerts.c.id.in_(batch))
        connection.execute(bundled.values(state=AlertState.BUNDLED, delivery_id=delivery_id))
    if digest.question:
        save_question(connection, digest.question.id, delivery_id, digest.created_at)
    return True


def _lock_raised(connection: Connection, ids: Sequence[int]) -> int:
    found = 0
    for batch in in_batches(ids):
        raised = select(alerts.c.id).where(alerts.c.id.in_(batch), alerts.c.state == AlertState.RAISED)
        found += len(connection.execute(raised.order_by(alerts.c.id).with_for_update()).all())
    return found


def unsent_deliveries(connection: Connection) -> list[UnsentDelivery]:
    """Every delivery not sent or given up, without its message, oldest first."""
    names = ("id", "recipient", "attempts", "created_at", "retry_at", "claimed_until")
    chosen = select(*(deliveries.c[name] for name in names)).where(*UNSENT)
    rows = connection.execute(chosen.order_by(deliveries.c.created_at, deliveries.c.id))
    return [UnsentDelivery(*row) for row in rows]


def claim_deliveries(
    connection: Connection,
    now: datetime,
    *,
    lease: timedelta,
    limit: int,
    ids: Sequence[int] | None = None,
    holder: str = "",
) -> list[DueDelivery]:
    """Claim unsent deliveries, oldest first; with `ids`, only these."""
    if ids is None:
        return _claim(connection, now, lease, limit, holder)
    found = [one for batch in in_batches(ids) for one in _claim(connection, now, lease, limit, holder, batch)]
    return sorted(found, key=lambda one: (one.created_at, one.id))


def _claim(
    connection: Connection, now: datetime, lease: timedelta, limit: int, holder: str, ids: Sequence[int] = ()
) -> list[DueDelivery]:
    wanted = (
        select(deliveries, seeds.c.name)
        .outerjoin(seeds, deliveries.c.seed_id == seeds.c.id)
        .where(*UNSENT, unclaimed(deliveries, now, lease), *([deliveries.c.id.in_(ids)] if ids else []))
        .order_by(deliveries.c.created_at, deliveries.c.id)
    )
    rows = claim(connection, deliveries, wanted, holder=holder, until=now + lease, limit=limit)
    return readable(connection, deliveries, rows, _due_delivery)


def _due_delivery(row: RowMapping) -> DueDelivery:
    return DueDelivery(
        id=row[deliveries.c.id],
        seed=row[seeds.c.name] or "",
        recipient=row[deliveries.c.recipient],
        message_id=row[deliveries.c.message_id],
        message=bytes(row[deliveries.c.message]),
        attempts=row[deliveries.c.attempts],
        created_at=read_whole(row, deliveries.c.created_at),
    )


def oldest_waiting(connection: Connection) -> tuple[int, datetime | None]:
    """The number of unsent deliveries, and when the oldest was created."""
    row = connection.execute(select(func.count(), func.min(deliveries.c.created_at)).where(*UNSENT)).one()
    return int(row[0]), row[1]
