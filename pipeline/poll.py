"""The step that polls feeds: fetch, parse and store each feed."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

from extractors import (
    FeedAnswer,
    FeedError,
    Fetched,
    FetchError,
    NotModified,
    ReadingError,
    ask_feed,
    find_feed,
    read_feed,
)
from news import (
    FAILING,
    DueFeed,
    HealthChange,
    PollRecord,
    Saved,
    Timing,
    after_failure,
    after_success,
    find_health_change,
    is_local,
    is_outage,
)
from pipeline.batches import by_host, host_of, name_poll
from pipeline.execution import Batch, Stage
from pipeline.leases import LEASE, Held, holding
from pipeline.outcomes import ChangedFeed, PassReport, PollOutcome, Unreached, add_up, distinct
from pipeline.runtime import Runtime
from pipeline.settings import OptionError
from pipeline.stages import PassRun
from storage import Queue
from trails import counted

STAGE = "poll feeds"
FEEDS_PER_BATCH = 50
logger = logging.getLogger(__name__)


def poll(run: PassRun, report: PassReport, *, due_only: bool, feed: str) -> PassReport:
    """Poll all feeds, only those that are due, or only the one with the URL `feed`.

    Feeds are claimed in rounds, so that another run can take a share. Raises OptionError if `feed` is not listed.
    """
    runtime, workers, outcomes = run.runtime, run.runtime.settings.fetch_workers, list[PollOutcome]()
    if feed and feed not in {health.feed.url for health in runtime.store.feed_health()}:
        raise OptionError(f"{feed} is not in the list of feeds")
    stage, began = Stage(STAGE, poll_feeds, workers), run.clock()

    def claim(holder: str) -> list[DueFeed]:
        chosen: dict[str, Any] = {"due_only": due_only, "feed_url": feed, "polled_before": began, "holder": holder}
        return runtime.store.claim_due_feeds(run.clock(), lease=LEASE, limit=workers * FEEDS_PER_BATCH, **chosen)

    with run.timed(STAGE), holding(runtime, Queue.FEEDS, run.clock) as held:
        while due := claim(held.holder):
            held.update(one.id for one in due)
            runtime.progress.expect(STAGE, len(due))
            logger.info("Polling %s", counted(len(due), "feed"))
            shares = by_host(due, lambda one: one.feed.url, workers, FEEDS_PER_BATCH)
            outcomes += run.run(stage, [Batch(name_poll(share), share) for share in shares], held)
        outcome = _settle_unreached(run, add_up(PollOutcome, outcomes), held)
    return replace(report, polling=outcome, is_partial=due_only or bool(feed))


def _settle_unreached(run: PassRun, outcome: PollOutcome, held: Held) -> PollOutcome:
    """Count the failures of hosts that could not be reached, unless no host could be: then the network is at fault.

    In that case the feeds stay as they are, for the next run, and the operator gets a notice, one a day at most.
    """
    unreached, now = outcome.unreached, run.clock()
    before = [(host_of(one.due.address), one.due.failures) for one in unreached]
    if not is_outage(before, answered=outcome.polled - len(outcome.errors)):
        failed = _Polls(run.runtime, now)
        for one in unreached:
            run.runtime.go_on()
            failed.record(one.due, _failure(one.due, now, one.error), _elsewhere(one.due))
        return replace(add_up(PollOutcome, [outcome, failed.outcome()]), unreached=())
    line = (
        f"no host of {counted(len(unreached), 'feed')} can be reached, so the network seems to be down: no feed is "
        f"counted as failed ({unreached[0].error})"
    )
    logger.warning("%s", line)
    run.failures.append(line)
    run.runtime.store.raise_notice(f"no network on {now.date()}", line, now)
    held.update(one.due.id for one in unreached)  # they are released with what is held
    return replace(outcome, unreached=())


def _elsewhere(due: DueFeed) -> tuple[str, ...]:
    """The site of a feed, unless it is on the host that could not be reached: asking hundreds of them takes an hour."""
    return () if host_of(due.feed.site) == host_of(due.address) else (due.feed.site,)


def poll_feeds(runtime: Runtime, batch: Sequence[DueFeed], now: datetime) -> PollOutcome:
    """Poll a batch of feeds one after the other. A feed that fails is reported, and the others are still polled.

    A feed that cannot be polled because of an error of this machine stays as it is, for the next run, and so does one
    whose host cannot be reached: only the whole pass shows whose fault that is. Raises StoreError if the store cannot
    be written.
    """
    polls = _Polls(runtime, now)
    for due in batch:
        runtime.go_on()
        polls.poll(due)
        runtime.progress.advance(STAGE)
    return polls.outcome()


@dataclass(slots=True)
class _Polls:
    """The polls of a batch, as far as they have come."""

    runtime: Runtime
    now: datetime
    unchanged: int = 0
    new_entries: int = 0
    changed_entries: int = 0
    polled: int = 0
    errors: dict[str, str] = field(default_factory=dict)
    changes: list[ChangedFeed] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    undone: dict[int, str] = field(default_factory=dict)
    unreached: list[Unreached] = field(default_factory=list)

    def poll(self, due: DueFeed) -> None:
        """Poll a feed."""
        try:
            record, lost, is_page = _poll(self.runtime, due, self.now)
        except _UnreachedError as error:
            self.unreached.append(Unreached(due, str(error)))
        except Exception as error:  # noqa: BLE001  an error of this machine: _poll takes care of all others
            self.undone[due.id] = f"{due.feed.name}: {error or type(error).__name__}"
        else:
            self.record(due, record, (due.feed.url, due.feed.site) if is_page else (due.feed.site,))
            self.dropped.update(lost)

    def record(self, due: DueFeed, record: PollRecord, pages: Sequence[str]) -> None:
        """Store the result of a poll. `pages` may link to a new address of a feed that fails persistently."""
        change = find_health_change(due.failures, failed=bool(record.error))
        told = _tell(self.runtime, due, record, change, self.now, pages)
        notice = f"{due.feed.name} {told}" if told else ""
        saved = self.runtime.store.record_poll(replace(record, notice=notice))
        _report(due, record, saved)
        if record.error:
            self.errors[distinct(due.feed.name, self.errors)] = record.error
        if told:
            self.changes.append(ChangedFeed(due.id, due.feed.name, change, told))
        self.polled += 1
        self.new_entries += saved.new
        self.changed_entries += saved.changed
        self.unchanged += not record.error and not record.entries

    def outcome(self) -> PollOutcome:
        """All of it."""
        return PollOutcome(
            self.polled,
            self.unchanged,
            self.new_entries,
            self.changed_entries,
            self.errors,
            tuple(self.changes),
            dict(self.dropped),
            self.undone,
            tuple(self.unreached),
        )


class _UnreachedError(Exception):
    """The host of a feed could not be reached."""


def _poll(runtime: Runtime, due: DueFeed, now: datetime) -> tuple[PollRecord, dict[str, int], bool]:
    """The result of a poll, the number of entries dropped by reason, and whether the answer was not a feed.

    Raises errors of this machine, and _UnreachedError.
    """
    try:
        answer = ask_feed(runtime.fetcher, due.address, due.validators, due.body_digest, now=now)
        return *_record(due, answer, now), False
    except (FetchError, FeedError, ReadingError) as error:
        if is_local(error):
            raise
        if getattr(error, "unreached", False):
            raise _UnreachedError(str(error)) from error
        return _failure(due, now, str(error), error), {}, isinstance(error, FeedError)
    except Exception as error:  # a feed that crashes the parser must not stop the polling of the others
        if is_local(error):
            raise
        logger.exception("Polling %s failed", due.feed.url)
        return _failure(due, now, f"{due.feed.url}: {type(error).__name__}: {error}"), {}, False


def read_answer(due: DueFeed, fetched: Fetched | NotModified, now: datetime) -> tuple[PollRecord, dict[str, int]]:
    """The result of a poll from a feed's response, and the number of entries dropped by reason.

    The body is only parsed if it differs from that of the last poll. Raises FeedError, ReadingError.
    """
    return _record(due, read_feed(fetched, due.body_digest), now)


def _record(due: DueFeed, answer: FeedAnswer, now: datetime) -> tuple[PollRecord, dict[str, int]]:
    parsed = answer.parsed
    if parsed is None:
        timing = after_success(now, due.interval, has_news=False, asked=(answer.fresh_for,))
        return _success(due, answer, timing, now), {}
    asked = answer.fresh_for, parsed.pace
    # a changed body counts as news here; only the store knows which of its entries are new
    timing = after_success(now, due.interval, has_news=True, asked=asked, quiet_hours=parsed.quiet_hours)
    record = replace(
        _success(due, answer, timing, now),
        title=parsed.title,
        site=parsed.site,
        entries=parsed.entries,
        body_digest=answer.digest,
    )
    return record, dict(parsed.dropped)


def _success(due: DueFeed, answer: FeedAnswer, timing: Timing, now: datetime) -> PollRecord:
    return PollRecord(
        due.id,
        now,
        timing.next_poll_at,
        interval=timing.interval,
        validators=answer.validators,
        moved_to=answer.permanent_url or due.moved_to,
    )


def _failure(due: DueFeed, now: datetime, error: str, cause: Exception | None = None) -> PollRecord:
    timing = after_failure(now, due.interval, failures=due.failures + 1, name=due.feed.url)
    return PollRecord(
        due.id,
        now,
        timing.next_poll_at,
        not_before=getattr(cause, "retry_after", None),
        error=error,
        validators=due.validators,
        gone=getattr(cause, "status", None) == HTTPStatus.GONE,
    )


def _tell(
    runtime: Runtime, due: DueFeed, record: PollRecord, change: HealthChange, now: datetime, pages: Sequence[str]
) -> str:
    """The message to report once when a feed starts to fail persistently or recovers; "" if it does neither.

    `pages` may link to its new address.
    """
    if change is HealthChange.RECOVERED:
        return f"recovered after {due.failures} failed polls"
    if change is HealthChange.NONE:
        return ""
    elsewhere = _find_new_address(runtime, due, now, pages)
    hint = f"; its site now links to {elsewhere}: change it in the list of feeds" if elsewhere else ""
    return f"failed {FAILING} times in a row: {record.error.removeprefix(f'{due.feed.url}: ')}{hint}"


def _find_new_address(runtime: Runtime, due: DueFeed, now: datetime, pages: Sequence[str]) -> str:
    """Another address for a feed, if one of these pages links to it; "" if none does."""
    for address in pages:
        if not address.startswith(("http://", "https://")):
            continue
        try:
            found = find_feed(runtime.fetcher, address, now).url
        except (FetchError, FeedError, ReadingError):
            continue
        if found != due.feed.url:
            return found
    return ""


def _report(due: DueFeed, record: PollRecord, saved: Saved) -> None:
    problem = record.error.removeprefix(f"{due.feed.name}: ")  # a feed without a name is called by its URL
    if record.gone:
        logger.warning("%s: %s; no longer polled, remove it from the list of feeds", due.feed.name, problem)
    elif problem:
        logger.warning("%s: %s", due.feed.name, problem)
    elif saved.new or saved.changed:
        counts = (saved.new, saved.changed, len(record.entries))
        logger.debug("%s: %d new and %d changed of %d entries", due.feed.name, *counts)
