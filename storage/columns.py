"""Column types that let in only what both databases give back unchanged."""

import hashlib
from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

# An upsert that conflicts still draws a number: 32 bits could run out within a few years of polling.
Identifier = BigInteger().with_variant(Integer(), "sqlite")


class Moment(TypeDecorator[datetime]):
    """An instant, always aware UTC; a naive datetime is refused with ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give SQLite, which knows no zones, the UTC wall clock, so that its texts sort as instants."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"a datetime without a timezone cannot be stored: {value.isoformat()}")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the instant in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PlainText(TypeDecorator[str]):
    """Text from outside, without what a database cannot store as text."""

    impl = Text()
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Clean the text on its way in."""
        return None if value is None else clean(value)


def clean(text: str) -> str:
    """Take NUL characters out (PostgreSQL refuses them) and replace halves of surrogate pairs (no UTF-8 has them)."""
    return str(text).replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def digest(text: str) -> str:
    """What stands for a text of any length in a unique index."""
    return hashlib.sha256(clean(text).encode("utf-8")).hexdigest()
