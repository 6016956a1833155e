"""Back up the whole database to one file and restore it, also between SQLite and PostgreSQL.

The file is gzipped JSON lines: a header with the schema revision, then for each table its name and its rows, the row
counts, and a checksum of the whole file. It is a consistent snapshot, read in one transaction while storywake may keep
running, and it is written atomically. Tables whose rows can be made from others are left out, and filled by later runs.
"""

import base64
import gzip
import io
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, DateTime, LargeBinary, Table, func, insert, select, text
from sqlalchemy.types import TypeDecorator

from storage.column_types import PackedText
from storage.damage import read_whole
from storage.database_url import open_database
from storage.errors import StoreError
from storage.private_files import open_private
from storage.schema import metadata
from storage.schema_version import revision_of
from storage.seals import Sealed, is_sealed
from storage.search_index import reopen_index
from storage.search_tables import DERIVED

KIND = "storywake backup"
_BATCH = 500  # rows per statement
_GZIP = b"\x1f\x8b"
# of a file with a valid checksum that this program did not write
_DAMAGE = (
    EOFError, gzip.BadGzipFile, zlib.error, ArithmeticError, AttributeError, KeyError, TypeError, ValueError,
    RecursionError,
)  # fmt: skip
Row = dict[str, Any]


def back_up(url: str, path: Path, now: datetime) -> dict[str, int]:
    """Write the database at `url` to a file that only its owner may read; returns the row count of each table.

    Raises StoreError, also if `path` is a file that is no backup, or a device, which would be replaced; OSError.
    """
    target = path.resolve()  # a link stays one
    if target.exists() and not target.is_file():
        raise StoreError(f"{path}: not a regular file, so no backup is written to it")
    if target.exists() and not _may_be_replaced(target):
        raise StoreError(f"{path}: exists and is no backup, so it is not replaced")
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with open(partial, "wb", opener=open_private) as file:
            counts = back_up_to(url, file, now)
            os.fsync(file.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return counts


def _may_be_replaced(target: Path) -> bool:
    """Whether a file is empty or packed as backups are; the database itself, a seed or a list of feeds is not."""
    with target.open("rb") as file:
        return file.read(len(_GZIP)) in {b"", _GZIP} and not target.name.endswith(("-wal", "-shm", "-journal"))


def back_up_to(url: str, stream: BinaryIO, now: datetime) -> dict[str, int]:
    """As `back_up`, to an open stream. Raises StoreError, OSError."""
    sealed = Sealed(stream)
    with (
        closing(open_database(url)) as database,
        gzip.GzipFile("", "wb", fileobj=sealed, mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8") as file,
    ):
        counts: dict[str, int] = database.read(_write, file, now)
    sealed.seal()
    return counts


def restore(url: str, path: Path) -> dict[str, int]:
    """Restore a backup into the empty database at `url`; returns the row count of each table.

    All or nothing. Raises StoreError if the database is not empty or the file is damaged, incomplete, not a backup or
    from another version; OSError if the file cannot be read.
    """
    if not is_sealed(path):
        raise StoreError(f"{path}: not a complete storywake backup: its checksum is missing or wrong, so it is damaged")
    with closing(open_database(url)) as database, gzip.open(path, "rt", encoding="utf-8") as file:
        try:
            return database.write(_read, file, path)
        except _DAMAGE as error:
            reason = " ".join(str(error).split()) or type(error).__name__
            raise StoreError(f"{path}: not a complete storywake backup: {reason}") from error


def _write(connection: Connection, file: Any, now: datetime) -> dict[str, int]:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    _put(file, {"kind": KIND, "revision": revision_of(connection), "made": now.isoformat()})
    counts: dict[str, int] = {}
    for table in _stored_tables():
        _put(file, {"table": table.name})
        counts[table.name] = 0
        for row in connection.execute(select(table).order_by(*table.primary_key)).mappings():
            found = {column: read_whole(row, column) for column in table.columns}
            _put(file, {"row": {column.name: _plain(value) for column, value in found.items()}})
            counts[table.name] += 1
    _put(file, {"end": counts})
    return counts


def _stored_tables() -> list[Table]:
    return [table for table in metadata.sorted_tables if DERIVED not in table.info]


def _put(file: Any, value: object) -> None:
    file.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return base64.b64encode(bytes(value)).decode() if isinstance(value, bytes | memoryview) else value


def _read(connection: Connection, file: Iterable[str], path: Path) -> dict[str, int]:
    for each in metadata.sorted_tables:
        if connection.execute(select(each).limit(1)).first():
            raise StoreError(f"{path}: not restored: the database is not empty: {each.name} has rows")
    lines = map(json.loads, file)
    _check(next(lines, {}), revision_of(connection), path)
    counts: dict[str, int] = {}
    table: Table | None = None
    rows: list[Row] = []
    for line in lines:
        if "row" in line:
            rows.append(line["row"])
        if table is not None and ("row" not in line or len(rows) == _BATCH):
            counts[table.name] = counts.get(table.name, 0) + _fill(connection, table, rows)
            rows = []
        if "table" in line:
            table = metadata.tables[line["table"]]
        if "end" in line:
            _require_seal(lines)
            _advance_sequences(connection)
            reopen_index(connection)
            return _compare(counts, line["end"])
    raise ValueError("it is truncated")


def _require_seal(lines: Iterator[Row]) -> None:
    # it was verified before; this reads the file to its end, where gzip verifies its own checksum
    if [line.keys() for line in lines] != [{"sha256"}]:
        raise ValueError("something else follows its end")


def _check(header: Row, ours: str, path: Path) -> None:
    if header.get("kind") != KIND:
        raise ValueError("its header is invalid")
    if header["revision"] != ours:
        theirs = header["revision"]
        raise StoreError(
            f"{path}: its schema is {theirs}, this program's is {ours}: restore it with the version that wrote it"
        )


def _fill(connection: Connection, table: Table, rows: list[Row]) -> int:
    if rows:
        native = [{column.name: _native(column.type, row[column.name]) for column in table.columns} for row in rows]
        try:
            connection.execute(insert(table), native)
        except OverflowError as error:
            raise ValueError(f"a row of {table.name} has a value that no database can store: {error}") from error
    return len(rows)


def _native(kind: Any, value: Any) -> Any:
    if isinstance(kind, PackedText):
        return value
    inner = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    if value is not None and isinstance(inner, DateTime):
        return datetime.fromisoformat(value)
    return base64.b64decode(value) if value is not None and isinstance(inner, LargeBinary) else value


def _compare(found: dict[str, int], stated: dict[str, int]) -> dict[str, int]:
    if found != stated:
        raise ValueError("its row counts do not match")
    return found


def _advance_sequences(connection: Connection) -> None:
    """Set PostgreSQL's sequences, which are independent of the rows, to continue after the restored ids."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        if "id" in table.c:
            last = select(func.coalesce(func.max(table.c.id), 1)).scalar_subquery()
            connection.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), last)))
