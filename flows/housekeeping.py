"""The nightly flow that forgets what is no longer needed. Entry module: `flows.housekeeping.housekeeping`."""

from collections.abc import Mapping

from prefect import flow, get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed

from flows.monitor import shown_logs
from flows.options import HousekeepingOptions
from flows.outcomes import count_of
from flows.passes import utc_now
from flows.pruning import prune
from flows.runtime import open_runtime
from flows.settings import load_settings
from flows.summaries import escape

CHANGES_NOTHING = HousekeepingOptions()


def name_run() -> str:
    """A name for a run: when it was due."""
    return f"{flow_run.scheduled_start_time:%Y-%m-%d %H:%M} housekeeping"


@flow(
    name="housekeeping",
    description="Remove articles without a match and entries that are past keeping. Matches and mails stay.",
    flow_run_name=name_run,
    persist_result=False,
    retries=1,
    retry_delay_seconds=60,
)
def housekeeping(options: HousekeepingOptions = CHANGES_NOTHING) -> State[None]:
    """Prune the store once and say what went and what is left."""
    with open_runtime(load_settings()) as runtime, shown_logs():
        removed = prune(runtime, utc_now(), options.retention_days)
        left = runtime.store.counts()
    told = ", ".join(f"{number} {name}" for name, number in removed.items() if number) or "nothing"
    get_run_logger().info("Removed: %s", told)
    create_markdown_artifact(_summarise(removed, left), key="housekeeping-summary", description=f"Removed: {told}")
    return Completed(message=f"removed {told}, {count_of(left.get('articles', 0), 'article')} left")


def _summarise(removed: Mapping[str, int], left: Mapping[str, int]) -> str:
    rows = [f"| {escape(name)} | {removed.get(name, 0)} | {left.get(name, '')} |" for name in sorted({*removed, *left})]
    return "\n".join(["## Housekeeping", "", "| | removed | left |", "|---|---|---|", *rows])
