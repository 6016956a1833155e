"""The order of steps, written once: what one pass of the monitor does, wherever its batches run."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from extractors import ModelError
from flows import backfilling, comparing, delivering, grouping, inputs, polling, reading, trails
from flows.batching import by_host, in_order, name_poll
from flows.delivering import withhold
from flows.execution import Batch, Execution, PlainExecution, Stage
from flows.noting import note_feeds, note_recipients, note_rest, note_settings
from flows.options import MonitorOptions
from flows.outcomes import CompareOutcome, DeliverOutcome, PassReport, PollOutcome, ReadOutcome, add_up, count_of
from flows.progress import Progress, ProgressCallback
from flows.runtime import Runtime
from flows.settings import SettingsError, unknown_variables
from news import QueuedEntry, StoredMatch
from storage import StoreError

# How long work taken by a run that was killed is kept from others: less than a quarter of an hour, so that the next
# scheduled run takes it up. A run that is slower than its lease loses nothing either: every write may be repeated.
LEASE = timedelta(minutes=12)
FEEDS_PER_BATCH = 50
BATCHES_PER_WORKER = 4  # claimed at a time
Clock = Callable[[], datetime]
OutcomeT = TypeVar("OutcomeT", PollOutcome, ReadOutcome, CompareOutcome, DeliverOutcome)
logger = logging.getLogger(__name__)


def utc_now() -> datetime:
    """The clock of a real pass."""
    return datetime.now(UTC)


def run_pass(
    runtime: Runtime,
    options: MonitorOptions | None = None,
    execution: Execution | None = None,
    clock: Clock = utc_now,
    progress: ProgressCallback | None = None,
) -> PassReport:
    """Do one pass: read the user's files, poll feeds, read entries, compare articles, send mail; and report.

    A batch that fails is reported and stops no other. Raises StoreError when the store cannot be used at all, and
    SettingsError for an option or a setting that makes no sense.
    """
    runtime.progress = Progress(progress)
    runtime.stopping.clear()
    return _Pass(runtime, options or MonitorOptions(), execution or PlainExecution(), clock).run()


class _Pass:
    """One pass while it runs: what it was asked for, and what it has seen so far."""

    def __init__(self, runtime: Runtime, options: MonitorOptions, execution: Execution, clock: Clock) -> None:
        self.runtime = runtime
        self.options = options
        self.execution = execution
        self.clock = clock
        self.started_at = clock()
        self.seconds: dict[str, float] = {}
        self.failures: list[str] = []
        self.misconfigured = False

    def run(self) -> PassReport:
        with self.runtime.interruptible():
            return self._finish(self._work())

    def _work(self) -> PassReport:
        report = PassReport(self.started_at, self.started_at, inputs=self._sync())
        report = replace(report, polling=self._poll())
        report = replace(report, reading=self._read())
        report = replace(report, comparing=self._group(self._compare()))
        return replace(report, delivering=self._deliver() if self.options.deliver else withhold(self.runtime))

    def _sync(self) -> Any:
        runtime = self.runtime
        _ = runtime.store, runtime.mailer  # a store or a mail server that cannot be used ends the pass here
        with self._timed(inputs.STAGE):
            stage = Stage(inputs.STAGE, inputs.sync_inputs)
            ((_, outcome),) = self._batches(stage, [Batch("read seeds and feeds", None)])
        if isinstance(outcome, Exception):
            raise outcome
        self._check_options()
        return outcome

    def _check_options(self) -> None:
        seed, feed = self.options.seed, self.options.feed
        if seed and seed not in {known.name for known in self.runtime.store.seeds()}:
            raise SettingsError(f"no seed named {seed!r} is followed")
        if feed and feed not in {health.feed.url for health in self.runtime.store.feed_health()}:
            raise SettingsError(f"{feed} is not in the list of feeds")

    def _poll(self) -> PollOutcome:
        store, options = self.runtime.store, self.options
        with self._timed(polling.STAGE):
            due = store.claim_due_feeds(self.clock(), lease=LEASE, due_only=options.due_only, feed_url=options.feed)
            self.runtime.progress.expect(polling.STAGE, len(due))
            logger.info("Polling %s", count_of(len(due), "feed"))
            workers = self.runtime.settings.fetch_workers
            stage = Stage(polling.STAGE, polling.poll_feeds, workers)
            shares = by_host(due, lambda feed: feed.feed.url, workers, FEEDS_PER_BATCH)
            batches = [Batch(name_poll(share), share) for share in shares]
            with self._holding(store.release_feeds) as held:
                held.update(feed.id for feed in due)
                outcomes: list[PollOutcome] = self._outcomes(stage, batches, held)
            return add_up(PollOutcome, outcomes)

    def _read(self) -> ReadOutcome:
        settings = self.runtime.settings
        stage = Stage(reading.STAGE, reading.read_entries, settings.fetch_workers)
        store = self.runtime.store
        with self._timed(reading.STAGE), self._holding(store.release_entries) as held:
            self._expect(reading.STAGE, "entries waiting")
            outcomes: list[ReadOutcome] = self._drain(stage, store.claim_entries, self._share_entries, held)
            return add_up(ReadOutcome, outcomes)

    def _share_entries(self, entries: Sequence[QueuedEntry]) -> list[Batch]:
        settings = self.runtime.settings
        shares = by_host(entries, lambda queued: queued.entry.url, settings.fetch_workers, settings.batch_size)
        return _numbered("read", shares, "entry", "entries")

    def _compare(self) -> CompareOutcome:
        settings = self.runtime.settings
        stage = Stage(comparing.STAGE, comparing.compare_articles, settings.compare_workers, heavy=True)
        with self._timed(comparing.STAGE):
            store = self.runtime.store
            waiting, late = self._expect(comparing.STAGE, "articles waiting"), backfilling.is_needed(self.runtime)
            if not ((waiting or late) and self._is_able_to_compare(stage)):
                return CompareOutcome()
            outcomes = self._backfill() if late else []
            with self._holding(store.release_articles) as held:
                outcomes += self._drain(stage, store.claim_articles, self._share_articles, held)
            if any(outcome.follow_ups or outcome.near_misses for outcome in outcomes):
                outcomes += self._review()
            return add_up(CompareOutcome, outcomes)

    def _group(self, comparing_outcome: CompareOutcome) -> CompareOutcome:
        """Whatever was found, by this run or by one that was killed before it came to this."""
        if not self.runtime.store.ungrouped_seeds():
            return comparing_outcome
        stage = Stage(grouping.STAGE, grouping.group_follow_ups, heavy=True)
        with self._timed(grouping.STAGE):
            outcomes: list[CompareOutcome] = self._outcomes(stage, [Batch("group follow-ups", None)])
            return add_up(CompareOutcome, [comparing_outcome, *outcomes])

    def _backfill(self) -> list[CompareOutcome]:
        """Before the new articles, so that a seed's first run compares each of them once."""
        stage = Stage(backfilling.STAGE, backfilling.compare_archive, heavy=True)
        return self._outcomes(stage, [Batch(backfilling.STAGE, None)])

    def _review(self) -> list[CompareOutcome]:
        stage = Stage(comparing.STAGE, trails.review_near_misses, heavy=True)
        return self._outcomes(stage, [Batch("look again at near misses", None)])

    def _is_able_to_compare(self, stage: Stage) -> bool:
        """Ready the seeds before anything is claimed: a missing model then holds no article back from the next run."""
        if self.runtime.settings.task_runner != "threads":
            return True  # the workers do it, and this process needs no model
        try:
            self.runtime.index_of(tuple(self.runtime.store.seeds()))
        except ModelError as error:
            self._note_failure(stage.name, error)
            return False
        return True

    def _share_articles(self, articles: Sequence[Any]) -> list[Batch]:
        return _numbered("compare", in_order(articles, self.runtime.settings.batch_size), "article", "articles")

    def _deliver(self) -> DeliverOutcome:
        stage = Stage(delivering.STAGE, delivering.deliver)
        seeds = (self.options.seed,) if self.options.seed else ()
        with self._timed(delivering.STAGE):
            outcomes: list[DeliverOutcome] = self._outcomes(stage, [Batch("send mail", seeds)])
            return add_up(DeliverOutcome, outcomes)

    def _drain(
        self, stage: Stage, claim: Callable[..., list[Any]], share: Callable[[Any], list[Batch]], held: set[int]
    ) -> list[Any]:
        """Take work out of a queue, round by round, until it is empty or this run has done its part.

        The queue is read as it was when the stage began, so nothing postponed comes back in the same run; the lease
        counts from the round itself.
        """
        began, room = self.clock(), self.runtime.settings.pass_limit
        outcomes: list[Any] = []
        while room > 0:
            most = min(room, stage.workers * BATCHES_PER_WORKER * self.runtime.settings.batch_size)
            work = claim(began, lease=self.clock() - began + LEASE, limit=most)
            if not work:
                break
            room -= len(work)
            held.update(each.id for each in work)
            outcomes += self._outcomes(stage, share(work), held)
        return outcomes

    @contextmanager
    def _holding(self, release: Callable[[Sequence[int]], None]) -> Iterator[set[int]]:
        """Ids that are claimed and not worked off; at the end of the stage, whatever ends it, they are let go.

        Not earlier: this run would take a batch that fails again and again.
        """
        held: set[int] = set()
        try:
            yield held
        finally:
            if held:
                _let_go(release, sorted(held))

    def _outcomes(self, stage: Stage, batches: Sequence[Batch], held: set[int] | None = None) -> list[Any]:
        good = []
        for batch, outcome in self._batches(stage, batches):
            if isinstance(outcome, Exception):
                self._note_failure(batch.name, outcome)
            else:
                good.append(outcome)
                if held is not None:
                    held.difference_update(each.id for each in batch.content)
        return good

    def _batches(self, stage: Stage, batches: Sequence[Batch]) -> Iterator[tuple[Batch, Any]]:
        return self.execution.run(self.runtime, stage, batches, self.clock)

    def _note_failure(self, name: str, error: Exception) -> None:
        foreseen = isinstance(error, StoreError | SettingsError | ModelError)
        logger.error("%s failed: %s", name, error, exc_info=None if foreseen else error)
        self.failures.append(f"{name}: {str(error) or type(error).__name__}")
        self.misconfigured = self.misconfigured or isinstance(error, SettingsError | ModelError)

    def _expect(self, stage: str, queue: str) -> int:
        waiting = self.runtime.store.counts().get(queue, 0)
        self.runtime.progress.expect(stage, min(waiting, self.runtime.settings.pass_limit))
        logger.info("%s: %d", queue.capitalize(), waiting)
        return waiting

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = round(time.perf_counter() - began, 2)

    def _finish(self, report: PassReport) -> PassReport:
        counts, feeds = self.runtime.store.counts(), tuple(self.runtime.store.feed_health())
        left = {name: counts.get(name, 0) for name in ("entries waiting", "articles waiting", "deliveries waiting")}
        return replace(
            report,
            finished_at=self.clock(),
            seconds=self.seconds,
            follow_ups=self._new_follow_ups(report.comparing),
            titles={seed.name: seed.title for seed in self.runtime.store.seeds()},
            left={name: number for name, number in left.items() if number},
            feeds=feeds,
            failures=tuple(self.failures),
            misconfigured=self.misconfigured,
            notes=self._notes(replace(report, feeds=feeds, failures=tuple(self.failures)), counts),
        )

    def _notes(self, report: PassReport, counts: dict[str, int]) -> tuple[str, ...]:
        settings = self.runtime.settings
        return (
            *report.delivering.notes,
            *note_recipients(counts, self.runtime.store.seeds(), settings.recipients),
            *note_rest(report, counts, settings, self.options, LEASE),
            *(f"{name}: {told}" for name, told in report.polling.turned.items()),
            *note_feeds(report.feeds),
            *note_settings(unknown_variables()),
        )

    def _new_follow_ups(self, comparing_outcome: CompareOutcome) -> tuple[StoredMatch, ...]:
        found = set(comparing_outcome.found)
        wanted = self.options.seed
        stored = self.runtime.store.matches(wanted) if found else []
        return tuple(each for each in stored if (each.match.seed, each.article.url) in found)


def _let_go(release: Callable[[Sequence[int]], None], ids: Sequence[int]) -> None:
    try:
        release(ids)
    except StoreError as error:  # it may be what ended the stage
        logger.warning(
            "%s: kept until the lease ends, for they cannot be let go: %s", count_of(len(ids), "claim"), error
        )


def _numbered(verb: str, shares: Sequence[Sequence[Any]], one: str, many: str) -> list[Batch]:
    total = len(shares)
    return [
        Batch(f"{verb} {count_of(len(share), one, many)} ({number} of {total})", share)
        for number, share in enumerate(shares, 1)
    ]
