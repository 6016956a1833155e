"""The step that indexes the archive for the search, after an upgrade or a restore."""

from datetime import datetime

from pipeline.execution import Stage
from pipeline.leases import alone
from pipeline.outcomes import PassReport
from pipeline.runtime import Runtime
from pipeline.stages import PassRun
from trails import counted

STAGE = "index the archive for the search"
MOST = 20_000  # articles in one pass: some seconds, after the mails were sent
_AT_ONCE = 200  # articles in one transaction, so that other runs hardly wait for it


def index_archive(run: PassRun, report: PassReport) -> PassReport:
    """Index some of the articles that cannot be found yet; the next pass goes on where this one stops."""
    if run.runtime.store.search_backlog() and not run.runtime.rehearses:
        run.run_alone(Stage(STAGE, index_some), STAGE, None)
    return report


def index_some(runtime: Runtime, _nothing: None, now: datetime) -> int:
    """Index up to `MOST` articles, newest first; returns how many. Raises StoreError."""
    done = 0
    with alone(runtime, STAGE, now) as mine:
        while mine and done < MOST:
            runtime.go_on()
            indexed = runtime.store.index_backlog(limit=_AT_ONCE)
            done += indexed
            if not indexed:
                break
    return done


def note_backlog(left: int) -> list[str]:
    """Note how many articles cannot be found by the search yet."""
    them = "it" if left == 1 else "them"
    return [f"{counted(left, 'earlier article')} not searchable yet: the next runs index {them}"] if left else []
