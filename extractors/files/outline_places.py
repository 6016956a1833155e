"""Where the outlines of an OPML file begin and end, so that one can be changed and the rest kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from xml.parsers import expat

from extractors.feeds.entries import plain_address
from extractors.plain_text import tidy


@dataclass(frozen=True, slots=True)
class OutlinePlace:
    """An outline from the byte `start` to before `end`; its end tag begins at `inner_end`, None if it has none.

    `url` is "" for a folder; `depth` counts the outlines around it.
    """

    label: str
    url: str
    depth: int
    start: int
    end: int = 0
    inner_end: int | None = None


def find_outlines(body: bytes) -> list[OutlinePlace]:
    """The outlines of an OPML file in UTF-8, in the order of their ends. Raises expat.ExpatError."""
    search = _Search(body)
    search.parser.Parse(body, True)
    return search.found


class _Search:
    def __init__(self, body: bytes) -> None:
        self._body = body
        self._open: list[OutlinePlace] = []
        self.found: list[OutlinePlace] = []
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name.lower() != "outline":
            return
        stated = {key.lower(): tidy(value).replace("\n", " ") for key, value in attributes.items()}
        url = plain_address(stated.get("xmlurl", ""))
        label = stated.get("title" if url else "text") or stated.get("text") or stated.get("title") or ""
        self._open.append(OutlinePlace(label, url, len(self._open), self.parser.CurrentByteIndex))

    def _end(self, name: str) -> None:
        if name.lower() != "outline":
            return
        place, here = self._open.pop(), self.parser.CurrentByteIndex
        if self._body.startswith(b"</", here):
            place = replace(place, inner_end=here, end=self._body.index(b">", here) + 1)
        else:  # an empty element: expat gives its end
            place = replace(place, end=here)
        self.found.append(place)
