"""Find the stored article that another report of a page belongs to, and the address for one that is another story."""

from typing import Any

from sqlalchemy import Connection, Row, select

from news import Article, is_same_story, other_spellings
from storage.column_types import digest
from storage.schema import articles, entries, entry_names, entry_words


def settle_address(connection: Connection, entry_id: int, article: Article, own_url: str) -> str:
    """The address under which to store an article: its own, or that of a stored article that is the same story.

    A site may serve a page at several spellings of its address, and may name one address for all its pages. `own_url`
    is the link of the entry; it is used if the article's address is that of another story.
    """
    spelled = [article.url, *other_spellings(article.url)]
    found = {row.url: row for row in _read(connection, spelled)}
    known = found.pop(article.url, None)
    if known is not None and _may_keep(connection, entry_id, article, own_url, known):
        return article.url
    again = (url for url, row in found.items() if _is_same(row, article) or _is_of_entry(connection, entry_id, row.id))
    same = next(again, "")
    if known is None:
        return same or (own_url if is_of_another(connection, entry_id, article, own_url) else article.url)
    if own_url != article.url:
        return own_url
    # another story was stored at the address of this one: its page named that address
    host = _without_scheme(own_url)
    free = (url for url in spelled if url != own_url and url not in found and _without_scheme(url) == host)
    return same or next(free, own_url)


def is_of_another(connection: Connection, entry_id: int, article: Article, own_url: str) -> bool:
    """Whether the address of an article is the link of another entry of the feed, which is to be read as another story.

    Some sites name the address of one article on the pages of all, and it would take the place of that one.
    """
    if not own_url or own_url == article.url:
        return False
    named = (entry_names.c.feed_id == entries.c.feed_id) & (entry_names.c.digest == digest(article.url))
    stated = (
        select(entry_words.c.title, entry_words.c.summary, entry_words.c.content)
        .select_from(entries)
        .join(entry_names, named)
        .join(entry_words, entry_words.c.entry_id == entry_names.c.entry_id)
        .where(entries.c.id == entry_id, entry_names.c.entry_id != entry_id)
    )
    other = connection.execute(stated).first()
    if other is None:
        return False
    return not is_same_story(other.title, other.content or other.summary, article.title, article.text)


def _may_keep(connection: Connection, entry_id: int, article: Article, own_url: str, known: Row[Any]) -> bool:
    """Whether the article stored at the address of another one is that one, or one whose page was rewritten."""
    if not own_url or _is_same(known, article) or _is_of_entry(connection, entry_id, known.id):
        return True
    return own_url == article.url and _is_linked(connection, known.id, own_url)


def _read(connection: Connection, urls: list[str]) -> list[Row[Any]]:
    stated = select(articles.c.id, articles.c.url, articles.c.title, articles.c.text)
    return list(connection.execute(stated.where(articles.c.url_digest.in_([digest(url) for url in urls]))))


def _is_of_entry(connection: Connection, entry_id: int, article_id: int) -> bool:
    """Whether the article was made from this entry, which has changed."""
    own = select(entries.c.id).where(entries.c.id == entry_id, entries.c.article_id == article_id)
    return connection.execute(own).first() is not None


def _is_linked(connection: Connection, article_id: int, url: str) -> bool:
    """Whether an entry of the article links to an address, in any spelling."""
    spelled = [digest(one) for one in (url, *other_spellings(url))]
    names = select(entry_names.c.digest).join(entries, entries.c.id == entry_names.c.entry_id)
    linked = names.where(entries.c.article_id == article_id, entry_names.c.digest.in_(spelled))
    return connection.execute(linked).first() is not None


def _is_same(stored: Row[Any], article: Article) -> bool:
    return is_same_story(stored.title, stored.text, article.title, article.text)


def _without_scheme(url: str) -> str:
    return url.partition("://")[2]
