"""Extract the article of a page, and choose between page and feed. The only module that imports trafilatura."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import cache, partial
from typing import Any

from extractors.charsets import decode_text
from extractors.models.language_detection import detect_language
from extractors.pages.attribute_limit import limit_attributes
from extractors.pages.body_text import headlines_of, read_body
from extractors.pages.metadata import Head
from extractors.pages.page_numbers import find_next_page
from extractors.pages.page_parts import PagePart, find_part
from extractors.pages.prose import find_main_text, find_prose
from extractors.pages.second_opinion import choose_extraction
from extractors.pages.text_head import cut_before, cut_head
from extractors.pages.walls import WallError, cut_offer, find_notice
from extractors.plain_text import mend_references, tidy, unescape
from news import Article, DateSource, Entry, TextSource, canonical_url, fingerprint, fragment_of

# Shorter texts are teasers, cookie notices or login prompts.
_ENOUGH_TEXT = 250
# The feed's text must be this many times longer than the page's to be preferred.
_CLEARLY_FULLER = 1.5
# More than twice the tags of the longest recorded live blog; extraction takes up to 0.1 ms per tag.
_MAX_TAGS = 20_000
# Of 280 recorded pages one has more. It is not extracted in other ways as well, which would take as long again.
_MOST_TAGS_REVIEWED = 8_000
MAX_CHARACTERS = 3_000_000
# Without it, on a page without a date, htmldate tries every number, which takes seconds for a long page.
_DATES = {"original_date": True, "extensive_search": False}
# In articles, up to a seventh of the text is standalone links; in navigation and lists of headlines, most is.
_MOST_LINKS = 1 / 3
_TITLE_LENGTH = 90
_DAY = timedelta(days=1)
# Dates before the web are zeros or defaults of a publishing system.
_EARLIEST = datetime(1991, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    """The article of a web page. `url` is canonical; `published` and `modified` are None if the page lacks them.

    `omitted` is the number of characters at the end of a very long page that were not read; `is_skimmed`: the text
    is from the fast skim (extractors/pages/skim.py); `is_part`: it is the part of the page that the fragment of its URL
    names; `next_url` is where the article continues, "" if it does not; `is_dated`: the page states `published`,
    which is otherwise guessed.
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
    is_part: bool = False
    next_url: str = ""
    is_dated: bool = False


def read_page(body: bytes, url: str, content_type: str = "") -> Page | None:
    """Extract the article of a page; None if it has no article text. Never raises for bad content."""
    try:
        page = extract_page(body, url, content_type)
    except WallError:
        return None
    except Exception as error:  # noqa: BLE001
        logging.getLogger(__name__).warning("no article could be read from %r: %s", url, type(error).__name__)
        return None
    return replace(page, language=detect_language(page.text)) if page else None


def extract_page(body: bytes, url: str, content_type: str = "") -> Page | None:
    """As `read_page`, but raises WallError for a notice, and lets errors of lxml and trafilatura through.

    Does not detect the language, because that needs tables of 75 MB in every reader process.
    """
    whole = mend_references(decode_text(body, content_type))
    html = _cut(whole)
    extraction = _Extraction(html, url)
    tree = extraction.tree
    if tree is None:
        return None
    part = find_part(tree, fragment_of(url))
    next_url = find_next_page(tree, url)
    text = cut_offer(read_body(tree, extraction.extract, url, extraction.review))
    head, found = Head(tree, url), extraction.found
    title = (unescape(found.title or "").replace("\n", " ") if found else "") or head.title()
    if not text:
        return None
    if notice := find_notice(title, text, is_dated=head.is_dated()):
        raise WallError(notice)
    page = Page(
        url=head.address(url),
        title=title,
        text=cut_head(text, {title, *headlines_of(tree)}),
        outlet=head.outlet(found.sitename or "" if found else ""),
        published=head.published(found.date or "" if found else ""),
        language="",
        omitted=len(whole) - len(html),
        modified=head.changed(),
        next_url=next_url,
        is_dated=head.is_dated(),
    )
    return _narrow(page, part, url) if part else page


class _Extraction:
    """Extracts the text of a page, in several ways if necessary; `found` has the metadata, None if there is no text."""

    def __init__(self, html: str, url: str) -> None:
        self._bare_extraction, self._load_html = _load_trafilatura()
        self._html, self._url = html, url
        self.tree: Any = self._load_html(html)
        self.found: Any = None
        links = self.tree.iter("a") if self.tree is not None else ()
        self._links = {" ".join("".join(link.itertext()).split()) for link in links}

    def extract(self, tree: Any) -> str:
        """The text of a tree, "" if it is navigation. Keeps the metadata of the first text, which take much time."""
        if self.found:
            return self._text_of(tree)
        self.found = self._bare_extraction(
            tree, url=self._url, include_comments=False, with_metadata=True, date_extraction_params=_DATES
        )
        return self._tidy(self.found)

    def review(self, text: str) -> str:
        """The text, or that of another extraction if nothing on the page confirms the first one."""
        if self._html.count("<") > _MOST_TAGS_REVIEWED:
            return text
        # of the whole page, because the boxes that were removed from the tree may be what is missing
        ways = ({"favor_recall": True}, {"favor_precision": True})
        others = [partial(self._extract_anew, way) for way in ways]
        prose = cache(partial(find_prose, self._html))
        text = choose_extraction(text, [partial(find_main_text, self._html), prose], others)
        return text if "\n" in text else cut_before(text, prose())

    def _extract_anew(self, way: dict[str, bool]) -> str:
        return self._text_of(self._load_html(self._html), **way)

    def _text_of(self, tree: Any, **way: bool) -> str:
        return self._tidy(self._bare_extraction(tree, url=self._url, include_comments=False, **way))

    def _tidy(self, found: Any) -> str:
        text = tidy(found.text or "") if found else ""
        return "" if _is_navigation(text, self._links) else text


