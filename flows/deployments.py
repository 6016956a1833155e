"""The deployments; `python -m flows.deployments` serves them on their schedules until it is stopped.

`deploy/prefect.yaml` defines the same deployments for a work pool; a test keeps the two in step.
"""

import sys
from datetime import timedelta
from importlib.metadata import version
from typing import Any

from prefect import Flow, serve
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType

from alerts import name_commands
from flows.automations import install_alarms
from flows.backfill import backfill
from flows.digest import digest
from flows.housekeeping import housekeeping
from flows.inbox import inbox
from flows.monitor import monitor
from pipeline.settings import Settings, SettingsError, load_settings
from service.start import ANCHOR

VERSION = version("storywake")
MONITOR = """\
Polls the feeds that are due, reads new articles, compares them with every seed, stores the follow-ups and mails them.

- Artifacts of a run: **monitor-summary** (what it did, feed by feed), **followups** (what it found) and
  **trail-**SEED (the story so far).
- To poll every feed now, press *Run* and switch *Due feeds only* off; to try something out, switch *Dry run* on.
- Only one run at a time: a run that starts during another one is cancelled; the next follows soon.
"""
DIGEST = """\
Sends the mails that are due, without polling: daily and weekly mails, and mails held back by quiet hours or a mail
server.

The monitor sends mails too; this covers the hours in which it is busy, paused or failing. A run that starts during
another one is cancelled. Its artifact: **digest-summary**.
"""
HOUSEKEEPING = """\
Removes articles without a match and the texts of old entries after STORYWAKE_RETENTION_DAYS; near misses, sent mails
and entries that feeds no longer list, each after its own setting.

Matches and their articles are kept, and an entry seen once never counts as new again. Its artifact:
**housekeeping-summary** (what was removed and what is left).
"""
BACKFILL = """\
Compares seeds with the articles already stored: new and changed seeds, or one seed again from the beginning.

The next run that sends mails reports the results as one digest. The monitor does this for new seeds automatically.
Runs wait for each other. Its artifact: **backfill-summary**.
"""
INBOX = f"""\
Reads replies to the mails (STORYWAKE_INBOX_URL) and applies them: {name_commands()}.

The monitor and the digest also do this before they send. A run that starts during another one is cancelled. Its
artifact: **inbox-summary**.
"""
# cancel a run that starts during another one: it has nothing to add, and the next follows soon
CANCEL, WAIT = ConcurrencyLimitStrategy.CANCEL_NEW, ConcurrencyLimitStrategy.ENQUEUE


def make_deployments(settings: Settings) -> list[RunnerDeployment]:
    """Define the deployments with their schedules, parameters and concurrency limits."""
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
    return flow.to_deployment(  # type: ignore[return-value]  # also declared as a coroutine, for async callers
        flow.name,
        # with a file path, Prefect would put `flows/` first on sys.path, where it could shadow standard-library modules
        entrypoint_type=EntrypointType.MODULE_PATH,
        schedules=[schedule] if schedule else [],  # the slug identifies the schedule across restarts
        parameters=parameters or {},
        description=description,
        tags=["storywake"],
        version=VERSION,
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=collision),
    )


def main() -> int:
    """Serve the deployments until SIGINT. Returns the exit code: 0, or 2 if the settings are invalid."""
    try:
        settings = load_settings()
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    try:
        install_alarms(settings)
    except Exception as error:  # noqa: BLE001  the flows work without automations; the doctor counts them
        sys.stderr.write(f"the automations could not be created: {error}\n")
    # do not pause schedules on shutdown: a restarted storywake must carry on, and a shutdown that is cut short would
    # pause only some of the deployments
    serve(*make_deployments(settings), pause_on_shutdown=False, print_starting_message=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
