"""Earlier versions of articles, and corrections of reports that were alerted."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, false, func, insert, literal, select, update

from news import (
    AlertState,
    Article,
    Correction,
    CorrectionKind,
    Verdict,
    Version,
    begins_anew,
    compare_versions,
    find_lead,
)
from storage.column_types import Moment, clean
from storage.correction_tables import article_versions, corrections, of_itself
from storage.damage import fetch, read_whole, readable
from storage.database import in_batches, insert_into
from storage.pending_alerts import IN_A_MAIL, recall_mails
from storage.rows import article_of, news_of
from storage.schema import alerts, articles, matches

_OPENING = 1000  # characters of an earlier version that are kept


def note_edit(connection: Connection, article_id: int, after: Article, now: datetime) -> None:
    """Keep what an article that is about to be replaced says, if it is a follow-up.

    Whoever got a mail about it, or is getting one that a run has begun to send, is owed another one if its headline
    changed or it is corrected now. A mail about it that nobody has begun to send is taken back, and written anew. If
    nobody is owed one, but the article begins anew, it is to be judged whether it tells the next stage.
    """
    rows = fetch(connection, select(articles).where(articles.c.id == article_id))
    found_before = readable(connection, articles, rows, article_of)
    # also one that an answer took out: the answer can be taken back
    is_one = (matches.c.verdict == Verdict.FOLLOW_UP) | (matches.c.found_verdict == Verdict.FOLLOW_UP)
    about = select(matches.c.id).where(matches.c.article_id == article_id, is_one)
    match_ids = list(connection.execute(about).scalars())
    if not match_ids or not found_before:
        return
    (before,) = found_before
    kept = {"title": clean(before.title), "opening": clean(before.text[:_OPENING]), "replaced_at": now}
    connection.execute(insert(article_versions).values(article_id=article_id, **kept))
    for batch in in_batches(match_ids):
        _renew_pending(connection, batch, after, now)
    found = compare_versions(before, after)
    told = {one for one in match_ids if found and alert_again(connection, one, found, now)}
    for match_id in told:
        # what was quoted from the earlier version may be what is taken back
        lead = find_lead(after.title, after.text)
        quoted = update(matches).where(matches.c.id == match_id)
        connection.execute(quoted.values(news=[clean(lead)] if lead else []))
    # the first of several edits counts until one is told
    since = (
        func.coalesce(matches.c.edited_at, literal(now, Moment)) if begins_anew(before, after) else matches.c.edited_at
    )
    for batch in in_batches([one for one in match_ids if one not in told]):
        untold = update(matches).where(matches.c.id.in_(batch))
        connection.execute(untold.values(edited_at=since, edit_dropped=false()))


def alert_again(connection: Connection, match_id: int, found: Correction, now: datetime) -> bool:
    """Raise the alerts again of those who got a mail about this match, or are getting one.

    Returns whether anybody is owed a mail about the correction, also if one about an earlier one still waits.
    """
    sent = update(alerts).where(alerts.c.match_id == match_id, alerts.c.state == AlertState.SENT)
    again = {"state": AlertState.RAISED, "raised_at": now, "delivery_id": None, "sent_at": None}
    waits = _renew_waiting(connection, match_id, found)
    owed = connection.execute(sent.values(again)).rowcount + _count_outdated(connection, match_id, now)
    if owed:
        save_correction(connection, match_id, match_id, found, now)
    return bool(owed) or waits


def _renew_waiting(connection: Connection, match_id: int, found: Correction) -> bool:
    """Let a correction whose mail still waits say what is said now; what was said stays what its reader got."""
    waiting = select(alerts.c.raised_at).where(alerts.c.match_id == match_id, alerts.c.state == AlertState.RAISED)
    own = select(func.max(corrections.c.id)).where(of_itself(match_id), corrections.c.raised_at.in_(waiting))
    latest = own.scalar_subquery()
    renewed = update(corrections).where(corrections.c.id == latest)
    return connection.execute(renewed.values(kind=found.kind, says=clean(found.says))).rowcount > 0


def _count_outdated(connection: Connection, match_id: int, now: datetime) -> int:
    """The alerts in mails that runs have begun to send; each is marked with the time of the correction it will need."""
    sending = update(alerts).where(alerts.c.match_id == match_id, alerts.c.state.in_(IN_A_MAIL))
    return connection.execute(sending.values(outdated_at=now)).rowcount


def _renew_pending(connection: Connection, match_ids: Sequence[int], after: Article, now: datetime) -> None:
    """Let a mail that is not sent yet say what the article says now, and quote only what still stands in it.

    One that a run has begun to send is marked, so that it is written anew if the attempt fails.
    """
    recall_mails(connection, match_ids)
    sending = update(alerts).where(alerts.c.match_id.in_(match_ids), alerts.c.state.in_(IN_A_MAIL))
    connection.execute(sending.where(alerts.c.outdated_at.is_(None)).values(outdated_at=now))
    lead = find_lead(after.title, after.text)
    text = " ".join(after.text.split())
    waiting = select(alerts.c.match_id).where(alerts.c.match_id.in_(match_ids), alerts.c.state != AlertState.SENT)
    quoted = select(matches.c.id, matches.c.news).where(matches.c.id.in_(waiting))
    for row in connection.execute(quoted).mappings().all():
        news = list(news_of(row))
        kept = [one for one in news if " ".join(one.split()) in text]
        if kept != news:
            renewed = kept or ([clean(lead)] if lead else [])
            connection.execute(update(matches).where(matches.c.id == row[matches.c.id]).values(news=renewed))


def save_correction(
    connection: Connection, match_id: int, corrected_id: int, correction: Correction, now: datetime
) -> None:
    """Record what a report corrects in another, or in itself."""
    words = {"kind": correction.kind, "said": clean(correction.said), "says": clean(correction.says)}
    row = {"match_id": match_id, "corrected_id": corrected_id, **words, "raised_at": now}
    connection.execute(insert(corrections).values(row))


def alert_readers(connection: Connection, match_id: int, corrected_id: int, now: datetime) -> None:
    """Raise the alert of a correcting report also for those who got the report that it corrects."""
    got = (alerts.c.match_id == corrected_id) & (alerts.c.state == AlertState.SENT)
    readers = connection.execute(select(alerts.c.recipient).where(got)).scalars().all()
    owed = [{"match_id": match_id, "recipient": one, "state": AlertState.RAISED, "raised_at": now} for one in readers]
    if owed:
        unseen = insert_into(connection, alerts).on_conflict_do_nothing(index_elements=["match_id", "recipient"])
        connection.execute(unseen, owed)


def read_corrections(connection: Connection, match_ids: Collection[int]) -> dict[int, Correction]:
    """The latest correction by each of these matches."""
    found: dict[int, Correction] = {}
    for batch in in_batches(sorted(match_ids)):
        chosen = select(corrections).where(corrections.c.match_id.in_(batch)).order_by(corrections.c.id)
        for row in fetch(connection, chosen):
            kind, said, says = (row[corrections.c[name]] for name in ("kind", "said", "says"))
            found[row[corrections.c.match_id]] = Correction(CorrectionKind(kind), said, says)
    return found


def read_versions(connection: Connection, article_ids: Collection[int]) -> dict[int, tuple[Version, ...]]:
    """The earlier versions of these articles, oldest first."""
    found = defaultdict[int, list[Version]](list)
    for batch in in_batches(sorted(article_ids)):
        chosen = select(article_versions).where(article_versions.c.article_id.in_(batch))
        rows = fetch(connection, chosen.order_by(article_versions.c.id))
        for article, version in readable(connection, article_versions, rows, _version_in):
            found[article].append(version)
    return {article: tuple(versions) for article, versions in found.items()}


def _version_in(row: RowMapping) -> tuple[int, Version]:
    title, opening = row[article_versions.c.title], row[article_versions.c.opening]
    return row[article_versions.c.article_id], Version(title, opening, read_whole(row, article_versions.c.replaced_at))


def drop_orphans(connection: Connection) -> int:
    """Delete the versions of articles that are no longer stored; returns how many."""
    gone = article_versions.c.article_id.not_in(select(articles.c.id))
    return connection.execute(delete(article_versions).where(gone)).rowcount
