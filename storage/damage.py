"""Rows that cannot be read: each is an error that names it, or is left out of many, noted and counted."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from pydantic import ValidationError
from sqlalchemy import Column, Connection, Executable, RowMapping, Table, select

from storage.column_types import Damaged, Moment, PackedText, standing_in
from storage.errors import DamagedRowError
from storage.json_values import unpack
from storage.schema import metadata

LEFT_OUT = "rows left out"  # the key under which a connection keeps what it has left out
_AT_ONCE = 500  # rows in memory while all are read
T = TypeVar("T")


def fetch(connection: Connection, query: Executable) -> list[RowMapping]:
    """The rows of a query; `Damaged` stands for what cannot be read, so each value must be read as `whole`."""
    with standing_in():
        return list(connection.execute(query).mappings())


def read_whole(row: RowMapping, column: Column[T]) -> T:
    """The value of a column in a fetched row. Raises DamagedRowError; the row must have the key of its table."""
    stored: T = row[column]
    return whole(stored, column, key_of(row, column.table))


def key_of(row: RowMapping, table: Any) -> Any:
    """The primary key of a table in a row."""
    return ", ".join(str(row[column]) for column in table.primary_key)


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


def whole(stored: T, column: Column[Any], number: object) -> T:
    """What is stored in a column, in the row with this id. Raises DamagedRowError."""
    if isinstance(stored, Damaged):
        raise _damage(column, number, stored.why)
    return stored


def _damage(column: Column[Any], number: object, why: str) -> DamagedRowError:
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


def find_unreadable(connection: Connection) -> list[str]:
    """Each time and each compressed text that cannot be read, in one line, by reading all of them."""
    found = []
    for table in metadata.sorted_tables:
        columns = [one for one in table.columns if isinstance(one.type, Moment | PackedText)]
        if columns:
            query = select(*table.primary_key, *columns).order_by(*table.primary_key)
            with standing_in():
                for row in connection.execute(query, execution_options={"yield_per": _AT_ONCE}).mappings():
                    broken = [(one, row[one]) for one in columns if isinstance(row[one], Damaged)]
                    found += [str(_damage(one, key_of(row, table), damaged.why)) for one, damaged in broken]
    return found
