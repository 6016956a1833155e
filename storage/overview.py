"""Queries for matches, row counts and queue depths."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, and_, func, select, text, true

from news import (
    AlertState,
    AlertStatus,
    Answer,
    Article,
    EntryState,
    Evidence,
    SeedSettings,
    Standing,
    StoredMatch,
    Verdict,
)
from storage.column_types import digest
from storage.corrections import read_versions
from storage.damage import fetch, find_damage, find_unreadable, read_whole, readable
from storage.database import in_batches
from storage.decision_tables import development_edits
from storage.development_edits import MOVED
from storage.rows import FOLDERS, NEWS, article_of, match_of, news_of, told_article_of
from storage.schema import alerts, articles, deliveries, developments, entries, feeds, matches, seeds


def ping(connection: Connection) -> None:
    """Check that the database answers."""
    connection.execute(text("SELECT 1"))


def read_matches(
    connection: Connection, seed: str, *, verdicts: Collection[Verdict], since: datetime | None
) -> list[StoredMatch]:
    """Matches with their articles and alerts, newest article first."""
    return _read(connection, _wanted(seed, verdicts, since))


def read_match(connection: Connection, match_id: int) -> StoredMatch | None:
    """The match with this id, or None."""
    return next(iter(_read(connection, matches.c.id == match_id)), None)


def read_found(connection: Connection, urls: Collection[str]) -> list[StoredMatch]:
    """Follow-ups whose articles have these URLs, newest article first."""
    digests = {digest(url) for url in urls}

    def about(batch: Sequence[str]) -> ColumnElement[bool]:
        found = select(articles.c.id).where(articles.c.url_digest.in_(batch))
        return matches.c.article_id.in_(found) & (matches.c.verdict == Verdict.FOLLOW_UP)

    return _read_in_batches(connection, digests, about)


def read_development(connection: Connection, number: int) -> list[StoredMatch]:
    """All matches of a development, with those that an answer rejected, newest article first."""
    return _read(connection, matches.c.development_id == number)


def read_developments(connection: Connection, chosen: Collection[int]) -> list[StoredMatch]:
    """All follow-ups of these developments, newest article first."""

    def about(batch: Sequence[int]) -> ColumnElement[bool]:
        return matches.c.development_id.in_(batch) & (matches.c.verdict == Verdict.FOLLOW_UP)

    return _read_in_batches(connection, chosen, about)


def read_without_texts(connection: Connection, ids: Collection[int]) -> list[StoredMatch]:
    """The matches with these ids, newest article first; the texts of their articles are "" and not unpacked."""
    return _read_in_batches(connection, ids, matches.c.id.in_, with_texts=False)


def _read_in_batches(
    connection: Connection,
    keys: Collection[Any],
    about: Callable[[Sequence[Any]], ColumnElement[bool]],
    *,
    with_texts: bool = True,
) -> list[StoredMatch]:
    """As `_read`, the matches that `about` selects by some of the keys: a statement has a largest number of them."""
    batches = (_read(connection, about(batch), with_texts=with_texts) for batch in in_batches(sorted(keys)))
    return sorted(chain.from_iterable(batches), key=lambda one: (one.article.published, one.id), reverse=True)


def _read(connection: Connection, wanted: ColumnElement[bool], *, with_texts: bool = True) -> list[StoredMatch]:
    statuses = _statuses(connection, wanted)
    columns = [one for one in articles.c if with_texts or one is not articles.c.text]
    found = (
        select(matches, *columns, seeds.c.name, developments.c.title)
        .join(articles, matches.c.article_id == articles.c.id)
        .join(seeds, matches.c.seed_id == seeds.c.id)
        .outerjoin(developments, matches.c.development_id == developments.c.id)
        .where(wanted)
        .order_by(articles.c.published.desc(), matches.c.id.desc())
    )
    rows = fetch(connection, found)
    openings = read_openings(connection, {row[matches.c.development_id] for row in rows} - {None})
    versions = read_versions(connection, {row[articles.c.id] for row in rows})

    def make(row: RowMapping) -> StoredMatch:
        return StoredMatch(
            id=row[matches.c.id],
            article=told_article_of(row),
            match=match_of(row),
            found_at=read_whole(row, matches.c.found_at),
            alerts=tuple(statuses[row[matches.c.id]]),
            answer=Answer(row[matches.c.answer]),
            development=row[matches.c.development_id],
            standing=Standing(row[matches.c.standing]),
            news=news_of(row),
            found_verdict=Verdict(row[matches.c.found_verdict]) if row[matches.c.found_verdict] else None,
            development_title=row[developments.c.title] or "",
            development_opening=openings.get(row[matches.c.development_id], ""),
            versions=versions.get(row[articles.c.id], ()),
            edited_at=read_whole(row, matches.c.edited_at),
            edit_dropped=row[matches.c.edit_dropped],
        )

    return readable(connection, matches, rows, make)


def read_openings(connection: Connection, chosen: Collection[int]) -> dict[int, str]:
    """The headline of the report that opened each of these developments."""
    first: dict[int, str] = {}
    for batch in in_batches(sorted(chosen)):
        opened = (
            select(matches.c.development_id, articles.c.title)
            .join(articles, matches.c.article_id == articles.c.id)
            .where(matches.c.development_id.in_(batch), matches.c.verdict == Verdict.FOLLOW_UP)
            .order_by((matches.c.standing == Standing.OPENS).desc(), articles.c.published, matches.c.id)
        )
        for row in connection.execute(opened):
            first.setdefault(row.development_id, row.title)
    return first


def _wanted(seed: str, verdicts: Collection[Verdict], since: datetime | None) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [matches.c.verdict.in_(list(verdicts))]
    if seed:
        conditions.append(seeds.c.name == seed)
    if since:
        conditions.append(matches.c.found_at >= since)
    return and_(*conditions)


def _statuses(connection: Connection, wanted: ColumnElement[bool]) -> dict[int, list[AlertStatus]]:
    found: dict[int, list[AlertStatus]] = defaultdict(list)
    about = (
        select(alerts)
        .join(matches, alerts.c.match_id == matches.c.id)
        .join(seeds, matches.c.seed_id == seeds.c.id)
        .where(wanted)
        .order_by(alerts.c.id)
    )
    for match_id, status in readable(connection, alerts, fetch(connection, about), _status_in):
        found[match_id].append(status)
    return found


def _status_in(row: RowMapping) -> tuple[int, AlertStatus]:
    state, sent_at = AlertState(row[alerts.c.state]), read_whole(row, alerts.c.sent_at)
    return row[alerts.c.match_id], AlertStatus(row[alerts.c.recipient], state, sent_at, row[alerts.c.error])


def read_articles(connection: Connection, *, after: int, limit: int) -> list[tuple[int, Article]]:
    """Articles with their ids, ordered by id."""
    chosen = select(articles).where(articles.c.id > after).order_by(articles.c.id).limit(limit)
    rows = fetch(connection, chosen)
    return readable(connection, articles, rows, lambda row: (row[articles.c.id], article_of(row)))


def read_articles_at(connection: Connection, urls: Collection[str]) -> dict[str, Article]:
    """The articles with these URLs, by URL."""
    found: dict[str, Article] = {}
    for batch in in_batches(sorted({digest(url) for url in urls})):
        rows = fetch(connection, select(articles).where(articles.c.url_digest.in_(batch)))
        found |= {article.url: article for article in readable(connection, articles, rows, article_of)}
    return found


def read_recent_texts(connection: Connection, *, limit: int) -> list[tuple[str, str]]:
    """Title and text of the most recently stored articles, newest first."""
    newest = select(articles.c.id, articles.c.title, articles.c.text).order_by(articles.c.id.desc()).limit(limit)
    rows = fetch(connection, newest)
    return readable(connection, articles, rows, lambda row: (row[articles.c.title], read_whole(row, articles.c.text)))


def read_counts(connection: Connection) -> dict[str, int]:
    """Row counts and queue depths by readable name; counts whole tables."""
    return _read_numbers(connection, _stored() | _waiting())


def read_queue_depths(connection: Connection) -> dict[str, int]:
    """The queue depths by readable name; each queue has a partial index, so counting is cheap."""
    return _read_numbers(connection, _waiting())


def _read_numbers(connection: Connection, wanted: dict[str, Any]) -> dict[str, int]:
    row = connection.execute(select(*wanted.values())).one()
    return dict(zip(wanted, row, strict=True))


def _stored() -> dict[str, Any]:
    return {
        "feeds": _count(feeds, feeds.c.active),
        "feeds failing": _count(feeds, feeds.c.active & (feeds.c.failures > 0)),
        "seeds": _count(seeds, seeds.c.active),
        "entries": _count(entries),
        "entries skipped": _count(entries, entries.c.state == EntryState.SKIPPED),
        "articles": _count(articles),
        "articles given up": _count(articles, articles.c.compared_at.is_not(None) & (articles.c.error != "")),
        "matches": _count(matches, ~((matches.c.verdict == Verdict.UNRELATED) & (matches.c.found_verdict != ""))),
        "developments": _count(developments, developments.c.id.in_(_grouped())),
        "follow-ups": _count(matches, matches.c.verdict == Verdict.FOLLOW_UP),
        "alerts": _count(alerts),
        "alerts sent": _count(alerts, alerts.c.state == AlertState.SENT),
        "deliveries": _count(deliveries),
        "deliveries given up": _count(deliveries, deliveries.c.given_up_at.is_not(None)),
    }


def _grouped() -> Any:
    follow_ups = (matches.c.verdict == Verdict.FOLLOW_UP) & matches.c.development_id.is_not(None)
    return select(matches.c.development_id).where(follow_ups)


def _waiting() -> dict[str, Any]:
    raised = alerts.c.state == AlertState.RAISED
    to_group = (matches.c.verdict == Verdict.FOLLOW_UP) & matches.c.development_id.is_(None)
    unsent = deliveries.c.sent_at.is_(None) & deliveries.c.given_up_at.is_(None)
    return {
        "entries waiting": _count(entries, entries.c.state == EntryState.NEW),
        "articles waiting": _count(articles, articles.c.compared_at.is_(None)),
        "follow-ups to group": _count(matches, to_group),
        "alerts waiting": _count(alerts, raised & (alerts.c.recipient != "")),
        "alerts without recipient": _count(alerts, raised & (alerts.c.recipient == "")),
        "deliveries waiting": _count(deliveries, unsent),
    }


def _count(table: Table, condition: ColumnElement[bool] | None = None) -> Any:
    chosen = true() if condition is None else condition
    return select(func.count()).select_from(table).where(chosen).scalar_subquery()


def read_damage(connection: Connection) -> list[str]:
    """The rows that cannot be read, in one line for each value."""
    kinds = (Evidence, NEWS, FOLDERS, SeedSettings, MOVED)
    columns = (matches.c.evidence, matches.c.news, feeds.c.folders, seeds.c.settings, development_edits.c.moved)
    return find_damage(connection, zip(columns, kinds, strict=True)) + find_unreadable(connection)


def read_skipped(connection: Connection) -> dict[str, int]:
    """The number of skipped entries by reason, most frequent first."""
    number = func.count()
    grouped = select(entries.c.reason, number).where(entries.c.state == EntryState.SKIPPED).group_by(entries.c.reason)
    rows = connection.execute(grouped).all()
    return {row[0]: row[1] for row in sorted(rows, key=lambda row: (-row[1], row[0]))}
