"""Pages that only lead on to another address by a meta refresh."""

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from extractors.charsets import decode_text

LONGEST_WAIT = 10  # seconds: a page that waits longer shows something, and a live page reloads itself after a minute
_LARGEST = 100_000  # bytes: a larger page is not a notice that one is being taken elsewhere
_LONGEST_TEXT = 600  # characters of such a notice; an article may refresh to a version without scripts
_CONTENT = re.compile(
    r"\s*(\d{1,4})(?:\.\d*)?\s*[;,\s]\s*(?:url\s*=)?\s*[\"']?\s*([^\"'>]+?)\s*[\"']?\s*", re.IGNORECASE
)


def may_refresh(body: bytes) -> bool:
    """Whether a body is worth parsing for a refresh."""
    return len(body) <= _LARGEST and b"refresh" in body.lower()


def find_refresh(body: bytes, url: str, content_type: str = "") -> str:
    """The address that a page without an article leads to by a meta refresh; "" if there is none.

    Lets errors of lxml on hostile markup through.
    """
    from lxml import html  # type: ignore[import-untyped]

    tree = html.document_fromstring(decode_text(body, content_type).encode("utf-8", "replace"))
    if _is_article(tree):
        return ""
    for element in tree.iter("meta"):
        stated = _CONTENT.fullmatch(str(element.get("content") or ""))
        if str(element.get("http-equiv") or "").strip().lower() == "refresh" and stated:
            target = urljoin(_base(tree, url), stated[2])
            is_other = target.partition("#")[0] != url.partition("#")[0]
            return target if int(stated[1]) <= LONGEST_WAIT and is_other and _is_web(target) else ""
    return ""


def _is_article(tree: Any) -> bool:
    texts = tree.xpath("//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]")
    return sum(len(" ".join(text.split())) for text in texts) > _LONGEST_TEXT


def _base(tree: Any, url: str) -> str:
    base = next((element.get("href") for element in tree.iter("base") if element.get("href")), "")
    return urljoin(url, str(base))


def _is_web(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
