"""How work is put into batches: one host's work stays together, so that its politeness delays hold up no other host."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, zip_longest
from typing import TypeVar
from urllib.parse import urlsplit

from news import DueFeed

T = TypeVar("T")


def host_of(url: str) -> str:
    """The host a URL names, without "www."; empty when it names none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def by_host(things: Sequence[T], url_of: Callable[[T], str], batches: int, largest: int) -> list[tuple[T, ...]]:
    """Share things out into about this many batches, none larger than `largest` unless one host alone is.

    All of one host are in one batch; within a batch the hosts take turns. No thing is lost, none comes twice.
    """
    groups: dict[str, list[T]] = defaultdict(list)
    for thing in things:
        groups[host_of(url_of(thing))].append(thing)
    shares: list[list[list[T]]] = [[] for _ in range(min(len(groups), max(batches, -(-len(things) // largest))))]
    for group in sorted(groups.values(), key=len, reverse=True):
        min(shares, key=lambda share: sum(map(len, share))).append(group)
    return [tuple(_in_turns(share)) for share in shares if share]


def in_order(things: Sequence[T], size: int) -> list[tuple[T, ...]]:
    """Cut a sequence into batches of at most `size`."""
    return [tuple(things[start : start + size]) for start in range(0, len(things), size)]


def _in_turns(groups: Sequence[Sequence[T]]) -> Iterator[T]:
    nothing = object()
    rounds = chain.from_iterable(zip_longest(*groups, fillvalue=nothing))
    return (thing for thing in rounds if thing is not nothing)  # type: ignore[misc]


def name_poll(share: Sequence[DueFeed]) -> str:
    """What a batch of feeds to poll is called: by its first host."""
    first = host_of(share[0].feed.url) or share[0].feed.url[:60]
    return f"poll {first} +{len(share) - 1}" if len(share) > 1 else f"poll {first}"
