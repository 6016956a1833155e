"""The metadata in a page's head: URL, headline, outlet, dates."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from extractors.pages.stated_address import find_address
from extractors.plain_text import unescape

_JSON_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_JSON_LD_CHANGED = re.compile(r'"dateModified"\s*:\s*"([^"]{8,40})"')
_CHANGED_NAMES = ("article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified")
# Most reliable first.
_DATE_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "date",
)


class Head:
    """The metadata of a page, from the tree of the page or of its head alone."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        self._contents = _contents(tree)

    def address(self, url: str) -> str:
        """The canonical URL of the page: its own if that is on the same site, else the canonical form of `url`."""
        return find_address(self._tree, self._contents["og:url"], url)

    def title(self) -> str:
        """The headline for sharing, else the page's title; "" if none."""
        title = next((name for name in self._contents["og:title"] if name.strip()), "")
        return unescape(title or self._tree.findtext(".//title") or "").replace("\n", " ")

    def outlet(self, sitename: str = "") -> str:
        """The outlet's name from the page, else `sitename`; "" if only the host is known."""
        stated = next((unescape(name) for name in self._contents["og:site_name"] if name.strip()), "")
        name = stated or unescape(sitename)
        return "" if "." in name and " " not in name else name[:120]

    def published(self, day: str = "") -> datetime | None:
        """When the page was published, in UTC; `day` is from the extraction and has no time of day."""
        moments = [moment for moment in map(parse_moment, self._moments()) if moment]
        found = _parse_day(day)
        agreeing = [moment for moment in moments if found and abs((moment.date() - found).days) <= 1]
        if agreeing or moments:
            return (agreeing or moments)[0]
        return datetime(found.year, found.month, found.day, tzinfo=UTC) if found else None

    def is_dated(self) -> bool:
        """Whether the page itself states when it was published, so that the date need not be guessed."""
        return any(map(parse_moment, self._moments()))

    def changed(self) -> datetime | None:
        """When the page was last changed by its own account, in UTC; None if it does not say."""
        stated = [value for name in _CHANGED_NAMES for value in self._contents[name]]
        for script in linked_data(self._tree):
            stated += _JSON_LD_CHANGED.findall(script)[:1]
        return next((moment for moment in map(parse_moment, stated) if moment), None)

    def _moments(self) -> Iterator[str]:
        first, *others = _DATE_NAMES
        yield from self._contents[first]
        for script in linked_data(self._tree):
            yield from _JSON_LD_DATE.findall(script)[:1]
        for name in others:
            yield from self._contents[name]
        yield from self._tree.xpath("//time[@itemprop='datePublished' or @pubdate]/@datetime")[:1]


def linked_data(tree: Any) -> list[str]:
    """The raw JSON-LD scripts of a page, unparsed because many are invalid JSON."""
    return [str(script) for script in tree.xpath("//script[contains(@type, 'ld+json')]/text()")]


def _contents(tree: Any) -> defaultdict[str, list[str]]:
    """The contents of the page's meta elements in order, by lower-case name."""
    contents = defaultdict[str, list[str]](list)
    for element in tree.iter("meta"):
        content = element.get("content")
        names = {(element.get(attribute) or "").lower() for attribute in ("property", "name", "itemprop")}
        for name in names - {""} if content is not None else ():
            contents[name].append(str(content))
    return contents


def parse_moment(text: str) -> datetime | None:
    """A moment in ISO 8601 or as in mail, in UTC; None if it is none."""
    try:
        moment = _parse_any(text.strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _parse_any(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return parsedate_to_datetime(text)


def _parse_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
