"""Store the articles of entries that cannot concern any seed, many at once and as already compared."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, or_, select, update

from news import Article, EntryState, other_spellings
from storage.article_addresses import is_of_another
from storage.column_types import digest
from storage.database import in_batches, insert_into
from storage.rows import pack_article
from storage.schema import articles, entries, entry_words
from storage.search_index import index_articles
from storage.work_queue import OPEN, RELEASED, save_article


def save_turned_away(connection: Connection, found: Sequence[tuple[int, Article, str]], now: datetime) -> None:
    """Store the articles of entries that cannot concern any seed, as already compared.

    An article whose URL is known in any spelling, that shares it with another of them, or that has the link of another
    entry, is stored by `save_article`.
    """
    unseen, others = _divide(connection, found)
    if unseen:
        _insert_compared(connection, unseen, now)
    for entry, article, own_url in others:
        save_article(connection, entry, article, own_url)


def _divide(
    connection: Connection, found: Sequence[tuple[int, Article, str]]
) -> tuple[dict[str, tuple[int, Article]], list[tuple[int, Article, str]]]:
    """The entries with the first article at each unknown address, by its digest, and the others."""
    spelled = [[digest(url) for url in (article.url, *other_spellings(article.url))] for _, article, _ in found]
    known = _ids_of(connection, [one for spellings in spelled for one in spellings]).keys()
    unseen: dict[str, tuple[int, Article]] = {}
    others = []
    for each, spellings in zip(found, spelled, strict=True):
        is_unseen = known.isdisjoint(spellings) and unseen.keys().isdisjoint(spellings)
        if is_unseen and not is_of_another(connection, *each):
            unseen[spellings[0]] = each[:2]
        else:
            others.append(each)
    return unseen, others


def _insert_compared(connection: Connection, unseen: Mapping[str, tuple[int, Article]], now: datetime) -> None:
    upsert = insert_into(connection, articles).on_conflict_do_nothing(index_elements=["url_digest"])
    connection.execute(upsert, [pack_article(article) | {"compared_at": now} for _, article in unseen.values()])
    ids = _ids_of(connection, list(unseen))
    index_articles(connection, sorted(ids.values()))
    new = [{"entry": entry, "article": ids[url]} for url, (entry, _) in unseen.items() if url in ids]
    still_open = or_(*(entries.c.state == state for state in OPEN))
    taken = update(entries).where(entries.c.id == bindparam("entry"), still_open)
    done = {"state": EntryState.COMPARED, "article_id": bindparam("article"), "reason": "", "error": ""}
    connection.execute(taken.values(**done, **RELEASED), new)
    connection.execute(delete(entry_words).where(entry_words.c.entry_id.in_([each["entry"] for each in new])))


def _ids_of(connection: Connection, urls: Sequence[str]) -> dict[str, int]:
    """The ids of the known articles, by the digest of their URL."""
    chosen = select(articles.c.url_digest, articles.c.id)
    return {
        row.url_digest: row.id
        for batch in in_batches(urls)
        for row in connection.execute(chosen.where(articles.c.url_digest.in_(batch)))
    }
