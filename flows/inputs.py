"""The step that takes over what the user edits: seed files and the list of feeds."""

import logging
from datetime import datetime
from pathlib import Path

from extractors import OpmlError, SeedFileError, read_opml, read_seeds
from flows.outcomes import InputsOutcome
from flows.runtime import Runtime
from news import Seed

STAGE = "read seeds and feeds"
logger = logging.getLogger(__name__)


def sync_inputs(runtime: Runtime, _: object, now: datetime) -> InputsOutcome:
    """Bring the store in step with the seeds folder and the feeds file.

    A bad seed file stops no other and keeps its earlier version followed; a bad list of feeds keeps the earlier list.
    Raises StoreError when the store cannot be written.
    """
    seeds, seed_complaints = _sync_seeds(runtime, now)
    feeds, feed_complaints = _sync_feeds(runtime, now)
    complaints = (*seed_complaints, *feed_complaints)
    for complaint in complaints:
        logger.warning("%s", complaint)
    return InputsOutcome(seeds, feeds, complaints)


def _sync_seeds(runtime: Runtime, now: datetime) -> tuple[int, list[str]]:
    folder = runtime.settings.seeds_dir
    if not folder.is_dir():
        return len(runtime.store.seeds()), [f"{folder}: there is no such folder of seeds"]
    try:
        seeds, errors = read_seeds(folder)
    except OSError as error:
        return len(runtime.store.seeds()), [f"{folder}: cannot be read: {error.strerror}"]
    runtime.store.save_seeds(seeds, now, keep=_broken(folder, seeds))
    return len(runtime.store.seeds()), [*map(str, errors), *_empty_handed(folder, seeds, errors)]


def _broken(folder: Path, seeds: list[Seed]) -> set[str]:
    """The files that are there but gave no seed: a misspelt key must not end what the user follows."""
    read = {seed.name for seed in seeds}
    return {path.stem for path in folder.iterdir() if path.suffix in {".md", ".txt"} and path.stem not in read}


def _empty_handed(folder: Path, seeds: list[Seed], errors: list[SeedFileError]) -> list[str]:
    return [] if seeds or errors else [f"{folder}: holds no seed, so nothing is followed"]


def _sync_feeds(runtime: Runtime, now: datetime) -> tuple[int, list[str]]:
    try:
        feeds = read_opml(runtime.settings.feeds_file)
    except OpmlError as error:
        return len(runtime.store.feed_health()), [str(error)]
    runtime.store.save_feeds(feeds, now)
    return len(feeds), []
