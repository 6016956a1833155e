"""The flow that only sends the mails that are due. Entrypoint: `flows.digest.digest`."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows.artifacts import complete, observe
from flows.conclusions import DIGEST_TIMEOUT, conclude
from flows.run_names import name_of_run, options_of_run
from pipeline.options import DigestOptions
from pipeline.outcomes import PassReport
from pipeline.passes import run_digest

DEFAULTS = DigestOptions()


def name_run() -> str:
    """Name a run after its options."""
    options = options_of_run(DigestOptions)
    for_seed = f" about {options.seed}" if options.seed else ""
    return name_of_run(f"mails{for_seed[:80]}", dry_run=options.dry_run)


@flow(
    name="digest",
    description="Send the mails that are due, without polling.",
    flow_run_name=name_run,
    persist_result=False,
    validate_parameters=True,
    timeout_seconds=DIGEST_TIMEOUT,
)
def digest(options: DigestOptions = DEFAULTS) -> State[PassReport]:
    """Send the mails that are due. The run fails if the store cannot be used, not if a mail is rejected."""
    return conclude(lambda: complete(observe(run_digest, options)), DIGEST_TIMEOUT)
