"""The step that reads entries: fetch the page and extract the article, or fall back on the text in the feed.

Pages are skimmed first; those that could concern a seed are then read in full, which takes twenty times as long.
"""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from time import monotonic
from typing import TypeVar

from extractors import (
    Fetched,
    FetchError,
    Page,
    ReadingError,
    make_article,
    own_address,
)
from news import Article, QueuedEntry, is_local
from pipeline.batches import by_host, host_of
from pipeline.execution import Batch, Stage
from pipeline.glimpses import Opened, encode_leads, skim_opened
from pipeline.host_time import STEP_SECONDS, HostTime
from pipeline.interruption import StoppedError
from pipeline.leases import holding
from pipeline.outcomes import PassReport, ReadOutcome, add_up
from pipeline.page_reader import PageReader, leads_home
from pipeline.runtime import Runtime
from pipeline.stages import PassRun, numbered
from pipeline.watchlist import concerns_any, watch_for_skimming
from storage import Queue, StoreError

STAGE = "read entries"
MOST_ATTEMPTS = 3  # one per run: at a run every 15 minutes, an outage of half an hour loses no full text
SILENT_HOST = 2  # failures in one batch after which its other pages of the host are postponed
SKIMMED_AT_ONCE, MOST_BYTES_AT_ONCE = 20, 5_000_000  # pages sent together: one by one, skimming takes a third longer
NO_TEXT = "no text in the page"
T = TypeVar("T")
logger = logging.getLogger(__name__)


class _TryLaterError(Exception):
    """The page could not be fetched now, but may be later."""

    def __init__(self, message: str, not_before: datetime | None = None) -> None:
        super().__init__(message)
        self.not_before = not_before


@dataclass(frozen=True, slots=True)
class _Seen:
    """An entry with its page, and its article as skimmed; None: the page is to be read in full."""

    opened: Opened
    article: Article | None


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
    missed: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)  # by host
    turned_away: list[tuple[int, Article, str]] = field(default_factory=list)
    undone: dict[int, str] = field(default_factory=dict)


def read(run: PassRun, report: PassReport) -> PassReport:
    """Read the articles of the waiting entries."""
    runtime, settings, store = run.runtime, run.runtime.settings, run.runtime.store

    def share(entries: Sequence[QueuedEntry]) -> list[Batch]:
        shares = by_host(entries, lambda queued: queued.entry.url, settings.fetch_workers, settings.batch_size)
        return numbered("read", shares, "entry", "entries")

    with run.timed(STAGE), holding(runtime, Queue.ENTRIES, run.clock) as held:
        if run.expect(STAGE, "entries waiting"):
            watch_for_skimming(runtime)  # made now: on a slow machine it takes longer than there is for the pages
        until = runtime.reading_until = monotonic() + STEP_SECONDS
        stage = Stage(STAGE, read_entries, settings.fetch_workers)
        reading = add_up(ReadOutcome, run.drain(stage, store.claim_entries, share, held, until))
        held.update(number for number, _host in reading.put_off)  # to be released, not earlier than the others end
        run.give_back(STAGE, len(reading.put_off))
    return replace(report, reading=replace(reading, out_of_time=int(monotonic() >= until)))


def read_entries(runtime: Runtime, batch: Sequence[QueuedEntry], now: datetime) -> ReadOutcome:
    """Read a batch of entries one after the other; each is stored as an article, skipped with a reason, or postponed.

    Articles that concern no seed are stored together at the end; if the run is killed before, they are read again. An
    entry that fails with an unexpected error is reported by its URL, and the others are still read. Those for which the
    time does not suffice are named in `put_off` and stay claimed. Raises StoreError.
    """
    reading = _Reading(runtime, now)
    time = HostTime(batch, runtime.fetcher.expected_wait, runtime.reading_until)
    try:
        for queued in time:
            runtime.go_on()
            with time.spent_on(queued):
                reading.open(queued)
            reading.settle_some()
    except StoppedError:
        reading.finish()  # so that the pages already fetched need not be fetched again
        raise
    runtime.progress.advance(STAGE, len(time.left))
    return replace(reading.finish(), put_off=time.left)


