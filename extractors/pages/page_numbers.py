"""Articles that are split over several pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from news import canonical_url

MOST_PAGES = 10  # of one article; the rest is counted as not read

_WORDS = "pages?|pg?|paged|pn|seite|p[aá]gina|p%C3%A1gina|part|start|sayfa|hal(?:aman)?|strona|str|sid[ae]|sivu|trang"
_NUMBER = re.compile(
    rf"(?P<before>/(?:{_WORDS})[=/_-]?|[/_,-])0*(?P<number>[1-9]\d?)(?P<after>/?(?:\.\w{{1,5}})?/?)$", re.IGNORECASE
)
_ENDING = re.compile(r"(?:/index)?(?:\.\w{1,5})?/?$")
_PARAMETER = re.compile(rf"{_WORDS}|\w{{0,9}}page\w{{0,9}}", re.IGNORECASE)
_OTHER_PARAMETER = re.compile(r"c[-_]?page|comment|repl(?:y|ies)|(?:\w*_)?id$|lang|v$|slide|image|photo", re.IGNORECASE)
_SMALL_NUMBER = re.compile(r"[1-9]\d?")

_NEXT = re.compile(
    r"\b(?:next|weiter|nächste|suivante?|siguiente|successiva|avanti|próxima|seguinte|volgende|nästa|neste|næste"
    r"|następna|další|далее|следующая|далі|наступна|sonraki|berikutnya)\b|[›»→>]|下一[页頁]|次(?:の|へ|ページ)|다음",
    re.IGNORECASE,
)
_LABELLED_NUMBER = re.compile(r"\D{0,12}(\d{1,2})\D{0,6}")
_LONGEST_LABEL = 40  # characters: a longer one is a headline
_COMMENTS = "ancestor-or-self::*[contains(@id, 'comment') or contains(@class, 'comment')]"


@dataclass(frozen=True, slots=True)
class _Address:
    """An address without scheme, "www.", tracking and ending; `stem` is its path without the number of a page.

    `number` is 0 if it has none; `is_bare`: no word says that it is the number of a page.
    """

    host: str
    path: str
    stem: str
    number: int
    is_bare: bool
    query: frozenset[str]


def find_next_page(tree: Any, url: str) -> str:
    """The address of an article's next page, "" if there is none.

    Many sites name their next article as `rel=next`, so only an address counts that differs from this one by the number
    of the page. Scheme, "www." and tracking make no difference.
    """
    try:
        base, ours = urljoin(url, next(iter(tree.xpath("//base/@href")), "").strip()), _split(url)
    except ValueError:
        return ""
    for link, label in _next_links(tree):
        try:
            address = urlunsplit(urlsplit(urljoin(base, link.get("href").strip()))._replace(fragment=""))
            theirs = _split(address)
            if _follows(ours, theirs, label) and not link.xpath(_COMMENTS):
                return address if _is_certain(ours, theirs, label) or _has_first_page(tree, base, ours) else ""
        except ValueError:
            continue
    return ""


def _next_links(tree: Any) -> Iterator[tuple[Any, int]]:
    """Links that say that they lead to a next page, with the number by which they call it, else 0."""
    for link in tree.iter("link", "a"):
        if link.get("href") is None:
            continue
        names = f"{link.get('rel')} {link.get('class')}".lower()
        label, number = _label_of(link)
        if number:
            yield link, number
        elif "next" in names or (len(label) <= _LONGEST_LABEL and _NEXT.search(label)):
            yield link, 0


def _label_of(link: Any) -> tuple[str, int]:
    """What a link calls itself, and the number of a page in it, else 0."""
    texts = (
        " ".join(text.split()) for text in ("".join(link.itertext()), link.get("aria-label"), link.get("title")) if text
    )
    labels = [text for text in texts if text]
    numbers = (match for label in labels if (match := _LABELLED_NUMBER.fullmatch(label)))
    return " ".join(labels), next((int(match[1]) for match in numbers), 0)


def _has_first_page(tree: Any, base: str, ours: _Address) -> bool:
    """Whether a page links to its article's first page, by which it is known as one of several."""
    for link in tree.iter("link", "a"):
        if link.get("href") and (link.get("rel") == "prev" or _label_of(link)[1] == 1):
            theirs = _split(urljoin(base, link.get("href")))
            if theirs.path == ours.stem or (theirs.stem, theirs.number) == (ours.stem, 1):
                return True
    return False


def _split(url: str) -> _Address:
    parts = urlsplit(canonical_url(url))
    path, host = _ENDING.sub("", parts.path), parts.netloc.removeprefix("www.")
    query = frozenset(parts.query.split("&")) - {""}
    if not (match := _NUMBER.search(parts.path)):
        return _Address(host, path, path, 0, is_bare=False, query=query)
    stem, is_bare = _ENDING.sub("", parts.path[: match.start()]), len(match["before"]) == 1
    return _Address(host, path, stem, int(match["number"]), is_bare, query)


def _follows(ours: _Address, theirs: _Address, label: int) -> bool:
    if theirs.host != ours.host:
        return False
    if theirs.query != ours.query:
        return theirs.path == ours.path and _follows_by_query(ours.query, theirs.query, label)
    if theirs.number and theirs.stem == ours.path:
        return _is_second(theirs.number, label, is_certain=label > 0)
    return ours.number > 0 and theirs.stem == ours.stem and theirs.number == ours.number + 1


def _is_certain(ours: _Address, theirs: _Address, label: int) -> bool:
    """Whether the number can only be that of a page, and not of the next article (/news/12, /news/13)."""
    return theirs.query != ours.query or not theirs.is_bare or ours.number == 0 or (ours.number == 1 and label > 0)


def _follows_by_query(ours: frozenset[str], theirs: frozenset[str], label: int) -> bool:
    added, removed = theirs - ours, ours - theirs
    name, _, value = next(iter(added), "").partition("=")
    if len(added) != 1 or not _SMALL_NUMBER.fullmatch(value) or _OTHER_PARAMETER.match(name):
        return False
    if not removed:
        return _is_second(int(value), label, is_certain=bool(_PARAMETER.fullmatch(name)))
    old_name, _, old = next(iter(removed)).partition("=")
    is_counted = len(removed) == 1 and old_name == name and old.isdecimal() and _PARAMETER.fullmatch(name)
    return bool(is_counted) and int(value) == int(old) + 1


def _is_second(number: int, label: int, *, is_certain: bool) -> bool:
    """Whether a page has the number of the second one, where the first one has none; some count from 0."""
    return (number == 2 and label in {0, 2}) or (number == 1 and is_certain and label in {0, 2})
