"""The text of an article that a page carries as data: JSON-LD, or the state of a page that its scripts would draw.

Nothing is run: the data are parsed as JSON, whether they are a script of that type (__NEXT_DATA__) or assigned to a
variable (window.__STATE__ = {...}). A page's data also hold the texts of related articles, so a text only counts if its
headline is that of the page, or if it has none and stands alone.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from extractors.pages.data_nodes import DEEPEST, HEADLINE_KEYS, CarriedText, choose_text, headline_in, walk_nodes
from extractors.plain_text import strip_markup

_ASSIGNED = re.compile(r"(?:window|self|globalThis)\s*(?:\.\s*[\w$]+|\[\s*[\"'][\w$.-]+[\"']\s*\])\s*=\s*(?=[{\[])")
_TEXT_KEYS = frozenset({"text", "content", "value", "html", "body", "paragraph", "children", "data", "articlebody"})
_SENTENCE = re.compile(r"\w{2}[.!?…。»”\"')]*(?:\s|<|$)")
_PARAGRAPH = 40  # characters: shorter strings are labels
_ENOUGH = 200  # characters of a text


def find_carried_text(tree: Any, headlines: set[str]) -> str:
    """The text of the article in the data of the page's scripts; "" if there is none."""
    found: list[CarriedText] = []
    for script in tree.iter("script"):
        kind, text = str(script.get("type") or "").lower(), script.text or ""
        if len(text) < _ENOUGH or "ld+json" in kind:
            continue
        for data in _parsed(text, is_json="json" in kind):
            found += list(_texts(data))
    return choose_text(found, headlines)[0]


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


def _texts(data: Any) -> Iterator[CarriedText]:
    for node, is_related, above in walk_nodes(data):
        headline = headline_in(node) or above
        for key, value in node.items():
            text = _prose(value) if key not in HEADLINE_KEYS else ""
            if len(text) >= _ENOUGH:
                yield CarriedText(text, headline, is_related=is_related)


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
    elif isinstance(value, list) and depth < DEEPEST:
        for one in value:
            yield from _paragraphs(one, depth + 1)
    elif isinstance(value, dict) and depth < DEEPEST and not headline_in(value):
        for key, one in value.items():
            if key.lower() in _TEXT_KEYS:
                yield from _paragraphs(one, depth + 1)


def _is_prose(text: str) -> bool:
    return len(text) >= _PARAGRAPH and text.count(" ") >= len(text) / 15 and bool(_SENTENCE.search(text))
