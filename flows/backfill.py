"""The flow that compares seeds with what is stored already. Entry module, named by path: `flows.backfill.backfill`."""

from prefect import flow

from flows.artifacts import complete, observe
from flows.run_names import asked_of_run, name_of_run
from pipeline.options import BackfillOptions
from pipeline.outcomes import PassReport
from pipeline.passes import run_backfill

CHANGES_NOTHING = BackfillOptions()


def name_run() -> str:
    """A name for a run that says what it was asked to do."""
    options = asked_of_run(BackfillOptions)
    return name_of_run((options.seed or "new and changed seeds")[:80], dry_run=options.dry_run)


@flow(
    name="backfill",
    description="Compare seeds with the stored archive; what is found goes out in one mail.",
    flow_run_name=name_run,
    persist_result=False,
    validate_parameters=True,
)
def backfill(options: BackfillOptions = CHANGES_NOTHING) -> PassReport:
    """Compare with the archive. An article that cannot be compared fails no run; a store that cannot be used does."""
    return complete(observe(run_backfill, options))
