"""Copy the whole database to a new SQLite file, for a dry run."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from storage.backup import back_up, restore
from storage.database_url import open_database
from storage.errors import StoreError
from storage.private_files import make_private


def copy_database(url: str, path: Path, now: datetime) -> None:
    """Write a consistent copy of the database at `url` to a new SQLite file. Raises StoreError, OSError."""
    with closing(open_database(url)) as database:
        if database.engine.dialect.name == "sqlite":
            database.read(_copy_pages, path, database.name)
        else:
            _copy_rows(url, path, now)


def _copy_pages(connection: Connection, path: Path, name: str) -> None:
    source = connection.connection.driver_connection
    assert isinstance(source, sqlite3.Connection)
    try:
        with closing(sqlite3.connect(path)) as target:
            make_private(path)
            source.backup(target)
    except sqlite3.Error as error:  # raised by the driver, not through SQLAlchemy
        raise StoreError(f"database {name}: cannot be copied to {path}: {error}") from error


def _copy_rows(url: str, path: Path, now: datetime) -> None:
    backup = path.with_name(f"{path.name}.jsonl.gz")
    back_up(url, backup, now)
    restore(f"sqlite:///{path}", backup)
    backup.unlink()
