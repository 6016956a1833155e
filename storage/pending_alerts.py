"""Alerts that are not sent yet, and change because of what a user decides about a match or a development."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, delete, func, select, update

from news import AlertState, Standing, Verdict
from storage.correction_tables import corrections, of_itself
from storage.damage import fetch, read_whole, readable
from storage.database import in_batches, insert_into
from storage.decision_tables import questions
from storage.schema import alerts, articles, deliveries, matches, seeds

_PENDING = (AlertState.RAISED, AlertState.GROUPED, AlertState.WITHDRAWN)
IN_A_MAIL = (AlertState.BUNDLED, AlertState.FAILED)
UNFOLLOWED = "the story is no longer followed"
TERM = timedelta(days=14)  # in which a story that is followed again still gets the alerts that were closed


def withdraw_alerts(connection: Connection, match_ids: Sequence[int]) -> tuple[int, int]:
    """Withdraw the alerts about these matches that are not sent; returns how many, and how many it was too late for.

    A stored mail that nobody has begun to send is taken back; its other alerts wait for the next mail. One that a run
    has begun to send may be at the server already, so it stays.
    """
    withdrawn = late = 0
    for batch in in_batches(match_ids):
        recall_mails(connection, batch)
        about = alerts.c.match_id.in_(batch)
        raised = update(alerts).where(about, alerts.c.state == AlertState.RAISED)
        withdrawn += connection.execute(raised.values(state=AlertState.WITHDRAWN)).rowcount
        sending = update(alerts).where(about, alerts.c.state.in_(IN_A_MAIL))
        late += connection.execute(sending.values(outdated_at=None)).rowcount  # no correction of it is owed any more
    return withdrawn, late


def recall_mails(connection: Connection, match_ids: Sequence[int]) -> None:
    """Take back the stored mails about these matches that nobody has begun to send; their alerts wait for new ones.

    A run that has claimed one of them finds out when it begins to send it. Those that were begun are locked, too, so
    that until the end of the transaction they get no result.
    """
    about = select(alerts.c.delivery_id).where(alerts.c.match_id.in_(match_ids), alerts.c.delivery_id.is_not(None))
    waiting = (
        select(deliveries.c.id, deliveries.c.begun_at)
        .where(deliveries.c.id.in_(about), deliveries.c.sent_at.is_(None), deliveries.c.given_up_at.is_(None))
        .order_by(deliveries.c.id)
        .with_for_update()
    )
    ids = [row.id for row in connection.execute(waiting) if row.begun_at is None]
    if ids:
        free_alerts(connection, ids, match_ids)


def free_alerts(connection: Connection, ids: Sequence[int], match_ids: Sequence[int] = ()) -> None:
    """Delete these deliveries, and raise their alerts again.

    Alerts about matches that an answer has taken out are withdrawn, except those about `match_ids`, which are for the
    caller to decide.
    """
    freed = {"delivery_id": None, "outdated_at": None, "error": ""}
    rejected = select(matches.c.id).where(matches.c.id == alerts.c.match_id, matches.c.verdict != Verdict.FOLLOW_UP)
    for batch in in_batches(ids):
        mailed = update(alerts).where(alerts.c.delivery_id.in_(batch))
        withdrawn = mailed.where(rejected.exists(), alerts.c.match_id.not_in(match_ids))
        connection.execute(withdrawn.values({**freed, "state": AlertState.WITHDRAWN}))
        connection.execute(mailed.values({**freed, "state": AlertState.RAISED}))
        connection.execute(delete(questions).where(questions.c.delivery_id.in_(batch)))
        connection.execute(delete(deliveries).where(deliveries.c.id.in_(batch)))


def close_alerts(connection: Connection, seed_ids: Sequence[int]) -> None:
    """Withdraw the alerts of these seeds that are not sent, because their stories are no longer followed."""
    for batch in in_batches(seed_ids):
        waiting = (
            select(alerts.c.match_id)
            .join(matches, alerts.c.match_id == matches.c.id)
            .where(matches.c.seed_id.in_(batch), alerts.c.state.in_((AlertState.RAISED, *IN_A_MAIL)))
        )
        match_ids = sorted(set(connection.execute(waiting).scalars()))
        for some in in_batches(match_ids):
            recall_mails(connection, some)
            raised = update(alerts).where(alerts.c.match_id.in_(some), alerts.c.state == AlertState.RAISED)
            connection.execute(raised.values(state=AlertState.WITHDRAWN, error=UNFOLLOWED))


def reopen_alerts(connection: Connection, names: Sequence[str], now: datetime) -> None:
    """Raise the alerts again that were closed when these seeds went away, but for those that are too old by now."""
    for batch in in_batches(names):
        follow_ups = (
            select(matches.c.id)
            .join(seeds, matches.c.seed_id == seeds.c.id)
            .where(seeds.c.name.in_(batch), matches.c.verdict == Verdict.FOLLOW_UP)
        )
        closed = update(alerts).where(
            alerts.c.match_id.in_(follow_ups),
            alerts.c.state == AlertState.WITHDRAWN,
            alerts.c.error == UNFOLLOWED,
            alerts.c.raised_at >= now - TERM,
        )
        connection.execute(closed.values(state=AlertState.RAISED, error=""))


def restore_alerts(connection: Connection, match_ids: Sequence[int]) -> None:
    """Raise the withdrawn alerts about these matches again."""
    for batch in in_batches(match_ids):
        withdrawn = update(alerts).where(alerts.c.match_id.in_(batch), alerts.c.state == AlertState.WITHDRAWN)
        connection.execute(withdrawn.values(state=AlertState.RAISED))


def count_raised(connection: Connection, match_ids: Sequence[int]) -> int:
    """The number of raised alerts about these matches."""
    raised = select(func.count()).select_from(alerts).where(alerts.c.state == AlertState.RAISED)
    return sum(
        connection.execute(raised.where(alerts.c.match_id.in_(one))).scalar_one() for one in in_batches(match_ids)
    )


def settle_development(connection: Connection, development: int, *others: int) -> None:
    """Let one report open a development whose reports have changed, and give its alert to those who need it.

    A recipient needs none who got a mail about the development, or about one of `others`, after the report was found.
    """
    members = _members(connection, development)
    if not members:
        return
    opener = next((one for one in members if one.standing is Standing.OPENS), members[0])
    informed = _times_of_mails(connection, (development, *others))
    for one in members:
        standing = _standing_of(one, opener)
        if standing is not one.standing:
            connection.execute(update(matches).where(matches.c.id == one.match_id).values(standing=standing))
        _settle_alerts(connection, one, standing, informed)


@dataclass(frozen=True, slots=True)
class _Member:
    """A report of a development."""

    match_id: int
    standing: Standing
    found_at: datetime


def _members(connection: Connection, development: int) -> list[_Member]:
    chosen = (
        select(matches.c.id, matches.c.standing, matches.c.found_at)
        .join(articles, matches.c.article_id == articles.c.id)
        .where(matches.c.development_id == development, matches.c.verdict == Verdict.FOLLOW_UP)
        .order_by(articles.c.published, matches.c.id)
    )
    return readable(connection, matches, fetch(connection, chosen), _member_in)


def _member_in(row: RowMapping) -> _Member:
    return _Member(row[matches.c.id], Standing(row[matches.c.standing]), read_whole(row, matches.c.found_at))


def _standing_of(one: _Member, opener: _Member) -> Standing:
    if one is opener:
        return Standing.OPENS
    return Standing.JOINS if one.standing is Standing.OPENS else one.standing


def _times_of_mails(connection: Connection, developments: Collection[int]) -> dict[str, datetime | None]:
    """When each recipient last got a mail about these developments; None: it is stored and will be sent."""
    about = (
        select(alerts.c.recipient, alerts.c.state, alerts.c.sent_at)
        .join(matches, alerts.c.match_id == matches.c.id)
        .where(matches.c.development_id.in_(developments), alerts.c.state.in_((AlertState.SENT, *IN_A_MAIL)))
    )
    moments = defaultdict[str, list[datetime | None]](list)
    for row in connection.execute(about):
        moments[row.recipient].append(row.sent_at if row.state == AlertState.SENT else None)
    return {one: None if None in found else max(filter(None, found)) for one, found in moments.items()}


def _settle_alerts(
    connection: Connection, one: _Member, standing: Standing, informed: dict[str, datetime | None]
) -> None:
    own = select(corrections.c.raised_at).where(of_itself(one.match_id))
    corrected = set(connection.execute(own).scalars())
    pending = select(alerts.c.id, alerts.c.recipient, alerts.c.state, alerts.c.raised_at).where(
        alerts.c.match_id == one.match_id, alerts.c.state.in_(_PENDING)
    )
    for alert in connection.execute(pending).all():
        at = informed.get(alert.recipient, one.found_at)
        is_known = alert.recipient in informed and (at is None or at >= one.found_at)
        is_raised = alert.state == AlertState.RAISED
        keeps = standing.is_alerted and (is_raised or not is_known)
        # whoever got a report is owed what it says instead, whatever becomes of its development
        keeps = keeps or (is_raised and alert.raised_at in corrected)
        state = AlertState.RAISED if keeps else AlertState.GROUPED
        if state != alert.state:
            connection.execute(update(alerts).where(alerts.c.id == alert.id).values(state=state))


def raise_late_alerts(connection: Connection, match_id: int, recipients: Sequence[str], now: datetime) -> None:
    """Raise alerts about a match that a wrong clock dated in the future, and date it now."""
    connection.execute(update(matches).where(matches.c.id == match_id, matches.c.found_at > now).values(found_at=now))
    raise_alerts(connection, match_id, recipients, now)


def raise_alerts(connection: Connection, match_id: int, recipients: Sequence[str], raised_at: datetime) -> None:
    """Raise an alert about a match for each recipient, once; one that was withdrawn is raised again."""
    owed = [
        {"match_id": match_id, "recipient": recipient, "state": AlertState.RAISED, "raised_at": raised_at}
        for recipient in dict.fromkeys(recipients)
    ]
    if owed:
        upsert = insert_into(connection, alerts)
        again = upsert.on_conflict_do_update(
            index_elements=["match_id", "recipient"],
            set_={"state": AlertState.RAISED},
            where=alerts.c.state == AlertState.WITHDRAWN,
        )
        connection.execute(again, owed)
