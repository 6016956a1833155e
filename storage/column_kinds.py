"""Shorthands for the columns and indexes of the schema, one function per kind."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, text

from storage.column_types import Identifier, Moment, PlainText


def identity() -> Column[int]:
    """A primary key assigned by the database."""
    return Column("id", Identifier, primary_key=True)


def reference(name: str, table: str, *, optional: bool = False) -> Column[int]:
    """A foreign key; an optional one is set to null when the other row is deleted."""
    key = ForeignKey(f"{table}.id", ondelete="SET NULL" if optional else None)
    return Column(name, Identifier, key, nullable=optional)


def words(name: str) -> Column[str]:
    """A text column, "" by default."""
    return Column(name, PlainText, nullable=False, server_default="")


def required(name: str) -> Column[str]:
    """A text column without a default."""
    return Column(name, PlainText, nullable=False)


def required_key(name: str) -> Column[str]:
    """A text column that is the primary key."""
    return Column(name, PlainText, primary_key=True)


def count(name: str) -> Column[int]:
    """An integer column, 0 by default."""
    return Column(name, Integer, nullable=False, server_default="0")


def moment(name: str, *, required: bool = False) -> Column[datetime]:
    """A point in time."""
    return Column(name, Moment, nullable=not required)


def queue(name: str, table: Table, *columns: str, where: str) -> Index:
    """A partial index of the rows that satisfy `where`, so that a queue's index stays small."""
    return Index(name, *(table.c[column] for column in columns), sqlite_where=text(where), postgresql_where=text(where))
