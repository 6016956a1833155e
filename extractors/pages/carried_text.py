"""The text of an article that a page carries as data: JSON-LD, or the state of a page that its scripts would draw.

Nothing is run: the data are parsed as JSON, whether they are a script of that type (__NEXT_DATA__) or assigned to a
variable (window.__STATE__ = {...}). A page's data also hold the texts of related articles, so a text only counts if its
headline is that of the page, or if it has none and stands alone.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from extractors.pages.metadata import linked_data
from extractors.plain_text import strip_markup

_ASSIGNED = re.compile(r"(?:window|self|globalThis)\s*(?:\.\s*[\w$]+|\[\s*[\"'][\w$.-]+[\"']\s*\])\s*=\s*(?=[{\[])")
_HEADLINE_KEYS = ("headline", "title", "name", "articleTitle", "heading")
_ADDRESS_KEYS = ("url", "mainEntityOfPage", "@id")
_RELATED = re.compile(
    r"relat|recommend|recirc|mention|itemlist|haspart|trending|popular|readmore|readnext|latest", re.IGNORECASE
)
_TEXT_KEYS = frozenset({"text", "content", "value", "html", "body", "paragraph", "children", "data", "articlebody"})
_SENTENCE = re.compile(r"\w{2}[.!?…。»”\"')]*(?:\s|<|$)")
_STATED_BODY = re.compile(r'"articleBody"\s*:\s*("(?:[^"\\]++|\\.)*+")', re.DOTALL)
_PARAGRAPH = 40  # characters: shorter strings are labels
_ENOUGH = 200  # characters of a text
_MOST_NODES = 100_000
_DEEPEST = 60
_WORD = re.compile(r"\w+")
_SAME_HEADLINE = 0.6  # of the words of the shorter one


@dataclass(frozen=True, slots=True)
class _Found:
    """A text in the data, with the headline and whether it stands in a list of other articles."""

    text: str
    headline: str
    is_related: bool


def find_stated_body(tree: Any, headlines: set[str], path: str) -> str:
    """The articleBody of the page's JSON-LD, "" if there is none or if it belongs to another article.

    `headlines` are the page's, `path` is that of its address. JSON-LD that is invalid is searched by pattern.
    """
    found: list[_Found] = []
    for script in linked_data(tree):
        data = _parse(script)
        if data is None:
            found += [_Found(body, "", is_related=False) for body in _search(script)]
        else:
            found += list(_bodies(data, path))
    return _choose(found, headlines)


def find_carried_text(tree: Any, headlines: set[str]) -> str:
    """The text of the article in the data of the page's scripts; "" if there is none."""
    found: list[_Found] = []
    for script in tree.iter("script"):
        kind, text = str(script.get("type") or "").lower(), script.text or ""
        if len(text) < _ENOUGH or "ld+json" in kind:
            continue
        for data in _parsed(text, is_json="json" in kind):
            found += list(_texts(data))
    return _choose(found, headlines)


def _choose(found: list[_Found], headlines: set[str]) -> str:
    """The longest text under the page's headline, else the only one that may be the page's."""
    ours = [one.text for one in found if any(_is_same(one.headline, headline) for headline in headlines)]
    if ours:
        return max(ours, key=len)
    nameless = [one.text for one in found if not one.headline and not one.is_related]
    return max(nameless, key=len, default="")


def _is_same(one: str, other: str) -> bool:
    words, others = ({*_WORD.findall(headline.casefold())} for headline in (one, other))
    return bool(words and others) and len(words & others) >= _SAME_HEADLINE * max(3, min(len(words), len(others)))


def _parsed(text: str, *, is_json: bool) -> Iterator[Any]:
    if is_json:
        yield _parse(text)
        return
    for place in _ASSIGNED.finditer(text):
        try:
            yield json.JSONDecoder(strict=False).raw_decode(text, place.end())[0]
        except (ValueError, RecursionError):
            continue


def _parse(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _search(script: str) -> Iterator[str]:
    for body in _STATED_BODY.findall(script):
        try:
            yield strip_markup(json.loads(body, strict=False))
        except ValueError:
            continue


def _bodies(data: Any, path: str) -> Iterator[_Found]:
    for node, is_related, _ in _walk(data):
        body = node.get("articleBody")
        if isinstance(body, str) and body.strip():
            stated = _address_in(node)
            is_other = bool(path and stated) and path not in stated
            yield _Found(strip_markup(body), _headline_in(node), is_related=is_related or is_other)


def _texts(data: Any) -> Iterator[_Found]:
    for node, is_related, above in _walk(data):
        headline = _headline_in(node) or above
        for key, value in node.items():
            text = _prose(value) if key not in _HEADLINE_KEYS else ""
            if len(text) >= _ENOUGH:
                yield _Found(text, headline, is_related=is_related)


def _walk(data: Any) -> Iterator[tuple[Mapping[str, Any], bool, str]]:
    """The objects in some data, whether they stand among related ones, and the next headline above them."""
    waiting: list[tuple[Any, bool, str, int]] = [(data, False, "", 0)]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        value, is_related, above, depth = waiting.pop()
        if depth > _DEEPEST:
            continue
        if isinstance(value, dict):
            yield value, is_related, above
            headline = _headline_in(value) or above
            waiting += [
                (one, is_related or bool(_RELATED.search(key)), headline, depth + 1) for key, one in value.items()
            ]
        elif isinstance(value, list):
            many = sum(isinstance(one, dict) and bool(_headline_in(one)) for one in value) > 1
            waiting += [(one, is_related or many, above, depth + 1) for one in value]


def _headline_in(node: Mapping[str, Any]) -> str:
    for key in _HEADLINE_KEYS:
        value = node.get(key)
        if isinstance(value, str) and value.strip():
            return strip_markup(value)
    return ""


def _address_in(node: Mapping[str, Any]) -> str:
    for key in _ADDRESS_KEYS:
        value = node.get(key)
        value = value.get("@id") if isinstance(value, dict) else value
        if isinstance(value, str) and value.strip():
            return value
    return ""


def _prose(value: Any) -> str:
    """The text of a value of an object: a string of sentences or markup, or a list of paragraphs."""
    if isinstance(value, str):
        return strip_markup(value) if _is_prose(value) else ""
    if isinstance(value, list):
        lines = (strip_markup(one) for one in _paragraphs(value, 0) if _is_prose(one))
        return "\n".join(line for line in lines if line)
    return ""


def _paragraphs(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and depth < _DEEPEST:
        for one in value:
            yield from _paragraphs(one, depth + 1)
    elif isinstance(value, dict) and depth < _DEEPEST and not _headline_in(value):
        for key, one in value.items():
            if key.lower() in _TEXT_KEYS:
                yield from _paragraphs(one, depth + 1)


def _is_prose(text: str) -> bool:
    return len(text) >= _PARAGRAPH and text.count(" ") >= len(text) / 15 and bool(_SENTENCE.search(text))
