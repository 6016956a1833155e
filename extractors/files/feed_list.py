"""Write lists of feeds: add and remove feeds in the user's OPML file, or write a new list."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import quoteattr

from extractors.charsets import decode_text
from extractors.files.opml import OpmlError, read_opml
from extractors.files.outline_places import OutlinePlace, find_outlines
from news import Feed

_BODY_END = re.compile(r"</\s*body\s*>", re.IGNORECASE)
_EMPTY_BODY = re.compile(r"<\s*body\s*/\s*>", re.IGNORECASE)
_ENCODING = re.compile(r"""\A(\s*<\?xml[^>]{0,100}?\sencoding\s*=\s*)(?:"[^"]*"|'[^']*')""")
_ATTRIBUTE_ENDS = str.maketrans({"\n": " ", "\r": " ", "\t": " "})


@dataclass(frozen=True, slots=True)
class Merged:
    """What a list of feeds got: feeds that are new in it, and known ones that are now in further folders."""

    new: tuple[Feed, ...] = ()
    refiled: tuple[Feed, ...] = ()


def add_feeds(path: Path, feeds: Sequence[Feed]) -> Merged:
    """Add feeds to a list, each in all of its folders; a known feed is added to the folders that it is not in yet.

    Folders of the same name are used, whatever their case. Everything else in the file, including comments, is kept; a
    missing file is created. The file is replaced atomically. Raises OpmlError.
    """
    known = {feed.url: feed for feed in read_opml(path)[0]} if path.exists() else {}
    offered = _joined(feeds)
    new = tuple(feed for url, feed in offered.items() if url not in known)
    refiled = tuple(
        replace(known[url], folders=further)
        for url, feed in offered.items()
        if url in known and (further := _further(feed.folders, known[url].folders))
    )
    if new or refiled:
        text = decode_text(path.read_bytes(), "application/xml") if path.exists() else write_opml(())
        _exchange(path, _insert(path, text, (*new, *refiled)))
    return Merged(new, refiled)


def remove_feed(path: Path, url: str) -> None:
    """Remove a feed from all folders of a list; everything else in the file is kept, and folders that become empty.

    Raises OpmlError if the file cannot be used, or would list no feed at all, which a run would take for an error.
    """
    listed = {feed.url for feed in read_opml(path)[0]}
    if url not in listed:
        raise OpmlError(path, f"does not list {url}")
    if listed == {url}:
        raise OpmlError(path, f"lists only {url}: add another feed before it is removed")
    body = decode_text(path.read_bytes(), "application/xml").encode()
    for place in sorted(find_outlines(body), key=lambda one: -one.start):
        if place.url == url:
            body = _cut(body, place)
    _exchange(path, body.decode())


def _joined(feeds: Sequence[Feed]) -> dict[str, Feed]:
    """The feeds by address, each with the folders of all its mentions."""
    joined: dict[str, Feed] = {}
    for feed in feeds:
        first = joined.get(feed.url, feed)
        joined[feed.url] = replace(first, folders=(*first.folders, *_further(feed.folders, first.folders)))
    return joined


def _further(folders: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    there = {folder.casefold() for folder in known}
    return tuple(folder for folder in folders if folder.casefold() not in there)


def _cut(body: bytes, place: OutlinePlace) -> bytes:
    """Remove an outline, with its line if nothing else is on it; outlines within it are kept."""
    start, end, inner = place.start, place.end, b""
    if place.inner_end is not None:
        inner = body[body.index(b">", start) + 1 : place.inner_end].strip()
    before, after = body[:start].rstrip(b" \t"), body[end:].lstrip(b" \t\r")
    if not inner and before.endswith(b"\n") and after.startswith(b"\n"):
        return before + after[1:]
    return body[:start] + inner + body[end:]


def write_opml(feeds: Sequence[Feed], title: str = "Feeds") -> str:
    """Write feeds as OPML 2.0, by folders; a feed in several folders is listed in each."""
    outlines = "\n".join(_outlines(feeds))
    head = f"  <head>\n    <title>{quoteattr(title)[1:-1]}</title>\n  </head>"
    body = f"  <body>\n{outlines}\n  </body>" if outlines else "  <body>\n  </body>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n{head}\n{body}\n</opml>\n'


def _insert(path: Path, text: str, feeds: Sequence[Feed]) -> str:
    body = _EMPTY_BODY.sub("<body>\n  </body>", text).encode()
    placed = {(feed, folder) for feed in feeds for folder in feed.folders}
    for folder, place in _folders_of(body, {folder for _, folder in placed}):
        mine = [feed for feed in feeds if (feed, folder) in placed]
        placed -= {(feed, folder) for feed in mine}
        lines = "".join(f"      {_outline(feed)}\n" for feed in mine).encode()
        body = body[:place].rstrip() + b"\n" + lines + b"    " + body[place:]
    left = [
        replace(feed, folders=tuple(folder for folder in feed.folders if (feed, folder) in placed)) for feed in feeds
    ]
    rest = [feed for feed, before in zip(left, feeds, strict=True) if feed.folders or not before.folders]
    return _append(path, body.decode(), rest)


def _folders_of(body: bytes, wanted: set[str]) -> list[tuple[str, int]]:
    """Of the folders that a file has already, each with the byte at which it ends; the last one first."""
    by_name = {folder.casefold(): folder for folder in wanted}
    found: dict[str, int] = {}
    for place in find_outlines(body):
        folder = by_name.get(place.label.casefold())
        if folder and not place.url and not place.depth and place.inner_end is not None:
            found.setdefault(folder, place.inner_end)
    return sorted(found.items(), key=lambda pair: -pair[1])


def _append(path: Path, text: str, feeds: Sequence[Feed]) -> str:
    ends = list(_BODY_END.finditer(text))
    if not ends:
        raise OpmlError(path, "has no </body> to put a feed before")
    if not feeds:
        return text
    place = ends[-1].start()
    lines = "\n".join(_outlines(feeds))
    return f"{text[:place].rstrip()}\n{lines}\n  {text[place:]}"


def _outlines(feeds: Sequence[Feed]) -> Iterator[str]:
    placed = sorted(((folder, feed) for feed in feeds for folder in feed.folders or ("",)), key=lambda pair: pair[0])
    for folder, pairs in groupby(placed, key=lambda pair: pair[0]):
        inner = [_outline(feed) for _, feed in pairs]
        if folder:
            yield f"    <outline text={_quote(folder)}>"
            yield from (f"      {line}" for line in inner)
            yield "    </outline>"
        else:
            yield from (f"    {line}" for line in inner)


def _outline(feed: Feed) -> str:
    site = f" htmlUrl={_quote(feed.site)}" if feed.site else ""
    return f'<outline type="rss" text={_quote(feed.title or feed.url)} xmlUrl={_quote(feed.url)}{site}/>'


def _quote(value: str) -> str:
    return quoteattr(value.translate(_ATTRIBUTE_ENDS))


def _exchange(path: Path, text: str) -> None:
    text = _ENCODING.sub(r'\1"UTF-8"', text, count=1)
    beside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise OpmlError(path, f"the list of feeds cannot be written: {error.strerror}") from error
