"""Find the feed of a site: from the links of its page, else at the usual addresses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from extractors.charsets import decode_text
from extractors.feeds.entries import FeedError, ParsedFeed, web_link
from extractors.sandbox import PAGE_SECONDS, ReadingError, parse_feed_apart, run_apart
from extractors.web.fetcher import Fetcher, FetchError
from extractors.web.responses import Fetched

_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"})
_USUAL = ("feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feeds/posts/default")
_MOST_TRIED = 12


@dataclass(frozen=True)
class FoundFeed:
    """A fetched and parsed feed, with its URL."""

    url: str
    parsed: ParsedFeed


def find_feed(fetcher: Fetcher, url: str, now: datetime) -> FoundFeed:
    """Find the feed at an address, or of the site at an address. Raises FetchError, FeedError and ReadingError."""
    fetched = fetcher.fetch(url, now=now)
    if not isinstance(fetched, Fetched):
        raise FeedError(url, "neither a feed nor a web page")
    try:
        return FoundFeed(url, parse_feed_apart(fetched.body, fetched.url, fetched.content_type))
    except FeedError:
        page = (fetched.body, fetched.url, fetched.content_type)
    # in a child process: a hostile page can keep a parser busy for minutes
    linked = run_apart(find_links, page, fetched.url, PAGE_SECONDS)
    for number, candidate in enumerate(_candidates(linked, fetched.url)):
        if number == _MOST_TRIED:
            break
        found = _try(fetcher, candidate, now)
        if found:
            return found
    raise FeedError(url, "not a feed, and none was found on its site")


def _candidates(stated: Sequence[str], url: str) -> Iterator[str]:
    yield from stated
    bases = dict.fromkeys((url, urljoin(url, "/")))
    usual = [urljoin(base, path) for path in _USUAL for base in bases]
    yield from (address for address in usual if address not in stated)


def find_links(body: bytes, url: str, content_type: str) -> list[str]:
    """The feed links of a page (rel=alternate), comment feeds last. To be called in a child process."""
    from lxml import etree, html  # type: ignore[import-untyped]

    page = decode_text(body, content_type)
    try:
        tree = html.document_fromstring(page.encode("utf-8", "replace"))
    except (etree.LxmlError, ValueError):
        return []
    links = [link for link in tree.iter("link") if str(link.get("type")).strip().lower() in _TYPES]
    alternates = [link for link in links if "alternate" in str(link.get("rel")).lower().split()]
    alternates.sort(key=lambda link: "comment" in f"{link.get('title')} {link.get('href')}".lower())
    addresses = (web_link(url, [link.get("href")]) for link in alternates)
    return list(dict.fromkeys(filter(None, addresses)))


def _try(fetcher: Fetcher, url: str, now: datetime) -> FoundFeed | None:
    try:
        fetched = fetcher.fetch(url, now=now)
        if isinstance(fetched, Fetched):
            return FoundFeed(url, parse_feed_apart(fetched.body, fetched.url, fetched.content_type))
    except (FetchError, FeedError, ReadingError):
        pass
    return None
