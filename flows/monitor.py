"""The main flow: one pass of the monitor, seen in the Prefect UI. Entry module, named by path: `flows.monitor.monitor`.

The order of steps is in `flows.passes`; here is only how its batches become task runs, and what a run leaves behind.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from prefect import Task, flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.events import emit_event
from prefect.futures import PrefectFuture, as_completed
from prefect.runtime import flow_run
from prefect.states import Completed
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

from flows.backfilling import compare_archive
from flows.comparing import compare_articles
from flows.delivering import deliver
from flows.execution import Batch, Stage, Step, run_step
from flows.grouping import group_follow_ups
from flows.inputs import sync_inputs
from flows.options import MonitorOptions
from flows.outcomes import PassReport, count_of
from flows.passes import run_pass
from flows.polling import poll_feeds
from flows.reading import read_entries
from flows.runtime import Runtime, open_runtime, open_worker
from flows.settings import load_settings
from flows.summaries import summarise, tabulate, tabulate_feeds
from flows.trails import review_near_misses
from news import fingerprint

ROOMS = ("flows", "extractors", "storage", "alerts")
FOUND_EVENT = "storywake.followups.found"
FAILING_EVENT, RECOVERED_EVENT = "storywake.feed.failing", "storywake.feed.recovered"
GIVEN_UP_EVENT = "storywake.alert.given-up"
CHANGES_NOTHING = MonitorOptions()


def asks_for_retry(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether the error that ended a task run says itself that trying again may help."""
    error = state.result(raise_on_failure=False)
    return bool(getattr(error, "retry", False))


def _make_task(step: Step, tag: str) -> Task[..., Any]:
    """A task that runs one step over one batch. Batches are claimed in our own tables, so nothing is cached."""

    def run_batch(content: Any, now: datetime) -> Any:
        return run_step(step, content, now)

    make = task(
        name=step.__name__.replace("_", " "),
        description=(step.__doc__ or "").strip(),
        tags=["storywake", tag],
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=2,
        retry_delay_seconds=5,
        retry_jitter_factor=0.5,
        retry_condition_fn=asks_for_retry,
    )
    return make(run_batch)


TASKS: dict[Step, Task[..., Any]] = {
    sync_inputs: _make_task(sync_inputs, "inputs"),
    poll_feeds: _make_task(poll_feeds, "poll"),
    read_entries: _make_task(read_entries, "read"),
    compare_articles: _make_task(compare_articles, "compare"),
    review_near_misses: _make_task(review_near_misses, "compare"),
    compare_archive: _make_task(compare_archive, "compare"),
    group_follow_ups: _make_task(group_follow_ups, "group"),
    deliver: _make_task(deliver, "deliver"),
}


class PrefectExecution:
    """Runs each batch as a task run; heavy ones in processes when the settings say so."""

    def run(
        self, runtime: Runtime, stage: Stage, batches: Sequence[Batch], clock: Callable[[], datetime]
    ) -> Iterator[tuple[Batch, Any]]:
        """Yield each batch with its outcome, or with the exception that ended its task run, as they end."""
        with _open_runner(runtime, stage) as runner, runtime.interruptible():
            futures: dict[PrefectFuture[Any], Batch] = {}
            for batch in batches:
                named = TASKS[stage.step].with_options(task_run_name=batch.name.replace("{", "(").replace("}", ")"))
                # quoted: Prefect would walk through every entry to look for futures
                futures[runner.submit(named, {"content": quote(batch.content), "now": clock()})] = batch
            for future in as_completed(list(futures)):
                yield futures[future], future.result(raise_on_failure=False)


def _open_runner(runtime: Runtime, stage: Stage) -> TaskRunner[Any]:
    if stage.heavy and runtime.settings.task_runner == "processes":
        return ProcessPoolTaskRunner(stage.workers, initializer=open_worker, initargs=(runtime.settings,))
    return ThreadPoolTaskRunner(stage.workers)


