"""Developments: groups of follow-ups that report one event, and their alerts."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, not_, select, true, update

from news import LIKELY, AlertState, Answer, GroupRecord, Standing, StoredMatch, StorySoFar, Verdict
from storage.column_types import clean
from storage.correction_tables import corrections
from storage.corrections import alert_again, alert_readers, read_versions, save_correction
from storage.damage import fetch, read_whole, readable
from storage.database import in_batches
from storage.development_edits import successor_of
from storage.json_values import pack
from storage.overview import read_developments, read_without_texts
from storage.pending_alerts import IN_A_MAIL, raise_alerts
from storage.schema import alerts, articles, deliveries, developments, matches, seeds

MOST_EARLIER = 3  # developments in the story so far


def ungrouped_seeds(connection: Connection) -> list[str]:
    """The names of the seeds with follow-ups not grouped yet, or edited since if the seed is not away."""
    follow_up = matches.c.verdict == Verdict.FOLLOW_UP
    new = follow_up & matches.c.development_id.is_(None)
    edited = follow_up & matches.c.edited_at.is_not(None) & not_(matches.c.edit_dropped)
    names = set[str]()
    for waits, seed in ((new, true()), (edited, seeds.c.active)):
        about = select(matches.c.seed_id).where(waits).distinct()
        names.update(connection.execute(select(seeds.c.name).where(seeds.c.id.in_(about), seed)).scalars())
    return sorted(names)


def save_groups(connection: Connection, seed: str, records: Sequence[GroupRecord], known: int, now: datetime) -> bool:
    """Assign follow-ups to developments, and cancel the alerts of those covered by another report's alert.

    One that was edited keeps its place unless it tells the next stage now; then it is alerted again. Returns False,
    without changes, if the seed no longer has `known` developments because another run grouped it, or if an article
    was edited after it was judged.
    """
    # locked first, so that a concurrent run waits and then sees that it must decide again
    seed_id = connection.execute(select(seeds.c.id).where(seeds.c.name == clean(seed)).with_for_update()).scalar_one()
    if connection.execute(_count_of(seed_id)).scalar_one() != known or _were_edited(connection, records):
        return False
    open_ones = _ungrouped(connection, [record.match_id for record in records])
    ids: dict[int, int] = {}
    for record in records:
        is_new = open_ones.get(record.match_id)
        if is_new is None or not (is_new or _tells_anew(connection, record, now)):
            continue
        development = record.development
        if development < 0:
            development = ids.get(development) or ids.setdefault(development, _open(connection, seed_id, now))
        else:  # it may have been merged into another since the decision
            development = successor_of(connection, development)
        values = {"development_id": development, "standing": record.standing, "news": list(record.news)}
        # what was edited before it was judged at all has been judged as it is now
        connection.execute(update(matches).where(matches.c.id == record.match_id).values(**values, edited_at=None))
        if is_new and record.correction and record.corrects:
            save_correction(connection, record.match_id, record.corrects, record.correction, now)
            alert_readers(connection, record.match_id, record.corrects, now)
    covered = [one.match_id for one in records if open_ones.get(one.match_id) and not one.standing.is_alerted]
    for batch in in_batches(covered):
        raised = update(alerts).where(alerts.c.match_id.in_(batch), alerts.c.state == AlertState.RAISED)
        connection.execute(raised.values(state=AlertState.GROUPED))
    return True


def count_developments(connection: Connection, seed: str) -> int:
    """The number of a seed's developments."""
    seed_id = select(seeds.c.id).where(seeds.c.name == clean(seed)).scalar_subquery()
    return int(connection.execute(_count_of(seed_id)).scalar_one())


def _count_of(seed_id: Any) -> Select[int]:
    return select(func.count()).select_from(developments).where(developments.c.seed_id == seed_id)


