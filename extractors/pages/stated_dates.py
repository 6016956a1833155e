"""The dates that a page states of its article: in its JSON-LD, its meta elements, and the marks in its text.

Pages also state the dates of other things: comments, videos, related articles. None of these may become the article's.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from typing import Any
from urllib.parse import unquote, urlsplit

from extractors.pages.data_nodes import is_headline
from extractors.pages.script_literals import parse_json

# of meta elements; most reliable first
_BEFORE_JSON_LD = ("article:published_time",)
_AFTER_JSON_LD = (
    "og:article:published_time datepublished parsely-pub-date sailthru.date cxenseparse:recs:publishtime "
    "dc.date.issued dcterms.issued dcterms.created pubdate publishdate publish-date date dc.date dcterms.date "
    "article_date_original"
).split()
_OTHER_NAME = re.compile(
    r"(?:^|[.:_-])(?:date[._-]?(?:published|publication|issued)|created?[._-]?(?:at|time)"
    r"|(?:first|original)?[._-]?publi(?:shed|(?:sh|shed|cation)[._-]?(?:date|time|at|on))|pub[._-]?(?:date|time))$"
)
_OTHER_THING = re.compile(
    r"(?:^|[/:._-])(?:video|audio|image|music|book|event|product|(?:user)?comment|review)", re.IGNORECASE
)
_DATE_KEYS = ("datePublished", "dateCreated", "dateModified")
_ARTICLE = re.compile(r"(?:article|posting|report)$", re.IGNORECASE)
_NEVER_MAIN = re.compile(r"object$|comment|person|organi[sz]ation|itemlist|list$|website|product|event", re.IGNORECASE)
_WITHIN = ("@graph", "mainEntity", "mainEntityOfPage")  # what else an object names is another thing
_ADDRESS_KEYS = ("url", "@id", "mainEntityOfPage")
_MOST_NODES, _DEEPEST = 1_000, 6
_MOST_MARKS, _MOST_ABOVE = 50, 30  # elements with a date, and elements around one that are looked at
_LONGEST_TITLE = 300
_NAMELESS = re.compile(r"(?:^|/)index\.\w{2,5}$|\.html?$|/amp$")  # at the end of a path
_LONGEST_QUERY = 500
_LONGEST = 60  # characters of a date in the text
_MARKED = (
    "//*[contains(@itemprop, 'datePublished')]",
    "//time[@pubdate or contains(@class, 'publish') or contains(@class, 'entry-date')]",
    "//abbr[contains(@class, 'published')]",
)
_ASIDE = frozenset({"aside", "nav", "footer"})
_ITEMS = frozenset({"article", "li"})
_COMMENT = re.compile(r"(?:^|\s)comment(?:-?(?:body|item|content|entry))?(?:\s|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells the page's article from others: the paths of its addresses, and its headlines."""

    paths: frozenset[str]
    headlines: tuple[str, ...]


def identify(addresses: Iterable[str], headlines: Iterable[str]) -> Identity:
    """The identity of a page from its addresses and headlines, as far as they say something."""
    paths = {path for address in addresses for path in (_path(address), _path(address).partition("?")[0])}
    return Identity(frozenset(paths - {""}), tuple(headline[:_LONGEST_TITLE] for headline in headlines))


def named_dates(contents: Mapping[str, list[str]]) -> tuple[list[str], list[str]]:
    """The dates in the meta elements, by their lower-case names: those that outrank JSON-LD, and the others."""
    known = {*_BEFORE_JSON_LD, *_AFTER_JSON_LD}
    others = (name for name in contents if name not in known and _OTHER_NAME.search(name))
    names = [*_AFTER_JSON_LD, *(name for name in others if not _OTHER_THING.search(name))]
    first, rest = ([value for name in some for value in contents.get(name, ())] for some in (_BEFORE_JSON_LD, names))
    return first, rest