def name_run() -> str:
    """A name for a run that says what it was asked to do."""
    options = MonitorOptions.model_validate(flow_run.parameters.get("options") or {})
    what = options.feed or ("due feeds" if options.due_only else "all feeds")
    for_seed = f" for {options.seed}" if options.seed else ""
    started = flow_run.scheduled_start_time
    return f"{started:%Y-%m-%d %H:%M} {what[:80]}{for_seed[:80]}{'' if options.deliver else ', no mail'}"


@flow(
    name="monitor",
    description="Poll the feeds, read what is new, compare it with the seeds, store the follow-ups and mail them.",
    flow_run_name=name_run,
    persist_result=False,
    validate_parameters=True,
)
def monitor(options: MonitorOptions = CHANGES_NOTHING) -> PassReport:
    """Do one pass. A broken feed, page or mail fails no run; a store that cannot be used does."""
    with open_runtime(load_settings()) as runtime, shown_logs():
        report = run_pass(runtime, options, PrefectExecution())
    _log(report)
    _leave_artifacts(report)
    _emit_events(report)
    return Completed(message=report.headline, data=report)  # type: ignore[return-value]  # callers get the data


@contextmanager
def shown_logs() -> Iterator[None]:
    """Show the rooms' own log lines in the run, at INFO; Prefect's setting for this adds handlers but no level."""
    handlers = logging.getLogger("prefect.extra").handlers
    loggers = [logging.getLogger(room) for room in ROOMS]
    before = [(logger, logger.level, list(logger.handlers)) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.INFO)
        for handler in handlers:
            logger.addHandler(handler)
    try:
        yield
    finally:
        for logger, level, earlier in before:
            logger.setLevel(level)
            logger.handlers[:] = earlier


def _log(report: PassReport) -> None:
    logger = get_run_logger()
    logger.info("%s", report.headline)
    for name, error in report.polling.errors.items():
        logger.warning("Feed %s failed: %s", name, error)
    for found in report.follow_ups:
        logger.info("Follow-up of %s (%.2f): %s", found.match.seed, found.match.score, found.article.title)
    for line in (*report.failures, *report.notes):
        logger.warning("%s", line)


def _leave_artifacts(report: PassReport) -> None:
    create_markdown_artifact(summarise(report), key="monitor-summary", description=report.headline)
    if report.follow_ups:
        told = count_of(len(report.follow_ups), "new follow-up")
        create_table_artifact(tabulate(report.follow_ups), key="followups", description=told)
    if report.polling.polled:
        failing = sum(one.failures > 0 for one in report.feeds)
        told = f"{failing} of {count_of(len(report.feeds), 'feed')} failing"
        create_table_artifact(tabulate_feeds(report.feeds), key="feeds", description=told)


def _emit_events(report: PassReport) -> None:
    """One event for each seed with new follow-ups, for each feed that begins to fail or answers again, and one for
    mails given up.

    An automation that listens runs once for each event.
    """
    for name, told in report.polling.turned.items():
        emit_event(
            FAILING_EVENT if name in report.polling.errors else RECOVERED_EVENT,
            resource={
                "prefect.resource.id": f"storywake.feed.{fingerprint(name)}",
                "prefect.resource.name": name[:200],
            },
            payload={"told": told[:1000]},
        )
    if report.delivering.given_up:
        emit_event(
            GIVEN_UP_EVENT,
            resource={"prefect.resource.id": "storywake.delivery", "prefect.resource.name": "delivery"},
            payload={"mails": report.delivering.given_up, "recipients": sorted(report.delivering.errors)[:20]},
        )
    for seed in sorted({found.match.seed for found in report.follow_ups}):
        found = [each for each in report.follow_ups if each.match.seed == seed]
        emit_event(
            FOUND_EVENT,
            resource={"prefect.resource.id": f"storywake.seed.{seed}", "prefect.resource.name": seed},
            payload={"new": len(found), "headlines": [each.article.title[:200] for each in found[:10]]},
        )
