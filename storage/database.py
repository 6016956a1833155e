"""Connections and transactions, the same for SQLite and PostgreSQL."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from storage.column_types import UnreadableError
from storage.damage import LEFT_OUT, find_unreadable
from storage.errors import DamagedRowError, translated

logger = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")
Insert = postgresql.Insert | sqlite.Insert

TRIES = 5
RETRIED = {"40001", "40P01"}  # PostgreSQL rolled back one of two conflicting transactions
BEGIN = "begin"  # connection option: how SQLite transactions begin; "" means without a transaction
PROGRAM = 0x5707_3A4E  # namespace of our advisory locks, for a PostgreSQL shared with other programs
BATCH = 5000  # ids per statement: both databases limit the number of parameters


class Database:
    """An engine with a name for messages. Thread-safe."""

    def __init__(self, engine: Engine, name: str) -> None:
        self.engine = engine
        self.name = name
        self.left_out: dict[str, None] = {}  # what could not be read, in one line each

    def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` in one read-only transaction. Raises StoreError."""
        with self._translated(), self.engine.begin() as connection:
            return self._noting(connection, work, *args, **kwargs)

    def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` in one transaction, all or nothing. Raises StoreError.

        `work` may run again from the start if PostgreSQL rolled it back to resolve a deadlock.
        """
        with self._translated():
            for _ in range(TRIES - 1):
                try:
                    return self._write_once(work, *args, **kwargs)
                except DBAPIError as error:
                    if getattr(error.orig, "sqlstate", None) not in RETRIED:
                        raise
            return self._write_once(work, *args, **kwargs)

    def rehearse(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` as `write` does, roll it back, and return its result. Raises StoreError."""
        with self._translated(), self.engine.connect() as connection:
            connection.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
            with connection.begin() as transaction:
                outcome = work(connection, *args, **kwargs)
                transaction.rollback()
        return outcome

    def close(self) -> None:
        """Close all connections; a later call opens new ones."""
        self.engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """As `translated`; what cannot be read is looked for, because whoever fetches a row does not know which."""
        with translated(self.name):
            try:
                yield
            except UnreadableError as error:
                with self.engine.begin() as connection:
                    found = find_unreadable(connection)
                same = (one for one in found if one.endswith(str(error)))
                raise DamagedRowError(next(same, str(error))) from error

    def _write_once(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        with self.engine.connect() as connection:
            connection.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
            with connection.begin():
                return self._noting(connection, work, *args, **kwargs)

    def _noting(
        self, connection: Connection, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `work`, and note the rows that it left out, because they cannot be read."""
        outcome = work(connection, *args, **kwargs)
        for why in connection.info.pop(LEFT_OUT, {}):
            if why not in self.left_out:
                self.left_out[why] = None
                logger.warning("database %s: a row cannot be read and is left out: %s", self.name, why)
        return outcome


def begin_sqlite(connection: Connection) -> None:
    """Begin a transaction; a writing one takes the lock immediately.

    If the lock were taken at the first write, SQLite could refuse it at once to a transaction that has already read,
    whatever the busy timeout.
    """
    if begin := connection.get_execution_options().get(BEGIN, "BEGIN"):
        connection.exec_driver_sql(begin)


def wait_turn(connection: Connection, turn: int) -> None:
    """Take an exclusive lock by number and hold it until the end of the transaction.

    For invariants over several rows. In SQLite, a writing transaction is exclusive anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:program, :turn)"), {"program": PROGRAM, "turn": turn})


def insert_into(connection: Connection, table: Table) -> Insert:
    """An insert with ON CONFLICT, in the dialect of the connection."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def in_batches(ids: Sequence[T]) -> Iterator[Sequence[T]]:
    """Split ids or other keys into batches that fit one statement."""
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
