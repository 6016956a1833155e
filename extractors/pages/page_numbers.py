"""Articles that are split over several pages."""

import re
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

MOST_PAGES = 10  # of one article; the rest is counted as not read

_NUMBER = re.compile(
    r"(?P<before>(?:[?&]|/)(?:page|pages|p|pg|seite|pagina|p%C3%A1gina|part|paged|start)[=/_-]?|/|[_,-])"
    r"0*(?P<number>[1-9]\d?)(?P<after>/?(?:\.\w{1,5})?/?)$",
    re.IGNORECASE,
)
_ENDING = re.compile(r"/?(?:\.\w{1,5})?/?$")


def find_next_page(tree: Any, url: str) -> str:
    """The address of an article's next page, "" if there is none.

    Many sites name their next article as `rel=next`, so only an address counts that differs from this one by the number
    of the page.
    """
    links = tree.xpath("//link[@rel='next']/@href | //a[contains(concat(' ', @rel, ' '), ' next ')]/@href")
    numbered = [link.get("href") for link in tree.iter("a") if "".join(link.itertext()).strip().isdigit()]
    for link in [*links, *numbered]:
        try:
            address = urlunsplit(urlsplit(urljoin(url, str(link or "").strip()))._replace(fragment=""))
            if is_next_page(address, url):
                return address
        except ValueError:
            continue
    return ""


def is_next_page(address: str, url: str) -> bool:
    """Whether an address is that of the page after `url`, by its number. Raises ValueError."""
    ours, theirs = urlsplit(url), urlsplit(address)
    if (ours.scheme, ours.netloc) != (theirs.scheme, theirs.netloc):
        return False
    stem, number = _split(_tail(address))
    own_stem, own_number = _split(_tail(url))
    if number == 2 and stem == _ENDING.sub("", _tail(url)):
        return True
    return number is not None and own_number is not None and number == own_number + 1 and stem == own_stem


def _tail(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _split(tail: str) -> tuple[str, int | None]:
    """An address without the number of its page, and that number."""
    match = _NUMBER.search(tail)
    return (_ENDING.sub("", tail[: match.start()]), int(match["number"])) if match else (tail, None)
