"""Write lists of feeds: add feeds to the user's OPML file, or write a new list."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import quoteattr

from extractors.charsets import decode_text
from extractors.files.opml import OpmlError, read_opml
from news import Feed

_BODY_END = re.compile(r"</\s*body\s*>", re.IGNORECASE)
_EMPTY_BODY = re.compile(r"<\s*body\s*/\s*>", re.IGNORECASE)
_ATTRIBUTE_ENDS = str.maketrans({"\n": " ", "\r": " ", "\t": " "})


def add_feeds(path: Path, feeds: Sequence[Feed]) -> tuple[Feed, ...]:
    """Add feeds to a list, each in the first of its folders, and return those that were new.

    Everything else in the file, including comments, is kept; a missing file is created. The file is replaced
    atomically. Raises OpmlError.
    """
    known = {feed.url for feed in read_opml(path)[0]} if path.exists() else set()
    new = tuple({feed.url: feed for feed in feeds if feed.url not in known}.values())
    if new:
        text = decode_text(path.read_bytes(), "application/xml") if path.exists() else write_opml(())
        _exchange(path, _insert(path, text, new))
    return new


def write_opml(feeds: Sequence[Feed], title: str = "Feeds") -> str:
    """Write feeds as OPML 2.0, by folders; a feed in several folders is listed in each."""
    outlines = "\n".join(_outlines(feeds))
    head = f"  <head>\n    <title>{quoteattr(title)[1:-1]}</title>\n  </head>"
    body = f"  <body>\n{outlines}\n  </body>" if outlines else "  <body>\n  </body>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n{head}\n{body}\n</opml>\n'


def _insert(path: Path, text: str, feeds: Sequence[Feed]) -> str:
    text = _EMPTY_BODY.sub("<body>\n  </body>", text)
    ends = list(_BODY_END.finditer(text))
    if not ends:
        raise OpmlError(path, "has no </body> to put a feed before")
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
    beside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise OpmlError(path, f"the list of feeds cannot be written: {error.strerror}") from error
