"""The address that a page states of itself, if it can be that of this page alone."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urljoin, urlsplit

from news import FILE_ENDING, canonical_url

_LONGEST = 4000
_SEVERAL = re.compile(r"[\s,;|]+(?:https?:)?/|\s")
_TEMPLATE = re.compile(r"[{}<>]|%%|/\$[a-z_]+$|\[object|%7[bd]", re.IGNORECASE)
_NO_ARTICLE = frozenset({"", "index", "default", "home", "undefined", "null", "none", "404", "500", "error", "search"})
_LISTS = frozenset({"tag", "tags", "category", "categories", "topic", "topics", "author", "authors", "search"})
_FORMS = frozenset({"index", "print", "amp", "full", "mobile"})  # of a page, behind its own name
_LONG_NAME = re.compile(r"[-_][^-_]+[-_]")
_DATE = re.compile(r"(?:(?:19|20)\d\d)?(?:(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])?)?")
_WORD = re.compile(r"[^\W\d_]{3,}|\d{2,}")
_SAME_SITE = re.compile(r"^(?:www|m|mobile|amp|edition)\.")


def find_address(tree: Any, others: Sequence[str], url: str) -> str:
    """The canonical URL of a page: what it states, or one of `others`, if that is on its site and can be its own.

    Else the canonical form of `url`, from which the page came.
    """
    own = canonical_url(url)
    bases = [base.get("href") for base in tree.iter("base") if 0 < len(base.get("href") or "") <= _LONGEST]
    for stated in [*canonical_links(tree), *others]:
        link = stated.strip()
        if len(link) > _LONGEST or _SEVERAL.search(link):
            continue
        try:
            address = canonical_url(urljoin(urljoin(url, bases[0].strip() if bases else ""), link))
            if _site(address) == _site(url) and may_mean(address, own):
                return address
        except ValueError:
            continue
    return own


def canonical_links(tree: Any) -> list[str]:
    """The addresses that a page calls canonical, as they are written."""
    links = (link for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split())
    return [link.get("href") or "" for link in links]


def may_mean(stated: str, url: str) -> bool:
    """Whether the address that a page states, on its own site, can be that of the page alone.

    Many pages name the front page, a section, a list, a file that is not there, or their script without the query that
    selects the article. It would make all of them one article. Raises ValueError.
    """
    theirs, own = urlsplit(stated), urlsplit(url)
    if _TEMPLATE.search(stated) or _site(url) in theirs.path:
        return False
    has_query = not own.query or not _values(theirs).isdisjoint(_values(own))
    if theirs.path == own.path:
        return has_query and bool(theirs.path.strip("/"))
    names, path = _names(theirs), _names(own)
    if names == path:
        return has_query or _is_article(names[-1])
    if any(any(map(str.isdigit, value)) or _shares_word(value, path[-1]) for value in _values(theirs)):
        return True
    if names[-1] in _NO_ARTICLE or (names[-2:-1] and names[-2] in _LISTS and names[-2] not in path):
        return False
    return _is_article(names[-1]) or _shares_word(names[-1], path[-1]) or _may_name(theirs, own)


def _may_name(theirs: SplitResult, own: SplitResult) -> bool:
    """Whether a short name may be that of a page whose own address has only a number."""
    names, path = _names(theirs), _names(own)
    is_above = path[: len(names)] == names
    is_unnamed = bool(own.query) or not re.search(r"[^\W\d_]{3}", path[-1])
    return is_unnamed and not is_above and ("-" in names[-1] or theirs.path.endswith((".html", ".htm")))


def _is_article(name: str) -> bool:
    """Whether a name is that of an article, by its number or its length; sections have one or two words."""
    if _DATE.fullmatch(name.replace("-", "")):
        return False
    has_digit = any(map(str.isdigit, name))
    is_code = len(name) > 4 and name.isalnum() and has_digit
    return is_code or bool(re.search(r"\d{3}", name) or _LONG_NAME.search(name))


def _shares_word(name: str, other: str) -> bool:
    return not set(_WORD.findall(name.lower())).isdisjoint(_WORD.findall(other))


def _values(parts: SplitResult) -> set[str]:
    return {value for _, value in parse_qsl(parts.query)}


def _names(parts: SplitResult) -> list[str]:
    """The names in a path, in lower case and without a file ending; that of a form of the page is left out."""
    names = [FILE_ENDING.sub("", name) for name in unquote(parts.path).lower().strip("/").split("/")]
    return names[:-1] if len(names) > 1 and names[-1] in _FORMS else names


def _site(url: str) -> str:
    return _SAME_SITE.sub("", urlsplit(url).hostname or "")
