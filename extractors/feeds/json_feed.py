"""Parse JSON Feed 1.0 and 1.1, which feedparser does not support."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from extractors.feeds.entries import FeedError, ParsedFeed, StatedEntry, assemble, language_code, web_link
from extractors.plain_text import strip_markup, tidy, unescape


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
    stated = [_stated(row, url, language) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return assemble(unescape(_text(feed, "title")), web_link(url, [feed.get("home_page_url")]), stated)


def _is_json_feed(feed: Any) -> bool:
    # some omit the version's URL, or give only the number
    return isinstance(feed, dict) and ("jsonfeed.org/" in str(feed.get("version")) or {"items", "title"} <= feed.keys())


def _stated(row: Mapping[str, Any], url: str, language: str) -> StatedEntry:
    content = strip_markup(_text(row, "content_html")) or tidy(_text(row, "content_text"))
    return StatedEntry(
        # the standard requires a string, but numbers are common
        guid=_text(row, "id").strip(),
        url=web_link(url, [row.get("url"), row.get("external_url"), row.get("id")]),
        title=unescape(_text(row, "title")),
        summary=unescape(_text(row, "summary")),
        content=content,
        published=_moment(row.get("date_published")) or _moment(row.get("date_modified")),
        language=language_code(row.get("language")) or language,
    )


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)


def _moment(value: Any) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
