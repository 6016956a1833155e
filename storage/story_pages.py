"""Read stories page by page, to be shown: what a page does not show is counted by the database and not read."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select

from news import (
    Answer,
    DevelopmentPage,
    DevelopmentSummary,
    MatchPage,
    Standing,
    StoredMatch,
    StorySummary,
    Verdict,
)
from storage.column_types import clean
from storage.database import in_batches
from storage.desk_tables import visits
from storage.overview import read_openings, read_without_texts
from storage.schema import articles, developments, matches, seeds

_SHOWN = 3  # reports of a folded development
_FOLLOW_UP = matches.c.verdict == Verdict.FOLLOW_UP
_LATEST = func.max(articles.c.published)
_ALERTED = [one for one in Standing if one.is_alerted]


def read_summaries(connection: Connection, names: Collection[str], reader: str, since: date) -> list[StorySummary]:
    """Summaries of the named seeds, in their order; `reader`: the user for whom the unread developments are counted."""
    return [one for batch in in_batches([*names]) for one in _summarise_seeds(connection, batch, reader, since)]


def _summarise_seeds(connection: Connection, names: Sequence[str], reader: str, since: date) -> Iterator[StorySummary]:
    chosen = select(seeds.c.id, seeds.c.name).where(seeds.c.name.in_({clean(name) for name in names}))
    ids = {row.name: row.id for row in connection.execute(chosen)}
    numbers = list(ids.values())
    counts, days, unread = _count(connection, numbers), _days(connection, numbers), _unread(connection, numbers, reader)
    found = [(name, ids[clean(name)]) for name in names if clean(name) in ids]
    yield from (
        StorySummary(
            name,
            counts[one, Verdict.FOLLOW_UP],
            counts[one, "developments"],
            unread[one],
            counts[one, Verdict.NEAR_MISS],
            max((latest for _, _, latest in days[one]), default=None),
            tuple((day, number) for day, number, _ in sorted(days[one]) if day >= since),
        )
        for name, one in found
    )


def _count(connection: Connection, ids: Sequence[int]) -> dict[tuple[int, str], int]:
    counts = defaultdict[tuple[int, str], int](int)
    number, events = func.count(), func.count(matches.c.development_id.distinct())
    answered = (matches.c.verdict == Verdict.NEAR_MISS) & (matches.c.answer != Answer.NONE)
    grouped = select(matches.c.seed_id, matches.c.verdict, number, events).where(~answered)
    of_seeds = grouped.where(matches.c.seed_id.in_(ids)).group_by(matches.c.seed_id, matches.c.verdict)
    for seed_id, verdict, rows, different in connection.execute(of_seeds):
        counts[seed_id, verdict] = rows
        if verdict == Verdict.FOLLOW_UP:
            counts[seed_id, "developments"] = different
    return counts


def _days(connection: Connection, ids: Sequence[int]) -> dict[int, list[tuple[date, int, datetime]]]:
    """The days of publication of each seed's follow-ups, with their number and the time of the last."""
    day = func.date(articles.c.published)
    by_day = (
        select(matches.c.seed_id, day, func.count(), func.max(articles.c.published))
        .join(articles, matches.c.article_id == articles.c.id)
        .where(matches.c.seed_id.in_(ids), _FOLLOW_UP)
        .group_by(matches.c.seed_id, day)
    )
    found = defaultdict[int, list[tuple[date, int, datetime]]](list)
    for seed_id, when, number, latest in connection.execute(by_day):
        found[seed_id].append((date.fromisoformat(str(when)), number, latest))
    return found


def _unread(connection: Connection, ids: Sequence[int], reader: str) -> dict[int, int]:
    """The number of each seed's developments with follow-ups found since the user looked at it, if ever."""
    own_visit = (visits.c.seed_id == matches.c.seed_id) & (visits.c.user == clean(reader))
    counted = (
        select(matches.c.seed_id, func.count(matches.c.development_id.distinct()))
        .outerjoin(visits, own_visit)
        .where(matches.c.seed_id.in_(ids), _FOLLOW_UP)
        .where(or_(visits.c.seen_at.is_(None), matches.c.found_at > visits.c.seen_at))
        .group_by(matches.c.seed_id)
    )
    return defaultdict(int, ((row[0], row[1]) for row in connection.execute(counted)))


