"""Values of `news` as JSON, and back, by their own types.

What is stored may be of an older program, which did not know a field, or of a newer one, which has more.
"""

from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


def pack(value: object) -> Any:
    """A value as what JSON has: times and dates as ISO 8601 writes them, tuples as lists."""
    kind: Any = type(value)  # mypy does not know that every type has a hash
    return _adapter(kind).dump_python(value, mode="json")


def unpack(kind: type[T], packed: object) -> T:
    """A value of that kind; what the packed one lacks has its default, and what the kind has not is left out.

    Raises pydantic.ValidationError, which `translated` turns into a StoreError.
    """
    hashable: Any = kind
    adapter: TypeAdapter[T] = _adapter(hashable)
    return adapter.validate_python(packed)


@cache  # made when first needed: it takes a tenth of a second, and not every command reads these
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
