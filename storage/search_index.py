"""The index of the archive search: filled and emptied in the transactions that store and delete articles."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy import Connection, RowMapping, delete, exists, func, insert, select, text

from news import Article, index_article
from storage.damage import fetch, readable
from storage.database import insert_into
from storage.rows import article_of
from storage.schema import articles
from storage.search_tables import search_backlog, search_rows

_START = datetime(1700, 1, 1, tzinfo=UTC)
_MINUTES, _LOW = 28, 24  # bits of a number: minutes since the start (until 2210), and the end of the article's id
LAST = 1 << _MINUTES + _LOW + 1  # above every number
_GAP = "_"  # a word of SQLite's index that no query has
_BATCH = 500  # articles whose texts are in memory at once
_ADD = {
    "sqlite": "INSERT INTO article_words (rowid, words) VALUES (:number, :words)",
    "postgresql": "INSERT INTO article_words (number, words) VALUES (:number, CAST(:words AS tsvector))"
    " ON CONFLICT DO NOTHING",
}
_FORGET = {
    # the words must be those that were added, because the table does not keep them
    "sqlite": "INSERT INTO article_words (article_words, rowid, words) VALUES ('delete', :number, :words)",
    "postgresql": "DELETE FROM article_words WHERE number = :number",
}
_CLEAR = {
    "sqlite": "INSERT INTO article_words (article_words) VALUES ('delete-all')",
    "postgresql": "DELETE FROM article_words",
}


def numbers_of(since: date | None, until: date | None) -> tuple[int, int]:
    """The numbers of the articles published from the first to the last of these days: from the one to below the other.

    None: from the beginning, or to the end.
    """
    a_day = 24 * 60 << _LOW
    low = _number_at(_start_of(since)) if since else 0
    return low, _number_at(_start_of(until)) + a_day if until else LAST


def _start_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _number_at(when: datetime) -> int:
    minutes = int((when - _START).total_seconds() // 60)
    return min(max(minutes, 0), (1 << _MINUTES) - 1) << _LOW


def index_articles(connection: Connection, ids: Sequence[int]) -> None:
    """Have stored articles found by the search; those that are already found are left as they are."""
    kind = connection.dialect.name
    known = exists().where(search_rows.c.article_id == articles.c.id)
    for start in range(0, len(ids), _BATCH):
        chosen = select(articles).where(articles.c.id.in_(ids[start : start + _BATCH]), ~known)
        found = fetch(connection, chosen.order_by(articles.c.id))
        rows = [
            (_number(one, each.published), one, each) for one, each in readable(connection, articles, found, _numbered)
        ]
        if rows:
            unseen = insert_into(connection, search_rows).on_conflict_do_nothing()
            connection.execute(unseen, [{"number": number, "article_id": one} for number, one, _ in rows])
            packed = [{"number": number, "words": _pack(kind, article)} for number, _, article in rows]
            connection.execute(text(_ADD[kind]), packed)


def _numbered(row: RowMapping) -> tuple[int, Article]:
    return row[articles.c.id], article_of(row)


def forget_articles(connection: Connection, ids: Sequence[int]) -> None:
    """Have articles that are about to be changed or deleted no longer found."""
    kind = connection.dialect.name
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        chosen = select(search_rows.c.number, articles).join(articles, search_rows.c.article_id == articles.c.id)
        rows = fetch(connection, chosen.where(articles.c.id.in_(batch)))
        if rows:
            # the words of an article that cannot be read are not known, and stay; they find nothing
            found = readable(connection, articles, rows, lambda row: (row["number"], article_of(row)))
            if gone := [{"number": number, "words": _pack(kind, article)} for number, article in found]:
                connection.execute(text(_FORGET[kind]), gone)
            connection.execute(delete(search_rows).where(search_rows.c.article_id.in_(batch)))


def index_backlog(connection: Connection, limit: int) -> int:
    """Index the newest articles that are not in the index yet; returns how many, 0 if none was left."""
    left = connection.execute(select(search_backlog.c.left_id).with_for_update()).scalar()
    if left is None:
        return 0
    older = select(articles.c.id).where(articles.c.id <= left).order_by(articles.c.id.desc()).limit(limit)
    ids = list(connection.execute(older).scalars())
    index_articles(connection, ids)
    connection.execute(delete(search_backlog))
    if len(ids) == limit and ids[-1] > 1:
        connection.execute(insert(search_backlog).values(left_id=ids[-1] - 1))
    return len(ids)


def count_backlog(connection: Connection) -> int:
    """The number of articles that are not in the index yet."""
    left = connection.execute(select(search_backlog.c.left_id)).scalar()
    if left is None:
        return 0
    older = select(func.count()).select_from(articles).where(articles.c.id <= left)
    return int(connection.execute(older).scalar_one())


def reopen_index(connection: Connection) -> None:
    """Empty the index, and have all articles indexed again."""
    connection.execute(text(_CLEAR[connection.dialect.name]))
    connection.execute(delete(search_rows))
    connection.execute(delete(search_backlog))
    last = connection.execute(select(func.max(articles.c.id))).scalar()
    if last is not None:
        connection.execute(insert(search_backlog).values(left_id=last))


def _number(article_id: int, published: datetime) -> int:
    return _number_at(published) | article_id & ((1 << _LOW) - 1)


def _pack(kind: str, article: Article) -> str:
    """The words and labels of an article in the form in which the database takes them."""
    words, labels = index_article(article)
    if kind == "sqlite":
        return " ".join([*(word or _GAP for word in words), *labels])
    places = defaultdict[str, list[str]](list)
    for place, word in enumerate(words, 1):
        if word:
            places[word].append(str(place))
    return " ".join(
        [*(f"'{word}':{','.join(found)}" for word, found in places.items()), *(f"'{one}'" for one in labels)]
    )
