"""The text of an article in the data that a page carries for the scripts that would draw it.

Sites nest the paragraphs in blocks of many shapes, and split a paragraph into pieces where its style changes. So all
texts below one headline are taken in their order, and pieces are joined. A page's data also hold the texts of related
articles: a text only counts if its headline is that of the page, or if it has none and stands alone.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from extractors.pages.data_nodes import (
    DEEPEST,
    HEADLINE_KEYS,
    UNSPACED,
    CarriedText,
    choose_text,
    headline_in,
    is_headline,
    walk_nodes,
)
from extractors.pages.script_data import ENOUGH, DataSource, read_data
from extractors.pages.script_literals import parse_json
from extractors.plain_text import strip_markup
from news import is_headline_of

_TEXT_KEYS = frozenset(
    """text content contents value html body paragraph paragraphs children data articlebody model blocks fragments
    sections elements content_elements components nodes items document root json rendered richtext rich_text plain_text
    attributes innerhtml ops insert""".split()
)
_KIND_KEYS = ("type", "_type", "nodeType", "__typename", "kind", "tag", "tagName")
_BLOCK = re.compile(
    r"(?:\w{1,20}[/_-])?(?:p|para(?:graph)?|h[1-6]|heading(?:[-_]?\d)?|header|block|(?:block)?quote|list[-_]?item|li|unstyled)",
    re.IGNORECASE,
)
# An object with a headline and one of these is an article, one with a headline alone is a section.
_ARTICLE_KEY = re.compile(
    r"(?:\w{1,20}_)?(?:url|href|slug|path|link|permalink|uri)|\w{0,20}(?:publish|author|byline)\w{0,20}|date\w{0,20}",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"\w{2}[.!?…。！？»”\"'」)]*(?:\s|<|$)")
_ENDED = re.compile(r"[.!?…。！？][»”\"'」)]*\s*$")
_PARAGRAPH = 40  # characters: shorter strings are labels, unless they are a sentence
_MOST_PIECES = 50_000


def find_carried_text(sources: list[DataSource], headlines: set[str]) -> str:
    """The text of the article in the data of a page; "" if there is none."""
    found: list[CarriedText] = []
    is_ours = cache(lambda headline: is_headline(headline, headlines))
    reader = _TextReader()
    for data in read_data(sources):
        reader.parts = {**data.parts, **_named_parts(data.value)}
        for node, is_related, above in walk_nodes(data.value):
            headline = headline_in(node) or above
            if is_ours(headline) if headline else data.is_state:
                # among a page's data are also its menus, its terms and the text of its buttons
                texts = (text for text in reader.texts_of(node) if headline or _is_under(headlines, text))
                found += [CarriedText(text, headline, is_related) for text in texts]
    return choose_text(found, headlines)[0]


def _is_under(headlines: set[str], text: str) -> bool:
    return any(is_headline_of(one, text) for one in headlines if one.count(" ") > 1)


def _named_parts(value: Any) -> dict[str, Any]:
    """The objects that others refer to by their names, as Apollo keeps them ("Paragraph:7")."""
    nodes = (node for node, _, _ in walk_nodes(value))
    return {key: one for node in nodes for key, one in node.items() if ":" in key and isinstance(one, dict)}


class _TextReader:
    """Collects the texts below an object; `parts` are the objects and texts that others only name."""

    def __init__(self) -> None:
        self.parts: Mapping[str, Any] = {}
        self._left = _MOST_PIECES

    def texts_of(self, node: Mapping[str, Any]) -> Iterator[str]:
        """The texts of an object's values, one line per paragraph, without those that are too short for an article."""
        for key, value in node.items():
            text = self._prose(value) if key not in HEADLINE_KEYS else ""
            if _weight(text) >= ENOUGH:
                yield text

    def _prose(self, value: Any) -> str:
        named, value = value, self._resolve(value)
        if isinstance(value, str):
            return strip_markup(value) if _is_prose(value) else ""
        # an object that stands here is met by itself
        text = self._text(value, "", 0) if isinstance(value, list) or value is not named else ""
        return "\n".join(line for line in map(str.strip, text.split("\n")) if _is_paragraph(line))

    def _resolve(self, value: Any) -> Any:
        """What a value names, or the data that it holds as JSON, else the value."""
        if isinstance(value, str):
            inner = parse_json(value) if len(value) >= _PARAGRAPH else None
            return self.parts.get(value, value) if inner is None else inner
        if isinstance(value, dict) and (name := value.get("__ref") or (value.get("type") == "id" and value.get("id"))):
            return self.parts.get(name, value) if isinstance(name, str) else value
        return value

    def _text(self, value: Any, kind: str, depth: int) -> str:
        """The text below a value, one line per block; `kind` is that of the block around it."""
        self._left -= 1
        value = self._resolve(value)
        if self._left < 0 or depth > DEEPEST:
            return ""
        if isinstance(value, str):
            return _piece(value)
        if isinstance(value, list):
            pieces = [self._text(one, kind, depth + 1) for one in value]
            return ("" if _are_inline(value, pieces, kind) else "\n").join(pieces)
        if not isinstance(value, dict) or (not _BLOCK.fullmatch(kind) and _is_article(value)):
            return ""
        own = _kind_of(value) or kind
        return _join([self._text(one, own, depth + 1) for key, one in value.items() if key.lower() in _TEXT_KEYS])


def _piece(value: str) -> str:
    """A text without markup; the blanks at its ends belong to the paragraph that it may be a piece of."""
    before, after = value[:1].isspace(), value[-1:].isspace()
    return f"{' ' * before}{strip_markup(value)}{' ' * after}"


def _join(texts: list[str]) -> str:
    """The texts of an object, without those that another one repeats."""
    bare = ["".join(text.split()) for text in texts]
    kept = [
        text
        for place, text in enumerate(texts)
        if bare[place]
        and bare[place] not in bare[:place]
        and not any(bare[place] in other and bare[place] != other for other in bare)
    ]
    return "\n".join(kept)


def _is_article(node: Mapping[str, Any]) -> bool:
    return bool(headline_in(node)) and any(map(_ARTICLE_KEY.fullmatch, node))


def _kind_of(node: Mapping[str, Any]) -> str:
    return next((str(node[key]) for key in _KIND_KEYS if isinstance(node.get(key), str)), "")


def _are_inline(values: list[Any], pieces: list[str], kind: str) -> bool:
    """Whether values are pieces of one paragraph: they are in one, or have blanks where they meet within a sentence."""
    if any(isinstance(one, dict) and _BLOCK.fullmatch(_kind_of(one)) for one in values):
        return False
    if _BLOCK.fullmatch(kind):
        return not any("\n" in piece for piece in pieces)
    meetings = [(one, other) for one, other in pairwise(pieces) if one and other]
    return all(isinstance(one, dict) for one in values) and any(
        other[:1] == " " or (one[-1:] == " " and not _ENDED.search(one)) for one, other in meetings
    )


def _weight(text: str) -> int:
    """The length of a text, in letters of an alphabet: scripts without blanks need about half as many."""
    return len(text) + len(UNSPACED.findall(text))


def _is_paragraph(line: str) -> bool:
    return _is_prose(line) or (" " in line and bool(_ENDED.search(line)))


def _is_prose(text: str) -> bool:
    unspaced = len(UNSPACED.findall(text))
    is_worded = text.count(" ") >= (len(text) - unspaced) / 15 or unspaced > len(text) / 2
    return len(text) + unspaced >= _PARAGRAPH and is_worded and bool(_SENTENCE.search(text))
