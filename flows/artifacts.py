"""What a run shows in the Prefect UI: log lines, progress, artifacts and events."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar, cast
from uuid import UUID

from prefect import get_run_logger
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.client.schemas.objects import State
from prefect.events import emit_event
from prefect.states import Completed

from flows.run_names import rename_run
from flows.tasks import PrefectExecution
from news import HealthChange
from pipeline.dry_run import open_for
from pipeline.options import BackfillOptions, DigestOptions, MonitorOptions
from pipeline.outcomes import PassReport
from pipeline.progress import ProgressCallback
from pipeline.settings import load_settings
from pipeline.stages import utc_now
from pipeline.storylines import storyline, storyline_key
from pipeline.summaries import summarise, tabulate, tabulate_feeds
from trails import counted

ROOMS = ("pipeline", "flows", "extractors", "storage", "alerts")
FOUND_EVENT = "storywake.followups.found"
FAILING_EVENT, RECOVERED_EVENT = "storywake.feed.failing", "storywake.feed.recovered"
GIVEN_UP_EVENT = "storywake.alert.given-up"
LONG, OFTEN = 20.0, 10.0  # seconds after which a run shows its progress, and between two writes of it
OptionsT = TypeVar("OptionsT", MonitorOptions, BackfillOptions, DigestOptions)


def observe(run: Callable[..., PassReport], options: OptionsT) -> PassReport:
    """Do a pass with its batches as task runs, and record it in the Prefect UI."""
    settings = load_settings()
    with (
        open_for(settings, utc_now(), dry_run=options.dry_run) as runtime,
        shown_logs(),
        PrefectExecution() as execution,
    ):
        report = run(runtime, options, execution, progress=show_progress())
        storylines = {
            seed: storyline(seed, report.titles.get(seed, seed), runtime.store.matches(seed))
            for seed in sorted({found.match.seed for found in report.follow_ups})
        }
    _log(report)
    key = f"{report.kind}-rehearsal" if report.rehearsal else f"{report.kind}-summary"
    create_markdown_artifact(summarise(report), key=key, description=report.headline)
    if not report.rehearsal:  # nothing else of a dry run may look like a real result
        _leave_artifacts(report, storylines)
        _emit_events(report)
    return report


def complete(report: PassReport) -> State[PassReport]:
    """The final state of a flow run: its message and name are the headline, and the flow's caller gets the report."""
    rename_run(report.headline)
    return Completed(message=report.headline, data=report)


@contextmanager
def shown_logs() -> Iterator[None]:
    """Show our packages' log lines in the run, from INFO; Prefect's own setting adds handlers but sets no level."""
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


def show_progress(clock: Callable[[], float] = time.monotonic) -> ProgressCallback:
    """Return a callback that shows the progress of a long run, in one artifact, written at most every ten seconds.

    Each write is an event in the Prefect server's database; a run may have thousands of small stages.
    """
    began = clock()
    shown: list[UUID] = []
    last = [began + LONG - OFTEN]
    lock = threading.Lock()

    def update(stage: str, done: int, total: int) -> None:
        if clock() - last[0] < OFTEN or not total or not lock.acquire(blocking=False):
            return
        try:
            percent, description = 100 * done / total, f"{stage}: {done} of {total}"
            if shown:
                update_progress_artifact(shown[0], percent, description=description)
            else:
                shown.append(cast("UUID", create_progress_artifact(percent, key="progress", description=description)))
            last[0] = clock()
        except Exception as error:  # noqa: BLE001  a busy server must not end the work
            logging.getLogger(__name__).debug("progress could not be shown: %s", error)
        finally:
            lock.release()

    return update


def _log(report: PassReport) -> None:
    logger = get_run_logger()
    logger.info("%s", report.headline)
    for found in report.follow_ups:
        logger.info("Follow-up of %s (%.2f): %s", found.match.seed, found.match.score, found.article.title)
    for line in (*report.failures, *report.notes):
        logger.warning("%s", line)


def _leave_artifacts(report: PassReport, storylines: Mapping[str, str]) -> None:
    for seed, story in storylines.items():
        create_markdown_artifact(story, key=storyline_key(seed), description=f"The story so far: {seed}")
    if report.follow_ups:
        found = counted(len(report.follow_ups), "new follow-up")
        create_table_artifact(tabulate(report.follow_ups), key="followups", description=found)
    if report.polling.errors or report.polling.health_changes:
        failing = sum(one.failures > 0 for one in report.feeds)
        health = f"{failing} of {counted(len(report.feeds), 'feed')} failing"
        create_table_artifact(tabulate_feeds(report.feeds), key="feeds", description=health)


def _emit_events(report: PassReport) -> None:
    """Emit an event for each seed with new follow-ups, for each feed that starts failing or recovers, and one for all
    mails given up.

    An automation that listens runs once for each event.
    """
    for one in report.polling.health_changes:
        emit_event(
            FAILING_EVENT if one.change is HealthChange.FAILS else RECOVERED_EVENT,
            resource={"prefect.resource.id": f"storywake.feed.{one.id}", "prefect.resource.name": one.name[:200]},
            payload={"told": one.told[:1000]},
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
