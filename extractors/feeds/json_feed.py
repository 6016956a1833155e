"""Parse JSON Feed 1.0 and 1.1, which feedparser does not support."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from extractors.feeds.dates import DateReader
from extractors.feeds.entries import FeedError, ParsedFeed, StatedEntry, assemble, language_code, web_link
from extractors.plain_text import strip_markup, tidy, unescape
from news import unwrap_url


def parse_json_feed(text: str, url: str) -> ParsedFeed:
    """Parse a JSON Feed. Raises FeedError for any other JSON."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        problem = str(error) if isinstance(error, ValueError) else "nested too deeply"
        raise FeedError(url, f"not readable as JSON: {problem}") from error
    if not _is_json_feed(feed):
        raise FeedError(url, "JSON, but no JSON Feed")
    language = language_code(feed.get("language"))
    rows = feed.get("items")
    dates = DateReader(_text(feed, "language"))
    stated = (
        [_stated(row, url, language, dates) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    )
    return assemble(unescape(_text(feed, "title")), web_link(url, [feed.get("home_page_url")]), stated, {})


def _is_json_feed(feed: Any) -> bool:
    # some omit the version's URL, or give only the number
    return isinstance(feed, dict) and ("jsonfeed.org/" in str(feed.get("version")) or {"items", "title"} <= feed.keys())


def _stated(row: Mapping[str, Any], url: str, language: str, dates: DateReader) -> StatedEntry:
    content = strip_markup(_text(row, "content_html")) or tidy(_text(row, "content_text"))
    return StatedEntry(
        # the standard requires a string, but numbers are common
        guid=_text(row, "id").strip(),
        url=unwrap_url(web_link(url, [row.get("url"), row.get("external_url"), row.get("id")])),
        title=unescape(_text(row, "title")),
        summary=unescape(_text(row, "summary")),
        content=content,
        published=_date(row, "date_published", dates) or _date(row, "date_modified", dates),
        language=language_code(row.get("language")) or language,
    )


def _date(row: Mapping[str, Any], name: str, dates: DateReader) -> datetime | None:
    return dates.read(_text(row, name), None)


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)