def _narrow(page: Page, part: PagePart, url: str) -> Page:
    """The part of a page that its link names, as a page of its own."""
    own = canonical_url(url) + fragment_of(url)
    stated = {"title": part.title or page.title, "text": part.text, "published": part.published}
    return replace(page, url=own, modified=None, next_url="", is_part=True, **stated)  # type: ignore[arg-type]


def _is_navigation(text: str, links: Collection[str]) -> bool:
    """Whether a text is navigation and other boilerplate, which the extraction returns if it finds no article."""
    return sum(len(line) for line in text.split("\n") if line in links) > _MOST_LINKS * len(text)


@cache
def _load_trafilatura() -> tuple[Callable[..., Any], Callable[..., Any]]:
    # imported late: takes half a second, which commands that read no page can skip
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    # it logs every page without an article as an error, without naming the page
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return bare_extraction, load_html


def _cut(html: str) -> str:
    beginning = limit_attributes(html[:MAX_CHARACTERS])
    return "<".join(beginning.split("<", _MAX_TAGS)[:_MAX_TAGS]) if beginning.count("<") > _MAX_TAGS else beginning


def make_article(page: Page | None, entry: Entry, *, outlet: str, first_seen: datetime) -> Article | None:
    """Make the best article from a page and the feed's entry; None if neither has a text.

    `outlet` (the feed's title) is used if the page names none, `first_seen` if there is no credible date.
    """
    if page and entry.part_url and not page.is_part:
        # the whole page is not the part that the entry is, but better than no text
        text = "" if entry.content or entry.summary else page.text
        page = replace(page, url=entry.part_url, text=text, published=None, modified=None)
    text, text_from = _choose_text(page, entry)
    if not text:
        return None
    published, published_from = _choose_date(page, entry, first_seen)
    title = _choose_title(page, entry)
    return Article(
        url=_choose_url(page, entry),
        title=title or _shorten(text),
        text=cut_head(text, {title}),
        outlet=(page.outlet if page else "") or outlet,
        published=published,
        published_from=published_from,
        text_from=text_from,
        language=_choose_language(page, entry, text, text_from),
        modified=_choose_change(page, published, first_seen),
    )


def _choose_title(page: Page | None, entry: Entry) -> str:
    on_page = page.title if page else ""
    beginning = entry.title.rstrip(".… ")
    is_cut = beginning != entry.title.rstrip() and entry.title.rstrip().endswith(("…", "..."))
    return on_page if is_cut and on_page.startswith(beginning) else entry.title or on_page


def _choose_text(page: Page | None, entry: Entry) -> tuple[str, TextSource]:
    page_text = page.text if page else ""
    feed_text = entry.content or entry.summary
    if len(page_text) < _ENOUGH_TEXT and len(feed_text) > len(page_text):
        return feed_text, "feed"
    if len(entry.content) > _CLEARLY_FULLER * len(page_text):
        return entry.content, "feed"
    return page_text, "skim" if page and page.is_skimmed else "page"


def _choose_url(page: Page | None, entry: Entry) -> str:
    # an entry may have a text but no URL, and still needs a unique name
    return (page.url if page else "") or own_address(entry) or f"urn:storywake:{fingerprint(entry.key)}"


def own_address(entry: Entry) -> str:
    """The address of an entry by its link, with its fragment if that tells it apart from other entries."""
    return entry.part_url or canonical_url(entry.url)


def _choose_date(page: Page | None, entry: Entry, first_seen: datetime) -> tuple[datetime, DateSource]:
    stated = _believable(page.published if page else None, first_seen)
    in_feed = _believable(entry.published, first_seen)
    if stated and not (in_feed and _is_worse(stated, in_feed, is_guess=not page.is_dated if page else True)):
        return stated, "page"
    return (in_feed, "entry") if in_feed else (first_seen, "first seen")


def _choose_change(page: Page | None, published: datetime, first_seen: datetime) -> datetime | None:
    """When the page was changed after publication; None if both dates are the same."""
    changed = _believable(page.modified if page else None, first_seen)
    return changed if changed and changed > published else None


def _believable(moment: datetime | None, first_seen: datetime) -> datetime | None:
    return moment if moment and _EARLIEST < moment <= first_seen + _DAY else None


def _is_worse(on_page: datetime, in_feed: datetime, *, is_guess: bool) -> bool:
    """Whether a page's date is less reliable than its feed's: it is often guessed wrong, or a day without a time.

    A date that the page states is right if the feed's is far from it: feeds get stuck, or date old pieces anew.
    """
    is_far = abs(on_page - in_feed) > _DAY
    return is_guess if is_far else on_page.time() == time(0)


def _choose_language(page: Page | None, entry: Entry, text: str, text_from: TextSource) -> str:
    detected = page.language if page and text_from != "feed" else detect_language(text)
    return detected or entry.language


def _shorten(text: str) -> str:
    line = text.split("\n", 1)[0]
    return line if len(line) <= _TITLE_LENGTH else line[:_TITLE_LENGTH].rsplit(" ", 1)[0] + "…"
