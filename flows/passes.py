"""The order of steps, written once: what one pass does, wherever its batches run."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from extractors import ModelError
from flows import backfilling, comparing, delivering, grouping, inputs, polling, reading, trails
from flows.batching import by_host, in_order, name_poll
from flows.delivering import withhold
from flows.execution import Batch, Execution, PlainExecution, Stage
from flows.holding import LEASE, Clock, holding
from flows.noting import note_feeds, note_recipients, note_rest, note_settings
from flows.options import BackfillOptions, DigestOptions, MonitorOptions
from flows.outcomes import CompareOutcome, DeliverOutcome, PassReport, PollOutcome, ReadOutcome, add_up, count_of
from flows.progress import Progress, ProgressCallback
from flows.runtime import Runtime
from flows.settings import SettingsError, unknown_variables
from flows.spawning import without_main
from flows.stages import Stages, numbered, utc_now
from flows.totals import counts_of
from flows.watching import watch
from news import DueFeed, PassRecord, QueuedEntry, StoredMatch
from storage import Queue

FEEDS_PER_BATCH = 50
logger = logging.getLogger(__name__)


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
    chosen = options or MonitorOptions()
    with _begin(runtime, execution, clock, progress, "monitor") as this:
        return this.finish(_Monitor(this, chosen).work())


def run_backfill(
    runtime: Runtime,
    options: BackfillOptions,
    execution: Execution | None = None,
    clock: Clock = utc_now,
    progress: ProgressCallback | None = None,
) -> PassReport:
    """Compare seeds with the stored archive and group what is found; its alerts go out with the next delivery.

    Raises as `run_pass`.
    """
    with _begin(runtime, execution, clock, progress, "backfill") as this:
        report = this.sync(options.seed)
        if options.seed:
            runtime.store.reopen_archive(options.seed)
        return this.finish(replace(report, comparing=_group(this, _backfill(this, options.seed))))


def run_digest(
    runtime: Runtime,
    options: DigestOptions,
    execution: Execution | None = None,
    clock: Clock = utc_now,
    progress: ProgressCallback | None = None,
) -> PassReport:
    """Send what is due, and nothing else. Raises as `run_pass`."""
    with _begin(runtime, execution, clock, progress, "digest") as this:
        report = this.sync(options.seed)
        return this.finish(replace(report, delivering=_deliver(this, options.seed)))


@contextmanager
def _begin(
    runtime: Runtime, execution: Execution | None, clock: Clock, progress: ProgressCallback | None, kind: str
) -> Iterator["_Pass"]:
    runtime.progress = Progress(progress)
    runtime.stopping.clear()
    with runtime.interruptible(), without_main():
        yield _Pass(runtime, execution or PlainExecution(), clock, kind)


class _Pass(Stages):
    """One pass while it runs: what is the same for each kind of them."""

    def __init__(self, runtime: Runtime, execution: Execution, clock: Clock, kind: str) -> None:
        super().__init__(runtime, execution, clock)
        began = clock()
        self.report = PassReport(began, began, kind=kind, rehearsal=runtime.rehearses)
        self.seed = ""

    def sync(self, seed: str) -> PassReport:
        """Take over the user's files. The pass is about that seed alone, where one is named.

        Raises SettingsError when it is not followed.
        """
        runtime, self.seed = self.runtime, seed
        _ = runtime.store, runtime.mailer  # a store or a mail server that cannot be used ends the pass here
        with self.timed(inputs.STAGE):
            outcome = inputs.sync_inputs(runtime, None, self.clock())
        if seed and seed not in {known.name for known in runtime.store.seeds()}:
            raise SettingsError(f"no seed named {seed!r} is followed")
        return replace(self.report, inputs=outcome)

    def finish(self, report: PassReport) -> PassReport:
        """The whole report of the pass, which is written down too."""
        store = self.runtime.store
        depths, feeds = store.queue_depths(), tuple(store.feed_health())
        left = {name: depths[name] for name in ("entries waiting", "articles waiting", "deliveries waiting")}
        whole = replace(
            report,
            finished_at=self.clock(),
            seconds=self.seconds,
            follow_ups=self._new_follow_ups(report.comparing),
            titles={seed.name: seed.title for seed in store.seeds()},
            left={name: number for name, number in left.items() if number},
            feeds=feeds,
            failures=tuple(self.failures),
            misconfigured=self.misconfigured,
        )
        whole = replace(whole, notes=self._notes(whole, depths))
        record = PassRecord(
            uuid4().hex, whole.kind, whole.started_at, whole.finished_at, whole.headline, bool(whole.failures)
        )
        store.record_pass(record, counts_of(whole))
        return whole

    def _notes(self, report: PassReport, depths: dict[str, int]) -> tuple[str, ...]:
        settings = self.runtime.settings
        return (
            *report.delivering.notes,
            *note_recipients(depths, self.runtime.store.seeds(), settings.recipients),
            *(note_rest(report, depths, settings, LEASE) if report.kind == "monitor" else ()),
            *(f"{name}: {told}" for name, told in report.polling.turned.items()),
            *note_feeds(report.feeds),
            *note_settings(unknown_variables()),
        )

    def _new_follow_ups(self, comparing_outcome: CompareOutcome) -> tuple[StoredMatch, ...]:
        about = {(seed, url) for seed, url in comparing_outcome.found if self.seed in {"", seed}}
        stored = self.runtime.store.found({url for _, url in about})
        return tuple(each for each in stored if (each.match.seed, each.article.url) in about)


class _Monitor:
    """The steps of the main pass."""

    def __init__(self, this: _Pass, options: MonitorOptions) -> None:
        self.this = this
        self.runtime = this.runtime
        self.options = options

    def work(self) -> PassReport:
        report = self.this.sync(self.options.seed)
        feed = self.options.feed
        if feed and feed not in {health.feed.url for health in self.runtime.store.feed_health()}:
            raise SettingsError(f"{feed} is not in the list of feeds")
        report = replace(report, polling=self._poll(), is_partial=bool(self.options.due_only or feed))
        # before anything new is read, so that a seed's first run compares each article once
        filled = self._fill()
        report = replace(report, reading=self._read())
        report = replace(report, comparing=_group(self.this, self._compare(filled)))
        if not self.options.deliver:
            return replace(report, delivering=withhold(self.runtime))
        return replace(report, delivering=_deliver(self.this, self.options.seed))

    def _poll(self) -> PollOutcome:
        """Round by round, so that another run can take a share of a long list."""
        this, workers, outcomes = self.this, self.runtime.settings.fetch_workers, list[PollOutcome]()
        stage, began = Stage(polling.STAGE, polling.poll_feeds, workers), this.clock()
        with this.timed(polling.STAGE), holding(self.runtime, Queue.FEEDS, this.clock) as held:
            while due := self._claim_feeds(began, workers * FEEDS_PER_BATCH):
                held.update(feed.id for feed in due)
                self.runtime.progress.expect(polling.STAGE, len(due))
                logger.info("Polling %s", count_of(len(due), "feed"))
                shares = by_host(due, lambda feed: feed.feed.url, workers, FEEDS_PER_BATCH)
                outcomes += this.run(stage, [Batch(name_poll(share), share) for share in shares], held)
            return add_up(PollOutcome, outcomes)

    def _claim_feeds(self, began: datetime, limit: int) -> list[DueFeed]:
        options, now = self.options, self.this.clock()
        return self.runtime.store.claim_due_feeds(
            now, lease=LEASE, due_only=options.due_only, feed_url=options.feed, polled_before=began, limit=limit
        )

    def _read(self) -> ReadOutcome:
        this, store = self.this, self.runtime.store
        stage = Stage(reading.STAGE, reading.read_entries, self.runtime.settings.fetch_workers)
        with this.timed(reading.STAGE), holding(self.runtime, Queue.ENTRIES, this.clock) as held:
            this.expect(reading.STAGE, "entries waiting")
            outcomes: list[ReadOutcome] = this.drain(stage, store.claim_entries, self._share_entries, held)
            return add_up(ReadOutcome, outcomes)

    def _share_entries(self, entries: Sequence[QueuedEntry]) -> list[Batch]:
        settings = self.runtime.settings
        shares = by_host(entries, lambda queued: queued.entry.url, settings.fetch_workers, settings.batch_size)
        return numbered("read", shares, "entry", "entries")

    def _fill(self) -> list[CompareOutcome]:
        needed = backfilling.is_needed(self.runtime) and _is_able_to_compare(self.this)
        return [_backfill(self.this, "")] if needed else []

    def _compare(self, filled: Sequence[CompareOutcome]) -> CompareOutcome:
        this, settings, store = self.this, self.runtime.settings, self.runtime.store
        stage = Stage(comparing.STAGE, comparing.compare_articles, settings.compare_workers, heavy=True)
        with this.timed(comparing.STAGE):
            outcomes = list(filled)
            if this.expect(comparing.STAGE, "articles waiting") and _is_able_to_compare(this):
                with holding(self.runtime, Queue.ARTICLES, this.clock) as held:
                    outcomes += this.drain(stage, store.claim_articles, self._share_articles, held)
            if any(outcome.follow_ups or outcome.near_misses for outcome in outcomes):
                review = Stage(comparing.STAGE, trails.review_near_misses, heavy=True)
                outcomes += this.run(review, [Batch(trails.REVIEW, None)])
            return add_up(CompareOutcome, outcomes)

    def _share_articles(self, articles: Sequence[Any]) -> list[Batch]:
        return numbered("compare", in_order(articles, self.runtime.settings.batch_size), "article", "articles")


def _is_able_to_compare(this: _Pass) -> bool:
    """Ready the seeds before anything is claimed: a missing model then holds no article back from the next run."""
    if this.misconfigured:
        return False  # it was said already
    if this.runtime.settings.task_runner != "threads":
        return True  # the workers do it, and this process needs no model
    try:
        watch(this.runtime)
    except ModelError as error:
        this.note_failure(comparing.STAGE, error)
        return False
    return True


def _backfill(this: _Pass, seed: str) -> CompareOutcome:
    stage = Stage(backfilling.STAGE, backfilling.compare_archive, heavy=True)
    with this.timed(backfilling.STAGE):
        outcomes: list[CompareOutcome] = this.run(stage, [Batch(backfilling.STAGE, seed)])
        return add_up(CompareOutcome, outcomes)


def _group(this: _Pass, found: CompareOutcome) -> CompareOutcome:
    """Whatever was found, by this run or by one that was killed before it came to this."""
    if not this.runtime.store.ungrouped_seeds():
        return found
    stage = Stage(grouping.STAGE, grouping.group_follow_ups, heavy=True)
    with this.timed(grouping.STAGE):
        outcomes: list[CompareOutcome] = this.run(stage, [Batch("group follow-ups", None)])
        return add_up(CompareOutcome, [found, *outcomes])


def _deliver(this: _Pass, seed: str) -> DeliverOutcome:
    stage = Stage(delivering.STAGE, delivering.deliver)
    with this.timed(delivering.STAGE):
        outcomes: list[DeliverOutcome] = this.run(stage, [Batch("send mail", (seed,) if seed else ())])
        return add_up(DeliverOutcome, outcomes)
