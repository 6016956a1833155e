"""Column types for values that both databases return unchanged."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import brotli
from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, LargeBinary, Text
from sqlalchemy.types import TypeDecorator

# A conflicting upsert still consumes an id, so 32 bits could run out within a few years of polling.
Identifier = BigInteger().with_variant(Integer(), "sqlite")
_ERRORS = (ValueError, TypeError, OverflowError, RecursionError, brotli.error)  # of reading what a column does not hold
_stands_in = ContextVar("whether `Damaged` stands in for every value that cannot be read", default=False)


@dataclass(frozen=True, slots=True)
class Damaged:
    """Stands for a stored value that is not what its column holds, so that the other rows can be read."""

    why: str


class UnreadableError(Exception):
    """A stored value is not what its column holds; the message says why, but not where it is stored."""


@contextmanager
def standing_in() -> Iterator[None]:
    """Have `Damaged` stand in for values that cannot be read in the block; elsewhere only for JSON.

    Elsewhere they raise UnreadableError, so that no stand-in gets to where nobody looks for one.
    """
    token = _stands_in.set(True)
    try:
        yield
    finally:
        _stands_in.reset(token)


def _guard(read: Callable[[Any], Any], kind: str) -> Callable[[Any], Any]:
    """As `read`, but for what cannot be read."""

    def process(value: Any) -> Any:
        try:
            return read(value)
        except _ERRORS as error:
            damaged = Damaged(f"no {kind}: {' '.join(str(error).split())[:100]}")
        if kind == "JSON" or _stands_in.get():
            return damaged
        raise UnreadableError(damaged.why)

    return process


class Moment(TypeDecorator[datetime]):
    """A datetime, always aware and in UTC; raises ValueError for a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to naive UTC for SQLite, which has no time zones, so that its texts sort chronologically."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"a datetime without a timezone cannot be stored: {value.isoformat()}")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the datetime in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """As of the type itself, but for what is no time, as only SQLite stores it."""
        read = super().result_processor(dialect, coltype)
        return read and _guard(read, "time")


class PlainText(TypeDecorator[str]):
    """Text from outside, without characters that a database cannot store."""

    impl = Text()
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Clean the text before it is stored."""
        return None if value is None else clean(value)


class Name(PlainText):
    """Text that is also searched by prefix: compared bytewise, not by a language's collation."""

    impl = Text().with_variant(Text(collation="C"), "postgresql")
    cache_ok = True


class PackedText(TypeDecorator[str]):
    """Long text from outside, cleaned and compressed, because articles are most of the data.

    Brotli (RFC 7932) has a built-in dictionary of common words, so it compresses even short texts well.
    """

    impl = LargeBinary()
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Clean and compress the text before it is stored."""
        return None if value is None else pack_text(value)

    def process_result_value(self, value: bytes | memoryview | None, dialect: Dialect) -> str:  # noqa: ARG002
        """Decompress the text."""
        return brotli.decompress(bytes(value)).decode("utf-8") if value else ""

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:  # noqa: ARG002
        """Without the processor of `impl`, which takes a number to be a length."""
        return _guard(lambda value: self.process_result_value(value and memoryview(value), dialect), "compressed text")


class Json(TypeDecorator[Any]):
    """A value of plain JSON types; `Damaged` if what is stored is no JSON, as only SQLite allows."""

    impl = JSON
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """As of the type itself, but without its errors."""
        read = super().result_processor(dialect, coltype)
        return read and _guard(read, "JSON")


def pack_text(text: str) -> bytes:
    """Compress a text for `PackedText`. Quality 5 of 11: the best saves an eighth more in thirty times the time.

    A window of 64 kB is enough for an article and faster to set up than the largest.
    """
    return bytes(brotli.compress(clean(text).encode("utf-8"), mode=brotli.MODE_TEXT, quality=5, lgwin=16))


def clean(text: str) -> str:
    """Remove NUL characters (PostgreSQL refuses them) and replace lone surrogates (UTF-8 cannot encode them)."""
    return str(text).replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def digest(text: str) -> str:
    """A digest of a text of any length, for a unique index: 128 bits of its SHA-256, in hexadecimal."""
    return hashlib.sha256(clean(text).encode("utf-8")).hexdigest()[:32]
