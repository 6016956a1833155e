"""What a page says about itself in its head: its address, its outlet, when it was published."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from extractors.plaintext import unescape
from news import canonical_url

_JSON_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_JSON_LD_CHANGED = re.compile(r'"dateModified"\s*:\s*"([^"]{8,40})"')
_CHANGED_NAMES = ("article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified")
_SAME_SITE = re.compile(r"^(?:www|m|mobile|amp|edition)\.")
# In the order in which they can be believed.
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


def read_address(tree: Any, url: str) -> str:
    """Give the canonical URL of a page: the one it names itself when that is on the same site, else `url`'s."""
    for stated in [*tree.xpath("//link[@rel='canonical']/@href"), *_contents(tree, "og:url")]:
        try:
            address = canonical_url(urljoin(url, stated.strip()))
            is_own = _site(address) == _site(url)
        except ValueError:
            continue
        # many pages name the front page, which would make one article of them all
        if is_own and urlsplit(address).path.strip("/"):
            return address
    return canonical_url(url)


def _site(url: str) -> str:
    return _SAME_SITE.sub("", urlsplit(url).hostname or "")


def read_outlet(tree: Any, sitename: str | None) -> str:
    """Give the outlet's name as the page states it, "" when all that is known is the host."""
    stated = next((unescape(name) for name in _contents(tree, "og:site_name") if name.strip()), "")
    name = stated or unescape(sitename or "")
    return "" if "." in name and " " not in name else name[:120]


def read_moment(tree: Any, day: str | None) -> datetime | None:
    """Give when a page was published, in UTC; `day` is what the extraction found, which knows no time of day."""
    moments = [moment for moment in map(_parse_moment, _stated_moments(tree)) if moment]
    found = _parse_day(day)
    agreeing = [moment for moment in moments if found and abs((moment.date() - found).days) <= 1]
    if agreeing or moments:
        return (agreeing or moments)[0]
    return datetime(found.year, found.month, found.day, tzinfo=UTC) if found else None


def read_change(tree: Any) -> datetime | None:
    """Give when a page says that it was last changed, in UTC; None when it does not say."""
    stated = [value for name in _CHANGED_NAMES for value in _contents(tree, name)]
    for script in linked_data(tree):
        stated += _JSON_LD_CHANGED.findall(script)[:1]
    return next((moment for moment in map(_parse_moment, stated) if moment), None)


def _stated_moments(tree: Any) -> Iterator[str]:
    contents = {name: _contents(tree, name) for name in _DATE_NAMES}
    yield from contents.pop("article:published_time")
    for script in linked_data(tree):
        yield from _JSON_LD_DATE.findall(script)[:1]
    for values in contents.values():
        yield from values
    yield from tree.xpath("//time[@itemprop='datePublished' or @pubdate]/@datetime")[:1]


def linked_data(tree: Any) -> list[str]:
    """The scripts of JSON-LD in a page, as they stand: much of it is no JSON."""
    return [str(script) for script in tree.xpath("//script[contains(@type, 'ld+json')]/text()")]


def _contents(tree: Any, name: str) -> list[str]:
    lowered = "translate(@{}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
    tests = " or ".join(f"{lowered.format(attribute)} = $name" for attribute in ("property", "name", "itemprop"))
    return [str(content) for content in tree.xpath(f"//meta[{tests}]/@content", name=name)]


def _parse_moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _parse_day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
