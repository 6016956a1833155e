"""The main flow: one pass of the monitor. Entry module, named by path: `flows.monitor.monitor`.

The order of steps is in `pipeline.passes`; what a run leaves behind in the Prefect UI, in `flows.artifacts`.
"""

from prefect import flow, tags

from flows.artifacts import complete, observe
from flows.run_names import asked_of_run, name_of_run
from pipeline.options import MonitorOptions
from pipeline.outcomes import PassReport
from pipeline.passes import run_pass

CHANGES_NOTHING = MonitorOptions()


def name_run() -> str:
    """A name for a run that says what it was asked to do."""
    options = asked_of_run(MonitorOptions)
    what = options.feed or ("due feeds" if options.due_only else "all feeds")
    for_seed = f" for {options.seed}" if options.seed else ""
    how = "" if options.deliver or options.dry_run else ", no mail"
    return name_of_run(f"{what[:80]}{for_seed[:80]}{how}", dry_run=options.dry_run)


@flow(
    name="monitor",
    description="Poll the feeds, read what is new, compare it with the seeds, store the follow-ups and mail them.",
    flow_run_name=name_run,
    persist_result=False,
    validate_parameters=True,
)
def monitor(options: MonitorOptions = CHANGES_NOTHING) -> PassReport:
    """Do one pass. A broken feed, page or mail fails no run; a store that cannot be used does."""
    return complete(observe(run_pass, options))


def monitor_now(options: MonitorOptions) -> PassReport:
    """A run beside the deployments, with their tag, by which the alarms know it for ours."""
    with tags("storywake"):
        return monitor(options)
