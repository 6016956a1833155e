"""The data that a page carries in its scripts and attributes for the scripts that would draw it.

Nothing is run. A value is read where a script assigns, returns or passes one: as JSON, or as the literals of JavaScript
that are not JSON (keys without quotes, single quotes, `undefined`). A string that holds JSON is read in turn.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from extractors.pages.script_literals import LiteralReader, parse_json

ENOUGH = 200  # characters: less is no article
_PLACE = re.compile(r"(?:(?<![=!<>])=|\(|\breturn\b|,(?=\s?\{))\s*+(?=[{\[\"'`])")
_GLOBAL = re.compile(r"(?:window|self|globalThis)\s?[.\[][^=;{}]{1,60}=\s*$")
_PARAMETERS = re.compile(r"\(function\s?\(([\w$,\s]{0,20000})\)\s?\{")
_ARGUMENTS = re.compile(r"[\s;]{0,9}\}\s?\)?\s?\(")
_FARTHEST = 40_000  # characters from a function's parameters to what it returns
_ROW = re.compile(rb"\n?([0-9a-f]{0,8}):(?:T([0-9a-f]{1,8}),)?")
_ESCAPES = (("&q;", '"'), ("&s;", "'"), ("&l;", "<"), ("&g;", ">"), ("&a;", "&"))
_SHORTEST_ROW = 40
_MOST_PLACES = 5_000
_MOST_READ = 4  # times the length of a script, which is read in vain


@dataclass(frozen=True, slots=True)
class PageData:
    """Some data; `is_state`: they are known to be the page's, as far as their place tells; `parts` by their names."""

    value: Any
    is_state: bool
    parts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DataSource:
    """A script or attribute that may carry data."""

    text: str
    is_json: bool
    is_attribute: bool = False


def find_data_sources(tree: Any) -> list[DataSource]:
    """The scripts and attributes of a page that may carry data, as text."""
    sources = []
    for script in tree.iter("script"):
        kind, text = str(script.get("type") or "").lower(), script.text or ""
        if len(text) >= ENOUGH and not any(other in kind for other in ("ld+json", "template", "html")):
            sources.append(DataSource(text, is_json="json" in kind))
    values = (str(value) for value in tree.xpath(f"//body//@*[string-length() >= {ENOUGH}]"))
    braced = (value for value in values if value.lstrip().startswith(("{", "[")))
    return sources + [DataSource(value, is_json=True, is_attribute=True) for value in braced]


def read_data(sources: list[DataSource]) -> Iterator[PageData]:
    """The values in the data of a page, in order; what cannot be read is left out."""
    stream = ""
    for source in sources:
        if source.is_json:
            value = _read_whole(source.text)
            yield PageData(_revive(value), not source.is_attribute, {})
            continue
        for value, is_state in _read_script(source.text):
            if isinstance(value, list) and len(value) == 2 and value[0] == 1 and isinstance(value[1], str):
                stream += value[1]  # Next.js sends its data in such pieces
            else:
                yield PageData(value, is_state, {})
    if stream:
        yield from _read_rows(stream)


def _read_whole(text: str) -> Any:
    """JSON, also if its quotes are escaped in one of the usual ways; None if it is none."""
    escaped = text
    for code, character in _ESCAPES:
        escaped = escaped.replace(code, character)
    for form in dict.fromkeys((text, html.unescape(text), escaped)):
        value = parse_json(form)
        if value is not None:
            return value
    return next((value for value, _ in _read_script(f"={text.lstrip()}")), None)


def _read_script(text: str) -> Iterator[tuple[Any, bool]]:
    """The values in a script that may be an article, and whether they are assigned to a global variable."""
    reader, end, in_vain = LiteralReader(text), 0, 0
    for _ in range(_MOST_PLACES):
        place = _PLACE.search(text, end)
        if not place or in_vain > _MOST_READ * len(text):
            return
        value, end, read = reader.read_at(place.end())
        in_vain += read
        if end - place.end() < ENOUGH:
            continue
        if place[0].startswith("return"):
            value = _with_arguments(text, place, end, value)
        if isinstance(value, str):
            value = parse_json(unquote(value) if value.startswith("%") else value)
        if value is not None:
            yield value, bool(_GLOBAL.search(text[max(0, place.start() - 90) : place.start() + 1]))


def _with_arguments(text: str, place: re.Match[str], end: int, value: Any) -> Any:
    """A value that a function returns which is called at once, with its arguments in place of its parameters."""
    begin = text.rfind("(function", max(0, place.start() - _FARTHEST), place.start())
    parameters = _PARAMETERS.match(text, max(0, begin))
    arguments = _ARGUMENTS.match(text, end)
    if not parameters or not arguments:
        return value
    given = LiteralReader(text).read_list(arguments.end(), ")")
    names = dict(zip((name.strip() for name in parameters[1].split(",")), given, strict=False))
    return LiteralReader(text, names).read_at(place.end())[0]


def _revive(value: Any) -> Any:
    """The objects of a flat list whose objects and lists name their values by their place in it, else the value."""
    if not isinstance(value, list) or len(value) < 2 or not _is_flat(value):
        return value
    shells: list[Any] = [type(one)() if isinstance(one, dict | list) else one for one in value]
    known = dict(enumerate(shells))
    for one, shell in zip(value, shells, strict=True):
        if isinstance(one, dict):
            shell.update((key, known.get(place)) for key, place in one.items())
        elif isinstance(one, list):
            shell += [known.get(place) for place in one if isinstance(place, int)]
    return shells[0]


def _is_flat(values: list[Any]) -> bool:
    objects = [one for one in values if isinstance(one, dict)]
    return bool(objects) and all(isinstance(place, int) for one in objects for place in one.values())


def _read_rows(stream: str) -> Iterator[PageData]:
    """The rows of a stream of Next.js: each has a number, and is a value or a text of that many bytes."""
    data, place, rows, parts = stream.encode("utf-8", "replace"), 0, [], {}
    while match := _ROW.match(data, place):
        line_end = data.find(b"\n", match.end())
        place = match.end() + int(match[2], 16) if match[2] else line_end if line_end >= 0 else len(data)
        if place - match.end() < _SHORTEST_ROW:
            continue
        text = data[match.end() : place].decode("utf-8", "replace")
        if match[2]:
            parts[f"${match[1].decode()}"] = text
        else:
            rows.append(parse_json(text))
    yield from (PageData(row, is_state=False, parts=parts) for row in rows)
