"""Skim a page for a text good enough for the prefilter, in a twentieth of the time of the extraction.

Whatever reads like prose counts as the article (extractors/pages/prose.py).
"""

import re
from collections.abc import Sequence
from typing import Any

from extractors.charsets import decode_text
from extractors.feeds.entries import language_code
from extractors.pages.article import MAX_CHARACTERS, Page
from extractors.pages.metadata import Head
from extractors.pages.prose import find_prose
from extractors.plain_text import mend_references

_ENOUGH = 1_000  # characters: less may be a notice, a teaser or no article, which needs the full extraction
# Kana, Han and Hangul: each letter is a syllable or a word, and counts as three.
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
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
    whole = mend_references(decode_text(body, content_type))
    html = whole[:MAX_CHARACTERS]
    text = find_prose(html)
    if _extent(text[:_ENOUGH]) < _ENOUGH:
        return None
    tree = _parse_head(html)
    head = Head(tree, url)
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


def _extent(text: str) -> int:
    return len(text) + 2 * len(_DENSE.findall(text))


def _parse_head(html: str) -> Any:
    """Parse the page's head, without scripts and styles, which are most of it."""
    from lxml import etree  # type: ignore[import-untyped]

    end = _HEAD_END.search(html)
    head = html[: min(end.start() if end else _LONGEST_HEAD, _LONGEST_HEAD)]
    stated = "".join(found.group() for found in _STATED.finditer(head))
    # bytes, because lxml refuses a str with an encoding declaration
    parser = etree.HTMLParser(encoding="utf-8", no_network=True)
    return etree.fromstring(f"<!doctype html>{stated}<p>".encode("utf-8", "replace"), parser)
