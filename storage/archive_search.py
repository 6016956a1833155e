"""Search the archive: newest first, by words and by what is known about an article."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select, text

from news import MOST_COUNTED, ArchiveQuery, FoundArticle, SearchPage, SearchTerms, Verdict, make_excerpt, parse_terms
from storage.column_types import clean
from storage.schema import articles, matches, seeds
from storage.search_expressions import write_expression
from storage.search_index import count_backlog, numbers_of
from storage.search_tables import search_rows

_STREAMED = 20_000  # articles with the words of a search in a story, before the story's articles are asked about
_STORY = 500  # articles of a story that are asked about at once
_NEWEST = 1000  # articles that PostgreSQL looks at one by one before it asks the index of words
_ASKED = {
    "sqlite": "SELECT rowid FROM article_words WHERE article_words MATCH :words AND rowid {}",
    "postgresql": "SELECT number FROM article_words WHERE words @@ CAST(:words AS tsquery) AND number {}",
}
_RANGE = ">= :low AND number < :high ORDER BY number DESC LIMIT :most"
_EDGE = text("SELECT number FROM article_words WHERE number < :high ORDER BY number DESC OFFSET :newest LIMIT 1")
# PostgreSQL takes it to be as cheap to look at the words of an article as at its number, and would look at all of them.
_BY_NUMBER = text("SET LOCAL enable_bitmapscan = off; SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = on")
_BY_WORDS = text("SET LOCAL enable_bitmapscan = on; SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")


def search_articles(connection: Connection, query: ArchiveQuery, limit: int, before: int | None) -> SearchPage:
    """One page of the articles found, newest first, from below `before`."""
    terms, unindexed = parse_terms(query.words), count_backlog(connection)
    if query.words.strip() and not terms:
        return SearchPage((), 0, unindexed=unindexed)
    words, (low, high) = write_expression(connection.dialect.name, terms, query), numbers_of(query.since, query.until)
    counted = _find(connection, query.seed, words, low, high, max(limit, MOST_COUNTED) + 1)
    page = counted if before is None else _find(connection, query.seed, words, low, min(high, before), limit + 1)
    return SearchPage(
        _read(connection, page[:limit], terms),
        min(len(counted), MOST_COUNTED),
        is_more=len(counted) > MOST_COUNTED,
        before=page[limit - 1] if len(page) > limit else None,
        unindexed=unindexed,
        left_out=terms.left_out,
    )


def _find(connection: Connection, seed: str, words: str, low: int, high: int, most: int) -> list[int]:
    """The numbers of the newest articles that have these words, newest first."""
    if seed:
        return _find_in_story(connection, seed, words, low, high, most)
    if connection.dialect.name == "sqlite":
        return _ask(connection, words, low, high, most)
    edge = connection.execute(_EDGE, {"high": high, "newest": _NEWEST}).scalar()
    edge = low if edge is None else max(low, edge)
    connection.execute(_BY_NUMBER)
    found = _ask(connection, words, edge, high, most)
    if len(found) < most and edge > low:
        connection.execute(_BY_WORDS)
        found += _ask(connection, words, low, edge, most - len(found))
    return found


def _ask(connection: Connection, words: str, low: int, high: int, most: int) -> list[int]:
    asked = _ASKED[connection.dialect.name].format(_RANGE)
    if connection.dialect.name == "sqlite":
        asked = asked.replace("number", "rowid")
    chosen = {"words": words, "low": low, "high": high, "most": most}
    return list(connection.execute(text(asked), chosen).scalars())


def _find_in_story(connection: Connection, seed: str, words: str, low: int, high: int, most: int) -> list[int]:
    """As `_find`, among the follow-ups of a seed, of which there are few."""
    own = (
        select(search_rows.c.number)
        .join(matches, matches.c.article_id == search_rows.c.article_id)
        .join(seeds, matches.c.seed_id == seeds.c.id)
        .where(seeds.c.name == clean(seed), matches.c.verdict == Verdict.FOLLOW_UP)
        .where(search_rows.c.number >= low, search_rows.c.number < high)
    )
    numbers = sorted(connection.execute(own).scalars(), reverse=True)
    if not numbers:
        return []
    # to go through what has the words costs little an article, but a common word has very many
    newest = _find(connection, "", words, numbers[-1], numbers[0] + 1, _STREAMED)
    found = sorted(set(numbers).intersection(newest), reverse=True)
    rest = [one for one in numbers if one < newest[-1]] if len(newest) == _STREAMED else []
    for start in range(0, len(rest), _STORY):
        if len(found) >= most:
            break
        found += _ask_about(connection, words, rest[start : start + _STORY])
    return found[:most]


def _ask_about(connection: Connection, words: str, numbers: Sequence[int]) -> list[int]:
    asked = text(_ASKED[connection.dialect.name].format("IN :numbers")).bindparams(bindparam("numbers", expanding=True))
    return sorted(connection.execute(asked, {"words": words, "numbers": list(numbers)}).scalars(), reverse=True)


def _read(connection: Connection, numbers: Sequence[int], terms: SearchTerms) -> tuple[FoundArticle, ...]:
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
            make_excerpt(row.text, terms),
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
