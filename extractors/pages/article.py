"""Bytes of a page to its article, and the best article of page and feed; trafilatura stops here."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import Any

from extractors.charsets import decode_text
from extractors.models.language_detection import detect_language
from extractors.pages.body_text import read_body
from extractors.pages.metadata import Head
from extractors.pages.walls import cut_offer, is_notice
from extractors.plain_text import tidy, unescape
from news import Article, DateSource, Entry, TextSource, canonical_url, fingerprint

# Less than this is a teaser, a notice about cookies, or a request to sign in.
_ENOUGH_TEXT = 250
# How many times longer the feed's text must be than the page's before it is clearly the fuller one.
_CLEARLY_FULLER = 1.5
# More than twice what the longest of the recorded live blogs has; extraction takes up to 0.1 ms a tag.
_MAX_TAGS = 20_000
MAX_CHARACTERS = 3_000_000
# Without it, where a page states no date, htmldate tries every number in it, and a long page takes seconds.
_DATES = {"original_date": True, "extensive_search": False}
# Of an article's text up to a seventh are links that stand alone; of navigation and lists of headlines most is.
_MOST_LINKS = 1 / 3
_TITLE_LENGTH = 90
_DAY = timedelta(days=1)
# Before the web there was no news on it: such dates are zeros and defaults of some publishing system.
_EARLIEST = datetime(1991, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    """The article of a web page, as the page tells it. `url` is canonical; `published` and `modified` are None when it
    does not say.

    `omitted` counts the characters at the end of an endless page that were not read; `is_skimmed` says that the text is
    what a glance told (extractors/pages/skim.py).
    """

    url: str
    title: str
    text: str
    outlet: str
    published: datetime | None
    language: str
    omitted: int = 0
    modified: datetime | None = None
    is_skimmed: bool = False


def read_page(body: bytes, url: str, content_type: str = "") -> Page | None:
    """Find the article of a page; None when there is no article text in it. Never raises for bad content."""
    try:
        page = extract_page(body, url, content_type)
    except Exception as error:  # noqa: BLE001
        logging.getLogger(__name__).warning("no article could be read from %r: %s", url, type(error).__name__)
        return None
    return replace(page, language=detect_language(page.text)) if page else None


def extract_page(body: bytes, url: str, content_type: str = "") -> Page | None:
    """As `read_page`, but raises whatever hostile markup makes lxml and trafilatura stumble over.

    Its language is not looked at: that takes tables of 75 MB, which not every process of readers need have.
    """
    bare_extraction, load_html = _load_trafilatura()
    whole = decode_text(body, content_type)
    html = _cut(whole)
    tree: Any = load_html(html)
    if tree is None:
        return None
    links = {" ".join("".join(link.itertext()).split()) for link in tree.iter("a")}
    found: Any = None

    def extract(tree: Any) -> str:
        nonlocal found
        found = bare_extraction(
            tree, url=url, include_comments=False, with_metadata=True, date_extraction_params=_DATES
        )
        text = tidy(found.text or "") if found else ""
        return "" if _is_navigation(text, links) else text

    text = cut_offer(read_body(tree, extract))
    title = unescape(found.title or "").replace("\n", " ") if found else ""
    if not text or not found or is_notice(title, text):
        return None
    head = Head(tree)
    return Page(
        url=head.address(url),
        title=title,
        text=text,
        outlet=head.outlet(found.sitename or ""),
        published=head.published(found.date or ""),
        language="",
        omitted=len(whole) - len(html),
        modified=head.changed(),
    )


def _is_navigation(text: str, links: Collection[str]) -> bool:
    """Say whether a text is what stands around articles; the extraction gives that where it finds no article."""
    return sum(len(line) for line in text.split("\n") if line in links) > _MOST_LINKS * len(text)


@cache
def _load_trafilatura() -> tuple[Callable[..., Any], Callable[..., Any]]:
    # imported late: it takes half a second, which commands that read no page need not wait for
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    # it calls every page without an article an error, and does not say which page
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return bare_extraction, load_html


def _cut(html: str) -> str:
    beginning = html[:MAX_CHARACTERS]
    return "<".join(beginning.split("<", _MAX_TAGS)[:_MAX_TAGS]) if beginning.count("<") > _MAX_TAGS else beginning


def make_article(page: Page | None, entry: Entry, *, outlet: str, first_seen: datetime) -> Article | None:
    """Make the best article of a page and of what the feed itself carried; None when neither has a text.

    `outlet` (the feed's title) serves where the page names none, `first_seen` where nobody gives a believable date.
    """
    text, text_from = _choose_text(page, entry)
    if not text:
        return None
    published, published_from = _choose_date(page, entry, first_seen)
    return Article(
        url=_choose_url(page, entry),
        title=entry.title or (page.title if page else "") or _shorten(text),
        text=text,
        outlet=(page.outlet if page else "") or outlet,
        published=published,
        published_from=published_from,
        text_from=text_from,
        language=_choose_language(page, entry, text, text_from),
        modified=_choose_change(page, published, first_seen),
    )


def _choose_text(page: Page | None, entry: Entry) -> tuple[str, TextSource]:
    page_text = page.text if page else ""
    feed_text = entry.content or entry.summary
    if len(page_text) < _ENOUGH_TEXT and len(feed_text) > len(page_text):
        return feed_text, "feed"
    if len(entry.content) > _CLEARLY_FULLER * len(page_text):
        return entry.content, "feed"
    return page_text, "skim" if page and page.is_skimmed else "page"


def _choose_url(page: Page | None, entry: Entry) -> str:
    # an entry may have a text and no address; it still needs a name of its own
    return (page.url if page else "") or canonical_url(entry.url) or f"urn:storywake:{fingerprint(entry.key)}"


def _choose_date(page: Page | None, entry: Entry, first_seen: datetime) -> tuple[datetime, DateSource]:
    stated = _believable(page.published if page else None, first_seen)
    in_feed = _believable(entry.published, first_seen)
    if stated and not (in_feed and _is_worse(stated, in_feed)):
        return stated, "page"
    return (in_feed, "entry") if in_feed else (first_seen, "first seen")


def _choose_change(page: Page | None, published: datetime, first_seen: datetime) -> datetime | None:
    """When the page was changed after publication; a system that writes the same moment twice has changed nothing."""
    changed = _believable(page.modified if page else None, first_seen)
    return changed if changed and changed > published else None


def _believable(moment: datetime | None, first_seen: datetime) -> datetime | None:
    return moment if moment and _EARLIEST < moment <= first_seen + _DAY else None


def _is_worse(stated: datetime, in_feed: datetime) -> bool:
    """Say whether a page's date is worse than its feed's: it is guessed wrong more often, and may be a bare day."""
    return abs(stated - in_feed) > _DAY or stated.time() == time(0)


def _choose_language(page: Page | None, entry: Entry, text: str, text_from: TextSource) -> str:
    detected = page.language if page and text_from != "feed" else detect_language(text)
    return detected or entry.language


def _shorten(text: str) -> str:
    line = text.split("\n", 1)[0]
    return line if len(line) <= _TITLE_LENGTH else line[:_TITLE_LENGTH].rsplit(" ", 1)[0] + "…"
