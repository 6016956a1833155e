"""A sequence of many values, compressed in memory to about a fifth, for when only few are needed at a time."""

import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, TypeVar, cast

T = TypeVar("T")
AT_HAND = 500


class Shelf(Generic[T]):
    """Values by number, in insertion order. Up to 500 are kept as they are; more are packed, with an LRU cache."""

    def __init__(self, values: Iterable[T]) -> None:
        self._kept: list[T] = []
        self._packed: list[bytes] = []
        for value in values:
            if not self._packed and len(self._kept) < AT_HAND:
                self._kept.append(value)
                continue
            self._packed += [_pack(one) for one in (*self._kept, value)]
            self._kept = []
        # safe: unpickles only what this process pickled itself
        self._open = lru_cache(AT_HAND)(lambda number: cast("T", pickle.loads(zlib.decompress(self._packed[number]))))  # noqa: S301

    def __len__(self) -> int:
        return len(self._packed) or len(self._kept)

    def __getitem__(self, number: int) -> T:
        return self._open(number) if self._packed else self._kept[number]

    def __iter__(self) -> Iterator[T]:
        return map(self.__getitem__, range(len(self)))

    @property
    def kept(self) -> Sequence[T]:
        """The values themselves; empty if they are packed."""
        return self._kept


def _pack(value: object) -> bytes:
    return zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
