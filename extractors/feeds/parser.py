"""Parse a feed into entries. The only module that imports feedparser."""

import calendar
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from extractors.charsets import decode_text
from extractors.feeds import sax_driver
from extractors.feeds.channel_preview import is_channel_preview, parse_channel_preview
from extractors.feeds.dates import DateReader
from extractors.feeds.entries import (
    MAX_ENTRIES,
    OVER_LIMIT,
    FeedError,
    ParsedFeed,
    StatedEntry,
    assemble,
    language_code,
    mend_addresses,
    web_link,
    without_clutter,
)
from extractors.feeds.json_feed import parse_json_feed
from extractors.feeds.polling_hints import read_pace, read_quiet_hours
from extractors.feeds.sitemap import is_sitemap, parse_sitemap
from extractors.models.language_detection import detect_language
from extractors.plain_text import mend_references, strip_markup, unescape
from news import unwrap_url

# Of a feed's own markup: what stands in CDATA sections and comments costs next to nothing. feedparser takes 20 to 35 µs
# a tag, and 10 MB of "<a>" would keep it busy for minutes. The largest of 4,569 real feeds has 8,400.
MAX_TAGS = 40_000
OVER_TAGS = f"over the limit of {MAX_TAGS:,} tags a feed"
_END_OF_FEED = 1_000  # characters that are kept behind the last entry
# Nested relative xml:base attributes make ever longer addresses; beyond this many they are ignored.
_MAX_NESTED_BASES = 200

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ENTRY_END = re.compile(r"</(?:item|entry)\s*>")
_MARKUP = re.compile(rf"<!\[CDATA\[(?:.*?\]\]>|.*)|<!--(?:.*?-->|.*)|{_ENTRY_END.pattern}|<", re.DOTALL)
_RELATIVE_BASE = re.compile(r"""\sxml:base\s*=\s*(["'])(?!https?://)[^"'<>]*\1""", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?:|/|[\w.-]+/)\S*$", re.IGNORECASE)  # absolute or relative, not a bare name or number
_CHINESE = re.compile(r"zh-(?:(hant|tw|hk|mo)|hans|cn|sg)\b")
_PROLOGUE = re.compile(r"\A(?:\s|<\?[^>]{0,500}\?>|<!--.{0,5000}?-->)*", re.DOTALL)
# not the doctype alone: some feeds have HTML's
_WEB_PAGE = re.compile(
    r"(?:<!doctype[^>]{0,300}>\s*)?(?:<!--.{0,5000}?-->\s*)*<(?:html|head|body|meta|title|script)[\s>]",
    re.IGNORECASE | re.DOTALL,
)


def parse_feed(body: bytes, url: str, content_type: str = "") -> ParsedFeed:
    """Parse RSS 2.0, RSS 1.0, Atom, JSON Feed, a sitemap or a channel's preview, well-formed or not.

    Raises FeedError if nothing in it is usable.

    `url` is the base of relative links. At most 2,000 entries are read; the others are counted in `dropped`.
    """
    text = mend_references(decode_text(body, content_type).strip("\ufeff\0 \t\r\n"))
    if not text:
        raise FeedError(url, "empty, no feed")
    if text.startswith("{") or (text.startswith("[") and "json" in content_type.lower()):
        return parse_json_feed(text, url)
    if is_channel_preview(url):
        return parse_channel_preview(text, url)
    start = _end_of_prologue(text)
    if _WEB_PAGE.match(text, start):
        raise FeedError(url, "is a web page, not a feed")
    text = mend_addresses(text)
    if is_sitemap(text, start):
        return parse_sitemap(text, url)
    return _parse_xml_feed(text, url)


def _end_of_prologue(text: str) -> int:
    match = _PROLOGUE.match(text)
    return match.end() if match else 0


def _parse_xml_feed(text: str, url: str) -> ParsedFeed:
    text, surplus = _cut_surplus(text, url)
    result = _run_feedparser(text, url)
    feed, entries = result["feed"], result["entries"]
    if not entries and (result.get("bozo") or not result.get("version")):
        raise FeedError(url, _why_unusable(result))
    dates = DateReader(str(feed.get("language") or ""))
    stated = [_stated(entry, url, feed.get("language"), dates) for entry in entries]
    found = assemble(_plain(feed, "title"), web_link(url, [feed.get("link")]), stated, surplus)
    return replace(found, pace=read_pace(feed), quiet_hours=read_quiet_hours(text))


def _cut_surplus(text: str, url: str) -> tuple[str, dict[str, int]]:
    """Remove the entries over a limit from the text before parsing, which they would make too slow, and count them.

    Raises FeedError if the first entry alone has too many tags.
    """
    tags = entries = end = 0
    for markup in _MARKUP.finditer(text):
        is_end = markup[0].startswith("</")
        tags += is_end or markup[0] == "<"
        entries += is_end
        if tags > MAX_TAGS or entries > MAX_ENTRIES:
            break
        if is_end:
            end = markup.end()
    else:
        return text, {}
    if not end:
        raise FeedError(url, f"more than {MAX_TAGS:,} tags before the end of its first entry, too many for a feed")
    ends = [found.end() for found in _ENTRY_END.finditer(text, end)] or [len(text)]
    kept = text[:end] + text[ends[-1] : ends[-1] + _END_OF_FEED]
    return kept, {OVER_TAGS if tags > MAX_TAGS else OVER_LIMIT: len(ends)}


