"""Store the entries of a poll: determine which are new, which are known by one of their names, and which changed."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from news import (
    PART,
    Entry,
    EntryState,
    PollRecord,
    Saved,
    canonical_url,
    exact_place,
    fingerprint,
    fragment_of,
    is_headline_of,
    place_on_site,
    share_number,
)
from storage.column_types import clean, digest
from storage.database import in_batches, insert_into
from storage.rows import pack_words
from storage.schema import articles, entries, entry_names, entry_words

MOST_UPDATES = 5  # per entry: stops for an outlet that keeps editing, or a feed with a clock in its entries
_PLACE = "place:"  # starts the name by which an entry is known after its site moved, if its words are the same
_SAME_TIME = timedelta(minutes=15)  # between the times that a feed and a page state for one entry
_Known = Mapping[int, Row[Any]]


@dataclass(frozen=True, slots=True)
class _Arrived:
    """An entry, the digests of its names that are not stored yet, and its stored row if any."""

    entry: Entry
    names: tuple[str, ...]
    known: Row[Any] | None = None


def save_entries(connection: Connection, record: PollRecord) -> Saved:
    """Store the entries of a poll; idempotent."""
    arrived = _recognise(connection, record)
    changed = sum(_refresh(connection, one.entry, one.known) for one in arrived if one.known)
    new = _insert(connection, record, [one for one in arrived if not one.known])
    _save_names(
        connection, record.feed_id, [(name, one.known.id) for one in arrived if one.known for name in one.names]
    )
    if record.entries:  # a feed that is temporarily empty has not dropped all its entries
        _record_unlisted(connection, record, {one.known.id for one in arrived if one.known})
    return Saved(new, changed)


def _record_unlisted(connection: Connection, record: PollRecord, listed: set[int]) -> None:
    """Record which entries the feed no longer lists, and which of those it lists again."""
    own = entries.c.feed_id == record.feed_id
    here = select(entries.c.id).where(own, entries.c.unlisted_since.is_(None), entries.c.seen_at < record.polled_at)
    for batch in in_batches(sorted(set(connection.scalars(here)) - listed)):
        gone = update(entries).where(entries.c.id.in_(batch))
        connection.execute(gone.values(unlisted_since=record.polled_at))
    for batch in in_batches(sorted(listed)):
        back = update(entries).where(entries.c.id.in_(batch), entries.c.unlisted_since.is_not(None))
        connection.execute(back.values(unlisted_since=None))


def _recognise(connection: Connection, record: PollRecord) -> list[_Arrived]:
    """Match a poll's entries with stored ones, each stored entry once.

    An entry is known by its link; by its GUID, unless that now stands for another story; or, if its site has moved, by
    its words and its place on the site, or by its words and its date.
    """
    places = Counter(map(_place_of, record.entries))
    named = [(entry, _names_of(entry, places)) for entry in record.entries]
    owners = _owners(connection, record.feed_id, [name for _, names in named for name in names])
    stored = _read_known(connection, list(set(owners.values())))
    by_link = {_linked_owner(entry, owners) for entry in record.entries} - {None}
    taken: set[int] = set()
    recognised = []
    for entry, names in named:
        free = tuple(name for name in names if name not in owners)
        owner = _owner_of(connection, entry, names, owners, stored, by_link)
        if owner is not None and owner not in taken:
            taken.add(owner)
            recognised.append(_Arrived(entry, free, stored[owner]))
            continue
        own = {name: names[name] for name in free if not names[name].startswith(_PLACE)}
        if len(own) == sum(not name.startswith(_PLACE) for name in names.values()):
            recognised.append(_Arrived(entry, free))
        elif own or owner is None:  # otherwise the feed lists one entry twice
            recognised.append(_as_another(entry, own))
    return _know_by_words(connection, record.feed_id, recognised)


def _know_by_words(connection: Connection, feed_id: int, recognised: list[_Arrived]) -> list[_Arrived]:
    """Know entries again whose names have all changed, as they do when a site gives its pages other addresses.

    A column has the same headline and summary every day, so the words alone do not make two entries one. The feed must
    also date both alike, have listed the old one until now in place of the new one, and have each only once.
    """
    unknown = [(_words_of(one.entry), one) for one in recognised if not one.known and _is_telling(one.entry)]
    counts = Counter(words for words, _ in unknown)
    taken = {one.known.id for one in recognised if one.known}
    listed = _listed_with(connection, feed_id, [words for words, count in counts.items() if count == 1])
    alone = {words: rows[0] for words, rows in listed.items() if len(rows) == 1 and rows[0].id not in taken}
    same = {
        one.entry: alone[words].id
        for words, one in unknown
        if words in alone and _is_dated(one.entry, alone[words].dated)
    }
    stored = _read_known(connection, list(same.values()))
    return [replace(one, known=stored[same[one.entry]]) if one.entry in same else one for one in recognised]


def _is_dated(entry: Entry, when: datetime | None) -> bool:
    return bool(entry.published and when and abs(entry.published - when) < _SAME_TIME)


def _is_telling(entry: Entry) -> bool:
    has_words = bool(entry.title and (entry.summary or entry.content))
    return has_words and entry.published is not None and canonical_url(entry.url) in entry.names


def _listed_with(connection: Connection, feed_id: int, words: Sequence[str]) -> dict[str, list[Any]]:
    """The entries that the feed listed at the last poll, with the time they are dated, by the digest of their words."""
    dated = func.coalesce(entry_words.c.published, articles.c.published).label("dated")
    listed = (
        select(entries.c.id, entries.c.words_digest, dated)
        .outerjoin(entry_words, entry_words.c.entry_id == entries.c.id)
        .outerjoin(articles, articles.c.id == entries.c.article_id)
        .where(entries.c.feed_id == feed_id, entries.c.unlisted_since.is_(None))
    )
    found = defaultdict[str, list[Any]](list)
    for batch in in_batches(words):
        for row in connection.execute(listed.where(entries.c.words_digest.in_(batch))):
            found[row.words_digest].append(row)
    return found


def _owner_of(
    connection: Connection,
    entry: Entry,
    names: Mapping[str, str],
    owners: Mapping[str, int],
    stored: _Known,
    by_link: Collection[int | None],
) -> int | None:
    """The stored entry that an entry is; None if it is a new one."""
    linked = _linked_owner(entry, owners)
    if linked is not None and not _is_unread_other(entry, stored[linked]):
        return linked
    for name, stated in names.items():
        owner = owners.get(name)
        if owner is None or owner == linked:
            continue
        if stated.startswith(_PLACE):
            if stored[owner].words_digest == _words_of(entry):
                return owner
        elif owner not in by_link and not _is_another(connection, entry, stored[owner]):
            return owner
    return None


def _names_of(entry: Entry, places: Mapping[str, int]) -> dict[str, str]:
    """The names of an entry by their digests; last, its place on the site if no other entry of the poll has it."""
    names, place = entry.names or (entry.key,), _place_of(entry)
    has_own_link = canonical_url(entry.url) in names or bool(entry.part_url)
    known = (place,) if has_own_link and place and places[place] == 1 else ()
    return {digest(name): name for name in (*names, *known)}


def _place_of(entry: Entry) -> str:
    link = canonical_url(entry.url)
    # without any words, only the place tells an entry from others
    place = place_on_site(link) if entry.title or entry.summary or entry.content else exact_place(link)
    return f"{_PLACE}{place}{fragment_of(entry.part_url)}" if place else ""


def _linked_owner(entry: Entry, owners: Mapping[str, int]) -> int | None:
    link = entry.part_url or canonical_url(entry.url)
    return owners.get(digest(f"{PART}{link}" if entry.part_url else link)) if link else None


def _as_another(entry: Entry, free: Mapping[str, str]) -> _Arrived:
    """Treat an entry whose name belongs to another as a new one, known by its other names or by its text."""
    return _Arrived(replace(entry, key=next(iter(free.values()), f"words:{_words_of(entry)}")), tuple(free))


def _is_another(connection: Connection, entry: Entry, stored: Row[Any]) -> bool:
    """Whether an entry with the GUID of a stored one is another story: it has another link and another headline."""
    if stored.state == EntryState.NEW:
        return _is_unread_other(entry, stored)
    if canonical_url(entry.url) not in entry.names or _words_of(entry) == stored.words_digest:
        return False
    if stored.url and share_number(entry.url, stored.url):  # its headline changed, and its address with it
        return False
    if stored.article_id is None:
        return True
    known = select(articles.c.url, articles.c.title, articles.c.text).where(articles.c.id == stored.article_id)
    article = connection.execute(known).one()
    moved = place_on_site(canonical_url(entry.url)) != place_on_site(article.url)
    return moved and bool(entry.title) and not is_headline_of(entry.title, f"{article.title}\n{article.text}")


def _is_unread_other(entry: Entry, stored: Row[Any]) -> bool:
    """Whether an entry differs from one of its name that has not been read yet and would be lost."""
    differs = clean(entry.url) != stored.url and clean(entry.title) != stored.title
    is_unread = stored.state == EntryState.NEW and bool(stored.url)
    return is_unread and differs and not share_number(entry.url, stored.url)


def _owners(connection: Connection, feed_id: int, names: Sequence[str]) -> dict[str, int]:
    owners: dict[str, int] = {}
    for batch in in_batches(names):
        wanted = select(entry_names.c.digest, entry_names.c.entry_id).where(
            entry_names.c.feed_id == feed_id, entry_names.c.digest.in_(batch)
        )
        owners |= {row.digest: row.entry_id for row in connection.execute(wanted)}
    return owners


def _read_known(connection: Connection, ids: Sequence[int]) -> _Known:
    columns = (entries.c.id, entries.c.state, entries.c.words_digest, entries.c.updates, entries.c.article_id)
    stated = select(*columns, entry_words.c.url, entry_words.c.title).outerjoin(
        entry_words, entry_words.c.entry_id == entries.c.id
    )
    rows: dict[int, Row[Any]] = {}
    for batch in in_batches(ids):
        rows |= {row.id: row for row in connection.execute(stated.where(entries.c.id.in_(batch)))}
    return rows


def _refresh(connection: Connection, entry: Entry, stored: Row[Any]) -> bool:
    """Store the new text of an entry that changed; returns whether its article must be read again."""
    words = _words_of(entry)
    if words == stored.words_digest:
        return False
    values: dict[str, Any] = {"words_digest": words}
    is_update = bool(stored.words_digest) and stored.updates < MOST_UPDATES
    if is_update:
        _save_words(connection, [(stored.id, entry)])
        values |= {"state": EntryState.NEW, "reason": "", "error": "", "attempts": 0, "retry_at": None}
        values["updates"] = stored.updates + 1
    connection.execute(update(entries).where(entries.c.id == stored.id).values(values))
    return is_update and stored.state != EntryState.NEW


def _insert(connection: Connection, record: PollRecord, arrived: Sequence[_Arrived]) -> int:
    if not arrived:
        return 0
    rows = {digest(one.entry.key): one for one in arrived}
    unseen = insert_into(connection, entries).on_conflict_do_nothing(index_elements=["feed_id", "key_digest"])
    made = connection.execute(
        unseen.returning(entries.c.id, entries.c.key_digest), [_pack(one.entry, record) for one in arrived]
    ).all()
    _save_names(connection, record.feed_id, [(name, row.id) for row in made for name in rows[row.key_digest].names])
    _save_words(connection, [(row.id, rows[row.key_digest].entry) for row in made])
    return len(made)


def _save_words(connection: Connection, stated: Sequence[tuple[int, Entry]]) -> None:
    rows = [{"entry_id": entry_id, **pack_words(entry)} for entry_id, entry in stated]
    if rows:
        upsert = insert_into(connection, entry_words)
        changed = {name: upsert.excluded[name] for name in rows[0] if name not in {"entry_id", "key"}}
        connection.execute(upsert.on_conflict_do_update(index_elements=["entry_id"], set_=changed), rows)


def _pack(entry: Entry, record: PollRecord) -> dict[str, Any]:
    return {
        "feed_id": record.feed_id,
        "key_digest": digest(entry.key),
        "seen_at": record.polled_at,
        "state": EntryState.NEW,
        "words_digest": _words_of(entry),
    }


def _save_names(connection: Connection, feed_id: int, named: Sequence[tuple[str, int]]) -> None:
    rows = [{"feed_id": feed_id, "digest": name, "entry_id": entry_id} for name, entry_id in named]
    if rows:
        once = insert_into(connection, entry_names).on_conflict_do_nothing(index_elements=["feed_id", "digest"])
        connection.execute(once, rows)


def _words_of(entry: Entry) -> str:
    return fingerprint(entry.title, entry.summary, entry.content)
