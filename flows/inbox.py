"""The flow that reads and applies the recipients' replies. Entrypoint: `flows.inbox.inbox`."""

from prefect import flow, get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.artifacts import shown_logs
from flows.conclusions import INBOX_TIMEOUT, conclude
from flows.run_names import name_of_run, options_of_run
from pipeline.answers import HELD, read_inbox
from pipeline.clock_doubt import require_clock
from pipeline.dry_run import open_for
from pipeline.options import InboxOptions
from pipeline.reply_actions import InboxOutcome
from pipeline.settings import load_settings
from pipeline.stages import utc_now
from pipeline.summaries import escape
from trails import counted

DEFAULTS = InboxOptions()
NO_INBOX = "no inbox is set (STORYWAKE_INBOX_URL), so there is nothing to read"


def name_run() -> str:
    """Name a run after its scheduled time."""
    return name_of_run("replies", dry_run=options_of_run(InboxOptions).dry_run)


@flow(
    name="inbox",
    description="Read replies to the mails and apply them.",
    flow_run_name=name_run,
    persist_result=False,
    validate_parameters=True,
    timeout_seconds=INBOX_TIMEOUT,
)
def inbox(options: InboxOptions = DEFAULTS) -> State[None]:
    """Read the inbox once. The run fails if the inbox cannot be read, not because of a reply without a command."""
    return conclude(lambda: _read(options), INBOX_TIMEOUT)


def _read(options: InboxOptions) -> State[None]:
    settings = load_settings()
    if settings.inbox_url is None:
        get_run_logger().info(NO_INBOX)
        return Completed(message=NO_INBOX)
    with open_for(settings, utc_now(), dry_run=options.dry_run) as runtime, shown_logs():
        require_clock(runtime, utc_now())
        outcome = read_inbox(runtime, utc_now())
    if outcome.is_held:
        return Completed(message=HELD)
    counts = f"{counted(outcome.read, 'message')} read, {len(outcome.done)} applied, {len(outcome.refused)} ignored"
    counts += f", {len(outcome.put_aside)} put aside" if outcome.put_aside else ""
    counts += f", {outcome.left} left" if outcome.left else ""
    headline = f"dry run: {counts}" if options.dry_run else counts
    if outcome.read:
        create_markdown_artifact(_summarise(outcome, headline), key="inbox-summary", description=headline)
    return Failed(message=outcome.error) if outcome.error else Completed(message=headline)


def _summarise(outcome: InboxOutcome, headline: str) -> str:
    lines = [f"- {escape(line)}" for line in outcome.done]
    lines += [f"- ignored: {escape(line)}" for line in outcome.refused]
    lines += [f"- put aside: {escape(line)}" for line in outcome.put_aside]
    return "\n".join([f"## {escape(headline)}", "", *lines])
