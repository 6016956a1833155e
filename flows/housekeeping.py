"""The nightly flow that removes old data. Entrypoint: `flows.housekeeping.housekeeping`."""

from collections.abc import Mapping

from prefect import flow, get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.artifacts import shown_logs
from flows.conclusions import HOUSEKEEPING_TIMEOUT, conclude
from flows.run_names import name_of_run, options_of_run
from pipeline.options import HousekeepingOptions
from pipeline.retention import prune
from pipeline.runtime import open_runtime
from pipeline.settings import load_settings
from pipeline.stages import utc_now
from pipeline.summaries import escape
from service.disk_usage import megabytes, prefect_size
from trails import counted

DEFAULTS = HousekeepingOptions()


def name_run() -> str:
    """Name a run after its scheduled time."""
    return name_of_run("housekeeping", dry_run=options_of_run(HousekeepingOptions).dry_run)


@flow(
    name="housekeeping",
    description="Remove articles without a match, old mails and entries no longer in feeds. Matches are kept.",
    flow_run_name=name_run,
    persist_result=False,
    timeout_seconds=HOUSEKEEPING_TIMEOUT,
)
def housekeeping(options: HousekeepingOptions = DEFAULTS) -> State[None]:
    """Prune the store once; the artifact lists what was removed, what is left and the size of the databases."""
    return conclude(lambda: _clean(options), HOUSEKEEPING_TIMEOUT)


def _clean(options: HousekeepingOptions) -> State[None]:
    settings = load_settings()
    with open_runtime(settings) as runtime, shown_logs():
        removed = prune(runtime, utc_now(), options)
        if isinstance(removed, str):
            return Completed(message=removed)
        left, size = runtime.store.counts(), runtime.store.size()
    verb = "would remove" if options.dry_run else "removed"
    removals = ", ".join(f"{number} {name}" for name, number in removed.items() if number) or "nothing"
    sizes = {"storywake": size, "Prefect": prefect_size(settings.prefect_home)}
    get_run_logger().info("%s: %s", verb, removals)
    summary = f"{verb} {removals}"
    create_markdown_artifact(_summarise(removed, left, sizes), key="housekeeping-summary", description=summary)
    articles = counted(left.get("articles", 0), "article")
    return Completed(message=f"{summary}; {articles} left, {megabytes(size)}")


def _summarise(removed: Mapping[str, int], left: Mapping[str, int], sizes: Mapping[str, int | None]) -> str:
    rows = [f"| {escape(name)} | {removed.get(name, 0)} | {left.get(name, '')} |" for name in sorted({*removed, *left})]
    databases = [f"| {name} | {megabytes(size)} |" for name, size in sizes.items()]
    return "\n".join(
        [
            "## Housekeeping",
            "",
            "| | removed | left |",
            "|---|---|---|",
            *rows,
            "",
            "| database | size |",
            "|---|---|",
            *databases,
        ]
    )