class _Reading:
    """A batch of entries while it is being read."""

    def __init__(self, runtime: Runtime, now: datetime) -> None:
        self._runtime = runtime
        self._now = now
        self._reader = PageReader(runtime, now)
        self._index = watch_for_skimming(runtime)
        self._tally = _Tally()
        self._opened: list[Opened] = []

    def open(self, queued: QueuedEntry) -> None:
        """Fetch an entry's page, to be read later."""
        opened = self._surviving(queued, partial(self._open, queued))
        if opened:
            self._opened.append(opened)

    def settle_some(self) -> None:
        """Read the fetched pages if there are enough of them."""
        size = sum(len(one.page.body) for one in self._opened if one.page)
        if len(self._opened) >= SKIMMED_AT_ONCE or size >= MOST_BYTES_AT_ONCE:
            self._settle_all()

    def _surviving(self, queued: QueuedEntry, step: Callable[[], T]) -> T | None:
        """The result of a step with an entry; None if the entry had to be postponed or failed, which is recorded."""
        try:
            return step()
        except _TryLaterError as later:
            self._postpone(queued, str(later), max(self._now, later.not_before or self._now))
        except StoreError:
            raise  # this concerns every entry, not this one
        except Exception as error:  # noqa: BLE001  logged with its traceback in _survive
            self._survive(queued, error)
        self._close()
        return None

    def _open(self, queued: QueuedEntry) -> Opened:
        url, tally = queued.entry.url, self._tally
        if not url.startswith(("http://", "https://")):
            return Opened(queued, None, "no link and no text")
        if tally.failures[host_of(url)] >= SILENT_HOST and not _is_last(queued):
            raise _TryLaterError(f"{host_of(url)} failed {SILENT_HOST} times in this run")
        try:
            if not self._reader.allows(url):
                return Opened(queued, None, "its site's robots.txt forbids the page")
            fetched = self._reader.fetch(url)
        except FetchError as error:
            if is_local(error):
                raise
            return Opened(queued, None, self._reason_for(error, queued), str(error))
        if not isinstance(fetched, Fetched) or not fetched.is_page:
            return Opened(queued, None, f"not a page: {getattr(fetched, 'media_type', '')[:80] or 'nothing'}")
        if leads_home(url, fetched):
            return Opened(queued, None, "its address leads to the front page of its site")
        return Opened(queued, fetched)

    def _settle_all(self) -> None:
        opened, self._opened = self._opened, []
        pairs = zip(opened, skim_opened(self._index, opened), strict=True)
        tried = [self._surviving(one.queued, partial(self._see, one, glimpse)) for one, glimpse in pairs]
        seen = [one for one in tried if one]
        leads = encode_leads(self._index, [one.article for one in seen])
        if any(leads):
            self._index = watch_for_skimming(self._runtime, abroad=True)
        for one, lead in zip(seen, leads, strict=True):
            self._surviving(one.opened.queued, partial(self._settle, one, lead))

    def finish(self) -> ReadOutcome:
        """Read the fetched pages, store the articles that concern no seed, and return the outcome of the batch."""
        self._settle_all()
        tally = self._tally
        if tally.turned_away:
            self._runtime.store.save_turned_away(tally.turned_away, self._now)
        return ReadOutcome(
            entries=tally.entries,
            articles=tally.articles,
            from_feed=tally.from_feed,
            in_part=tally.in_part,
            turned_away=len(tally.turned_away),
            postponed=tally.postponed,
            skipped=dict(tally.skipped),
            errors=dict(tally.errors),
            unread=dict(tally.unread),
            undone=dict(tally.undone),
            missed=dict(tally.missed),
        )

    def _close(self) -> None:
        self._tally.entries += 1
        self._runtime.progress.advance(STAGE)

    def _reason_for(self, error: FetchError, queued: QueuedEntry) -> str:
        is_answer = error.status is not None and error.status < HTTPStatus.BAD_REQUEST
        self._tally.failures[host_of(queued.entry.url)] += error.retry and not is_answer
        if error.retry and not _is_last(queued):
            raise _TryLaterError(str(error), error.retry_after) from error
        if is_answer:
            return f"the page answered {error.status} with nothing"
        return f"the page answered {error.status}" if error.status else "the page could not be fetched"

    def _see(self, one: Opened, glimpse: Page | None) -> _Seen:
        article = self._make(one, glimpse) if glimpse else None
        return _Seen(one, article if article and article.text_from == "skim" else None)

    def _make(self, one: Opened, page: Page | None) -> Article | None:
        outlet = one.queued.feed_title or host_of(one.queued.feed_url)
        return make_article(page, one.queued.entry, outlet=outlet, first_seen=self._now)

    def _settle(self, one: _Seen, lead: Sequence[float] | None) -> None:
        queued = one.opened.queued
        # what was read before may be a report that was mailed, and a new version its correction or withdrawal
        article = None if queued.is_known else one.article
        if self._index and article and not concerns_any(self._runtime, self._index, article, lead):
            self._tally.articles += 1
            self._tally.turned_away.append((queued.id, article, own_address(queued.entry)))
        else:
            self._read_in_full(one.opened)
        self._close()

    def _read_in_full(self, one: Opened) -> None:
        page, reason, why = self._read(one)
        article = self._make(one, page)
        if article is None:
            self._skip(one.queued, reason or NO_TEXT, why or reason or NO_TEXT)
            return
        lacks_page = article.text_from == "feed" and one.queued.entry.url
        missed = (reason or (NO_TEXT if page is None else "")) if lacks_page else ""
        self._runtime.store.save_article(one.queued.id, article, own_address(one.queued.entry), missed, self._now)
        if missed:
            self._tally.missed[f"{host_of(one.queued.entry.url)}: {missed}"] += 1
        self._tally.articles += 1
        self._tally.from_feed += article.text_from == "feed"
        self._tally.in_part += bool(page and page.omitted and article.text_from == "page")

    def _read(self, one: Opened) -> tuple[Page | None, str, str]:
        """The page read in full, or None, with the general reason and the error. Raises errors of this machine."""
        if one.page is None:
            return None, one.reason, one.why
        try:
            return self._reader.read(one.page, one.queued.entry), "", ""
        except ReadingError as error:
            if is_local(error):
                raise
            return None, f"the page {error.problem}", str(error)

    def _survive(self, queued: QueuedEntry, error: Exception) -> None:
        if is_local(error):
            self._tally.undone[queued.id] = f"{queued.entry.url or queued.entry.key}: {error or type(error).__name__}"
            return
        logger.error("Reading %s failed", queued.entry.url or queued.entry.key, exc_info=error)
        message = f"{type(error).__name__}: {error}"
        self._tally.errors[queued.entry.url or queued.entry.key] = message
        if not _is_last(queued):
            self._postpone(queued, message, self._now)
            return
        self._skip(queued, f"reading failed: {type(error).__name__}", message)

    def _skip(self, queued: QueuedEntry, reason: str, why: str) -> None:
        self._runtime.store.skip_entry(queued.id, reason)
        self._tally.skipped[reason] += 1
        self._report(queued, why)

    def _postpone(self, queued: QueuedEntry, why: str, not_before: datetime) -> None:
        # one second later than now: a pass only claims entries that were due when it began, so not this one again
        self._runtime.store.postpone_entry(queued.id, why, not_before + timedelta(seconds=1))
        self._tally.postponed += 1
        self._report(queued, f"{why}; tried again by the next run")

    def _report(self, queued: QueuedEntry, why: str) -> None:
        name = queued.entry.url or queued.entry.title or queued.entry.key
        problem = why.removeprefix(f"{name}: ")
        self._tally.unread[name] = problem
        logger.info("%s: %s", name, problem)


def _is_last(queued: QueuedEntry) -> bool:
    return queued.attempts + 1 >= MOST_ATTEMPTS
