"""Read lists of feeds in OPML.

Uses expat instead of listparser, which silently repairs its input as HTML, so that half a list would pass for a
complete one, and which cannot report the line of a bad address. Only single characters are mended.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit
from xml.parsers import expat

from extractors.charsets import decode_text
from extractors.feeds.entries import plain_address
from extractors.files.regular_file import read_regular
from extractors.plain_text import mend_references, tidy, unescape
from extractors.sandbox import ReadingError, run_apart
from extractors.web.addresses import has_valid_host
from news import Feed

MAX_BYTES = 5_000_000
SMALL = 200_000  # bytes, a thousand feeds, that are read in this process; a larger list in a child process
SECONDS = 10  # of CPU time
_BARE_AMPERSAND = re.compile(r"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|(?:amp|lt|gt|quot|apos);)")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_FEED_TYPES = frozenset({"rss", "atom", "rss1", "rss2"})


class OpmlError(Exception):
    """A list of feeds cannot be used; the message is one line that names the file."""

    def __init__(self, path: Path, problem: str, line: int | None = None) -> None:
        super().__init__(f"{path}:{line}: {problem}" if line else f"{path}: {problem}")
        self.path = path
        self.problem = problem
        self.line = line

    def __reduce__(self) -> tuple[type["OpmlError"], tuple[Path, str, int | None]]:
        """Make the error picklable, because it may come from another process."""
        return OpmlError, (self.path, self.problem, self.line)


def read_opml(path: Path) -> tuple[tuple[Feed, ...], tuple[str, ...]]:
    """Read a list of feeds; returns the feeds in order, and one line for each outline that was skipped.

    The `folders` of a feed are the names of the enclosing outlines; one listed in several folders has all of them.
    Raises OpmlError if the file cannot be read, is not OPML, or lists no feed.
    """
    try:
        body = read_regular(path, MAX_BYTES)
    except OSError as error:
        raise OpmlError(path, f"the list of feeds cannot be read: {error.strerror}") from error
    if len(body) > MAX_BYTES:
        raise OpmlError(path, f"is larger than {MAX_BYTES:,} bytes, too large for a list of feeds")
    if len(body) <= SMALL:
        return parse_opml(path, body)
    try:
        return run_apart(parse_opml, (path, body), str(path), SECONDS, expected=OpmlError)
    except ReadingError as error:
        raise OpmlError(path, error.problem) from error


def parse_opml(path: Path, body: bytes) -> tuple[tuple[Feed, ...], tuple[str, ...]]:
    """As `read_opml`, for the content of a file. Raises OpmlError."""
    outlines = _Outlines(path)
    outlines.read(_mend(body))
    if not outlines.feeds:
        first = f"; {outlines.complaints[0]}" if outlines.complaints else ""
        raise OpmlError(path, f"contains no feed{first}")
    return tuple(outlines.feeds.values()), tuple(outlines.complaints)


def _mend(body: bytes) -> bytes:
    """The list in UTF-8, without what some programs write although XML forbids it, such as a bare "&" in an address."""
    text = mend_references(decode_text(body)).strip("\ufeff\0 \t\r\n")
    return _BARE_AMPERSAND.sub("&amp;", _CONTROLS.sub("", text)).encode("utf-8", "replace")


@dataclass
class _Outlines:
    """Collects the outlines while parsing; `open_folders` has "" for an outline that is a feed or has no name."""

    path: Path
    feeds: dict[str, Feed] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    open_folders: list[str] = field(default_factory=list)
    has_root: bool = False

    def read(self, body: bytes) -> None:
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.EntityDeclHandler = self.refuse_entity
        try:
            self.parser.Parse(body, True)
        except expat.ExpatError as error:
            raise OpmlError(self.path, f"is not valid XML: {expat.ErrorString(error.code)}", error.lineno) from error

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self.has_root and name.lower() != "opml":
            raise OpmlError(self.path, f"is not OPML: it begins with <{name[:40]}>", self.parser.CurrentLineNumber)
        self.has_root = True
        if name.lower() != "outline":
            return
        stated = {key.lower(): tidy(value).replace("\n", " ") for key, value in attributes.items()}
        label = unescape(stated.get("text") or stated.get("title") or "")
        address = stated.get("xmlurl")
        if address is None and stated.get("type", "").lower() in _FEED_TYPES:
            address = stated.get("url")
        if address is not None:
            self.add(address, stated, label)
        self.open_folders.append("" if address else label)

    def add(self, address: str, stated: Mapping[str, str], label: str) -> None:
        url = plain_address(address)
        if not _is_web_address(url):
            problem = f"{label or 'a feed'} is left out: {url[:200]!r} is no http or https address"
            self.complaints.append(f"{self.path}:{self.parser.CurrentLineNumber}: {problem}")
            return
        known = self.feeds.get(url) or Feed(url, stated.get("title") or label, (), stated.get("htmlurl", ""))
        folders = dict.fromkeys([*known.folders, *filter(None, self.open_folders)])
        self.feeds[url] = replace(known, folders=tuple(folders))

    def end(self, name: str) -> None:
        if name.lower() == "outline":
            self.open_folders.pop()

    def refuse_entity(self, *_: object) -> None:
        raise OpmlError(
            self.path, "defines entities, which a list of feeds has no need of", self.parser.CurrentLineNumber
        )


def _is_web_address(url: str) -> bool:
    return has_valid_host(url) and urlsplit(url).scheme in {"http", "https"}
