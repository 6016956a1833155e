"""Dry runs: the real steps on a temporary copy of the database, with nothing sent."""

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path

from pipeline.runtime import Runtime, open_runtime
from pipeline.settings import Settings
from storage import copy_database, missing_file


@contextmanager
def open_rehearsal(settings: Settings, now: datetime) -> Iterator[Runtime]:
    """Yield a runtime that changes nothing: it works on a copy of the database, sends nothing, and marks no reply.

    Raises StoreError.
    """
    with tempfile.TemporaryDirectory(prefix="storywake-") as name:
        copy = Path(name) / "copy.db"
        if not missing_file(settings.database_url):
            copy_database(settings.database_url, copy, now)
        on_copy = settings.model_copy(update={"database_url": f"sqlite:///{copy}"})
        with open_runtime(on_copy, rehearses=True) as runtime:
            yield runtime


def open_for(settings: Settings, now: datetime, *, dry_run: bool) -> AbstractContextManager[Runtime]:
    """The runtime for a run: the real one, or for a dry run one that changes nothing."""
    return open_rehearsal(settings, now) if dry_run else open_runtime(settings)