def _ungrouped(connection: Connection, ids: Sequence[int]) -> dict[int, bool]:
    """Which of these matches wait for a development, and whether they have none yet; the others were edited."""
    found: dict[int, bool] = {}
    is_new = matches.c.development_id.is_(None)
    for batch in in_batches(ids):
        waiting = matches.c.id.in_(batch) & (is_new | matches.c.edited_at.is_not(None))
        rows = connection.execute(select(matches.c.id, is_new.label("is_new")).where(waiting))
        found.update((row.id, bool(row.is_new)) for row in rows)
    return found


def _were_edited(connection: Connection, records: Sequence[GroupRecord]) -> bool:
    """Whether one of these reports says something else than when it was judged."""
    judged = {one.match_id: one.versions for one in records if one.versions is not None}
    for batch in in_batches(sorted(judged)):
        about = select(matches.c.id, matches.c.article_id).where(matches.c.id.in_(batch))
        articles_of = {row.id: row.article_id for row in connection.execute(about)}
        versions = read_versions(connection, set(articles_of.values()))
        if any(len(versions.get(article, ())) != judged[match_id] for match_id, article in articles_of.items()):
            return True
    return False


def _tells_anew(connection: Connection, record: GroupRecord, now: datetime) -> bool:
    """Settle an edit and, if it tells the next stage, raise the alerts of the report again; returns whether it does."""
    own = update(matches).where(matches.c.id == record.match_id)
    edit, correction = record.edit, record.correction
    if edit is None or not edit.is_report:  # it stays untold: a later edit may be a report again
        connection.execute(own.values(edit_dropped=True))
        return False
    if not record.standing.is_alerted or correction is None:
        connection.execute(own.values(edited_at=None))
        return False
    compared = {"score": edit.match.score, "evidence": pack(edit.match.evidence)}
    connection.execute(own.values(edited_at=None, told_at=matches.c.edited_at, **compared))
    ended = (AlertState.GROUPED, AlertState.GIVEN_UP)
    untold = update(alerts).where(alerts.c.match_id == record.match_id, alerts.c.state.in_(ended))
    connection.execute(untold.values(state=AlertState.RAISED, raised_at=now, delivery_id=None, error=""))
    alert_again(connection, record.match_id, correction, now)
    raise_alerts(connection, record.match_id, edit.recipients, now)
    return True


def _open(connection: Connection, seed_id: int, now: datetime) -> int:
    made = developments.insert().values(seed_id=seed_id, opened_at=now).returning(developments.c.id)
    return int(connection.execute(made).scalar_one())


def story_so_far(
    connection: Connection, seed: str, recipient: str, chosen: Collection[int], opened: Collection[int] = ()
) -> StorySoFar:
    """The content of a digest about these developments, of which some are opened in it, besides its alerts."""
    return StorySoFar(
        tuple(read_developments(connection, chosen)),
        _coverage(connection, seed),
        _thread(connection, seed, recipient),
        _biggest(connection, seed, recipient, opened),
        _retold(connection, seed, recipient),
    )


def _retold(connection: Connection, seed: str, recipient: str) -> tuple[StoredMatch, ...]:
    """The follow-ups found since this recipient's last mail that are not alerted although they say something new."""
    chosen = (
        select(matches.c.id)
        .join(seeds, matches.c.seed_id == seeds.c.id)
        .where(seeds.c.name == clean(seed), matches.c.verdict == Verdict.FOLLOW_UP)
        .where(matches.c.standing.in_((Standing.JOINS, Standing.BACKGROUND)))
    )
    if since := _last_mail(connection, seed, recipient):
        chosen = chosen.where(matches.c.found_at > since)
    ids = set(connection.execute(chosen).scalars())
    return tuple(one for one in read_without_texts(connection, ids) if one.news)


def _last_mail(connection: Connection, seed: str, recipient: str) -> datetime | None:
    """When the last mail about a seed to a recipient was written or, if mails so old are deleted, was sent."""
    of_seed = seeds.c.name == clean(seed)
    written = (
        select(func.max(deliveries.c.created_at))
        .join(seeds, deliveries.c.seed_id == seeds.c.id)
        .where(of_seed, deliveries.c.recipient == clean(recipient))
    )
    sent = (
        select(func.max(alerts.c.sent_at))
        .join(matches, alerts.c.match_id == matches.c.id)
        .join(seeds, matches.c.seed_id == seeds.c.id)
        .where(of_seed, alerts.c.recipient == clean(recipient))
    )
    return connection.execute(written).scalar() or connection.execute(sent).scalar()


