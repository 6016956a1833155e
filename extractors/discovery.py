"""Find the feed of a site: from the links of its page, else at the usual addresses."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from extractors.charsets import decode_text
from extractors.feeds.entries import FeedError, ParsedFeed, plain_address, web_link
from extractors.refreshes import fetch_through
from extractors.sandbox import PAGE_SECONDS, ReadingError, parse_feed_apart, run_apart
from extractors.web.fetcher import Fetcher, FetchError
from extractors.web.responses import Fetched

_TYPES = frozenset(
    "application/rss+xml application/atom+xml application/feed+json application/rdf+xml application/x-rss+xml"
    " application/x.atom+xml application/xml text/xml text/rss text/rss+xml application/rss application/atom".split()
)
_LINK_HEADER = re.compile(r"<([^<>]{1,2000})>([^<>]{0,500}?)(?=,\s*<|$)")
_TYPE_PARAMETER = re.compile(r"""type\s*=\s*["']?([^"';,\s]+)""", re.IGNORECASE)
_FEED_NAME = re.compile(r"\b(?:rss|atom|feeds?|xml|rdf)\b|rss|\.(?:rss|atom|rdf)\b", re.IGNORECASE)
_MOST_ANCHORS = 6
_USUAL = ("feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feeds/posts/default")
_MOST_TRIED = 12


@dataclass(frozen=True)
class FoundFeed:
    """A fetched and parsed feed, with its URL."""

    url: str
    parsed: ParsedFeed


def find_feed(fetcher: Fetcher, url: str, now: datetime) -> FoundFeed:
    """Find the feed at an address, or of the site at an address. Raises FetchError, FeedError and ReadingError."""
    url = plain_address(url)
    fetched = fetch_through(fetcher, url, now=now)
    if not isinstance(fetched, Fetched):
        raise FeedError(url, "neither a feed nor a web page")
    try:
        return FoundFeed(
            fetched.permanent_url or url, parse_feed_apart(fetched.body, fetched.url, fetched.content_type)
        )
    except FeedError:
        page = (fetched.body, fetched.url, fetched.content_type)
    # in a child process: a hostile page can keep a parser busy for minutes
    linked = run_apart(find_links, page, fetched.url, PAGE_SECONDS)
    for number, candidate in enumerate(_candidates(linked, fetched)):
        if number == _MOST_TRIED:
            break
        found = _try(fetcher, candidate, now)
        if found:
            return found
    raise FeedError(url, "not a feed, and none was found on its site")


def _candidates(linked: Sequence[str], fetched: Fetched) -> Iterator[str]:
    url = fetched.url
    stated = list(dict.fromkeys([*_in_header(fetched), *linked]))
    yield from stated
    bases = dict.fromkeys((url, urljoin(url, "/")))
    usual = [urljoin(base, path) for path in _USUAL for base in bases]
    yield from (address for address in usual if address not in stated)


def _in_header(fetched: Fetched) -> Iterator[str]:
    """The feeds in the HTTP header Link."""
    for target, parameters in _LINK_HEADER.findall(fetched.link):
        kind = _TYPE_PARAMETER.search(parameters)
        if kind and kind[1].lower() in _TYPES and (address := web_link(fetched.url, [target])):
            yield address


def find_links(body: bytes, url: str, content_type: str) -> list[str]:
    """The feed links of a page by their type, comment feeds last; then anchors that are named like feeds.

    To be called in a child process.
    """
    from lxml import etree, html  # type: ignore[import-untyped]

    page = decode_text(body, content_type)
    try:
        tree = html.document_fromstring(page.encode("utf-8", "replace"))
    except (etree.LxmlError, ValueError):
        return []
    base = web_link(url, [element.get("href") for element in tree.iter("base")]) or url
    links = [link for link in tree.iter("link", "a") if _kind_of(link) in _TYPES and _may_link(link)]
    links.sort(key=lambda link: "comment" in f"{link.get('title')} {link.get('href')}".lower())
    named = (link for link in tree.iter("a") if _FEED_NAME.search(f"{link.get('href')} {link.text_content()[:100]}"))
    links += islice(named, _MOST_ANCHORS)
    addresses = (web_link(base, [plain_address(link.get("href") or "")]) for link in links)
    return list(dict.fromkeys(filter(None, addresses)))


def _kind_of(link: Any) -> str:
    return str(link.get("type") or "").partition(";")[0].strip().lower()


def _may_link(link: Any) -> bool:
    """Whether a link can be to a feed by its relation, which some pages omit."""
    relations = str(link.get("rel") or "").lower().split()
    return not relations or bool({"alternate", "feed"} & set(relations))


def _try(fetcher: Fetcher, url: str, now: datetime) -> FoundFeed | None:
    try:
        fetched = fetch_through(fetcher, url, now=now)
        if isinstance(fetched, Fetched):
            return FoundFeed(url, parse_feed_apart(fetched.body, fetched.url, fetched.content_type))
    except (FetchError, FeedError, ReadingError):
        pass
    return None
