"""Divide work into batches. All work for one host goes into one batch, so that only that batch waits for its delays."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, zip_longest
from typing import TypeVar
from urllib.parse import urlsplit

from news import DueFeed

T = TypeVar("T")


def host_of(url: str) -> str:
    """The host of a URL, without "www."; "" if it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def by_host(items: Sequence[T], url_of: Callable[[T], str], batches: int, largest: int) -> list[tuple[T, ...]]:
    """Divide items into about `batches` batches, aiming at no more than `largest` items each.

    Items of one host are all in the same batch, which may therefore be larger; within a batch, hosts alternate.
    """
    groups: dict[str, list[T]] = defaultdict(list)
    for item in items:
        groups[host_of(url_of(item))].append(item)
    shares: list[list[list[T]]] = [[] for _ in range(min(len(groups), max(batches, -(-len(items) // largest))))]
    for group in sorted(groups.values(), key=len, reverse=True):
        min(shares, key=lambda share: sum(map(len, share))).append(group)
    return [tuple(_alternate(share)) for share in shares if share]


def in_order(items: Sequence[T], size: int) -> list[tuple[T, ...]]:
    """Divide items into batches of at most `size`, in their order."""
    return [tuple(items[start : start + size]) for start in range(0, len(items), size)]


def _alternate(groups: Sequence[Sequence[T]]) -> Iterator[T]:
    nothing = object()
    rounds = chain.from_iterable(zip_longest(*groups, fillvalue=nothing))
    return (item for item in rounds if item is not nothing)  # type: ignore[misc]


def name_poll(share: Sequence[DueFeed]) -> str:
    """The name of a batch of feeds: its first host, and how many other feeds are in it."""
    first = host_of(share[0].feed.url) or share[0].feed.url[:60]
    return f"poll {first} +{len(share) - 1}" if len(share) > 1 else f"poll {first}"
