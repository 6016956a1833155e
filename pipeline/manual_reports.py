"""Reports that the user adds by hand, because no feed had them or the comparison missed them."""

from datetime import datetime

from extractors import Fetched, make_article
from news import Article, Entry, Seed
from pipeline.batches import host_of
from pipeline.match_answers import GivenAnswer, accept_report
from pipeline.page_reader import PageReader
from pipeline.runtime import Runtime


class ReportError(Exception):
    """A page cannot be added as a report; the message is one line that names its URL."""


def add_by_hand(runtime: Runtime, seed: Seed, url: str, now: datetime) -> tuple[Article, GivenAnswer]:
    """Fetch a page, and store it as a follow-up of a stored seed with the answer "yes".

    The page is fetched as those of the feeds are, within the same limits. Adding it again changes nothing. Raises
    ReportError, extractors.FetchError, extractors.ReadingError, StoreError, ModelError.
    """
    article = _read(runtime, url, now)
    return article, accept_report(runtime, seed, article, now)


def _read(runtime: Runtime, url: str, now: datetime) -> Article:
    if not url.startswith(("http://", "https://")):
        raise ReportError(f"{url}: unsupported address: only http and https can be added")
    reader = PageReader(runtime, now)
    if not reader.allows(url):
        raise ReportError(f"{url}: its site's robots.txt forbids the page (STORYWAKE_OBEY_ROBOTS)")
    fetched = reader.fetch(url)
    if not isinstance(fetched, Fetched) or not fetched.is_page:
        raise ReportError(f"{url}: not a page: {getattr(fetched, 'media_type', '')[:80] or 'nothing'}")
    entry = Entry(key=fetched.url, url=fetched.url, title="")
    page = reader.read(fetched, entry)
    article = make_article(page, entry, outlet=host_of(fetched.url), first_seen=now)
    if article is None:
        raise ReportError(f"{url}: no article text found")
    return article
