"""The user's feeds and seeds. Those no longer listed become inactive; nothing is deleted.

An inactive seed is away: its file is missing, so it is not compared, and catches up when the file is back.
"""

from collections.abc import Collection, Sequence, Set
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, case, delete, false, func, not_, select, true, update

from news import EntryState, Feed, Seed, find_moves
from storage.column_types import clean, digest
from storage.damage import fetch, readable
from storage.database import in_batches, insert_into, wait_turn
from storage.desk_tables import actions
from storage.errors import DamagedRowError
from storage.json_values import pack
from storage.pending_alerts import close_alerts, reopen_alerts
from storage.rows import seed_of
from storage.run_tables import profiles
from storage.schema import articles, entries, feeds, seeds

TURN = 2  # lock number: lists saved at the same time must not be mixed


def save_feeds(connection: Connection, listed: Sequence[Feed], now: datetime) -> None:
    """Make the listed feeds the active ones."""
    rows = [
        {
            "url": feed.url,
            "url_digest": digest(feed.url),
            "title": feed.title,
            "site": feed.site,
            "folders": list(feed.folders),
            "active": True,
            "added_at": now,
        }
        for feed in _merged(listed)
    ]
    wait_turn(connection, TURN)
    _deactivate(connection, feeds, feeds.c.url_digest, {row["url_digest"] for row in rows})
    if rows:
        upsert = insert_into(connection, feeds)
        changed = {name: upsert.excluded[name] for name in ("title", "site", "folders", "active")}
        connection.execute(upsert.on_conflict_do_update(index_elements=["url_digest"], set_=changed), rows)


def _merged(listed: Sequence[Feed]) -> list[Feed]:
    """Merge a feed listed in several folders into one feed with all of them."""
    merged: dict[str, Feed] = {}
    for feed in listed:
        first = merged.setdefault(clean(feed.url), feed)
        folders = tuple(dict.fromkeys((*first.folders, *feed.folders)))
        merged[clean(feed.url)] = replace(first, folders=folders)
    return list(merged.values())


def save_seeds(
    connection: Connection, followed: Sequence[Seed], now: datetime, keep: Collection[str], paused: Sequence[Seed]
) -> dict[str, str]:
    """Make the given seeds the active ones; those named in `keep` and unchanged ones are left as they are.

    Returns the new names of the seeds that were renamed, by the old ones. A seed that goes away keeps how far the
    archive was compared with it, from where its comparison continues when it is back. Its alerts that are not sent are
    closed, and raised again if it is back in time.
    """
    wait_turn(connection, TURN)
    moves = _rename_moved(connection, (*followed, *paused), keep)
    known = _read_active(connection)
    rows = [_pack_seed(seed, now) for seed in followed if known.get(seed.name) != seed]
    listed = {clean(name) for name in (*keep, *(seed.name for seed in followed))}
    _put_unlisted_away(connection, listed)
    if rows:
        upsert = insert_into(connection, seeds)
        kept = {"name", "added_at", "archive_left"}
        changed: dict[str, Any] = {name: upsert.excluded[name] for name in rows[0] if name not in kept}
        other = (seeds.c.title != upsert.excluded.title) | (seeds.c.text != upsert.excluded.text)
        unknown = not_(seeds.c.active) & seeds.c.archive_left.is_(None)  # when it went away was not recorded
        changed["archive_left"] = case((other | unknown, 0), else_=seeds.c.archive_left)
        changed["changes"] = seeds.c.changes + 1
        connection.execute(upsert.on_conflict_do_update(index_elements=["name"], set_=changed), rows)
    reopen_alerts(connection, [clean(seed.name) for seed in followed if seed.name not in known], now)
    return moves


def put_away(connection: Connection, name: str) -> None:
    """Make one seed inactive, as `save_seeds` does with those that it is not given."""
    wait_turn(connection, TURN)
    _put_unlisted_away(connection, _active_names(connection) - {clean(name)})


