"""The step that polls feeds: fetch, parse, and write down what came, feed by feed."""

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from extractors import FeedError, FetchError, NotModified, ReadingError, parse_feed_apart
from flows.outcomes import PollOutcome, distinct
from flows.runtime import Runtime
from news import DueFeed, PollRecord, next_poll

STAGE = "poll feeds"
logger = logging.getLogger(__name__)


def poll_feeds(runtime: Runtime, batch: Sequence[DueFeed], now: datetime) -> PollOutcome:
    """Poll a batch of feeds one after the other; one that fails is reported by name and stops no other.

    Raises StoreError when the store cannot be written.
    """
    unchanged = new_entries = 0
    errors: dict[str, str] = {}
    dropped: Counter[str] = Counter()
    for due in batch:
        runtime.go_on()
        record, lost = _poll(runtime, due, now)
        new = runtime.store.record_poll(record)
        _report(due, record, new)
        if record.error:
            errors[distinct(name_of(due), errors)] = record.error
        dropped.update(lost)
        new_entries += new
        unchanged += not record.error and not record.entries
        runtime.progress.advance(STAGE)
    return PollOutcome(len(batch), unchanged, new_entries, errors, dict(dropped))


def name_of(due: DueFeed) -> str:
    """What a person calls the feed: its title as the user's list has it, else its URL."""
    return due.feed.title or due.feed.url


def _poll(runtime: Runtime, due: DueFeed, now: datetime) -> tuple[PollRecord, dict[str, int]]:
    try:
        return _fetch(runtime, due, now)
    except (FetchError, FeedError, ReadingError) as error:
        return _failure(due, now, str(error), getattr(error, "retry_after", None)), {}
    except Exception as error:  # whatever a feed does to the parser, the next feed has its turn
        logger.exception("Polling %s failed", due.feed.url)
        return _failure(due, now, f"{due.feed.url}: {type(error).__name__}: {error}", None), {}


def _fetch(runtime: Runtime, due: DueFeed, now: datetime) -> tuple[PollRecord, dict[str, int]]:
    fetched = runtime.fetcher.fetch(due.feed.url, due.validators, now=now)
    later = next_poll(now=now, failures=0)
    if isinstance(fetched, NotModified):
        return PollRecord(due.id, now, later, validators=fetched.validators), {}
    parsed = parse_feed_apart(fetched.body, fetched.url, fetched.content_type)
    record = PollRecord(
        due.id,
        now,
        later,
        validators=fetched.validators,
        title=parsed.title,
        site=parsed.site,
        entries=parsed.entries,
    )
    return record, dict(parsed.dropped)


def _failure(due: DueFeed, now: datetime, error: str, not_before: datetime | None) -> PollRecord:
    later = next_poll(now=now, failures=due.failures + 1)
    return PollRecord(due.id, now, later, not_before=not_before, error=error, validators=due.validators)


def _report(due: DueFeed, record: PollRecord, new: int) -> None:
    if record.error:
        logger.warning("%s: %s", name_of(due), record.error)
    elif new:
        logger.info("%s: %d new of %d entries", name_of(due), new, len(record.entries))
