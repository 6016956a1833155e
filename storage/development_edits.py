"""Changes that users make to developments. Each is stored, so that it can be taken back.

Grouping only assigns follow-ups that have no development, so it undoes none of them.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from news import DevelopmentEdit, EditKind
from storage.column_types import clean
from storage.damage import read_value
from storage.database import in_batches
from storage.decision_tables import development_edits
from storage.pending_alerts import settle_development
from storage.schema import developments, matches, seeds

MOVED = tuple[int, ...]  # what is stored in the column of this name


def merge_developments(connection: Connection, kept: int, merged: int, now: datetime) -> int | None:
    """Move all reports of `merged` to `kept`; returns the id of the edit, None if nothing changed.

    Nothing changes if one of them does not exist, they are of two seeds, or `merged` has no reports.
    """
    seed_id = _lock_seed(connection, kept)
    if seed_id is None or kept == merged or _seed_of(connection, merged) != seed_id:
        return None
    moved = _reports_of(connection, merged)
    if not moved or not _reports_of(connection, kept):
        return None
    _move(connection, moved, merged, kept)
    settle_development(connection, kept, merged)
    return _record(connection, seed_id, EditKind.MERGE, kept, now, other_id=merged, moved=moved)


def split_development(connection: Connection, split: int, match_ids: Collection[int], now: datetime) -> int | None:
    """Move these reports of a development to a new one; returns the id of the edit, None if nothing changed.

    Nothing changes if none of them is in the development, or if none would be left in it.
    """
    seed_id = _lock_seed(connection, split)
    reports = _reports_of(connection, split)
    moved = [one for one in reports if one in match_ids]
    if seed_id is None or not moved or len(moved) == len(reports):
        return None
    new = developments.insert().values(seed_id=seed_id, opened_at=now).returning(developments.c.id)
    other = int(connection.execute(new).scalar_one())
    _move(connection, moved, split, other)
    settle_development(connection, other, split)
    settle_development(connection, split, other)
    return _record(connection, seed_id, EditKind.SPLIT, split, now, other_id=other, moved=moved)


def rename_development(connection: Connection, renamed: int, title: str, now: datetime) -> int | None:
    """Give a development a title ("": none); returns the id of the edit, None if nothing changed."""
    seed_id = _lock_seed(connection, renamed)
    before = connection.execute(select(developments.c.title).where(developments.c.id == renamed)).scalar()
    if seed_id is None or before == clean(title):
        return None
    connection.execute(update(developments).where(developments.c.id == renamed).values(title=title))
    return _record(connection, seed_id, EditKind.RENAME, renamed, now, title=title, title_before=before)


def undo_edit(connection: Connection, edit_id: int, now: datetime) -> bool:
    """Take an edit back, as far as later ones have left its reports in place; False if it is not in force."""
    row = connection.execute(select(development_edits).where(development_edits.c.id == edit_id)).one_or_none()
    if row is None:
        return False
    _lock_seed(connection, row.development_id)
    edit = update(development_edits).where(development_edits.c.id == edit_id, development_edits.c.undone_at.is_(None))
    if not connection.execute(edit.values(undone_at=now)).rowcount:
        return False
    _UNDO[EditKind(row.kind)](connection, row)
    return True


def _undo_merge(connection: Connection, row: Row[Any]) -> None:
    _move(connection, _moved_in(row), row.development_id, row.other_id)
    _settle_both(connection, row)


def _undo_split(connection: Connection, row: Row[Any]) -> None:
    _move(connection, _moved_in(row), row.other_id, row.development_id)
    _settle_both(connection, row)


def _moved_in(row: Row[Any]) -> tuple[int, ...]:
    return read_value(MOVED, row.moved, development_edits.c.moved, row.id)


def _undo_rename(connection: Connection, row: Row[Any]) -> None:
    renamed = update(developments).where(developments.c.id == row.development_id, developments.c.title == row.title)
    connection.execute(renamed.values(title=row.title_before))


_UNDO: Mapping[EditKind, Callable[[Connection, Row[Any]], None]] = {
    EditKind.MERGE: _undo_merge,
    EditKind.SPLIT: _undo_split,
    EditKind.RENAME: _undo_rename,
}


def _settle_both(connection: Connection, row: Row[Any]) -> None:
    settle_development(connection, row.development_id, row.other_id)
    settle_development(connection, row.other_id, row.development_id)


def read_edits(connection: Connection, seed: str) -> list[DevelopmentEdit]:
    """The edits of one seed's developments, or of all ("") seeds', oldest first, with those taken back."""
    chosen = select(development_edits, seeds.c.name).join(seeds, development_edits.c.seed_id == seeds.c.id)
    if seed:
        chosen = chosen.where(seeds.c.name == clean(seed))
    return [
        DevelopmentEdit(
            id=row.id,
            seed=row.name,
            kind=EditKind(row.kind),
            development=row.development_id,
            made_at=row.made_at,
            other=row.other_id,
            moved=len(_moved_in(row)),
            title=row.title,
            undone_at=row.undone_at,
        )
        for row in connection.execute(chosen.order_by(development_edits.c.id))
    ]


def merged_from(connection: Connection, kept: Collection[int]) -> dict[int, int]:
    """The developments that were merged into these and have no reports now, each with the one it is part of."""
    if not kept:
        return {}
    merges = _merges(connection)
    found = {gone: _follow(merges, gone) for gone in merges}
    return {gone: now for gone, now in found.items() if now in kept and not _reports_of(connection, gone)}


def successor_of(connection: Connection, development: int) -> int:
    """The development that this one was merged into, if it has no reports any more; else itself."""
    if _reports_of(connection, development):
        return development
    return _follow(_merges(connection), development)


def _merges(connection: Connection) -> dict[int, int]:
    columns = (development_edits.c.other_id, development_edits.c.development_id)
    in_force = (development_edits.c.kind == EditKind.MERGE) & development_edits.c.undone_at.is_(None)
    chosen = select(*columns).where(in_force).order_by(development_edits.c.id)
    return {row.other_id: row.development_id for row in connection.execute(chosen)}


def _follow(merges: Mapping[int, int], development: int) -> int:
    passed: set[int] = set()
    while development in merges and development not in passed:
        passed.add(development)
        development = merges[development]
    return development


def _lock_seed(connection: Connection, development: int) -> int | None:
    """The id of a development's seed, locked against grouping and other edits; None if there is no such development."""
    seed_id = _seed_of(connection, development)
    if seed_id is not None:
        connection.execute(select(seeds.c.id).where(seeds.c.id == seed_id).with_for_update())
    return seed_id


def _seed_of(connection: Connection, development: int) -> int | None:
    return connection.execute(select(developments.c.seed_id).where(developments.c.id == development)).scalar()


def _reports_of(connection: Connection, development: int) -> list[int]:
    chosen = select(matches.c.id).where(matches.c.development_id == development).order_by(matches.c.id)
    return list(connection.execute(chosen).scalars())


def _move(connection: Connection, match_ids: Sequence[int], source: int, target: int) -> None:
    for batch in in_batches(match_ids):
        there = update(matches).where(matches.c.id.in_(batch), matches.c.development_id == source)
        connection.execute(there.values(development_id=target))


def _record(
    connection: Connection, seed_id: int, kind: EditKind, development: int, now: datetime, **values: Any
) -> int:
    row = {"seed_id": seed_id, "kind": kind, "development_id": development, "made_at": now, "moved": [], **values}
    made = development_edits.insert().values(row).returning(development_edits.c.id)
    return int(connection.execute(made).scalar_one())
