"""Skim a page for a text good enough for the prefilter. The only module that imports resiliparse.

It costs a twentieth of the extraction. Whatever reads like prose counts as the article: long lines of text with few
links, outside the page's navigation (C. Kohlschütter, P. Fankhauser and W. Nejdl, "Boilerplate detection using shallow
text features", WSDM 2010).
"""

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

from extractors.charsets import decode_text
from extractors.feeds.entries import language_code
from extractors.pages.article import MAX_CHARACTERS, Page
from extractors.pages.metadata import Head
from extractors.plain_text import mend_references, tidy

_ENOUGH = 1_000  # characters: less may be a notice, a teaser or no article, which needs the full extraction
_AROUND = [
    *("nav", "footer", "aside", "form", "figcaption", "button", "iframe", "select"),
    *("[role=navigation]", "[role=complementary]"),
]
_LINE = 60  # characters: shorter ones are labels, captions and headings
_LONG_LINE = 120  # characters: counts as prose even without a full stop
_MOST_LINKS = 0.5  # of a line
_LINK = re.compile(r"<a(?: [^>]*)?>(.*?)</a>")
_TAG = re.compile(r"<[^>]*>")
_END = re.compile(r"""[.!?…。:)"”»’']\s*$""")
_STATED = re.compile(
    r"<html[^>]{0,1000}>|<(?:meta|link)\s(?:[^>\"']|\"[^\"]*\"|'[^']*')*>|<title[^>]{0,200}>[^<]*</title>"
    r"|<script[^>]{0,200}ld\+json[^>]{0,200}>[^<]*</script>",
    re.IGNORECASE,
)
_UNSEEN = re.compile(rb"<(script|style|svg)\b")
_HEAD_END = re.compile(r"</head|<body", re.IGNORECASE)
_LONGEST_HEAD = 400_000  # characters


def skim_pages(pages: Sequence[tuple[bytes, str, str]]) -> list[Page | None]:
    """As `skim_page`, for (body, URL, content type) triples, in order; None for those that raise."""
    return [_skim_or_none(*page) for page in pages]


def _skim_or_none(body: bytes, url: str, content_type: str) -> Page | None:
    try:
        return skim_page(body, url, content_type)
    except Exception:  # noqa: BLE001  reading the page will show the error
        return None


def without_scripts(body: bytes) -> bytes:
    """Remove the contents of scripts, styles and drawings, most of many pages; keeps linked data."""
    kept, position = [], 0
    while found := _UNSEEN.search(body, position):
        start = body.find(b">", found.start()) + 1
        end = body.find(b"</" + found[1], start) if start else -1
        if end < 0:
            break
        kept.append(body[position : end if b"ld+json" in body[found.start() : start] else start])
        position = end
    kept.append(body[position:])
    return b"".join(kept)


def skim_page(body: bytes, url: str, content_type: str = "") -> Page | None:
    """Skim the text of a page; None if the page needs the full extraction.

    Lets errors of the parsers on hostile markup through.
    """
    from resiliparse.extract.html2text import extract_plain_text

    whole = mend_references(decode_text(body, content_type))
    html = whole[:MAX_CHARACTERS]
    marked: str = extract_plain_text(
        html, preserve_formatting="minimal_html", links=True, alt_texts=False, skip_elements=_AROUND
    )
    text = tidy("\n".join(filter(None, map(_prose, marked.split("\n")))))
    if len(text) < _ENOUGH:
        return None
    tree = _parse_head(html)
    head = Head(tree)
    return Page(
        url=head.address(url),
        title=head.title(),
        text=text,
        outlet=head.outlet(),
        published=head.published(),
        language=language_code(tree.get("lang")),
        omitted=len(whole) - len(html),
        modified=head.changed(),
        is_skimmed=True,
        is_dated=head.is_dated(),
    )


def _prose(line: str) -> str:
    """The text of a line of markup if it reads like prose, else ""."""
    if len(line) < _LINE:
        return ""
    text = unescape(_TAG.sub("", line)).strip()
    if len(text) < _LINE:
        return ""
    if "<a" in line and sum(len(_TAG.sub("", link)) for link in _LINK.findall(line)) > _MOST_LINKS * len(text):
        return ""
    return text if len(text) >= _LONG_LINE or "<p>" in line or _END.search(text) else ""


def _parse_head(html: str) -> Any:
    """Parse the page's head, without scripts and styles, which are most of it."""
    from lxml import etree  # type: ignore[import-untyped]

    end = _HEAD_END.search(html)
    head = html[: min(end.start() if end else _LONGEST_HEAD, _LONGEST_HEAD)]
    stated = "".join(found.group() for found in _STATED.finditer(head))
    # bytes, because lxml refuses a str with an encoding declaration
    parser = etree.HTMLParser(encoding="utf-8", no_network=True)
    return etree.fromstring(f"<!doctype html>{stated}<p>".encode("utf-8", "replace"), parser)
