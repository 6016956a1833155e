"""Search the archive: newest first, by words and by what is known about an article."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, text

from news import MOST_COUNTED, ArchiveQuery, FoundArticle, SearchPage, Verdict
from storage.column_types import clean
from storage.schema import articles, matches, seeds
from storage.search_expressions import write_expression
from storage.search_index import count_backlog, numbers_of
from storage.search_tables import search_rows

_STREAMED = 20_000  # articles with the words of a search in a story, before the story's articles are asked about
_STORY = 500  # articles of a story that are asked about at once
_NEWEST = 1000  # articles that PostgreSQL looks at one by one before it asks its index of words
_RECENT = 20_000  # articles in which PostgreSQL asks its index of words first, and then in as many as seem to be needed
_WIDEST = 300_000  # articles up to which that costs less than to ask about all
_MARGIN = 1.5  # times as many articles as would be needed if the words were as frequent in all
_WALKED = 3000  # articles that PostgreSQL looks at for a phrase, while too few have it, before it asks its index
_OFTEN = 0.1  # share of articles from which on it is cheaper to look at one after the other
_IN_FTS5 = "SELECT rowid FROM article_words WHERE article_words MATCH :words AND rowid"
_IN_TSVECTOR = "SELECT number FROM article_words WHERE words @@ CAST(:loose AS tsquery) AND number"
_IS_EXACT = "(words @@ CAST(:words AS tsquery)) IS TRUE"  # for which no index is used
_LOOKED_AT = "SELECT number FROM article_words WHERE (words @@ CAST(:words AS tsquery)) IS TRUE AND number"
_EDGE = text("SELECT number FROM article_words WHERE number < :high ORDER BY number DESC OFFSET :newest LIMIT 1")
# PostgreSQL takes it to be as cheap to look at the words of an article as at its number, and would look at all of them.
_BY_NUMBER = text("SET LOCAL enable_bitmapscan = off; SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = on")
_BY_WORDS = text("SET LOCAL enable_bitmapscan = on; SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A search as expressions: of what is found, and (`loose`) of all that have its words, in any order."""

    seed: str
    words: str
    loose: str

    @property
    def is_phrase(self) -> bool:
        """Whether the order of words counts, which the index of PostgreSQL cannot tell."""
        return self.words != self.loose


def search_articles(connection: Connection, query: ArchiveQuery, limit: int, before: int | None) -> SearchPage:
    """One page of the articles found, newest first, from below `before`."""
    terms, unindexed = query.terms, count_backlog(connection)
    if query.words.strip() and not terms:
        return SearchPage((), 0, unindexed=unindexed)
    kind, (low, high) = connection.dialect.name, numbers_of(query.since, query.until)
    asked = _Asked(query.seed, write_expression(kind, query), write_expression(kind, query, loose=True))
    counted, is_whole = _find(connection, asked, low, high, max(limit, MOST_COUNTED) + 1, limit)
    page = counted
    if before is not None:
        page, _ = _find(connection, asked, low, min(high, before), limit + 1, limit)
    return SearchPage(
        _read(connection, page[:limit], query),
        min(len(counted), MOST_COUNTED),
        is_more=not is_whole or len(counted) > MOST_COUNTED,
        before=page[limit - 1] if len(page) > limit else None,
        unindexed=unindexed,
        left_out=terms.left_out,
    )


def _find(connection: Connection, asked: _Asked, low: int, high: int, most: int, enough: int) -> tuple[list[int], bool]:
    """The numbers of the newest articles found, newest first, and whether these are all, or `most`.

    More than `enough` of them suffice where looking for more takes long.
    """
    if asked.seed:
        return _find_in_story(connection, asked, low, high, most, enough)
    if connection.dialect.name == "sqlite":
        return _ask(connection, asked, low, high, most), True
    return _find_by_tsvector(connection, asked, low, high, most, enough)


def _find_by_tsvector(
    connection: Connection, asked: _Asked, low: int, high: int, most: int, enough: int
) -> tuple[list[int], bool]:
    found, high = _walk(connection, asked, low, high, most, enough)
    newest = _RECENT
    while len(found) < most and high > low:
        if asked.is_phrase and len(found) > enough:
            return found, False
        edge = _edge(connection, low, high, newest) if newest <= _WIDEST else low
        more = _ask(connection, asked, edge, high, most - len(found))
        found, high = [*found, *more], edge
        newest = max(2 * newest, int(_MARGIN * newest * (most - len(found)) / max(len(more), 1)))
    return found, True


def _walk(connection: Connection, asked: _Asked, low: int, high: int, most: int, enough: int) -> tuple[list[int], int]:
    """What is found one article after the other, while many have the words, and the number down to which it looked.

    For a phrase it looks on for a while until enough are found: the index of words says of each word alone which
    articles have it, and where most have all of them, every text would have to be unpacked.
    """
    found: list[int] = []
    newest, share, walked = _NEWEST, 1.0, 0
    while len(found) < most and high > low:
        is_worth_it = asked.is_phrase and len(found) <= enough and walked < _WALKED
        if share < _OFTEN and not is_worth_it:
            break
        edge = _edge(connection, low, high, newest)
        more = _ask(connection, asked, edge, high, most - len(found), by_number=True)
        walked += newest
        found, high, share, newest = [*found, *more], edge, len(more) / newest, newest * 2
    return found, high


