"""How the columns and indexes of the tables are written: one word for each kind."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, text

from storage.column_types import Identifier, Moment, PlainText


def identity() -> Column[int]:
    """The number of a row, given by the database."""
    return Column("id", Identifier, primary_key=True)


def reference(name: str, table: str, *, optional: bool = False) -> Column[int]:
    """A row of another table; an optional one is forgotten when that row goes."""
    key = ForeignKey(f"{table}.id", ondelete="SET NULL" if optional else None)
    return Column(name, Identifier, key, nullable=optional)


def words(name: str) -> Column[str]:
    """Text that may be empty."""
    return Column(name, PlainText, nullable=False, server_default="")


def required(name: str) -> Column[str]:
    """Text that is always stated."""
    return Column(name, PlainText, nullable=False)


def required_key(name: str) -> Column[str]:
    """Text that is the primary key."""
    return Column(name, PlainText, primary_key=True)


def count(name: str) -> Column[int]:
    """A number that begins at 0."""
    return Column(name, Integer, nullable=False, server_default="0")


def moment(name: str, *, required: bool = False) -> Column[datetime]:
    """An instant."""
    return Column(name, Moment, nullable=not required)


def queue(name: str, table: Table, *columns: str, where: str) -> Index:
    """Index only what is asked for: the queue stays small however much is stored."""
    return Index(name, *(table.c[column] for column in columns), sqlite_where=text(where), postgresql_where=text(where))
