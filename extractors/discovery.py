"""Find the feed of a site: from the links of its page, else at the usual addresses, else from its sitemaps."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from extractors.charsets import decode_text
from extractors.feed_documents import ask_feed
from extractors.feeds.entries import FeedError, ParsedFeed, plain_address, web_link
from extractors.feeds.sitemap import is_named_news
from extractors.refreshes import fetch_through
from extractors.sandbox import READING_SECONDS, ReadingError, parse_feed_apart, run_apart
from extractors.web.fetch_errors import FetchError
from extractors.web.fetcher import Fetcher
from extractors.web.responses import Fetched
from extractors.web.robots import find_sitemaps
from news import Validators

_FEED_TYPE = re.compile(r"(?<![a-z])(?:rss|atom|rdf)(?![a-z])|^application/(?:feed\+json|xml)$|^text/xml$")
_RELATIONS = frozenset({"alternate", "alternative", "feed", "rss", "atom"})
_VAGUE_TYPES = frozenset({"application/json", "text/html"})  # also of other versions of a page
_LINK_HEADER = re.compile(r"<([^<>]{1,2000})>([^<>]{0,500}?)(?=,\s*<|$)")
_PARAMETER = re.compile(r"""\b(type|rel)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^"';,\s]+))""", re.IGNORECASE)
_FEED_NAME = re.compile(r"\b(?:rss|atom|feeds?|xml|rdf)\b|rss|\.(?:rss|atom|rdf)\b", re.IGNORECASE)
_BESIDE_THE_NEWS = re.compile("comment|podcast", re.IGNORECASE)
_MOST_ANCHORS = 6
_USUAL = ("feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feeds/posts/default")
_USUAL_SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml")
_MOST_TRIED, _MOST_SITEMAPS = 12, 4
_REFUSALS = frozenset({401, 403, 406, 451})
_MISSING = frozenset({404, 410})


@dataclass(frozen=True)
class FoundFeed:
    """A fetched and parsed feed, with its URL."""

    url: str
    parsed: ParsedFeed


def find_feed(fetcher: Fetcher, url: str, now: datetime) -> FoundFeed:
    """Find the feed at an address, or of the site at an address; a sitemap for news where a site has no other feed.

    Raises FetchError, FeedError and ReadingError.
    """
    search = _Search(fetcher, now)
    url = plain_address(url)
    try:
        fetched = fetch_through(fetcher, url, now=now)
    except FetchError as refusal:
        # a site that lets only browsers see its pages can have a feed for programs
        found = search.of_refusing(url) if _hides_site(refusal, url) else None
        if found is None:
            raise
        return found
    if not isinstance(fetched, Fetched):
        raise FeedError(url, "neither a feed nor a web page")
    try:
        return search.at(fetched, fetched.permanent_url or url)
    except FeedError:
        found = search.of_page(fetched)
    if found is None:
        raise FeedError(url, "not a feed, and neither a feed nor a sitemap for news was found on its site")
    return found


def _hides_site(refusal: FetchError, url: str) -> bool:
    """Whether the site behind the refusal is worth a search; a missing page below its front page is a wrong address."""
    return refusal.status in _REFUSALS or (refusal.status in _MISSING and urlsplit(url).path in {"", "/"})


