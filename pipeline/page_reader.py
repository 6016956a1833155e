"""Fetch and read the page of an entry, on all the pages that its article is split over."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlsplit

from extractors import (
    MOST_PAGES,
    Fetched,
    FetchError,
    NotModified,
    Page,
    ReadingError,
    fetch_through,
    has_valid_host,
    make_article,
    read_page_apart,
)
from news import Article, Entry, fragment_of, is_headline_of, is_local
from pipeline.batches import host_of
from pipeline.runtime import Runtime
from trails import web_address, why_unreadable


class PageError(Exception):
    """A page that the user names cannot be used as an article; the message is one line that names its URL."""


SMALL = 2_000  # bytes: a smaller body of a page that is only accepted is a script that checks the browser


@dataclass(frozen=True, slots=True)
class PageReader:
    """Fetches with the checks, limits and delays of a runtime."""

    runtime: Runtime
    now: datetime

    def allows(self, url: str) -> bool:
        """Whether the page's site allows reading it. Raises FetchError."""
        return not self.runtime.settings.obey_robots or self.runtime.robots.allows(url, self.now)

    def fetch(self, url: str) -> Fetched | NotModified:
        """Fetch a page, following redirects and refreshes that its sites allow.

        Raises FetchError, also for an answer without a page, which a firewall gives at first.
        """
        allows: Callable[[str], bool] | None = self.allows if self.runtime.settings.obey_robots else None
        fetched = fetch_through(self.runtime.fetcher, url, now=self.now, allows=allows)
        if isinstance(fetched, Fetched) and _is_challenge(fetched):
            raise FetchError(url, f"answered {fetched.status} without a page", retry=True, status=fetched.status)
        return fetched

    def read(self, fetched: Fetched, entry: Entry) -> Page | None:
        """Read the article of a page and of those it continues on. Raises ReadingError."""
        page = _read(fetched, fragment_of(entry.url))
        return self._with_further_pages(page) if page and page.next_url else page

    def _with_further_pages(self, first: Page) -> Page:
        """The article with the text of its further pages; what cannot be had or is over the limit counts as omitted."""
        page, next_url, lines = first, first.next_url, dict.fromkeys(first.text.split("\n"))
        for _ in range(MOST_PAGES - 1):
            further = self._read_further(next_url)
            if further is None or not is_headline_of(further.title or first.title, f"{first.title}\n{first.text}"):
                return replace(page, text="\n".join(lines), omitted=max(1, page.omitted))
            lines |= dict.fromkeys(further.text.split("\n"))
            page, next_url = replace(page, omitted=page.omitted + further.omitted), further.next_url
            if not next_url:
                return replace(page, text="\n".join(lines))
        return replace(page, text="\n".join(lines), omitted=max(1, page.omitted))

    def _read_further(self, url: str) -> Page | None:
        try:
            fetched = self.fetch(url) if self.allows(url) else None
            return _read(fetched) if isinstance(fetched, Fetched) and fetched.is_page else None
        except (FetchError, ReadingError) as error:
            if is_local(error):
                raise
            return None


def read_named_page(runtime: Runtime, url: str, now: datetime) -> Article:
    """Fetch a page that the user names and read its article, within the same limits as the pages of the feeds.

    Raises PageError, extractors.FetchError, extractors.ReadingError, StoreError.
    """
    if not (web_address(url) and has_valid_host(url)):
        raise PageError(why_unreadable(url))
    reader = PageReader(runtime, now)
    if not reader.allows(url):
        raise PageError(f"{url}: its site's robots.txt forbids the page (STORYWAKE_OBEY_ROBOTS)")
    fetched = reader.fetch(url)
    if isinstance(fetched, NotModified):
        raise PageError(f"{url}: the server answered 304 Not Modified and sent no page")
    if not fetched.is_page:
        raise PageError(f"{url}: not a page: {fetched.media_type[:80] or 'nothing'}")
    entry = Entry(key=fetched.url, url=fetched.url, title="")
    article = make_article(reader.read(fetched, entry), entry, outlet=host_of(fetched.url), first_seen=now)
    if article is None:
        raise PageError(f"{url}: no article text found")
    return article


def leads_home(asked: str, fetched: Fetched) -> bool:
    """Whether an address led to the front page of its site, as those of articles do that are gone."""
    wanted, found = urlsplit(asked), urlsplit(fetched.url)
    is_front_page = found.path in {"", "/"} and not found.query
    return is_front_page and bool(wanted.path.strip("/") or wanted.query) and host_of(asked) == host_of(fetched.url)


def _is_challenge(fetched: Fetched) -> bool:
    """Whether a firewall answered instead of the site: accepted, but without a page, which may be there later."""
    return not fetched.body.strip() or (fetched.status == HTTPStatus.ACCEPTED and len(fetched.body) < SMALL)


def _read(fetched: Fetched, fragment: str = "") -> Page | None:
    return read_page_apart(fetched.body, fetched.url + fragment, fetched.content_type)