class LinkedDates:
    """The dates in a page's JSON-LD, of the objects that are most surely its article; invalid scripts are kept."""

    def __init__(self, scripts: Iterable[str], page: Identity) -> None:
        ranked: defaultdict[int, list[Mapping[str, Any]]] = defaultdict(list)
        self._invalid: list[str] = []
        for script in scripts:
            data = parse_json(script.strip().rstrip(";"))
            if data is None:
                self._invalid.append(script)
            for node in _walk(data) if data is not None else ():
                if any(key in node for key in _DATE_KEYS) and (rank := _rank(node, page)) is not None:
                    ranked[rank].append(node)
        self._ranked = [ranked[rank] for rank in sorted(ranked)]

    def find(self, *keys: str) -> list[str]:
        """The dates under the first of these keys that has one. Scripts that are invalid are searched by pattern."""
        for nodes, key in product(self._ranked, keys):
            if dates := [date for node in nodes for date in _texts(node.get(key))]:
                return dates
        return [date for script in self._invalid for date in [one for key in keys for one in _search(script, key)][:1]]


def marked_dates(tree: Any) -> Iterator[str]:
    """The dates that are marked in the text of the page as that of its publication."""
    for path in _MARKED:
        for element in tree.xpath(path)[:_MOST_MARKS]:
            if not is_of_other(element):
                values = (element.get(name) for name in ("content", "datetime", "title"))
                yield next(filter(None, values), "".join(element.itertext())[:_LONGEST])


def is_of_other(element: Any) -> bool:
    """Whether an element describes a comment, a video or another thing that is not the article (microdata)."""
    above = list(islice(element.iterancestors(), _MOST_ABOVE))
    if any(one.tag in _ASIDE or (one.tag in _ITEMS and _COMMENT.search(one.get("class") or "")) for one in above):
        return True
    scope = next((one for one in above if one.get("itemtype")), None)
    return scope is not None and bool(_OTHER_THING.search(scope.get("itemtype")))


def _search(script: str, key: str) -> list[str]:
    dates = re.findall(rf'"{key}"\s*:\s*"([^"]{{8,40}})"', script)
    return [date.replace("\\u002B", "+").replace("\\u002b", "+").replace("\\/", "/") for date in dates]


def _walk(data: Any) -> Iterator[Mapping[str, Any]]:
    """The objects that are about the page, in order."""
    waiting: list[tuple[Any, int]] = [(data, 0)]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        value, depth = waiting.pop()
        if isinstance(value, dict):
            yield value
            inner = [value[key] for key in _WITHIN if isinstance(value.get(key), dict | list)]
        else:
            inner = value if isinstance(value, list) else []
        waiting += [(one, depth + 1) for one in reversed(inner) if depth < _DEEPEST]


def _rank(node: Mapping[str, Any], page: Identity) -> int | None:
    """How surely an object is the page's article, 0 for the surest; None if it is another thing."""
    kinds = _texts(node.get("@type"))
    if any(map(_NEVER_MAIN.search, kinds)):
        return None
    is_article = any(map(_ARTICLE.search, kinds))
    paths = {path for key in _ADDRESS_KEYS for address in _texts(node.get(key)) if (path := _path(address))}
    if paths & page.paths:
        return 0 if is_article else 2
    headlines = [headline[:_LONGEST_TITLE] for key in ("headline", "name") for headline in _texts(node.get(key))]
    if any(is_headline(headline, page.headlines) for headline in headlines):
        return 1 if is_article else 2
    if paths and page.paths:
        return None
    return 3 if is_article else 4


def _texts(value: Any) -> list[str]:
    """The strings of a value: itself, those of a list, or that of an object that stands for one."""
    if isinstance(value, list):
        return [text for one in value[:10] if not isinstance(one, list) for text in _texts(one)]
    if isinstance(value, dict):
        value = value.get("@value") or value.get("@id") or value.get("url")
    is_text = isinstance(value, str | int) and not isinstance(value, bool)
    return [str(value)] if is_text and str(value).strip() else []


def _path(address: str) -> str:
    """The path of an address and the numbers in its query, which may name the article; "" for a front page."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} and not address.startswith("/"):
        return ""
    path = _NAMELESS.sub("", unquote(parts.path).strip("/").lower())
    numbers = re.findall(r"\d+", parts.query[:_LONGEST_QUERY])
    return f"{path}?{'-'.join(numbers)}" if numbers else path