def _run_feedparser(text: str, url: str) -> Mapping[str, Any]:
    # imported late: takes a tenth of a second, and only the processes that read feeds need it
    import feedparser

    feedparser.api.PREFERRED_XML_PARSERS = [sax_driver.__name__]
    if len(_RELATIVE_BASE.findall(text)) > _MAX_NESTED_BASES:
        text = _RELATIVE_BASE.sub("", text)

    # Pass UTF-8 decoded by us, or feedparser would trust the declared encoding. Do not pass the URL, with which it
    # would turn GUIDs that are not URLs into addresses.
    headers = {"content-type": "application/xml; charset=utf-8"}
    source = io.BytesIO(text.encode("utf-8", "replace"))
    try:
        result: Mapping[str, Any] = feedparser.parse(
            source, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:
        # on hostile input it can raise anything
        raise FeedError(url, f"not readable as a feed: {type(error).__name__}") from error
    return result


def _why_unusable(result: Mapping[str, Any]) -> str:
    reason = " ".join(str(result.get("bozo_exception", "")).removeprefix("<unknown>:").split())[:200]
    return f"no feed with entries: {reason}" if reason else "no feed: neither RSS, Atom, JSON Feed nor a sitemap"


def _stated(entry: Mapping[str, Any], url: str, feed_tag: object, dates: DateReader) -> StatedEntry:
    stated = (_own(entry, "title_detail") or {}).get("language")
    tag = str(stated if language_code(stated) else feed_tag)
    language = language_code(tag)
    return without_clutter(
        StatedEntry(
            guid=str(_own(entry, "id") or "").strip(),
            url=unwrap_url(web_link(url, _links(entry, tag))),
            title=_plain(entry, "title"),
            summary=_plain(entry, "summary"),
            content=max((_text_of(part) for part in _own(entry, "content") or []), key=len, default=""),
            published=_date(entry, "published", dates) or _date(entry, "updated", dates),
            language=language,
        )
    )


def _date(entry: Mapping[str, Any], name: str, dates: DateReader) -> datetime | None:
    text, moment = str(_own(entry, name) or ""), _moment(_own(entry, f"{name}_parsed"))
    return dates.read(text, moment) if text else moment


def _own(entry: Mapping[str, Any], name: str) -> Any:
    """Read a field without feedparser's fallback, which substitutes "updated" for a missing "published" and warns."""
    return dict.get(entry, name) if isinstance(entry, dict) else None


def _links(entry: Mapping[str, Any], tag: str) -> Iterator[object]:
    """The candidates for the entry's URL, best first."""
    # FeedBurner's own links lead through its counter
    yield entry.get("feedburner_origlink")
    yield _translation(entry, tag)
    # without a link, feedparser gives the GUID, even if it is a bare number
    link = str(entry.get("link") or "")
    if link != entry.get("id") or _ADDRESS.match(link):
        yield link
    for link in entry.get("links", []):
        if link.get("rel") == "alternate":
            yield link.get("href")
    # an address, although the feed says that its GUID is none
    guid = str(_own(entry, "id") or "").strip()
    if guid.lower().startswith(("http://", "https://", "www.")) and " " not in guid:
        yield guid


def _translation(entry: Mapping[str, Any], tag: str) -> object:
    """Of several versions of an entry's page, the one in its own language; else the one not marked, or the first.

    None if none is marked with a language, or if there is only one. `tag` is the entry's language tag.
    """
    links = [link for link in entry.get("links", []) if link.get("rel") == "alternate" and link.get("href")]
    marked = [(_version_of(link["hreflang"]), link["href"]) for link in links if link.get("hreflang")]
    pages = [link for link in links if "html" in link.get("type", "html")]
    unmarked = next((link["href"] for link in pages if not link.get("hreflang")), "")
    if not marked or len({unmarked, *(href for _, href in marked)} - {""}) < 2:
        return None
    own, code = _version_of(tag), language_code(tag)
    versions = {language_code(version): href for version, href in reversed(marked)} | dict(reversed(marked))
    versions.pop("", None)  # for readers of no known language
    if own in versions or code in versions:
        return versions.get(own) or versions[code]
    spoken = "" if code and unmarked else detect_language(f"{_plain(entry, 'title')}\n{_plain(entry, 'summary')}")
    return versions.get(spoken) or unmarked or marked[0][1]


def _version_of(tag: object) -> str:
    """A language tag in lower case; of Chinese the script, which some tags name by a country."""
    stated = str(tag or "").strip().lower().replace("_", "-")
    script = _CHINESE.match(stated)
    return stated if not script else "zh-hant" if script[1] else "zh-hans"


def _plain(owner: Mapping[str, Any], name: str) -> str:
    # the value beside its detail, not within it: of two titles feedparser mends only the former
    value, detail = str(owner.get(name) or ""), owner.get(f"{name}_detail") or {}
    # what still has references after that was escaped twice
    return unescape(strip_markup(value) if _is_markup(detail) else value)


def _text_of(detail: Mapping[str, Any]) -> str:
    value, kind = str(detail.get("value") or ""), str(detail.get("type") or "text/html")
    if _is_markup(detail):
        return strip_markup(value)
    return unescape(value) if kind.startswith("text/") else ""


def _is_markup(detail: Mapping[str, Any]) -> bool:
    return str(detail.get("type") or "text/html") in {"text/html", "application/xhtml+xml"}


def _moment(parsed: Any) -> datetime | None:
    try:
        return _EPOCH + timedelta(seconds=calendar.timegm(parsed))
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
