"""The step that compares new and changed seeds with the articles already stored."""

import logging
from dataclasses import replace
from datetime import datetime

from news import SeedIndex
from pipeline.compare import compare_with
from pipeline.execution import Stage
from pipeline.leases import HELD_FOR, alone
from pipeline.outcomes import CompareOutcome, PassReport, add_up
from pipeline.runtime import Runtime
from pipeline.stages import PassRun
from pipeline.watchlist import can_compare, watch_for

STAGE = "compare new seeds with the archive"
logger = logging.getLogger(__name__)


def backfill(run: PassRun, report: PassReport) -> PassReport:
    """Compare new and changed seeds with the archive.

    This runs before new articles are read, so that a seed's first pass compares each article once.
    """
    needed = is_needed(run.runtime, run.clock()) and can_compare(run, STAGE)
    return compare_again(run, report) if needed else report


def compare_again(run: PassRun, report: PassReport, seed: str = "") -> PassReport:
    """Compare the seed with the archive, or all new and changed seeds if none is given."""
    outcomes = run.run_alone(Stage(STAGE, compare_archive, heavy=True), STAGE, seed)
    return replace(report, comparing=add_up(CompareOutcome, [report.comparing, *outcomes]))


def is_needed(runtime: Runtime, now: datetime) -> bool:
    """Whether a seed still has to be compared with the archive. If the archive is empty, marks all as compared."""
    waiting = runtime.store.seeds_to_compare()
    if waiting and not runtime.store.compared_articles(after=0, limit=1):
        for name, reached in waiting.items():
            runtime.store.note_archive(name, reached, None, now)
        return False
    return bool(waiting)


def compare_archive(runtime: Runtime, seed: str, now: datetime) -> CompareOutcome:
    """Compare seeds with the articles stored before them, in batches up to the limit of a run; the next run continues.

    `seed` is the only one to compare, "" for all new and changed seeds. The follow-ups are alerted like any others,
    together in one mail. A seed that another run is comparing is reported as held. Raises StoreError, ModelError.
    """
    outcomes: list[CompareOutcome] = []
    for name, reached in runtime.store.seeds_to_compare().items():
        room = runtime.settings.pass_limit - sum(one.articles for one in outcomes)
        if seed in {"", name} and room > 0:
            with alone(runtime, f"{STAGE}: {name}", now) as mine:
                held = [CompareOutcome(held=(f"{name} ({HELD_FOR})",))]
                outcomes += _compare_seed(runtime, name, reached, room, now) if mine else held
    return add_up(CompareOutcome, outcomes)


def _compare_seed(runtime: Runtime, name: str, reached: int, room: int, now: datetime) -> list[CompareOutcome]:
    """Compare a seed with the archive from where it was reached, at most `room` articles."""
    outcomes, size = list[CompareOutcome](), runtime.settings.batch_size
    index: SeedIndex | None = None
    while room > 0:
        runtime.go_on()
        batch = runtime.store.compared_articles(after=reached, limit=min(size, room))
        if batch:
            followed = watch_for(runtime, [queued.article for queued in batch]).find(name)
            index = SeedIndex(runtime.background, [followed] if followed else [], index)
            outcomes.append(compare_with(runtime, index, batch, now))
            if outcomes[-1].undone:  # by an error of this machine: the next run compares the batch again
                break
        left = batch[-1].id if len(batch) == min(size, room) else None
        runtime.store.note_archive(name, reached, left, now)
        if left is None:
            break
        room, reached = room - len(batch), left
    found = sum(outcome.follow_ups for outcome in outcomes)
    logger.info("%s: %d follow-ups in the archive", name, found)
    return outcomes
