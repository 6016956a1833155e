"""The metadata of a page: URL, headline, outlet, dates."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import islice
from typing import Any

from extractors.feeds.dates import DateReader
from extractors.pages.stated_address import canonical_links, find_address
from extractors.pages.stated_dates import LinkedDates, identify, is_of_other, marked_dates, named_dates
from extractors.plain_text import unescape

_CHANGED_NAMES = ("article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified")
_MOST_DATES = 20  # that are read
_MOST_HEADINGS = 3


class Head:
    """The metadata of the page at `url`, from the tree of the page or of its head alone."""

    def __init__(self, tree: Any, url: str = "") -> None:
        self._tree, self._url = tree, url
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
        moments = self._moments
        found = _parse_day(day)
        agreeing = [moment for moment in moments if found and abs((moment.date() - found).days) <= 1]
        if agreeing or moments:
            return (agreeing or moments)[0]
        return datetime(found.year, found.month, found.day, tzinfo=UTC) if found else None

    def is_dated(self) -> bool:
        """Whether the page itself states when it was published, so that the date need not be guessed."""
        return bool(self._moments)

    def changed(self) -> datetime | None:
        """When the page was last changed by its own account, in UTC; None if it does not say."""
        stated = [value for name in _CHANGED_NAMES for value in self._contents[name]]
        return next(self._read([*stated, *self._linked.find("dateModified")]), None)

    @cached_property
    def _moments(self) -> list[datetime]:
        """When the page was published by its own account, the most reliable date first."""
        first, others = named_dates(self._contents)
        linked = self._linked.find("datePublished", "dateCreated")
        return list(self._read([*first, *linked, *others, *islice(marked_dates(self._tree), _MOST_DATES)]))

    def _read(self, stated: list[str]) -> Iterator[datetime]:
        reader = DateReader(str(self._tree.xpath("string(/html/@lang)")))
        return (moment for text in stated[:_MOST_DATES] if (moment := reader.read(text)))

    @cached_property
    def _linked(self) -> LinkedDates:
        addresses = [self._url, *self._contents["og:url"], *canonical_links(self._tree)]
        headings = ("".join(heading.itertext()) for heading in islice(self._tree.iter("h1"), _MOST_HEADINGS))
        titles = [self._tree.findtext(".//title") or "", *self._contents["og:title"], *headings]
        return LinkedDates(linked_data(self._tree), identify(addresses, titles))


def linked_data(tree: Any) -> list[str]:
    """The raw JSON-LD scripts of a page, unparsed because many are invalid JSON."""
    return [str(script) for script in tree.xpath("//script[contains(@type, 'ld+json')]/text()")]


def _contents(tree: Any) -> defaultdict[str, list[str]]:
    """The contents of the page's meta elements in order, by lower-case name."""
    contents = defaultdict[str, list[str]](list)
    for element in tree.iter("meta"):
        content = element.get("content")
        names = {(element.get(attribute) or "").lower() for attribute in ("property", "name", "itemprop")}
        is_other = "date" in (element.get("itemprop") or "") and is_of_other(element)
        for name in names - {""} if content is not None and not is_other else ():
            contents[name].append(str(content))
    return contents


def _parse_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