def _put_unlisted_away(connection: Connection, listed: Set[str]) -> None:
    if _active_names(connection) - listed:
        reached = _reached(connection)
        close_alerts(connection, _deactivate(connection, seeds, seeds.c.name, listed, archive_left=reached))


def _active_names(connection: Connection) -> set[str]:
    return set(connection.scalars(select(seeds.c.name).where(seeds.c.active)))


def _read_active(connection: Connection) -> dict[str, Seed]:
    return {seed.name: seed for seed in _read_undamaged(connection, seeds.c.active)}


def _read_undamaged(connection: Connection, wanted: ColumnElement[bool]) -> list[Seed]:
    """The seeds, without those that cannot be read, which is no loss: they are written anew from their files."""
    found = []
    for row in fetch(connection, select(seeds).where(wanted)):
        with suppress(DamagedRowError):
            found.append(seed_of(row))
    return found


def _rename_moved(connection: Connection, files: Sequence[Seed], unreadable: Collection[str]) -> dict[str, str]:
    """Give the seeds whose files were renamed their new names; returns these by the old ones."""
    active = _read_active(connection)
    if all(seed.name in active and active[seed.name].text == seed.text for seed in files):
        return {}
    taken = connection.scalars(select(seeds.c.name)).all()  # also by rows that cannot be read
    moves = find_moves(_read_undamaged(connection, true()), files, active, unreadable, taken)
    aside = {old: f"{old} is now {new}" for old, new in moves.items()}  # no name of a seed has spaces
    for old in moves:
        _rename(connection, old, aside[old])
    for old, new in moves.items():
        _rename(connection, aside[old], clean(new))
    return moves


def _rename(connection: Connection, old: str, new: str) -> None:
    connection.execute(update(seeds).where(seeds.c.name == old).values(name=new, changes=seeds.c.changes + 1))
    connection.execute(delete(profiles).where(profiles.c.seed == new))
    connection.execute(update(profiles).where(profiles.c.seed == old).values(seed=new))
    connection.execute(update(actions).where(actions.c.seed == old).values(seed=new))


def _deactivate(
    connection: Connection, table: Table, name: Column[Any], listed: Collection[object], **also: object
) -> list[int]:
    """Make the rows that are not listed inactive; returns their ids."""
    active = connection.execute(select(table.c.id, name).where(table.c.active).order_by(table.c.id)).all()
    gone = [row[0] for row in active if row[1] not in listed]
    for batch in in_batches(gone):
        connection.execute(update(table).where(table.c.id.in_(batch)).values(active=false(), **also))
    return gone


def _reached(connection: Connection) -> object:
    """How far the archive is compared with the active seeds: a seed whose backfill is not finished keeps its own place.

    Articles still waiting count as not compared: by the time they are, the seed is away.
    """
    first_waiting = select(func.min(articles.c.id)).where(articles.c.compared_at.is_(None))
    waiting = connection.execute(first_waiting).scalar()
    last = connection.execute(select(func.max(articles.c.id))).scalar() or 0
    return func.coalesce(seeds.c.archive_left, last if waiting is None else waiting - 1)


def reopen_for_away(connection: Connection, article_id: int) -> None:
    """Have the seeds that are away compared with a stored article whose text has changed, when they are back."""
    passed = update(seeds).where(not_(seeds.c.active), seeds.c.archive_left >= article_id)
    connection.execute(passed.values(archive_left=article_id - 1))


def _pack_seed(seed: Seed, now: datetime) -> dict[str, object]:
    return {
        "name": seed.name,
        "title": seed.title,
        "text": seed.text,
        "url": seed.url,
        "published": seed.published,
        "settings": pack(seed.settings),
        "active": True,
        "added_at": now,
        "archive_left": 0,
    }


def note_change(connection: Connection, seed_id: int) -> None:
    """Increase the change counter of a seed, because it, its matches or their answers changed."""
    connection.execute(update(seeds).where(seeds.c.id == seed_id).values(changes=seeds.c.changes + 1))