def read_development_page(connection: Connection, seed: str, limit: int, offset: int) -> DevelopmentPage:
    """Some developments of a seed, the one with the latest report first."""
    of_seed = _FOLLOW_UP & (matches.c.seed_id == _id_of(seed))
    folded = _folded(seed).add_columns(
        func.count().label("reports"),
        func.count(articles.c.outlet.distinct()).label("outlets"),
        func.min(articles.c.published).label("began"),
        _LATEST.label("latest"),
    )
    rows = connection.execute(folded.limit(limit).offset(offset)).all()
    count = select(func.count(matches.c.development_id.distinct()), func.count(), func.count(matches.c.development_id))
    total, reports, grouped = connection.execute(count.where(of_seed)).one()
    return DevelopmentPage(tuple(_summarise(connection, rows)), total, reports - grouped)


def _folded(seed: str) -> Select[Any]:
    """The developments of a seed, the one with the latest report first: each with its id and title."""
    return (
        select(matches.c.development_id, developments.c.title)
        .join(articles, matches.c.article_id == articles.c.id)
        .join(developments, matches.c.development_id == developments.c.id)
        .where(_FOLLOW_UP, matches.c.seed_id == _id_of(seed))
        .group_by(matches.c.development_id, developments.c.title)
        .order_by(_LATEST.desc(), matches.c.development_id.desc())
    )


def read_development_labels(connection: Connection, seed: str, limit: int) -> list[tuple[int, str]]:
    """The number of some developments of a seed, the one with the latest report first, each with what it is called."""
    rows = connection.execute(_folded(seed).limit(limit)).all()
    openings = read_openings(connection, [row.development_id for row in rows if not row.title])
    return [(row.development_id, row.title or openings.get(row.development_id, "")) for row in rows]


def _summarise(connection: Connection, rows: Sequence[Row[Any]]) -> list[DevelopmentSummary]:
    numbers = [row.development_id for row in rows]
    openings, shown = read_openings(connection, numbers), _shown(connection, numbers)
    return [
        DevelopmentSummary(
            row.development_id,
            row.title,
            openings.get(row.development_id, ""),
            row.reports,
            row.outlets,
            row.began,
            row.latest,
            tuple(shown[row.development_id]),
        )
        for row in rows
    ]


def _shown(connection: Connection, numbers: Sequence[int]) -> dict[int, list[StoredMatch]]:
    """The newest updates of each of these developments, the newest first."""
    newest_first = (matches.c.standing.in_(_ALERTED).desc(), articles.c.published.desc(), matches.c.id.desc())
    place = func.row_number().over(partition_by=matches.c.development_id, order_by=newest_first)
    found = defaultdict[int, list[StoredMatch]](list)
    for batch in in_batches(numbers):
        ranked = (
            select(matches.c.id, place.label("place"))
            .join(articles, matches.c.article_id == articles.c.id)
            .where(matches.c.development_id.in_(batch), _FOLLOW_UP)
            .subquery()
        )
        ids = list(connection.execute(select(ranked.c.id).where(ranked.c.place <= _SHOWN)).scalars())
        for one in read_without_texts(connection, ids):
            found[one.development or 0].append(one)
    for number, reports in found.items():
        found[number] = [one for one in reports if one.standing.is_alerted] or reports
    return found


def read_match_page(
    connection: Connection,
    seed: str,
    verdicts: Collection[Verdict],
    development: int | None,
    limit: int,
    offset: int,
) -> MatchPage:
    """Some matches of a seed (""; of all), or of one of its developments, newest article first."""
    wanted: list[ColumnElement[bool]] = [matches.c.verdict.in_(list(verdicts))]
    if seed:
        wanted.append(matches.c.seed_id == _id_of(seed))
    if development is not None:
        wanted.append(matches.c.development_id == development)
    newest = select(matches.c.id).join(articles, matches.c.article_id == articles.c.id).where(*wanted)
    newest = newest.order_by(articles.c.published.desc(), matches.c.id.desc()).limit(limit).offset(offset)
    ids = list(connection.execute(newest).scalars())
    total = connection.execute(select(func.count()).select_from(matches).where(*wanted)).scalar_one()
    return MatchPage(tuple(read_without_texts(connection, ids)), total)


def _id_of(seed: str) -> Any:
    return select(seeds.c.id).where(seeds.c.name == clean(seed)).scalar_subquery()
