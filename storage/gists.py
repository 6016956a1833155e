"""Cached vectors by the model of many languages, so that no text is encoded twice."""

from array import array
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, delete, func, select

from storage.database import in_batches, insert_into
from storage.run_tables import gists

KEPT = 20_000  # vectors of 1.5 kB; an older one that is still needed is made anew
_FLOAT = 4  # bytes


def read_gists(connection: Connection, keys: Collection[str]) -> dict[str, tuple[float, ...]]:
    """The vectors stored under these keys."""
    found: dict[str, tuple[float, ...]] = {}
    for batch in in_batches(sorted(keys)):
        for row in connection.execute(select(gists.c.key, gists.c.vector).where(gists.c.key.in_(batch))):
            if len(row.vector) % _FLOAT == 0:  # a damaged one is made anew
                found[row.key] = tuple(array("f", row.vector))
    return found


def save_gists(connection: Connection, vectors: Mapping[str, Sequence[float]]) -> None:
    """Store vectors by their keys, in single precision."""
    rows = [{"key": key, "vector": array("f", vector).tobytes()} for key, vector in vectors.items()]
    if rows:
        upsert = insert_into(connection, gists)
        changed = {"vector": upsert.excluded.vector}
        connection.execute(upsert.on_conflict_do_update(index_elements=["key"], set_=changed), rows)


def drop_old_gists(connection: Connection) -> int:
    """Delete all but the newest vectors; returns how many."""
    newest = connection.execute(select(func.max(gists.c.id))).scalar() or 0
    return connection.execute(delete(gists).where(gists.c.id <= newest - KEPT)).rowcount