def count_changes(connection: Connection) -> dict[str, int]:
    """The change counter of each active seed, by name."""
    return {
        row.name: row.changes for row in connection.execute(select(seeds.c.name, seeds.c.changes).where(seeds.c.active))
    }


def seeds_added(connection: Connection) -> dict[str, datetime]:
    """When each active seed was first followed, by name."""
    rows = connection.execute(select(seeds.c.name, seeds.c.added_at).where(seeds.c.active))
    return {row.name: row.added_at for row in rows}


def seeds_to_review(connection: Connection) -> dict[str, int]:
    """Active seeds that have changed since their last review, with their change counters, by name."""
    changed = select(seeds.c.name, seeds.c.changes).where(seeds.c.active, seeds.c.changes != seeds.c.reviewed)
    return {row.name: row.changes for row in connection.execute(changed.order_by(seeds.c.id))}


def note_review(connection: Connection, seed: str, changes: int) -> None:
    """Record that a seed was reviewed as it was at this value of its change counter."""
    connection.execute(update(seeds).where(seeds.c.name == clean(seed)).values(reviewed=changes))


def seeds_to_compare(connection: Connection) -> dict[str, int]:
    """Active seeds whose comparison with the archive is not finished, with the id of the article reached."""
    chosen = select(seeds.c.name, seeds.c.archive_left).where(seeds.c.active, seeds.c.archive_left.is_not(None))
    return {row.name: row.archive_left for row in connection.execute(chosen.order_by(seeds.c.id))}


def note_archive(connection: Connection, seed: str, before: int, left: int | None, now: datetime) -> None:
    """Record how far the archive was compared with a seed, unless the comparison was restarted meanwhile.

    It is not finished (`left` is None) while a run has articles or entries in hand, which it may compare without the
    seed.
    """
    chosen = update(seeds).where(seeds.c.name == clean(seed), seeds.c.archive_left == before)
    connection.execute(chosen.values(archive_left=_before_what_is_in_hand(connection, now) if left is None else left))


def _before_what_is_in_hand(connection: Connection, now: datetime) -> int | None:
    """The id of an article after which those come that runs have in hand, also as entries; None if they have none.

    What a killed run had in hand is claimed anew by a run that knows the seed.
    """
    claimed = (articles.c.claimed_until > now) & articles.c.compared_at.is_(None)
    first = connection.execute(select(func.min(articles.c.id)).where(claimed)).scalar()
    if first is not None:
        return int(first) - 1
    being_read = select(entries.c.id).where(entries.c.state == EntryState.NEW, entries.c.claimed_until > now)
    if connection.execute(being_read.limit(1)).first() is None:
        return None
    return connection.execute(select(func.max(articles.c.id))).scalar() or 0


def reopen_archive(connection: Connection, seed: str) -> None:
    """Restart the comparison of the archive with a seed."""
    connection.execute(update(seeds).where(seeds.c.name == clean(seed)).values(archive_left=0))


def read_seed(connection: Connection, name: str) -> Seed | None:
    """The seed of this name, also an inactive one, or None."""
    if clean(name) != name:  # no name can be stored so
        return None
    rows = fetch(connection, select(seeds).where(seeds.c.name == name))
    return seed_of(rows[0]) if rows else None


def read_seeds(connection: Connection, *, include_inactive: bool) -> list[Seed]:
    """The seeds, ordered by name; without those that are away and cannot be read."""
    active = list(map(seed_of, fetch(connection, select(seeds).where(seeds.c.active))))
    away = fetch(connection, select(seeds).where(not_(seeds.c.active))) if include_inactive else ()
    found = active + readable(connection, seeds, away, seed_of)  # no file is there to write those anew from
    return sorted(found, key=lambda seed: seed.name)  # sorted here, because databases sort texts differently