def _biggest(connection: Connection, seed: str, recipient: str, but: Collection[int]) -> tuple[StoredMatch, ...]:
    """What this recipient got mails about, oldest first: the last update, and what opened the biggest developments.

    The biggest are those with most outlets. A match that is doubtful counts for nothing.
    """
    own = (alerts.c.match_id == matches.c.id) & (alerts.c.recipient == clean(recipient))
    informed = own & alerts.c.state.in_((AlertState.SENT, *IN_A_MAIL))  # the mails themselves are deleted after a while
    told = (
        select(matches.c.development_id)
        .join(articles, matches.c.article_id == articles.c.id)
        .join(seeds, matches.c.seed_id == seeds.c.id)
        .outerjoin(alerts, informed)
        .where(seeds.c.name == clean(seed), matches.c.verdict == Verdict.FOLLOW_UP)
        .where(matches.c.development_id.is_not(None))
        .where((matches.c.score >= LIKELY) | (matches.c.answer == Answer.YES))
    )
    left_out = set(but)  # left out here, because a statement has a largest number of parameters
    recent = told.add_columns(matches.c.id).where(alerts.c.id.is_not(None))
    newest_first = connection.execute(recent.order_by(articles.c.published.desc(), matches.c.id.desc()))
    last = next((row for row in newest_first if row.development_id not in left_out), None)
    if last is None:
        return ()
    by_outlets = (func.count(articles.c.outlet.distinct()).desc(), func.max(articles.c.published).desc())
    size = told.group_by(matches.c.development_id).having(func.count(alerts.c.id) > 0).order_by(*by_outlets)
    biggest = connection.execute(size.limit(MOST_EARLIER + len(left_out))).scalars()
    chosen = dict.fromkeys([last.development_id, *(one for one in biggest if one not in left_out)])
    found = read_developments(connection, list(chosen)[:MOST_EARLIER])
    about = corrections.c.corrected_id.in_([one.id for one in found])
    taken_back = set(connection.execute(select(corrections.c.corrected_id).where(about)).scalars())
    sure = [
        one for one in found if one.id not in taken_back and (one.match.score >= LIKELY or one.answer is Answer.YES)
    ]
    shown = {one.development: one for one in sure if one.standing is Standing.OPENS}
    shown |= {one.development: one for one in sure if one.id == last.id}
    return tuple(sorted(shown.values(), key=lambda one: (one.article.published, one.id)))


def _coverage(connection: Connection, seed: str) -> tuple[tuple[date, int], ...]:
    coverage = (
        select(articles.c.id, articles.c.published)
        .join(matches, matches.c.article_id == articles.c.id)
        .join(seeds, matches.c.seed_id == seeds.c.id)
        .where(seeds.c.name == clean(seed), matches.c.verdict == Verdict.FOLLOW_UP)
    )
    days = defaultdict[date, int](int)
    rows = fetch(connection, coverage)
    for published in readable(connection, articles, rows, lambda row: read_whole(row, articles.c.published)):
        days[published.date()] += 1
    return tuple(sorted(days.items()))


def _thread(connection: Connection, seed: str, recipient: str) -> tuple[str, ...]:
    mails = (
        select(deliveries.c.message_id)
        .join(seeds, deliveries.c.seed_id == seeds.c.id)
        .where(seeds.c.name == clean(seed), deliveries.c.recipient == clean(recipient))
    )
    created, number = deliveries.c.created_at, deliveries.c.id
    ends = [
        connection.execute(mails.order_by(*order).limit(1)).scalar_one_or_none()
        for order in ((created.asc(), number.asc()), (created.desc(), number.desc()))
    ]
    return tuple(dict.fromkeys(one for one in ends if one))
