"""Parse sitemaps as feeds: those for news, others by the dates of change, and indexes of sitemaps."""

import html
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from extractors.feeds.dates import DateReader
from extractors.feeds.entries import (
    MAX_ENTRIES,
    OVER_LIMIT,
    FeedError,
    ParsedFeed,
    SitemapPart,
    StatedEntry,
    assemble,
    language_code,
    web_link,
)
from extractors.plain_text import unescape
from news import unwrap_url

NOT_NEWS = "pages of a sitemap that are not marked as news"
NOT_NEW = "pages of a sitemap that changed two days or more before its newest"
RECENT = timedelta(days=2)  # what a sitemap for news lists; others list all pages of a site

_ROOT = re.compile(r"<(?:[\w.-]{1,30}:)?(?:urlset|sitemapindex)[\s>/]")
_FIELDS = frozenset("loc lastmod title publication_date language name keywords".split())
_OTHER_PARTS = re.compile("image|video|xhtml", re.IGNORECASE)  # whose titles and addresses are not those of the page
_NAMED_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[a-zA-Z]{2,31};")
_DATED = re.compile(r"(?:19|20)\d\d(?:\D?\d\d?)*")
_MOST_PARTS = 20_000  # of an index that are looked at, of its start and its end: some put the newest last
_MOST_REFERENCES = 20_000
_NEVER = datetime(1, 1, 1, tzinfo=UTC)


def is_sitemap(text: str, start: int = 0) -> bool:
    """Whether an XML document, from the character `start` on, is a sitemap or an index of sitemaps."""
    return bool(_ROOT.match(text, start))


def parse_sitemap(text: str, url: str) -> ParsedFeed:
    """Parse a sitemap; for an index of sitemaps, the result has no entries but `parts`, the newest first.

    The entries of a sitemap for news have its titles, dates and languages, and its keywords as their summary; pages
    that are not marked as news are left out. In other sitemaps, an entry is a page whose change is dated within two
    days of the newest. Raises FeedError if the document cannot be read.
    """
    pages, parts = _read(text, url)
    if parts:
        return ParsedFeed("", "", (), parts=_newest_first(parts, url))
    if not pages and not re.search(r"</\s*(?:[\w.-]{1,30}:)?(?:urlset|sitemapindex)\s*>|/>\s*\Z", text[-200:]):
        raise FeedError(url, "a sitemap that is cut off before its first page")
    news = [page for page in pages if page.keys() & {"title", "publication_date"}]
    dates = DateReader()
    dated = [(page, _date_of(page, dates)) for page in news] if news else _recent(pages, dates)
    dated.sort(key=lambda pair: pair[1] or _NEVER, reverse=True)
    stated = [_state(page, moment, url) for page, moment in dated[:MAX_ENTRIES]]
    name = unescape(next((page["name"] for page in news if "name" in page), ""))
    site = urljoin(stated[0].url, "/") if stated else ""
    found = assemble(name, site, stated, {OVER_LIMIT: len(dated) - len(stated)})
    left_out = len(pages) - len(dated)
    dropped = {NOT_NEWS if news else NOT_NEW: left_out} if left_out else {}
    return replace(found, dropped={**found.dropped, **dropped})


def is_named_news(url: str) -> bool:
    """Whether the address of a sitemap says that it is for news."""
    parts = urlsplit(url)
    return "news" in f"{parts.path}?{parts.query}".lower()


def _read(text: str, url: str) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The fields of each page of a sitemap, and of each part of an index."""
    from lxml import etree  # type: ignore[import-untyped]  # imported late: only the processes that read need it

    text = _NAMED_REFERENCE.sub(lambda reference: html.unescape(reference[0]), text, count=_MOST_REFERENCES)
    pages: list[dict[str, str]] = []
    parts: list[dict[str, str]] = []
    try:
        # neither entities nor a DTD are loaded, and nothing is fetched
        for _, element in etree.iterparse(
            io.BytesIO(text.encode("utf-8", "replace")),
            tag=("{*}url", "{*}sitemap"),
            encoding="utf-8",
            recover=True,
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
        ):
            fields = dict(_fields(element))
            if fields.get("loc"):
                (parts if _local_name(element)[1] == "sitemap" else pages).append(fields)
            element.clear()
    except (etree.LxmlError, ValueError) as error:
        if not pages and not parts:
            raise FeedError(url, f"not readable as a sitemap: {' '.join(str(error).split())[:200]}") from error
    return pages, parts


def _fields(element: Any) -> list[tuple[str, str]]:
    """Name and text of the known fields below an element, the last mention first, so that the first one counts."""
    found = []
    for part in element.iter():
        space, name = _local_name(part)
        value = (part.text or "").strip() if name in _FIELDS and not _OTHER_PARTS.search(space) else ""
        if value:
            found.append((name, value))
    return found[::-1]


def _local_name(element: Any) -> tuple[str, str]:
    """The namespace, or the undeclared prefix, and the name of an element; a comment has neither."""
    if not isinstance(element.tag, str):
        return "", ""
    space, _, name = element.tag.rpartition("}")
    prefix, _, local = name.rpartition(":")
    return space or prefix, local


def _state(page: Mapping[str, str], published: datetime | None, url: str) -> StatedEntry:
    return StatedEntry(
        guid="",
        url=unwrap_url(web_link(url, [page["loc"]])),
        title=unescape(page.get("title", "")),
        summary=unescape(page.get("keywords", "")),
        content="",
        published=published,
        language=language_code(page.get("language")),
    )


def _recent(pages: Sequence[dict[str, str]], dates: DateReader) -> list[tuple[dict[str, str], datetime | None]]:
    """The pages that changed last, with the times of their changes."""
    dated = [(page, moment) for page in pages if (moment := _date(page, "lastmod", dates))]
    newest = max((moment for _, moment in dated), default=_NEVER)
    return [(page, moment) for page, moment in dated if newest - moment < RECENT]


def _date_of(page: Mapping[str, str], dates: DateReader) -> datetime | None:
    return _date(page, "publication_date", dates) or _date(page, "lastmod", dates)


def _date(fields: Mapping[str, str], name: str, dates: DateReader) -> datetime | None:
    return dates.read(fields[name], None) if fields.get(name) else None


def _newest_first(parts: Sequence[Mapping[str, str]], url: str) -> tuple[SitemapPart, ...]:
    """An index's parts: those for news first, then by the dates stated, or in the address.

    Parts without a date keep the order of the index.
    """
    dates = DateReader()
    found: dict[str, SitemapPart] = {}
    for part in parts if len(parts) <= _MOST_PARTS else (*parts[: _MOST_PARTS // 2], *parts[-_MOST_PARTS // 2 :]):
        address = web_link(url, [part["loc"]])
        in_address = max((tuple(map(int, re.findall(r"\d+", text))) for text in _DATED.findall(address)), default=())
        if address and address != url:
            stated = _date(part, "lastmod", dates)
            found.setdefault(address, SitemapPart(address, is_named_news(address), stated, in_address))
    return tuple(sorted(found.values(), key=lambda part: part.recency, reverse=True))
