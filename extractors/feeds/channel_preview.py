"""Parse the public web preview of a Telegram channel (https://t.me/s/CHANNEL) as a feed."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from extractors.feeds.dates import DateReader
from extractors.feeds.entries import FeedError, ParsedFeed, StatedEntry, assemble
from extractors.plain_text import strip_markup, tidy

MOST_POSTS = 500  # a page has about twenty
WORDLESS = "posts without a text"
OVER_LIMIT = f"posts over the limit of {MOST_POSTS}"

_HOSTS = frozenset({"t.me", "telegram.me"})
_POST = re.compile(r"[\w-]{1,64}/\d{1,12}")
_LONGEST_TITLE = 120  # characters of a post's first line


def is_channel_preview(url: str) -> bool:
    """Whether an address is that of a channel's preview."""
    parts = urlsplit(url)
    return (parts.hostname or "") in _HOSTS and parts.path.startswith("/s/")


def parse_channel_preview(text: str, url: str) -> ParsedFeed:
    """Parse the posts of a preview, the newest first; posts without a text, such as pictures, are left out and counted.

    Raises FeedError if the page shows no posts: the channel is private, or has its preview switched off.
    """
    from lxml import etree, html  # type: ignore[import-untyped]

    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError) as error:
        raise FeedError(url, "a channel preview that cannot be read") from error
    posts = tree.xpath("//div[@data-post]")
    if not posts:
        raise FeedError(url, "a channel preview without posts: the channel is private or shows no preview")
    dates = DateReader()
    shown, surplus = posts[-MOST_POSTS:], max(0, len(posts) - MOST_POSTS)
    stated = [entry for entry in (_state(post, dates) for post in reversed(shown)) if entry]
    named = tree.xpath("string(//meta[@property='og:title']/@content)")
    found = assemble(tidy(str(named)).replace("\n", " "), url.replace("/s/", "/", 1), stated, {})
    counts = {WORDLESS: len(shown) - len(stated), OVER_LIMIT: surplus}
    return replace(found, dropped={why: number for why, number in counts.items() if number})


def _state(post: Any, dates: DateReader) -> StatedEntry | None:
    from lxml import etree

    name = str(post.get("data-post"))
    # not the text of a message that the post replies to
    texts = post.xpath(".//div[contains(concat(' ', @class, ' '), ' js-message_text ')]")
    words = strip_markup(etree.tostring(texts[0], encoding="unicode", with_tail=False)) if texts else ""
    if not words or not _POST.fullmatch(name):
        return None
    return StatedEntry(
        guid=name,
        url=f"https://t.me/{name}",
        title=_first_line(words),
        summary=words,
        content="",
        published=_date(post, dates),
        language="",
    )


def _first_line(words: str) -> str:
    line = words.partition("\n")[0]
    return line if len(line) <= _LONGEST_TITLE else line[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"


def _date(post: Any, dates: DateReader) -> datetime | None:
    stated = [time.get("datetime") for time in post.iter("time") if time.get("datetime")]
    return dates.read(str(stated[-1]), None) if stated else None
