"""The work queues: entries whose articles are to be read, and articles to be compared with the seeds."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, literal, select, update

from news import LONGEST_WAIT, Article, EntryState, Match, MatchRecord, QueuedArticle, QueuedEntry, Verdict
from storage.article_addresses import settle_address
from storage.claims import claim, due, unclaimed
from storage.column_types import Moment, clean
from storage.corrections import note_edit
from storage.damage import fetch, read_json, readable
from storage.database import in_batches, insert_into
from storage.errors import StoreError
from storage.followed import note_change, reopen_for_away
from storage.json_values import pack
from storage.pending_alerts import raise_alerts, settle_development
from storage.rows import FOLDERS, article_of, entry_of, pack_article, title_of
from storage.schema import articles, entries, entry_words, feeds, matches, seeds
from storage.search_index import forget_articles, index_articles

RELEASED: dict[str, Any] = {"claimed_until": None}
# A run whose claim has expired may still store a text after another run found none: the text is kept.
OPEN = (EntryState.NEW, EntryState.SKIPPED)


def claim_entries(
    connection: Connection, now: datetime, *, lease: timedelta, limit: int, holder: str
) -> list[QueuedEntry]:
    """Claim new entries that are due: first the oldest of each feed, then the second oldest of each, and so on.

    So a feed that lists thousands of entries at once, or whose site is slow, delays those of no other.
    """
    ready, order = due(entries.c.retry_at, now, LONGEST_WAIT), (entries.c.seen_at, entries.c.id)
    place = func.row_number().over(partition_by=entries.c.feed_id, order_by=order).label("place")
    # in a subquery, because PostgreSQL locks no rows that a window function has numbered
    free = (
        select(entries.c.id, place)
        .where(entries.c.state == EntryState.NEW, ready, unclaimed(entries, now, lease))
        .subquery("free")
    )
    wanted = (
        select(entries, entry_words, feeds)
        .join(free, free.c.id == entries.c.id)
        .join(entry_words, entry_words.c.entry_id == entries.c.id)
        .join(feeds, entries.c.feed_id == feeds.c.id)
        # again, because another run may have claimed or read a row since it was numbered
        .where(entries.c.state == EntryState.NEW, ready, unclaimed(entries, now, lease))
        .order_by(free.c.place, *order)
    )
    rows = claim(connection, entries, wanted, holder=holder, until=now + lease, limit=limit)
    return readable(connection, entries, rows, _queued_entry)


def _queued_entry(row: RowMapping) -> QueuedEntry:
    number, is_known = row[entries.c.id], row[entries.c.article_id] is not None
    return QueuedEntry(number, entry_of(row), row[feeds.c.url], title_of(row), row[entries.c.attempts], is_known)


def save_article(
    connection: Connection,
    entry_id: int,
    article: Article,
    own_url: str = "",
    missed_why: str = "",
    now: datetime | None = None,
) -> int:
    """Store the article unless its URL is known, link the entry to it, and return its id.

    If another story is stored at its URL, it is stored at `own_url`, the entry's link. `missed_why`: why only the
    feed's text could be had.

    An article of another entry keeps its text; the entry's own article, read again because the entry changed, gets the
    new text and is queued for comparison again. `now`: when it was read; what it said before is kept, and a correction
    is alerted, only if it is given.
    """
    article = replace(article, url=settle_address(connection, entry_id, article, own_url))
    upsert = insert_into(connection, articles)
    # An update without effect: unlike DO NOTHING, it locks and returns the existing row.
    known = upsert.on_conflict_do_update(index_elements=["url_digest"], set_={"url": articles.c.url})
    columns = (articles.c.id, articles.c.title, articles.c.text, articles.c.compared_at)
    (row,) = fetch(connection, known.values(pack_article(article)).returning(*columns))
    number = row[articles.c.id]
    state = EntryState.COMPARED if row[articles.c.compared_at] else EntryState.EXTRACTED
    says_more = clean(article.text) != row[articles.c.text] or clean(article.title) != row[articles.c.title]
    if says_more and _is_own(connection, entry_id, number):
        if now:
            note_edit(connection, number, article, now)
        forget_articles(connection, [number])
        _renew(connection, number, article)
        state = EntryState.EXTRACTED
    index_articles(connection, [number])
    _change_entry(connection, entry_id, OPEN, state=state, article_id=number, reason=missed_why, error="")
    # the entry's text is no longer needed: the article has it
    connection.execute(delete(entry_words).where(entry_words.c.entry_id == entry_id))
    return int(number)


def _is_own(connection: Connection, entry_id: int, article_id: int) -> bool:
    own = select(entries.c.id).where(
        entries.c.id == entry_id, entries.c.article_id == article_id, entries.c.state == EntryState.NEW
    )
    return connection.execute(own).first() is not None


def _renew(connection: Connection, article_id: int, article: Article) -> None:
    packed = pack_article(article)
    dates = ("published", "published_from") if article.published_from != "first seen" else ()
    renewed = {name: packed[name] for name in ("title", "text", "text_from", "language", "modified", *dates)}
    waiting = {"compared_at": None, "attempts": 0, "retry_at": None, "error": ""}
    connection.execute(update(articles).where(articles.c.id == article_id).values(**renewed, **waiting, **RELEASED))
    reopen_for_away(connection, article_id)


def postpone_entry(connection: Connection, entry_id: int, error: str, retry_at: datetime) -> None:
    """Postpone a claimed entry until `retry_at` and release it."""
    claimed = entries.c.claimed_until.is_not(None)  # so that a failure reported twice counts once
    changes = {"error": error, "retry_at": retry_at, "attempts": entries.c.attempts + 1}
    waiting = update(entries).where(entries.c.id == entry_id, entries.c.state == EntryState.NEW, claimed)
    connection.execute(waiting.values(**changes, **RELEASED))


def skip_entry(connection: Connection, entry_id: int, reason: str) -> None:
    """Remove an entry from the queue for good."""
    _change_entry(connection, entry_id, (EntryState.NEW,), state=EntryState.SKIPPED, reason=reason)


def _change_entry(connection: Connection, entry_id: int, states: Sequence[EntryState], **changes: Any) -> None:
    chosen = update(entries).where(entries.c.id == entry_id, entries.c.state.in_(states))
    connection.execute(chosen.values(**changes, **RELEASED))


def claim_articles(
    connection: Connection, now: datetime, *, lease: timedelta, limit: int, holder: str
) -> list[QueuedArticle]:
    """Claim articles not compared yet, oldest first."""
    ready = due(articles.c.retry_at, now, LONGEST_WAIT)
    wanted = select(articles).where(articles.c.compared_at.is_(None), ready, unclaimed(articles, now, lease))
    rows = claim(connection, articles, wanted.order_by(articles.c.id), holder=holder, until=now + lease, limit=limit)
    return _queued(connection, rows)


def compared_articles(connection: Connection, after: int, limit: int) -> list[QueuedArticle]:
    """Articles already compared, ordered by id, with ids above `after`."""
    chosen = select(articles).where(articles.c.compared_at.is_not(None)).order_by(articles.c.id)
    found: list[QueuedArticle] = []
    while len(found) < limit:  # a shorter list means that there are no more
        if not (rows := fetch(connection, chosen.where(articles.c.id > after).limit(limit - len(found)))):
            break
        found += _queued(connection, rows)
        after = rows[-1][articles.c.id]
    return found


def recent_articles(connection: Connection, limit: int) -> list[QueuedArticle]:
    """The articles compared that were stored last, newest first."""
    chosen = select(articles).where(articles.c.compared_at.is_not(None))
    return _queued(connection, fetch(connection, chosen.order_by(articles.c.id.desc()).limit(limit)))


def _queued(connection: Connection, rows: Sequence[RowMapping]) -> list[QueuedArticle]:
    folders = _folders(connection, [row[articles.c.id] for row in rows])

    def make(row: RowMapping) -> QueuedArticle:
        return QueuedArticle(row[articles.c.id], article_of(row), folders[row[articles.c.id]], row[articles.c.attempts])

    return readable(connection, articles, rows, make)


def has_compared(connection: Connection, number: int) -> bool:
    """Whether at least this many articles were compared."""
    some = select(articles.c.id).where(articles.c.compared_at.is_not(None)).limit(number).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one() >= number


def _folders(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, set[str]] = defaultdict(set)
    carried = select(entries.c.article_id, feeds.c.id, feeds.c.folders).join(feeds, entries.c.feed_id == feeds.c.id)
    for batch in in_batches(ids):
        rows = connection.execute(carried.where(entries.c.article_id.in_(batch))).mappings()
        for one, folders in readable(connection, feeds, rows, _folders_in):
            found[one].update(folders)
    return {one: tuple(sorted(found[one])) for one in ids}


def _folders_in(row: RowMapping) -> tuple[int, tuple[str, ...]]:
    return row[entries.c.article_id], read_json(FOLDERS, row, feeds.c.folders)


def postpone_article(connection: Connection, article_id: int, error: str, retry_at: datetime) -> bool:
    """Postpone a claimed article until `retry_at` and release it; returns whether it waits."""
    claimed = articles.c.claimed_until.is_not(None)  # so that a failure reported twice counts once
    waiting = update(articles).where(articles.c.id == article_id, articles.c.compared_at.is_(None), claimed)
    changes = {"error": error, "retry_at": retry_at, "attempts": articles.c.attempts + 1}
    return bool(connection.execute(waiting.values(**changes, **RELEASED)).rowcount)


def give_up_article(connection: Connection, article_id: int, error: str, now: datetime) -> None:
    """Remove an article from the queue for good without a comparison, unless it was compared meanwhile."""
    waiting = update(articles).where(articles.c.id == article_id, articles.c.compared_at.is_(None))
    if connection.execute(waiting.values(compared_at=now, error=error, **RELEASED)).rowcount:
        _finish_entries(connection, article_id)


def record_comparison(connection: Connection, article_id: int, records: Sequence[MatchRecord], now: datetime) -> int:
    """Store an article's matches, and return how many follow-ups are new.

    The first comparison of an article with a seed counts. A later one, of a changed text, can only turn a match into a
    follow-up: no alert is cancelled, and none is sent twice.
    """
    # Locked first: if two runs compared the same article, one waits and then finds everything stored.
    connection.execute(select(articles.c.id).where(articles.c.id == article_id).with_for_update())
    known = _seed_ids(connection, records)
    new = [_save_match(connection, known[clean(record.match.seed)], article_id, record, now) for record in records]
    compared = func.coalesce(articles.c.compared_at, literal(now, Moment))
    done = RELEASED | {"compared_at": compared, "error": ""}
    connection.execute(update(articles).where(articles.c.id == article_id).values(**done))
    _finish_entries(connection, article_id)
    return sum(new)


def _finish_entries(connection: Connection, article_id: int) -> None:
    extracted = update(entries).where(entries.c.article_id == article_id, entries.c.state == EntryState.EXTRACTED)
    connection.execute(extracted.values(state=EntryState.COMPARED))


def _seed_ids(connection: Connection, records: Sequence[MatchRecord]) -> dict[str, int]:
    names = {clean(record.match.seed) for record in records}
    known: dict[str, int] = {}
    for batch in in_batches(sorted(names)):
        chosen = select(seeds.c.name, seeds.c.id).where(seeds.c.name.in_(batch))
        known.update((row.name, row.id) for row in connection.execute(chosen))
    if missing := sorted(names - known.keys()):
        raise StoreError(f"seed {missing[0]}: not stored, so its matches cannot be either")
    return known


def insert_match(
    connection: Connection, seed_id: int, article_id: int, match: Match, now: datetime
) -> tuple[int, bool]:
    """Store a match unless the seed has one for the article; returns the id, and whether it was stored now."""
    values = {
        "seed_id": seed_id,
        "article_id": article_id,
        "score": match.score,
        "verdict": match.verdict,
        "evidence": pack(match.evidence),
        "found_at": now,
    }
    unseen = insert_into(connection, matches).on_conflict_do_nothing(index_elements=["seed_id", "article_id"])
    made = connection.execute(unseen.values(values).returning(matches.c.id)).scalar_one_or_none()
    about = select(matches.c.id).where(matches.c.seed_id == seed_id, matches.c.article_id == article_id)
    return (made, True) if made is not None else (connection.execute(about).scalar_one(), False)


def _save_match(connection: Connection, seed_id: int, article_id: int, record: MatchRecord, now: datetime) -> bool:
    """Store a match and raise its alerts; returns whether it is a new follow-up."""
    match_id, is_new = insert_match(connection, seed_id, article_id, record.match, now)
    if record.match.verdict is not Verdict.FOLLOW_UP:
        return False
    if not is_new:
        return promote_match(connection, match_id, record, now)
    note_change(connection, seed_id)
    raise_alerts(connection, match_id, record.recipients, now)
    return True


def promote_match(connection: Connection, match_id: int, record: MatchRecord, now: datetime) -> bool:
    """Turn a near miss into a follow-up and raise its alerts; returns whether it still was a near miss."""
    near = update(matches).where(matches.c.id == match_id, matches.c.verdict == Verdict.NEAR_MISS)
    match = record.match
    changed = near.values(score=match.score, verdict=match.verdict, evidence=pack(match.evidence))
    row = connection.execute(changed.returning(matches.c.seed_id, matches.c.development_id)).one_or_none()
    if row is None:
        return False
    note_change(connection, row.seed_id)
    raise_alerts(connection, match_id, record.recipients, now)
    if row.development_id is not None:  # an answer that was taken back had made it a follow-up before
        settle_development(connection, row.development_id)
    return True
