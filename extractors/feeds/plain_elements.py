"""Single elements of plain feeds, read as feedparser reads them; whatever else they are raises NotPlainError."""

import re
from collections.abc import Collection, Mapping
from html.entities import entitydefs
from typing import Any, NoReturn

from extractors.feeds.plain_names import FOREIGN, common_name

Element = Any  # lxml has no types
PLAIN, MARKUP = "text/plain", "text/html"
NO_ATTRIBUTES: frozenset[str] = frozenset()

_TYPES = {"text": PLAIN, "plain": PLAIN, PLAIN: PLAIN, "html": MARKUP, MARKUP: MARKUP}
_XML = "{http://www.w3.org/xml/1998/namespace}"  # attributes are compared in small letters
BASE, LANGUAGE = f"{_XML}base", f"{_XML}lang"
_PLAIN_BASE = re.compile(r"https?://[\w.-]+/[\w./~-]*", re.ASCII)
_C1 = re.compile("[\x80-\x9f]")
_TAG, _CLOSING_TAG = re.compile(r"</?\w"), re.compile(r"</\w+>")
_REFERENCE, _ENTITY = re.compile(r"&#?\w+;"), re.compile(r"&(\w+);")

INNER = frozenset([FOREIGN, *"name uri email hour day itunes:category itunes:name itunes:email".split()]) | frozenset(
    f"media:{name}"
    for name in "category community content copyright credit keywords player rating starrating statistics text"
    " thumbnail".split()
)
_HARMLESS = INNER | frozenset(
    "author category cloud comments contributor copyright docs enclosure generator icon logo managingeditor rating"
    " rights skipdays skiphours subtitle webmaster dc:creator dc:format dc:identifier dc:publisher dc:rights dc:source"
    " dc:subject dc:type dcterms:alternative feedburner:emailserviceid feedburner:feedburnerhostname feedburner:info"
    " itunes:author itunes:block itunes:complete itunes:duration itunes:episode itunes:episodetype itunes:explicit"
    " itunes:image itunes:keywords itunes:new-feed-url itunes:owner itunes:season itunes:subtitle itunes:title"
    " itunes:type media:group sy:updatebase wordpress:post-id wordpress:site".split()
)


class NotPlainError(Exception):
    """Only feedparser can tell how this is to be read."""


def give_up() -> NoReturn:
    """Leave the feed to feedparser."""
    raise NotPlainError


def read_attributes(element: Element, allowed: frozenset[str]) -> dict[str, str]:
    """The attributes by their names in small letters, none but those allowed."""
    found = {name.lower(): value for name, value in element.items()}
    return found if found.keys() <= allowed else give_up()


def read_base(attributes: Mapping[str, str]) -> str:
    """The address against which links count from here on, "" where none is stated."""
    base = attributes.get(BASE, "")
    return base if not base or _PLAIN_BASE.fullmatch(base) else give_up()


def read_text(element: Element) -> str:
    """The text of an element without others in it, mended where UTF-8 was taken for Latin-1."""
    if len(element):
        give_up()
    text: str = (element.text or "").strip()
    if text.isascii():
        return text
    if _C1.search(text):  # feedparser takes these for characters of Windows
        give_up()
    try:
        return text.encode("iso-8859-1").decode("utf-8")
    except UnicodeError:
        return text


def kind_of(stated: str, text: str, *, is_atom: bool) -> str:
    """The media type of a text that has this type stated; outside Atom feedparser looks at a plain one itself."""
    kind = _TYPES.get(stated.lower()) or give_up()
    return MARKUP if kind == PLAIN and not is_atom and _looks_like_markup(text) else kind


def _looks_like_markup(text: str) -> bool:
    if not _REFERENCE.search(text) and not _CLOSING_TAG.search(text):
        return False
    if _TAG.search(text):  # it depends on which
        give_up()
    return all(name in entitydefs for name in _ENTITY.findall(text))


def has_references(text: str) -> bool:
    """Whether characters in a text are written by their names or numbers."""
    return bool(_REFERENCE.search(text))


def pass_over(element: Element, inner_names: Collection[str] = INNER) -> None:
    """Pass over an element that is known to change nothing of what we use, with those in it."""
    if common_name(element.tag) not in _HARMLESS:
        give_up()
    for each in element.iter():
        if each is not element and common_name(each.tag) not in inner_names:
            give_up()
        if any(name.lower().endswith("base") for name, _ in each.items()):  # links after it would count from there
            give_up()
