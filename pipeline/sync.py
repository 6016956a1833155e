"""The step that reads the user's files: the seeds and the list of feeds."""

import logging
from dataclasses import replace
from datetime import datetime

from extractors import OpmlError, read_opml, read_seeds
from pipeline.outcomes import InputsOutcome, PassReport
from pipeline.runtime import Runtime
from pipeline.settings import SettingsError
from pipeline.stages import PassRun

STAGE = "read seeds and feeds"
logger = logging.getLogger(__name__)


def sync(run: PassRun, report: PassReport) -> PassReport:
    """Read the user's files into the store. Raises SettingsError if the pass is limited to a seed that is unknown."""
    with run.timed(STAGE):
        outcome = sync_files(run.runtime, run.clock())
    if run.seed and run.seed not in {known.name for known in run.runtime.store.seeds()}:
        raise SettingsError(f"no seed named {run.seed!r} is followed")
    return replace(report, inputs=outcome)


def sync_files(runtime: Runtime, now: datetime) -> InputsOutcome:
    """Update the store from the seeds folder and the feeds file.

    If a seed file or the list of feeds is invalid, its last valid version stays in use. Raises StoreError if the store
    cannot be written.
    """
    seeds, seed_complaints = _sync_seeds(runtime, now)
    feeds, feed_complaints = _sync_feeds(runtime, now)
    complaints = (*seed_complaints, *feed_complaints, *_unknown_folders(runtime))
    for complaint in complaints:
        logger.warning("%s", complaint)
    return InputsOutcome(seeds, feeds, complaints)


def _sync_seeds(runtime: Runtime, now: datetime) -> tuple[int, list[str]]:
    folder = runtime.settings.seeds_dir
    seeds, errors = read_seeds(folder)
    complaints = list(map(str, errors))
    if not any(error.path == folder for error in errors):  # if the folder itself is unreadable, keep all stored seeds
        # a seed whose file is unreadable is still followed
        runtime.store.save_seeds(seeds, now, keep={error.path.stem for error in errors})
        complaints += [] if seeds or errors else [f"{folder}: contains no seeds, so nothing is followed"]
    return len(runtime.store.seeds()), complaints


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
