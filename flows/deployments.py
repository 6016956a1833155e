"""The deployments, and serving them: `python -m flows.deployments` runs them on their schedules until it is stopped.

`deploy/prefect.yaml` states the same deployments for a work pool; a test holds the two together.
"""

import sys
from datetime import timedelta
from typing import Any

from prefect import Flow, serve
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.automations import install_alarms
from flows.backfill import backfill
from flows.digest import digest
from flows.housekeeping import housekeeping
from flows.inbox import inbox
from flows.monitor import monitor
from pipeline.settings import Settings, SettingsError, load_settings
from service.start import ANCHOR

VERSION = "2"
MONITOR = """\
Polls the feeds that are due, reads what is new, compares it with every seed, stores the follow-ups and mails them.

- What a run did, feed by feed: its artifact **monitor-summary**. What it found: **followups**, and the story so far in
  **trail-** and the seed's name.
- To poll every feed at once, press *Run* and switch *Due feeds only* off; to try something, switch *Dry run* on.
- One run at a time: a run that meets another one is cancelled, and the next comes soon.
"""
DIGEST = """\
Sends what is due and polls nothing: daily and weekly mails, what quiet hours or a mail server held back.

The monitor sends too; this is for the hours in which it is busy, paused or failing. A run that meets another one is
cancelled. Its artifact: **digest-summary**.
"""
HOUSEKEEPING = """\
Removes articles without a match and the words of old entries, as STORYWAKE_RETENTION_DAYS says, near misses, mails and
the names of what feeds list no more, each by its own setting.

Matches and their articles stay, and what was seen once does not come back as new. What went and what is left: the
artifact **housekeeping-summary**.
"""
BACKFILL = """\
Compares seeds with what is stored already: those that are new or have changed, or one once more from the beginning.

What is found is mailed as one digest by the next run that sends. The monitor does this for new seeds by itself. Runs
wait for each other. Its artifact: **backfill-summary**.
"""
INBOX = """\
Reads the answers to the mails (STORYWAKE_INBOX_URL) and does what they say: yes, no, mute, stop, start.

The monitor and the digest do so before they send. A run that meets another one is cancelled. Its artifact:
**inbox-summary**.
"""
# a run that meets another one has nothing to add: the next comes soon
CANCEL, WAIT = ConcurrencyLimitStrategy.CANCEL_NEW, ConcurrencyLimitStrategy.ENQUEUE


def make_deployments(settings: Settings) -> list[RunnerDeployment]:
    """The deployments with their schedules, parameters and limits."""
    every = Interval(timedelta(seconds=settings.monitor_interval), anchor_date=ANCHOR, timezone="UTC", slug="regular")
    answers = Cron("37 * * * *", timezone="UTC", slug="hourly", active=settings.inbox_url is not None)
    return [
        _deployment(monitor, MONITOR, CANCEL, every, {"options": {"due_only": True}}),
        _deployment(digest, DIGEST, CANCEL, Cron("7 */3 * * *", timezone="UTC", slug="regular")),
        _deployment(housekeeping, HOUSEKEEPING, WAIT, Cron("30 3 * * *", timezone="UTC", slug="nightly")),
        _deployment(backfill, BACKFILL, WAIT),
        _deployment(inbox, INBOX, CANCEL, answers),
    ]


def _deployment(
    flow: Flow[Any, Any],
    description: str,
    collision: ConcurrencyLimitStrategy,
    schedule: Schedule | None = None,
    parameters: dict[str, object] | None = None,
) -> RunnerDeployment:
    return flow.to_deployment(  # type: ignore[return-value]  # declared as a coroutine too, for async callers
        flow.name,
        # by file path, `flows/` would stand first on sys.path for good and could hide standard-library modules
        entrypoint_type=EntrypointType.MODULE_PATH,
        schedules=[schedule] if schedule else [],  # the slug keeps a schedule the same one over restarts
        parameters=parameters or {},
        description=description,
        tags=["storywake"],
        version=VERSION,
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=collision),
    )


def main() -> int:
    """Serve until SIGINT; the exit code says whether it could."""
    try:
        settings = load_settings()
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    try:
        install_alarms(settings)
    except Exception as error:  # noqa: BLE001  news must be followed without them; the doctor counts them
        sys.stderr.write(f"the alarms could not be made: {error}\n")
    # not paused at the end: a stopped and started storywake goes on as before, and a run cut off in between pauses
    # only some of the deployments
    serve(*make_deployments(settings), pause_on_shutdown=False, print_starting_message=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