class _Search:
    """The search for the feed of one site, within the limits of tries."""

    def __init__(self, fetcher: Fetcher, now: datetime) -> None:
        self._fetcher = fetcher
        self._now = now
        self._tried: set[str] = set()

    def at(self, fetched: Fetched, url: str) -> FoundFeed:
        """The feed that was fetched from an address. Raises FeedError, ReadingError and, for an index, FetchError."""
        parsed = parse_feed_apart(fetched.body, fetched.url, fetched.content_type)
        if not parsed.parts:
            return FoundFeed(url, parsed)
        answer = ask_feed(self._fetcher, url, Validators(), "", now=self._now)
        return FoundFeed(url, answer.parsed or parsed)

    def of_page(self, page: Fetched) -> FoundFeed | None:
        """The feed that a page links to, or a page that lists feeds; else at the usual addresses, or a sitemap."""
        stated = list(dict.fromkeys([*_in_header(page), *self._links_of(page)]))
        empty = None
        for address in stated:
            found = self._try(address, follows=True)
            if found and found.parsed.entries:
                return found
            empty = empty or found
        if empty:
            return empty
        usual = [urljoin(base, path) for path in _USUAL for base in (page.url, urljoin(page.url, "/"))]
        return self._first(usual) or self._of_sitemaps(page.url)

    def of_refusing(self, url: str) -> FoundFeed | None:
        """The feed of a site that refuses its page."""
        return self._of_sitemaps(url) or self._first([urljoin(url, f"/{path}") for path in _USUAL])

    def _of_sitemaps(self, url: str) -> FoundFeed | None:
        """A sitemap for news; the others list whatever a site has."""
        named = find_sitemaps(self._fetcher, url, self._now)
        named.sort(key=is_named_news, reverse=True)
        for address in (*named[:_MOST_SITEMAPS], *(urljoin(url, path) for path in _USUAL_SITEMAPS)):
            found = self._try(address, is_sitemap=True)
            if found and any(entry.title for entry in found.parsed.entries):
                return found
        return None

    def _first(self, addresses: Iterable[str]) -> FoundFeed | None:
        return next(filter(None, map(self._try, addresses)), None)

    def _try(self, url: str, *, follows: bool = False, is_sitemap: bool = False) -> FoundFeed | None:
        """The feed at an address, if it has not been tried; with `follows`, also one that a page there links to."""
        if url in self._tried or (len(self._tried) >= _MOST_TRIED and not is_sitemap):
            return None
        self._tried.add(url)
        try:
            fetched = fetch_through(self._fetcher, url, now=self._now)
            if isinstance(fetched, Fetched):
                return self._feed_or_linked(fetched, url, follows=follows)
        except (FetchError, FeedError, ReadingError):
            pass
        return None

    def _feed_or_linked(self, fetched: Fetched, url: str, *, follows: bool) -> FoundFeed | None:
        try:
            return self.at(fetched, url)
        except FeedError:
            return self._first(self._links_of(fetched)) if follows and fetched.is_page else None

    def _links_of(self, page: Fetched) -> list[str]:
        # in a child process: a hostile page can keep a parser busy for minutes
        arguments = page.body, page.url, page.content_type
        return run_apart(find_links, arguments, page.url, READING_SECONDS)


def _in_header(fetched: Fetched) -> Iterator[str]:
    """The feeds in the HTTP header Link."""
    for target, parameters in _LINK_HEADER.findall(fetched.link):
        said = {name.lower(): "".join(values) for name, *values in _PARAMETER.findall(parameters)}
        is_named = bool(_FEED_NAME.search(f"{target} {parameters}"))
        if "rel" in said and _is_feed(said["rel"], said.get("type", ""), is_named=is_named):
            yield from filter(None, [web_link(fetched.url, [target])])


def find_links(body: bytes, url: str, content_type: str) -> list[str]:
    """The feed links of a page by their type, those of comments and podcasts last; then anchors named like feeds.

    To be called in a child process.
    """
    from lxml import etree, html  # type: ignore[import-untyped]

    page = decode_text(body, content_type)
    try:
        tree = html.document_fromstring(page.encode("utf-8", "replace"))
    except (etree.LxmlError, ValueError):
        return []
    base = web_link(url, [element.get("href") for element in tree.iter("base")]) or url
    links = [link for link in tree.iter("link", "a") if _is_feed_link(link)]
    links.sort(key=lambda link: bool(_BESIDE_THE_NEWS.search(f"{link.get('title')} {link.get('href')}")))
    named = (link for link in tree.iter("a") if _is_named(link))
    links += islice(named, _MOST_ANCHORS)
    addresses = (web_link(base, [plain_address(link.get("href") or "")]) for link in links)
    return list(dict.fromkeys(filter(None, addresses)))


def _is_feed_link(link: Any) -> bool:
    return _is_feed(str(link.get("rel") or ""), str(link.get("type") or ""), is_named=_is_named(link))


def _is_feed(relation: str, stated_type: str, *, is_named: bool) -> bool:
    """Whether a link is to a feed by its type, else by its relation and name; some pages omit the relation."""
    relations, kind = set(relation.lower().split()), stated_type.partition(";")[0].strip().lower()
    if relations and not _RELATIONS & relations:
        return False
    if kind and kind not in _VAGUE_TYPES:
        return bool(_FEED_TYPE.search(kind))
    return "feed" in relations or (bool(relations) and is_named)


def _is_named(link: Any) -> bool:
    """Whether a link's address or words speak of a feed; an anchor can have an image or a label instead of a text."""
    labels = [link.get(name) or "" for name in ("href", "title", "aria-label")]
    images = [image.get("alt") or "" for image in islice(link.iter("img"), 3)]
    return bool(_FEED_NAME.search(" ".join([*labels, *images, link.text_content()[:100]])))
