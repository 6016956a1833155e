"""Rows that cannot be read: each is an error that names it, or is left out of many, noted and counted."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from pydantic import ValidationError
from sqlalchemy import Column, Connection, RowMapping, Table, select

from storage.column_types import Damaged
from storage.errors import DamagedRowError
from storage.json_values import unpack

LEFT_OUT = "rows left out"  # the key under which a connection keeps what it has left out
T = TypeVar("T")


def read_json(kind: type[T], row: RowMapping, column: Column[Any]) -> T:
    """The value of a column of JSON as a `kind`. Raises DamagedRowError; the row must have the id of its table."""
    return read_value(kind, row[column], column, row[column.table.c.id])


def read_value(kind: type[T], stored: object, column: Column[Any], number: int) -> T:
    """What is stored in a column of JSON, in the row with this id, as a `kind`. Raises DamagedRowError."""
    try:
        return unpack(kind, whole(stored, column, number))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(map(str, (getattr(kind, "__name__", kind), *first["loc"])))
        raise _damage(column, number, f"{field}: {first['msg']}") from error


def whole(stored: T, column: Column[Any], number: int | None) -> T:
    """What is stored in a column, in the row with this id. Raises DamagedRowError."""
    if isinstance(stored, Damaged):
        raise _damage(column, number, stored.why)
    return stored


def _damage(column: Column[Any], number: int | None, why: str) -> DamagedRowError:
    return DamagedRowError(f"table {column.table.name}, column {column.name}, id {number}: {why}")


def readable(
    connection: Connection, table: Table, rows: Iterable[RowMapping], make: Callable[[RowMapping], T]
) -> list[T]:
    """What `make` makes of each row with the columns of `table`, without those that are damaged."""
    made = []
    for row in rows:
        try:
            made.append(make(row))
        except DamagedRowError as error:
            _leave_out(connection, str(error))
        except (ValueError, TypeError) as error:  # such as a verdict that there is not
            _leave_out(connection, f"table {table.name}, id {row[table.c.id]}: {error}")
    return made


def _leave_out(connection: Connection, why: str) -> None:
    connection.info.setdefault(LEFT_OUT, {})[why] = None


def find_damage(connection: Connection, expected: Iterable[tuple[Column[Any], Any]]) -> list[str]:
    """Each row that cannot be read, in one line, by reading all of these columns as what is expected in them."""
    found = []
    for column, kind in expected:
        for row in connection.execute(select(column.table.c.id, column).order_by(column.table.c.id)).mappings():
            try:
                if row[column] is not None or not column.nullable:
                    read_json(kind, row, column)
            except DamagedRowError as error:
                found.append(str(error))
    return found
