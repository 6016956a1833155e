"""Open the store at a database URL, and create or migrate the database if needed."""

import os
import sqlite3
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from storage.database import BEGIN, Database, begin_sqlite
from storage.errors import StoreError, translated
from storage.private_files import make_folder, make_private, open_private
from storage.schema_version import migrate, refuse_foreign
from storage.store import Store

DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
SETTING = "the database URL (STORYWAKE_DATABASE_URL)"
EXPECTED = "expected sqlite:///path/to/file.db or postgresql://user:password@host/database"
SECRETS = ("password", "sslpassword")  # libpq also accepts them as URL options
CONNECT_TIMEOUT = 10  # seconds
_URI = "file:"  # how an SQLite URI filename starts
PAGE_SIZE = 16384  # bytes: with the default 4096, an article of 3 kB would waste a quarter of a page


def open_store(url: str, *, lock_timeout: timedelta = timedelta(seconds=30)) -> Store:
    """Open the store at `url`; creates or migrates the database if needed.

    `lock_timeout` is how long a call waits for another writer. Raises StoreError if the database is unreachable, not
    writable, not a database, another program's, or from a newer storywake.
    """
    return Store(open_database(url, lock_timeout))


def open_database(url: str, lock_timeout: timedelta = timedelta(seconds=30)) -> Database:
    """As `open_store`, but returns only the database, which the caller must close. Raises StoreError."""
    address = _read_url(url)
    name = _shown(address)
    connect = _connect_sqlite if _is_sqlite(address) else _connect_postgres
    database = Database(connect(address, lock_timeout), name)
    try:
        if _is_sqlite(address):
            _prepare_file(database, address.database or "")
        _bring_up_to_date(database, time.monotonic() + lock_timeout.total_seconds())
    except BaseException:
        database.close()
        raise
    return database


def missing_file(url: str) -> Path | None:
    """The SQLite file that the URL names if it does not exist yet (opening would create it). Raises StoreError."""
    address = _read_url(url)
    file = Path((address.database or "").removeprefix(_URI))
    return file if _is_sqlite(address) and not file.exists() else None


def absolute_url(url: str) -> str:
    """The URL of the same database, independent of the working folder. Raises StoreError."""
    address = _read_url(url)
    if not _is_sqlite(address):
        return url
    path = address.database or ""
    scheme = _URI if path.startswith(_URI) else ""
    whole = Path(path.removeprefix(scheme)).resolve()
    return address.set(database=f"{scheme}{whole}").render_as_string(hide_password=False)


def _bring_up_to_date(database: Database, deadline: float) -> None:
    with translated(database.name):
        if database.engine.dialect.name == "sqlite":
            _set_wal(database.engine, deadline)
        database.write(migrate, database.name)


def _read_url(url: str) -> URL:
    try:
        address = make_url(url.strip())
    except (ArgumentError, ValueError):  # not shown, because it may quote the password
        raise StoreError(f"{SETTING} is invalid: {EXPECTED}") from None
    if address.drivername not in DRIVERS:
        raise StoreError(f"{SETTING} names an unsupported database {address.drivername}: {EXPECTED}")
    address = address.set(drivername=DRIVERS[address.drivername])
    if _is_sqlite(address) and address.database in {None, "", ":memory:"}:
        raise StoreError(f"{SETTING} names no file: {EXPECTED}")  # in memory, every thread would have its own
    return address


def _shown(address: URL) -> str:
    public = address.difference_update_query(SECRETS)
    return URL.create(
        address.get_backend_name(), public.username, None, public.host, public.port, public.database, public.query
    ).render_as_string()


def _is_sqlite(address: URL) -> bool:
    return address.get_backend_name() == "sqlite"


def _connect_postgres(address: URL, lock_timeout: timedelta) -> Engine:
    defaults = {} if "connect_timeout" in address.query else {"connect_timeout": CONNECT_TIMEOUT}
    # no prepared statements: behind a pooler such as PgBouncer, the next transaction may be on another connection
    engine = create_engine(address, pool_pre_ping=True, connect_args={**defaults, "prepare_threshold": None})
    milliseconds = int(lock_timeout / timedelta(milliseconds=1))

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET TIME ZONE 'UTC'")
            cursor.execute(f"SET lock_timeout = {milliseconds}")
        connection.commit()

    return engine


def _connect_sqlite(address: URL, lock_timeout: timedelta) -> Engine:
    engine = create_engine(address, connect_args={"timeout": lock_timeout.total_seconds()})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # begin_sqlite begins the transactions, not the driver
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")

    event.listen(engine, "begin", begin_sqlite)
    return engine


def _prepare_file(database: Database, path: str) -> None:
    """Make the file if it is missing; another program's is left as it is, with its mode and its journal."""
    is_uri = path.startswith(_URI)
    if is_uri or Path(path).exists():
        with translated(database.name), database.engine.connect() as connection:
            connection.execution_options(**{BEGIN: ""})
            refuse_foreign(connection, database.name)
    if not is_uri:  # otherwise the user decides how to open it
        _make_file(path, database.name)


def _make_file(database: str, name: str) -> None:
    """Make the file, and the folders above it, readable to their owner only: it contains the signing key and addresses.

    SQLite gives the files beside it (-wal, -shm) the same mode. A file that exists already becomes private too.
    """
    path = Path(database)
    try:
        make_folder(path.parent)
    except OSError as error:
        raise StoreError(f"database {name}: its folder cannot be created: {error.strerror}") from error
    try:
        if not path.exists():
            os.close(open_private(path, os.O_RDWR | os.O_CREAT))
        for each in (path, *(path.with_name(f"{path.name}{suffix}") for suffix in ("-wal", "-shm"))):
            if each.exists():
                make_private(each)
    except OSError as error:
        raise StoreError(f"database {name}: cannot be opened: {error.strerror}") from error


def _set_wal(engine: Engine, deadline: float) -> None:
    """Switch to WAL mode, so that reads do not block on a write. The mode is stored in the file.

    The busy timeout does not apply to this change: of several programs creating a file at once, all but one are
    refused.
    """
    while True:
        try:
            return _change_journal(engine)
        except OperationalError as error:
            if "locked" not in str(error.orig) or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _change_journal(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execution_options(**{BEGIN: ""})  # the mode cannot be changed in a transaction
        connection.exec_driver_sql(f"PRAGMA page_size = {PAGE_SIZE}")  # no effect on an existing file
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
