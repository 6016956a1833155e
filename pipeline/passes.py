"""The order of the steps of each kind of pass, wherever its batches run."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from uuid import uuid4

from news import PassRecord, StoredMatch, find_doubles
from pipeline.answers import apply_replies
from pipeline.backfill import backfill, compare_again
from pipeline.clock_doubt import require_clock
from pipeline.compare import compare
from pipeline.deliver import deliver, withhold
from pipeline.execution import Execution, PlainExecution
from pipeline.figures import count_totals
from pipeline.group import group
from pipeline.leases import LEASE, Clock, never_back
from pipeline.notes import note_feeds, note_mails, note_put_off, note_recipients, note_rest
from pipeline.options import BackfillOptions, DigestOptions, MonitorOptions
from pipeline.outcomes import CompareOutcome, PassReport
from pipeline.poll import poll
from pipeline.progress import Progress, ProgressCallback
from pipeline.read import read
from pipeline.review import review
from pipeline.rounds import Step, in_rounds
from pipeline.runtime import Runtime
from pipeline.search_backlog import index_archive, note_backlog
from pipeline.settings import services
from pipeline.stages import PassRun, utc_now
from pipeline.stray_settings import find_stray_settings
from pipeline.sync import sync
from pipeline.worker_processes import without_main
from trails import counted


def run_pass(
    runtime: Runtime,
    options: MonitorOptions | None = None,
    execution: Execution | None = None,
    clock: Clock = utc_now,
    progress: ProgressCallback | None = None,
) -> PassReport:
    """Do one pass of the monitor.

        sync | poll | backfill | read | compare | review | group | apply replies | deliver | index | report

    While reading takes long, the steps from `read` to `deliver` are repeated, so that what has been read is mailed
    before the slow sites have answered. A batch that fails is reported, and the others still run. Raises StoreError if
    the store cannot be used at all, SettingsError for an invalid option or setting, or a clock that is behind.
    """
    chosen = options or MonitorOptions()
    polled = partial(poll, due_only=chosen.due_only, feed=chosen.feed)
    found: tuple[Step, ...] = (read, compare, review, group)
    sent: tuple[Step, ...] = (apply_replies, deliver) if chosen.deliver else ()
    steps: tuple[Step, ...] = (sync, polled, backfill, partial(in_rounds, found=found, sent=sent))
    if not chosen.deliver:
        steps = (*steps, withhold)
    steps = (*steps, index_archive)
    return _do("monitor", steps, chosen.seed, runtime, execution, clock, progress, trust_clock=chosen.trust_clock)


def run_backfill(
    runtime: Runtime,
    options: BackfillOptions,
    execution: Execution | None = None,
    clock: Clock = utc_now,
    progress: ProgressCallback | None = None,
) -> PassReport:
    """Compare seeds with the stored archive: sync | reopen | compare again | group | report.

    The resulting alerts are sent by the next pass that delivers. Raises the same errors as `run_pass`.
    """
    steps = (sync, _reopen, partial(compare_again, seed=options.seed), group)
    return _do("backfill", steps, options.seed, runtime, execution, clock, progress)


def run_digest(
    runtime: Runtime,
    options: DigestOptions,
    execution: Execution | None = None,
    clock: Clock = utc_now,
    progress: ProgressCallback | None = None,
) -> PassReport:
    """Send the mails that are due: sync | apply replies | deliver | report. Raises the same errors as `run_pass`."""
    return _do("digest", (sync, apply_replies, deliver), options.seed, runtime, execution, clock, progress)


def _do(
    kind: str,
    steps: Sequence[Step],
    seed: str,
    runtime: Runtime,
    execution: Execution | None,
    clock: Clock,
    progress: ProgressCallback | None,
    *,
    trust_clock: bool = False,
) -> PassReport:
    runtime.progress = Progress(progress)
    runtime.stopping.clear()
    clock = never_back(clock)
    runtime.silent_lanes.clear()
    with runtime.interruptible(), without_main():
        run = PassRun(runtime, execution or PlainExecution(), clock, seed)
        runtime.open_essentials()
        if not trust_clock:
            require_clock(runtime, clock())
        report = PassReport(clock(), clock(), kind=kind, rehearsal=runtime.rehearses)
        for step in steps:
            report = step(run, report)
        return _finish(run, report)


def _reopen(run: PassRun, report: PassReport) -> PassReport:
    """Mark the seed of the options, if any, to be compared with the whole archive again."""
    if run.seed:
        run.runtime.store.reopen_archive(run.seed)
    return report


def _finish(run: PassRun, report: PassReport) -> PassReport:
    """Complete the report, and store the record of the pass."""
    store = run.runtime.store
    depths, feeds = store.queue_depths(), tuple(store.feed_health())
    left = {name: depths[name] for name in ("entries waiting", "articles waiting", "deliveries waiting")}
    feedless = _name_missing_feeds(run.runtime, report) if not feeds else []
    whole = replace(
        report,
        finished_at=run.clock(),
        seconds=run.seconds,
        follow_ups=_new_follow_ups(run, report.comparing),
        titles={seed.name: seed.title for seed in store.seeds()},
        left={name: number for name, number in left.items() if number},
        feeds=feeds,
        failures=(*run.failures, *feedless, *_name_damage(store.left_out)),
        misconfigured=run.misconfigured or bool(feedless),
    )
    whole = replace(whole, notes=_notes(run.runtime, whole, depths))
    record = PassRecord(
        uuid4().hex, whole.kind, whole.started_at, whole.finished_at, whole.headline, bool(whole.failures)
    )
    store.record_pass(record, count_totals(whole))
    return whole


def _name_missing_feeds(runtime: Runtime, report: PassReport) -> list[str]:
    """A failure in one line if stories are followed by no feed at all, so that nothing can be found."""
    if report.kind != "monitor" or not report.inputs.seeds:
        return []
    file = runtime.settings.feeds_file
    state = "lists no feed" if file.exists() else "there is no such file"
    advice = "`storywake feeds add URL` adds one; another list is named by STORYWAKE_FEEDS_FILE"
    return [f"{file}: {state}, so nothing is polled and no report can be found: {advice}"]


def _name_damage(left_out: Sequence[str]) -> list[str]:
    """A failure in one line if rows of the database could not be read; the first is named."""
    if not left_out:
        return []
    number = counted(len(left_out), "row")
    return [f"{number} of the database cannot be read and left out: {left_out[0]}; `storywake doctor` names all"]


def _notes(runtime: Runtime, report: PassReport, depths: dict[str, int]) -> tuple[str, ...]:
    settings, seeds = runtime.settings, runtime.store.seeds()
    return (
        *report.replies.notes,
        *report.delivering.notes,
        *note_mails(report),
        *note_put_off(report),
        *note_recipients(depths, seeds, settings.recipients),
        *(note_rest(report, depths, settings, LEASE) if report.kind == "monitor" else ()),
        *(f"{one.name}: {one.told}" for one in report.polling.health_changes),
        *map(str, find_doubles(seeds, settings.recipients, services(settings), report.started_at.date())),
        *note_feeds(report.feeds),
        *note_backlog(runtime.store.search_backlog()),
        *find_stray_settings(),
    )


def _new_follow_ups(run: PassRun, comparing: CompareOutcome) -> tuple[StoredMatch, ...]:
    about = {(seed, url) for seed, url in comparing.found if run.seed in {"", seed}}
    stored = run.runtime.store.found({url for _, url in about})
    return tuple(each for each in stored if (each.match.seed, each.article.url) in about)
