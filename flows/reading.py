"""The step that reads entries: fetch the page, take the article out of it, or fall back on the feed's own text."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from extractors import Fetched, FetchError, Page, ReadingError, make_article, read_page_apart
from flows.batching import host_of
from flows.outcomes import ReadOutcome
from flows.runtime import Runtime
from news import QueuedEntry
from storage import StoreError

STAGE = "read entries"
MOST_ATTEMPTS = 3  # in runs, a quarter of an hour apart: an outage of half an hour costs no full text
SILENT_HOST = 2  # a host that failed so often in one batch is left alone by the rest of it
PAGE_TYPES = ("", "text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml")
NO_TEXT = "no text in the page"
logger = logging.getLogger(__name__)


class _TryLaterError(Exception):
    """The page could not be had now but may be later."""

    def __init__(self, message: str, not_before: datetime | None = None) -> None:
        super().__init__(message)
        self.not_before = not_before


@dataclass(slots=True)
class _Tally:
    entries: int = 0
    articles: int = 0
    from_feed: int = 0
    in_part: int = 0
    postponed: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    errors: dict[str, str] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    failures: Counter[str] = field(default_factory=Counter)  # by host


def read_entries(runtime: Runtime, batch: Sequence[QueuedEntry], now: datetime) -> ReadOutcome:
    """Read a batch of entries one after the other; each ends as an article, skipped with a reason, or postponed.

    An entry that fails in a way nobody foresaw is reported by its URL and stops no other. Raises StoreError.
    """
    tally = _Tally()
    for queued in batch:
        runtime.go_on()
        tally.entries += 1
        try:
            _read_one(runtime, queued, now, tally)
        except _TryLaterError as later:
            _postpone(runtime, queued, str(later), max(now, later.not_before or now), tally)
        except StoreError:
            raise  # this concerns every entry, not this one
        except Exception as error:  # noqa: BLE001  logged with its traceback in _survive
            _survive(runtime, queued, error, now, tally)
        runtime.progress.advance(STAGE)
    return ReadOutcome(
        tally.entries,
        tally.articles,
        tally.from_feed,
        tally.in_part,
        tally.postponed,
        dict(tally.skipped),
        dict(tally.errors),
        dict(tally.unread),
    )


def _read_one(runtime: Runtime, queued: QueuedEntry, now: datetime, tally: _Tally) -> None:
    page, reason, why = _read_page(runtime, queued, now, tally)
    article = make_article(page, queued.entry, outlet=queued.feed_title or host_of(queued.feed_url), first_seen=now)
    if article is None:
        _skip(runtime, queued, reason or NO_TEXT, why or reason or NO_TEXT, tally)
        return
    runtime.store.save_article(queued.id, article)
    tally.articles += 1
    tally.from_feed += article.text_from == "feed"
    tally.in_part += bool(page and page.omitted and article.text_from == "page")


def _read_page(runtime: Runtime, queued: QueuedEntry, now: datetime, tally: _Tally) -> tuple[Page | None, str, str]:
    """The page as an article, or None and why there is none, as `_fetch_page` says it."""
    fetched, reason, why = _fetch_page(runtime, queued, now, tally)
    if fetched is None:
        return None, reason, why
    try:
        return read_page_apart(fetched.body, fetched.url, fetched.content_type), "", ""
    except ReadingError as error:
        return None, f"the page {error.problem}", str(error)


def _fetch_page(runtime: Runtime, queued: QueuedEntry, now: datetime, tally: _Tally) -> tuple[Fetched | None, str, str]:
    """The page, or None and why there is none: in a few words that many entries share, and in this entry's own."""
    url = queued.entry.url
    if not url.startswith(("http://", "https://")):
        return None, "no link and no text", ""
    if tally.failures[host_of(url)] >= SILENT_HOST and not _is_last(queued):
        raise _TryLaterError(f"{host_of(url)} failed {SILENT_HOST} times in this run")
    try:
        allows = partial(runtime.robots.allows, now=now) if runtime.settings.obey_robots else None
        if allows and not allows(url):
            return None, "its site's robots.txt forbids the page", ""
        fetched = runtime.fetcher.fetch(url, now=now, allows=allows)
    except FetchError as error:
        return None, _why_not(error, queued, tally), str(error)
    kind = getattr(fetched, "content_type", "").partition(";")[0].strip().lower()
    if not isinstance(fetched, Fetched) or kind not in PAGE_TYPES:
        return None, f"not a page: {kind[:80] or 'nothing'}", ""
    return fetched, "", ""


def _why_not(error: FetchError, queued: QueuedEntry, tally: _Tally) -> str:
    tally.failures[host_of(queued.entry.url)] += error.retry
    if error.retry and not _is_last(queued):
        raise _TryLaterError(str(error), error.retry_after) from error
    return f"the page answered {error.status}" if error.status else "the page could not be fetched"


def _is_last(queued: QueuedEntry) -> bool:
    return queued.attempts + 1 >= MOST_ATTEMPTS


def _survive(runtime: Runtime, queued: QueuedEntry, error: Exception, now: datetime, tally: _Tally) -> None:
    logger.error("Reading %s failed", queued.entry.url or queued.entry.key, exc_info=error)
    message = f"{type(error).__name__}: {error}"
    tally.errors[queued.entry.url or queued.entry.key] = message
    if not _is_last(queued):
        _postpone(runtime, queued, message, now, tally)
        return
    _skip(runtime, queued, f"reading failed: {type(error).__name__}", message, tally)


def _skip(runtime: Runtime, queued: QueuedEntry, reason: str, why: str, tally: _Tally) -> None:
    runtime.store.skip_entry(queued.id, reason)
    tally.skipped[reason] += 1
    _tell(queued, why, tally)


def _postpone(runtime: Runtime, queued: QueuedEntry, why: str, not_before: datetime, tally: _Tally) -> None:
    # a moment later than now: this pass takes what was ready when it began to read, so it will not meet the entry again
    runtime.store.postpone_entry(queued.id, why, not_before + timedelta(seconds=1))
    tally.postponed += 1
    _tell(queued, f"{why}; tried again by the next run", tally)


def _tell(queued: QueuedEntry, why: str, tally: _Tally) -> None:
    name = queued.entry.url or queued.entry.title or queued.entry.key
    told = why.removeprefix(f"{name}: ")
    tally.unread[name] = told
    logger.info("%s: %s", name, told)