def _edge(connection: Connection, low: int, high: int, newest: int) -> int:
    """The number down to which these are the newest articles below `high`."""
    connection.execute(_BY_NUMBER)
    edge = connection.execute(_EDGE, {"high": high, "newest": newest - 1}).scalar()
    return low if edge is None else max(low, edge)


def _ask(
    connection: Connection, asked: _Asked, low: int, high: int, most: int, *, by_number: bool = False
) -> list[int]:
    """The newest numbers found between two; `by_number`: each article is looked at, and its words unpacked once."""
    name, statement = _statement(connection, asked)
    if by_number and asked.is_phrase:
        statement = _LOOKED_AT
    if connection.dialect.name == "postgresql":
        connection.execute(_BY_NUMBER if by_number else _BY_WORDS)
    ranged = text(f"{statement} >= :low AND {name} < :high ORDER BY {name} DESC LIMIT :most")
    chosen = {"words": asked.words, "loose": asked.loose, "low": low, "high": high, "most": most}
    return list(connection.execute(ranged, chosen).scalars())


def _statement(connection: Connection, asked: _Asked) -> tuple[str, str]:
    """The name of an article's number, and a query for numbers that ends before a condition on them."""
    if connection.dialect.name == "sqlite":
        return "rowid", _IN_FTS5
    exact = _IN_TSVECTOR.replace(" AND number", f" AND {_IS_EXACT} AND number")
    return "number", exact if asked.is_phrase else _IN_TSVECTOR


def _find_in_story(
    connection: Connection, asked: _Asked, low: int, high: int, most: int, enough: int
) -> tuple[list[int], bool]:
    """As `_find`, among the follow-ups of a seed, of which there are few."""
    numbers = _numbers_of_story(connection, asked.seed, low, high)
    found = _look_at(connection, asked, numbers[:_STORY])
    older = numbers[_STORY:]
    if older and len(found) <= enough and connection.dialect.name == "sqlite":
        # FTS5 goes through all that has the words faster than it looks for an article, unless very many have them
        newest = _ask(connection, asked, older[-1], older[0] + 1, _STREAMED)
        found += sorted(set(older).intersection(newest), reverse=True)
        older = [one for one in older if one < newest[-1]] if len(newest) == _STREAMED else []
    while older and len(found) <= enough:
        found += _look_at(connection, asked, older[:_STORY])
        older = older[_STORY:]
    return found[:most], not older


def _numbers_of_story(connection: Connection, seed: str, low: int, high: int) -> list[int]:
    own = (
        select(search_rows.c.number)
        .join(matches, matches.c.article_id == search_rows.c.article_id)
        .join(seeds, matches.c.seed_id == seeds.c.id)
        .where(seeds.c.name == clean(seed), matches.c.verdict == Verdict.FOLLOW_UP)
        .where(search_rows.c.number >= low, search_rows.c.number < high)
    )
    return sorted(connection.execute(own).scalars(), reverse=True)


def _look_at(connection: Connection, asked: _Asked, numbers: Sequence[int]) -> list[int]:
    """Those of a few articles that are found, newest first."""
    _, statement = _statement(connection, asked)
    about = text(f"{statement} IN :numbers").bindparams(bindparam("numbers", expanding=True))
    chosen = {"words": asked.words, "loose": asked.loose, "numbers": numbers}
    return sorted(connection.execute(about, chosen).scalars(), reverse=True)


def _read(connection: Connection, numbers: Sequence[int], query: ArchiveQuery) -> tuple[FoundArticle, ...]:
    if not numbers:
        return ()
    about = select(search_rows.c.number, articles).join(articles, search_rows.c.article_id == articles.c.id)
    rows = connection.execute(about.where(search_rows.c.number.in_(numbers))).all()
    stories = _stories(connection, [row.id for row in rows])
    found = [
        FoundArticle(
            row.id,
            row.url,
            row.title,
            row.outlet,
            row.published,
            row.language,
            tuple(stories[row.id]),
            query.excerpt_of(row.text),
            row.number,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: one.place, reverse=True))


def _stories(connection: Connection, ids: Sequence[int]) -> dict[int, list[str]]:
    """The names of the seeds that these articles are follow-ups of."""
    found = defaultdict[int, list[str]](list)
    belongs = select(matches.c.article_id, seeds.c.name).join(seeds, matches.c.seed_id == seeds.c.id)
    about = belongs.where(matches.c.article_id.in_(ids), matches.c.verdict == Verdict.FOLLOW_UP)
    for row in connection.execute(about.order_by(seeds.c.id)):
        found[row.article_id].append(row.name)
    return found
