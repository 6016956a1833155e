"""The flow that sends what is due and does nothing else. Entry module, named by path: `flows.digest.digest`."""

from prefect import flow

from flows.artifacts import complete, observe
from flows.run_names import asked_of_run, name_of_run
from pipeline.options import DigestOptions
from pipeline.outcomes import PassReport
from pipeline.passes import run_digest

CHANGES_NOTHING = DigestOptions()


def name_run() -> str:
    """A name for a run that says what it was asked to do."""
    options = asked_of_run(DigestOptions)
    for_seed = f" about {options.seed}" if options.seed else ""
    return name_of_run(f"mails{for_seed[:80]}", dry_run=options.dry_run)


@flow(
    name="digest",
    description="Send the mails that are due; poll nothing.",
    flow_run_name=name_run,
    persist_result=False,
    validate_parameters=True,
)
def digest(options: DigestOptions = CHANGES_NOTHING) -> PassReport:
    """Send what is due. A mail that is not taken fails no run; a store that cannot be used does."""
    return complete(observe(run_digest, options))
