"""The flow that compares seeds with the articles already stored. Entrypoint: `flows.backfill.backfill`."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows.artifacts import complete, observe
from flows.conclusions import BACKFILL_TIMEOUT, conclude
from flows.run_names import name_of_run, options_of_run
from pipeline.options import BackfillOptions
from pipeline.outcomes import PassReport
from pipeline.passes import run_backfill

DEFAULTS = BackfillOptions()


def name_run() -> str:
    """Name a run after its options."""
    options = options_of_run(BackfillOptions)
    return name_of_run((options.seed or "new and changed seeds")[:80], dry_run=options.dry_run)


@flow(
    name="backfill",
    description="Compare seeds with the stored articles; new follow-ups are sent in one mail.",
    flow_run_name=name_run,
    persist_result=False,
    validate_parameters=True,
    timeout_seconds=BACKFILL_TIMEOUT,
)
def backfill(options: BackfillOptions = DEFAULTS) -> State[PassReport]:
    """Compare with the archive. The run fails if the store cannot be used, not if an article cannot be compared."""
    return conclude(lambda: complete(observe(run_backfill, options)), BACKFILL_TIMEOUT)
