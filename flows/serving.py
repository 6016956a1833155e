"""The deployments, and serving them: `python -m flows.serving` runs them on their schedules until it is stopped.

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

from flows.housekeeping import housekeeping
from flows.monitor import monitor
from flows.settings import Settings, SettingsError, load_settings
from flows.starting import ANCHOR

VERSION = "1"
MONITOR = """\
Polls the feeds that are due, reads what is new, compares it with every seed, stores the follow-ups and mails them.

- What a run did, feed by feed: its artifact **monitor-summary**. What it found: **followups**.
- To poll every feed at once, press *Run* and switch *Due feeds only* off.
- One run at a time: a run that meets another one is cancelled, and the next comes soon.
"""
HOUSEKEEPING = """\
Removes articles without a match and the words of old entries, as STORYWAKE_RETENTION_DAYS says.

Matches, alerts and mails stay, and what was seen once does not come back as new. What went and what is left: the
artifact **housekeeping-summary**.
"""


def make_deployments(settings: Settings) -> list[RunnerDeployment]:
    """The deployments with their schedules, parameters and limits."""
    every = Interval(timedelta(seconds=settings.monitor_interval), anchor_date=ANCHOR, timezone="UTC", slug="regular")
    nightly = Cron("30 3 * * *", timezone="UTC", slug="nightly")
    return [
        _deployment(
            monitor,
            every,
            {"options": {"due_only": True}},
            MONITOR,
            # a run that meets another one has nothing to add: the next comes soon
            ConcurrencyLimitStrategy.CANCEL_NEW,
        ),
        _deployment(
            housekeeping,
            nightly,
            {},
            HOUSEKEEPING,
            ConcurrencyLimitStrategy.ENQUEUE,
        ),
    ]


def _deployment(
    flow: Flow[Any, Any],
    schedule: Schedule,
    parameters: dict[str, object],
    description: str,
    collision: ConcurrencyLimitStrategy,
) -> RunnerDeployment:
    return flow.to_deployment(  # type: ignore[return-value]  # declared as a coroutine too, for async callers
        flow.name,
        # by file path, `flows/` would stand first on sys.path for good and could hide standard-library modules
        entrypoint_type=EntrypointType.MODULE_PATH,
        schedules=[schedule],  # the slug keeps a schedule the same one over restarts
        parameters=parameters,
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
    # not paused at the end: a stopped and started storywake goes on as before, and a run cut off in between pauses
    # only some of the deployments
    serve(*make_deployments(settings), pause_on_shutdown=False, print_starting_message=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
