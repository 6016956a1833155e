"""Plain feeds, read fast: well-formed RSS 2.0 and Atom of which every element is known come as feedparser gives them.

feedparser calls several methods for every piece of a feed; this takes the few elements that we use out of lxml's tree.
It is of use only as long as nobody can tell the difference, so it reads nothing that it is not certain of: whatever is
not plain is left to feedparser whole.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urljoin

from lxml import etree  # type: ignore[import-untyped]

from extractors.feeds.plain_dates import read_plain_date
from extractors.feeds.plain_elements import (
    BASE,
    INNER,
    LANGUAGE,
    MARKUP,
    NO_ATTRIBUTES,
    PLAIN,
    Element,
    NotPlainError,
    give_up,
    has_references,
    kind_of,
    pass_over,
    read_attributes,
    read_base,
    read_text,
)
from extractors.feeds.plain_names import ATOM, common_name, has_plain_namespaces

Fields = dict[str, Any]

# no DOCTYPE, and so no entities but those of XML itself
_START = re.compile(r"(?:<\?xml\s[^<>]*\?>)?(?>\s+|<!--[^<]*?-->|<\?xml-stylesheet\s[^<>]*\?>)*+<(?:rss|feed)[\s>]")
_OF_ROOT = frozenset(["version", BASE, LANGUAGE])
_OF_TITLE = frozenset(["type", BASE])
_OF_TEXT = _OF_TITLE | {LANGUAGE}
_OF_MEDIA_TITLE = frozenset(["type", LANGUAGE])
_OF_LINK = frozenset("href rel type title hreflang length {http://purl.org/syndication/thread/1.0}count".split())
_OF_GUID, _OF_SOURCE = frozenset(["ispermalink"]), frozenset(["url"])
_OF_IMAGES = frozenset("url title link width height description".split())
_PAGES = frozenset(["html", MARKUP, "xhtml", "application/xhtml+xml"])


def read_plain_feed(text: str) -> Mapping[str, Any] | None:
    """What feedparser would give for a plain feed with entries, as far as it is used here; None for any other text.

    That is the mapping "feed" and the list of mappings "entries", with feedparser's names for what they hold.
    """
    if not _START.match(text) or not has_plain_namespaces(text):
        return None
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return _Reader(etree.fromstring(text.encode("utf-8", "replace"), parser)).read()
    except (etree.XMLSyntaxError, NotPlainError):
        return None


class _Reader:
    """Reads one feed; every method gives up at what is not plain."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.is_atom = root.tag != "rss"
        attributes = read_attributes(root, _OF_ROOT)
        self.language = attributes.get(LANGUAGE) or None
        # Against what links count, outside what is read and within: feedparser keeps the first base that it meets.
        self.root_base = self.outer_base = self.base = read_base(attributes)

    def read(self) -> Mapping[str, Any]:
        """Read it all."""
        feed: Fields = {"language": self.language}
        entries = []
        for element in self._channel():
            name = common_name(element.tag)
            if name == ("entry" if self.is_atom else "item"):
                entries.append(self._entry(element))
            elif name in _OF_FEED:
                _OF_FEED[name](self, feed, element)
            else:
                pass_over(element)
        return {"feed": feed, "entries": entries} if entries else give_up()

    def _channel(self) -> Any:
        if self.is_atom:
            return self.root if self.root.tag.lower() == f"{{{ATOM}}}feed" else give_up()
        if [child.tag for child in self.root] != ["channel"] or self.root[0].attrib:
            give_up()
        return self.root[0]

    def _entry(self, entry: Element) -> Fields:
        read_attributes(entry, NO_ATTRIBUTES)
        self.outer_base = self.base
        fields: Fields = {}
        for element in entry:
            name = common_name(element.tag)
            if name in _OF_ENTRY:
                _OF_ENTRY[name](self, fields, element)
            else:
                self._pass_over_media(fields, element)
        self.outer_base = self.root_base
        return fields

    def _pass_over_media(self, fields: Fields, element: Element) -> None:
        for inner in element.iterdescendants() if len(element) else ():
            name = common_name(inner.tag)
            if name in _OF_MEDIA:
                _OF_MEDIA[name](self, fields, inner)
        pass_over(element, INNER | _OF_MEDIA.keys())

    def title(self, fields: Fields, element: Element) -> None:
        """A title; of two feedparser takes now the one, now the other."""
        if "title" in fields:
            give_up()
        self._put(fields, "title", element, PLAIN, _OF_TITLE)

    def summary(self, fields: Fields, element: Element, *, usual: str) -> None:
        """A summary, or what else goes for one; `usual` is the media type where none is stated."""
        if "summary" in fields and "content" not in fields:  # feedparser takes the second for the content
            self.content(fields, element, usual=PLAIN)
        else:
            self._put(fields, "summary", element, usual, _OF_TEXT)

    def content(self, fields: Fields, element: Element, *, usual: str) -> None:
        """A content, which is the summary too where there is none yet."""
        detail = self._detail(element, usual, _OF_TEXT)
        fields.setdefault("content", []).append(detail)
        fields.setdefault("summary", detail["value"])

    def media_title(self, fields: Fields, element: Element) -> None:
        """The title of a picture, which is none of the entry's where that has one before it."""
        if not fields.get("title") or "source" in fields:
            give_up()
        read_attributes(element, _OF_MEDIA_TITLE)
        read_text(element)

    def media_description(self, fields: Fields, element: Element) -> None:
        """What is said of a picture or a film, deeper than the entry's own texts: of use where these say less."""
        if "summary" not in fields:
            fields["is_of_media"] = True
        if "content" not in fields:
            self.summary(fields, element, usual=MARKUP)
            return
        # its text is dropped, but its type is not
        own = "" if "is_of_media" in fields else fields.get("summary_detail", {}).get("type")
        if own != MARKUP or self._detail(element, MARKUP, _OF_TEXT)["type"] != MARKUP:
            give_up()

    def _put(self, fields: Fields, name: str, element: Element, usual: str, allowed: frozenset[str]) -> None:
        detail = self._detail(element, usual, allowed)
        fields[name], fields[f"{name}_detail"] = detail["value"], detail

    def _detail(self, element: Element, usual: str, allowed: frozenset[str]) -> Fields:
        attributes = read_attributes(element, allowed)
        self.base = self.outer_base or read_base(attributes) or self.base
        text = read_text(element)
        kind = kind_of(attributes.get("type", usual), text, is_atom=self.is_atom)
        return {"type": kind, "value": text, "language": self.language}

    def link(self, fields: Fields, element: Element) -> None:
        """A link, as an attribute or as text."""
        attributes = read_attributes(element, _OF_LINK)
        rel = attributes.get("rel", "alternate").lower()
        kind = attributes.get("type", "application/atom+xml" if rel == "self" else MARKUP).lower()
        href = attributes.get("href")
        link = self._resolve(read_text(element), is_text=True) if href is None else self._resolve(href)
        if href is None and has_references(link):  # feedparser mends them
            give_up()
        fields.setdefault("links", []).append({"rel": rel, "href": link})
        if href is None or (rel == "alternate" and kind in _PAGES):
            fields["link"] = link

    def guid(self, fields: Fields, element: Element) -> None:
        """An identity; where there is no link yet, it is that too."""
        is_link = read_attributes(element, _OF_GUID).get("ispermalink", "true") == "true"
        fields["id"] = self._resolve(read_text(element), is_text=True) if is_link else read_text(element)
        if is_link:
            fields.setdefault("link", fields["id"])

    def _resolve(self, link: str, *, is_text: bool = False) -> str:
        if is_text and not link:
            return link
        if ":///" in link or (self.base and not link.isascii()):
            give_up()
        try:
            return urljoin(self.base, link)
        except ValueError:
            give_up()


