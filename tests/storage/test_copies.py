"""A copy has every row, whatever the kind of database, and is independent of the original."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from news import Seed
from storage import Store, StoreError, copy_database, open_store
from storage.schema import metadata
from storage.search_tables import DERIVED

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)


def all_rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    def read(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
            if DERIVED not in table.info
        }

    return store._database.read(read)


def test_a_copy_has_every_row_and_leaves_no_other_file(
    store: Store, bundle: Callable[..., object], database_url: str, tmp_path: Path
) -> None:
    bundle("ann@example.org", count=3)
    before = all_rows(store)
    copy_database(database_url, tmp_path / "copy.db", NOON)
    assert [file.name for file in tmp_path.iterdir()] == ["copy.db"]
    with open_store(f"sqlite:///{tmp_path}/copy.db") as copy:
        assert all_rows(copy) == before
        copy.save_seeds([Seed("only", "in", "the copy")], NOON)
    assert all_rows(store) == before


def test_a_copy_includes_the_write_ahead_log(sqlite_url: str, tmp_path: Path) -> None:
    with open_store(sqlite_url) as store:
        store.save_seeds([Seed("late", "", "")], NOON)
        assert (tmp_path / "storywake.db-wal").stat().st_size
        copy_database(sqlite_url, tmp_path / "copy.db", NOON)
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT name FROM seeds").fetchall() == [("late",)]


def test_a_copy_that_cannot_be_written_is_a_one_line_error(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"storywake\.db: cannot be copied to .*/none/copy\.db: unable to open"):
        copy_database(sqlite_url, tmp_path / "none" / "copy.db", NOON)
