"""Connections and transactions, the same for SQLite and PostgreSQL."""

from collections.abc import Callable, Iterator, Sequence
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from storage.errors import translated

P = ParamSpec("P")
T = TypeVar("T")
Insert = postgresql.Insert | sqlite.Insert

TRIES = 5
RETRIED = {"40001", "40P01"}  # PostgreSQL undid one of two transactions that stood in each other's way
BEGIN = "begin"  # the option of a connection that says how its transactions begin in SQLite; empty: they do not
PROGRAM = 0x5707_3A4E  # keeps our turns apart from those of other programs on the same PostgreSQL
BATCH = 5000  # ids in one statement: both databases limit how many parameters it may have


class Database:
    """An engine and the name it goes by in messages. Thread-safe."""

    def __init__(self, engine: Engine, name: str) -> None:
        self.engine = engine
        self.name = name

    def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` in one transaction that writes nothing. Raises StoreError."""
        with translated(self.name), self.engine.begin() as connection:
            return work(connection, *args, **kwargs)

    def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` in one transaction: all of it happens, or nothing. Raises StoreError.

        `work` may be run again from the start when PostgreSQL broke a deadlock by undoing it.
        """
        with translated(self.name):
            for _ in range(TRIES - 1):
                try:
                    return self._write_once(work, *args, **kwargs)
                except DBAPIError as error:
                    if getattr(error.orig, "sqlstate", None) not in RETRIED:
                        raise
            return self._write_once(work, *args, **kwargs)

    def rehearse(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` as `write` does and undo it: what it would say. Raises StoreError."""
        with translated(self.name), self.engine.connect() as connection:
            connection.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
            with connection.begin() as transaction:
                told = work(connection, *args, **kwargs)
                transaction.rollback()
        return told

    def close(self) -> None:
        """Close all connections; a later call opens new ones."""
        self.engine.dispose()

    def _write_once(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        with self.engine.connect() as connection:
            connection.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
            with connection.begin():
                return work(connection, *args, **kwargs)


def begin_sqlite(connection: Connection) -> None:
    """Begin a transaction; one that writes takes the lock at once.

    Taken only at the first write, the lock could be refused at once to a transaction that has read before, whatever
    the busy timeout.
    """
    if begin := connection.get_execution_options().get(BEGIN, "BEGIN"):
        connection.exec_driver_sql(begin)


def wait_turn(connection: Connection, turn: int) -> None:
    """Wait until no other transaction holds this turn, and hold it until the end of this one.

    For what several rows state together. In SQLite a transaction that writes is alone anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:program, :turn)"), {"program": PROGRAM, "turn": turn})


def insert_into(connection: Connection, table: Table) -> Insert:
    """An insert that knows ON CONFLICT, for the database at hand."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def in_batches(ids: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut ids, or what else names rows, into slices that one statement can take."""
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