def _put_text(_: _Reader, fields: Fields, element: Element, *, name: str) -> None:
    read_attributes(element, NO_ATTRIBUTES)
    fields[name] = read_text(element)


def _put_date(_: _Reader, fields: Fields, element: Element, *, name: str) -> None:
    read_attributes(element, NO_ATTRIBUTES)
    text = read_text(element)
    fields[name] = (read_plain_date(text) or give_up()) if text else None


def _put_subtitle(reader: _Reader, fields: Fields, element: Element, *, name: str) -> None:
    if "summary" in fields:  # feedparser takes the next for content, and remembers in the entries that it has seen some
        give_up()
    _put_text(reader, fields, element, name=name)


def _put_source(reader: _Reader, fields: Fields, element: Element) -> None:
    read_attributes(element, NO_ATTRIBUTES if reader.is_atom else _OF_SOURCE)
    fields["source"] = read_text(element)


def _pass_over_image(_: _Reader, __: Fields, image: Element) -> None:
    for element in image:
        read_attributes(element, NO_ATTRIBUTES)
        if common_name(element.tag) not in _OF_IMAGES or len(element):
            give_up()
    read_attributes(image, NO_ATTRIBUTES)


_Put = Callable[[_Reader, Fields, Element], None]
_DATES: Mapping[str, _Put] = {
    name: partial(_put_date, name=field)
    for field, names in {
        "created_parsed": "created dcterms:created",
        "published_parsed": "dcterms:issued issued pubdate published",
        "updated_parsed": "dc:date dcterms:modified lastbuilddate modified updated",
    }.items()
    for name in names.split()
}
_OF_FEED: Mapping[str, _Put] = {
    **_DATES,
    "dc:language": partial(_put_text, name="language"),
    "description": partial(_put_subtitle, name="subtitle"),
    "id": _Reader.guid,
    "image": _pass_over_image,
    "itunes:summary": partial(_put_subtitle, name="summary"),
    "language": partial(_put_text, name="language"),
    "link": _Reader.link,
    "sy:updatefrequency": partial(_put_text, name="sy_updatefrequency"),
    "sy:updateperiod": partial(_put_text, name="sy_updateperiod"),
    "title": _Reader.title,
    "ttl": partial(_put_text, name="ttl"),
}
_OF_MEDIA: Mapping[str, _Put] = {"media:description": _Reader.media_description, "media:title": _Reader.media_title}
_OF_ENTRY: Mapping[str, _Put] = {
    **_DATES,
    "content": partial(_Reader.content, usual=PLAIN),
    "content:encoded": partial(_Reader.content, usual=MARKUP),
    "dc:language": partial(_put_text, name="language"),
    "description": partial(_Reader.summary, usual=MARKUP),
    "feedburner:origlink": partial(_put_text, name="feedburner_origlink"),
    "guid": _Reader.guid,
    "id": _Reader.guid,
    "itunes:summary": partial(_Reader.summary, usual=PLAIN),
    "link": _Reader.link,
    "media:description": partial(_Reader.summary, usual=MARKUP),
    "media:title": _Reader.media_title,
    "source": _put_source,
    "summary": partial(_Reader.summary, usual=PLAIN),
    "title": _Reader.title,
}
