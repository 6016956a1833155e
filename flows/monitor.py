"""The main flow: one pass of the monitor. Entrypoint: `flows.monitor.monitor`.

`pipeline.passes` has the order of the steps, `flows.artifacts` what a run shows in the Prefect UI.
"""

from typing import cast

from prefect import flow, tags
from prefect.client.schemas.objects import State

from flows.artifacts import complete, observe
from flows.conclusions import MONITOR_TIMEOUT, conclude, result_of
from flows.run_names import name_of_run, options_of_run
from pipeline.options import MonitorOptions
from pipeline.outcomes import PassReport
from pipeline.passes import run_pass

DEFAULTS = MonitorOptions()


def name_run() -> str:
    """Name a run after its options."""
    options = options_of_run(MonitorOptions)
    what = options.feed or ("due feeds" if options.due_only else "all feeds")
    for_seed = f" for {options.seed}" if options.seed else ""
    how = "" if options.deliver or options.dry_run else ", no mail"
    return name_of_run(f"{what[:80]}{for_seed[:80]}{how}", dry_run=options.dry_run)


@flow(
    name="monitor",
    description="Poll the feeds, read new articles, compare them with the seeds, store the follow-ups and mail them.",
    flow_run_name=name_run,
    persist_result=False,
    validate_parameters=True,
    timeout_seconds=MONITOR_TIMEOUT,
)
def monitor(options: MonitorOptions = DEFAULTS) -> State[PassReport]:
    """Do one pass. The run fails if the store cannot be used, not because of a broken feed, page or mail."""
    return conclude(lambda: complete(observe(run_pass, options)), MONITOR_TIMEOUT)


def monitor_now(options: MonitorOptions) -> PassReport:
    """Run the monitor outside its deployment, with the tag by which the automations recognise our runs.

    Raises what ended the run, also KeyboardInterrupt.
    """
    with tags("storywake"):
        return cast("PassReport", result_of(monitor(options, return_state=True)))
