"""The step that reads the user's files: the seeds and the list of feeds; and does what follows from them."""

import logging
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from extractors import OpmlError, read_opml, read_seeds
from pipeline.late_alerts import raise_late_alerts
from pipeline.outcomes import InputsOutcome, PassReport
from pipeline.runtime import Runtime
from pipeline.settings import OptionError
from pipeline.stages import PassRun
from trails import counted

STAGE = "read seeds and feeds"
logger = logging.getLogger(__name__)


def sync(run: PassRun, report: PassReport) -> PassReport:
    """Read the user's files into the store. Raises OptionError if the pass is limited to a seed that is unknown."""
    with run.timed(STAGE):
        outcome, alarms = sync_files(run.runtime, run.clock())
        raise_late_alerts(run.runtime, run.clock())
    run.failures += alarms
    if run.seed and run.seed not in {known.name for known in run.runtime.store.seeds()}:
        raise OptionError(f"no seed named {run.seed!r} is followed")
    return replace(report, inputs=outcome)


def sync_files(runtime: Runtime, now: datetime) -> tuple[InputsOutcome, list[str]]:
    """Update the store from the seeds folder and the feeds file; returns the outcome, and alarms in one line each.

    If a seed file or the list of feeds is invalid, its last valid version stays in use. A seed whose file is missing is
    away until the file is back; if no seed file is found at all, all seeds are still followed, and the operator is
    alarmed, once a day: the folder is probably not mounted. Raises StoreError if the store cannot be written.
    """
    followed = set(runtime.store.seed_changes())
    alarms, complaints = _sync_seeds(runtime, now, followed)
    feeds, feed_complaints = _sync_feeds(runtime, now)
    complaints += [*feed_complaints, *_unknown_folders(runtime)]
    for line in [*alarms, *complaints]:
        logger.warning("%s", line)
    return InputsOutcome(len(runtime.store.seeds()), feeds, tuple(complaints)), alarms


def _sync_seeds(runtime: Runtime, now: datetime, followed: Collection[str]) -> tuple[list[str], list[str]]:
    """Update the seeds in the store; returns the alarms and the complaints."""
    folder = runtime.settings.seeds_dir
    seeds, errors = read_seeds(folder)
    complaints = list(map(str, errors))
    is_unreadable = any(error.path == folder for error in errors)
    if followed and (is_unreadable or not (seeds or errors)):
        alarm = (
            f"{complaints[0] if complaints else f'{folder}: contains no seeds'}; the "
            f"{counted(len(followed), 'seed')} stored before {'is' if len(followed) == 1 else 'are'} still followed: "
            "check that the folder is mounted, and STORYWAKE_SEEDS_DIR"
        )
        runtime.store.raise_notice(f"no seed files on {now.date()}", alarm, now)
        return [alarm], []
    if is_unreadable:
        return [], complaints
    if not seeds and not errors:
        return [], [f"{folder}: contains no seeds, so nothing is followed; `storywake follow URL` follows a story"]
    paused = [seed for seed in seeds if seed.settings.paused]
    active = [seed for seed in seeds if not seed.settings.paused]
    # a seed whose file is unreadable is still followed
    renamed = runtime.store.save_seeds(active, now, keep={error.seed for error in errors}, paused=paused)
    for old, new in renamed.items():
        logger.info("seed %s: its file was renamed, so it is now %s, with all that was found", old, new)
    return [], complaints + _note_absences(runtime, set(followed) - {seed.name for seed in paused} - renamed.keys())


def _note_absences(runtime: Runtime, followed: Collection[str]) -> list[str]:
    """Complaints about seeds that are away from this pass on. Those that are away already were reported then."""
    away = set(followed) - {seed.name for seed in runtime.store.seeds()}
    return [
        f"seed {name}: its file is missing from {runtime.settings.seeds_dir}, so it is not followed; when the file is "
        "back, it is compared with what came meanwhile"
        for name in sorted(away)
    ]


def _unknown_folders(runtime: Runtime) -> list[str]:
    """Complaints about folders named by a seed that contain no feed: such a seed would silently never match."""
    known = {folder.casefold() for health in runtime.store.feed_health() for folder in health.feed.folders}
    return [
        f"seed {seed.name}: no feed is in the folder {folder!r}; see {runtime.settings.feeds_file}"
        for seed in runtime.store.seeds()
        for folder in seed.settings.feeds
        if folder.casefold() not in known
    ]


def _sync_feeds(runtime: Runtime, now: datetime) -> tuple[int, list[str]]:
    try:
        feeds, complaints = read_opml(runtime.settings.feeds_file)
    except OpmlError as error:
        return len(runtime.store.feed_health()), [str(error)]
    runtime.store.save_feeds(feeds, now)
    return len(feeds), list(complaints)
