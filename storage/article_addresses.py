"""Find the stored article that another report of a page belongs to, and the address for one that is another story."""

from typing import Any

from sqlalchemy import Connection, Row, select

from news import Article, is_same_story, other_spellings
from storage.column_types import digest
from storage.schema import articles, entries


def settle_address(connection: Connection, entry_id: int, article: Article, own_url: str) -> str:
    """The address under which to store an article: its own, or that of a stored article that is the same story.

    A site may serve a page at several spellings of its address, and may name one address for all its pages. `own_url`
    is the link of the entry; it is used if the article stored at the article's address is another story.
    """
    spelled = [article.url, *other_spellings(article.url)]
    found = {row.url: row for row in _read(connection, spelled)}
    known = found.pop(article.url, None)
    if known is not None:
        keeps = not own_url or own_url == article.url or _is_same(known, article)
        return article.url if keeps or _is_of_entry(connection, entry_id, known.id) else own_url
    return next((url for url, row in found.items() if _is_same(row, article)), article.url)


def _read(connection: Connection, urls: list[str]) -> list[Row[Any]]:
    stated = select(articles.c.id, articles.c.url, articles.c.title, articles.c.text)
    return list(connection.execute(stated.where(articles.c.url_digest.in_([digest(url) for url in urls]))))


def _is_of_entry(connection: Connection, entry_id: int, article_id: int) -> bool:
    """Whether the article was made from this entry, which has changed."""
    own = select(entries.c.id).where(entries.c.id == entry_id, entries.c.article_id == article_id)
    return connection.execute(own).first() is not None


def _is_same(stored: Row[Any], article: Article) -> bool:
    return is_same_story(stored.title, stored.text, article.title, article.text)
