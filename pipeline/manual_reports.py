"""Reports that the user adds by hand, because no feed had them or the comparison missed them."""

from datetime import datetime
from functools import partial

from extractors import Fetched, make_article, read_page_apart
from news import Article, Entry, Seed
from pipeline.batches import host_of
from pipeline.match_answers import GivenAnswer, accept_report
from pipeline.read import PAGE_TYPES
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
    allows = partial(runtime.robots.allows, now=now) if runtime.settings.obey_robots else None
    if allows and not allows(url):
        raise ReportError(f"{url}: its site's robots.txt forbids the page (STORYWAKE_OBEY_ROBOTS)")
    fetched = runtime.fetcher.fetch(url, now=now, allows=allows)
    kind = getattr(fetched, "content_type", "").partition(";")[0].strip().lower()
    if not isinstance(fetched, Fetched) or kind not in PAGE_TYPES:
        raise ReportError(f"{url}: not a page: {kind[:80] or 'nothing'}")
    page = read_page_apart(fetched.body, fetched.url, fetched.content_type)
    entry = Entry(key=fetched.url, url=fetched.url, title="")
    article = make_article(page, entry, outlet=host_of(fetched.url), first_seen=now)
    if article is None:
        raise ReportError(f"{url}: no article text found")
    return article
