"""Convert values of `news` to JSON and back, guided by their type annotations.

Stored values may have been written by an older version, without some of the fields, or by a newer one, with more.
"""

from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


def pack(value: object) -> Any:
    """The value as plain JSON types: times and dates in ISO 8601, tuples as lists."""
    kind: Any = type(value)  # mypy does not know that every type is hashable
    return _adapter(kind).dump_python(value, mode="json")


def unpack(kind: type[T], packed: object) -> T:
    """A value of type `kind` from plain JSON types; missing fields have their defaults, unknown ones are ignored.

    Raises pydantic.ValidationError, which `translated` turns into a StoreError.
    """
    hashable: Any = kind
    adapter: TypeAdapter[T] = _adapter(hashable)
    return adapter.validate_python(packed)


@cache  # created on first use: it takes a tenth of a second, and not every command needs it
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
