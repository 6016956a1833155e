"""Convert values of `news` to columns, and rows to values of `news`."""

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import RowMapping

from news import Article, Entry, Evidence, Feed, Match, Seed, SeedSettings, Validators, Verdict, confirm
from storage.column_types import digest
from storage.damage import read_json, read_whole, whole
from storage.schema import articles, entry_words, feeds, matches, seeds

Packed = dict[str, Any]
# what is stored in the columns of JSON
FOLDERS = NEWS = tuple[str, ...]
_ENTRY_COLUMNS = tuple(name for name in Entry.__dataclass_fields__ if name != "names")


def pack_words(entry: Entry) -> Packed:
    """An entry as columns, without its names, which are in a separate table."""
    return {name: getattr(entry, name) for name in _ENTRY_COLUMNS}


def pack_article(article: Article) -> Packed:
    """An article as columns."""
    return asdict(article) | {"url_digest": digest(article.url)}


def feed_of(row: RowMapping) -> Feed:
    """The feed in a row, with its own title and site if the user's list has none."""
    return Feed(
        url=row[feeds.c.url],
        title=title_of(row),
        folders=read_json(FOLDERS, row, feeds.c.folders),
        site=row[feeds.c.site] or row[feeds.c.own_site],
    )


def title_of(row: RowMapping) -> str:
    """The title of the feed in a row."""
    return str(row[feeds.c.title] or row[feeds.c.own_title])


def interval_of(row: RowMapping) -> timedelta | None:
    """The time between two polls of the feed in a row; None if it is not known yet."""
    seconds = row[feeds.c.interval_seconds]
    return timedelta(seconds=seconds) if seconds else None


def validators_of(row: RowMapping) -> Validators:
    """The HTTP validators of the feed in a row."""
    return Validators(etag=row[feeds.c.etag], last_modified=row[feeds.c.last_modified])


def entry_of(row: RowMapping) -> Entry:
    """The entry in a row."""
    return Entry(**{name: read_whole(row, entry_words.c[name]) for name in _ENTRY_COLUMNS})


def article_of(row: RowMapping) -> Article:
    """The article in a row; its text is "" if the row is without it."""
    columns = {name: articles.c[name] for name in Article.__dataclass_fields__}
    number = row[articles.c.id]
    return Article(**{name: whole(row.get(column, ""), column, number) for name, column in columns.items()})


def told_article_of(row: RowMapping) -> Article:
    """The article of the match in a row, published when it began to tell the next stage, if an edit did."""
    article, told_at = article_of(row), read_whole(row, matches.c.told_at)
    if told_at is None or told_at <= article.published:
        return article
    return replace(article, published=told_at, published_from="page")


def seed_of(row: RowMapping) -> Seed:
    """The seed in a row."""
    return Seed(
        name=row[seeds.c.name],
        title=row[seeds.c.title],
        text=row[seeds.c.text],
        url=row[seeds.c.url],
        published=read_whole(row, seeds.c.published),
        settings=read_json(SeedSettings, row, seeds.c.settings),
    )


def match_of(row: RowMapping) -> Match:
    """The match in a row that also has the columns of its seed."""
    match = Match(
        seed=row[seeds.c.name],
        score=row[matches.c.score],
        verdict=Verdict(row[matches.c.verdict]),
        evidence=read_json(Evidence, row, matches.c.evidence),
    )
    return confirm(match) if match.verdict is Verdict.FOLLOW_UP and row[matches.c.found_verdict] else match


def news_of(row: RowMapping) -> tuple[str, ...]:
    """The sentences with new facts of the match in a row."""
    return () if row[matches.c.news] is None else read_json(NEWS, row, matches.c.news)
