"""The environment of our child processes: the settings, and what Prefect is told by its own variables."""

import json
import os
from pathlib import Path
from typing import Any

from pipeline.settings import SECRETS_DIR, Settings
from pipeline.stray_settings import unknown_names
from storage import absolute_url

# in seconds; the user's own environment wins
SERVING_ENVIRONMENT = {
    "PREFECT_RUNNER_POLL_FREQUENCY": "3",  # Prefect's default of ten is long for a user who has pressed "Run"
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "60",  # missing heartbeats reveal a run whose process was killed
}


SERVER_ENVIRONMENT = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    # by default only events are removed; runs, logs and artifacts would accumulate
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(30 * 24 * 3600),
    # an ISO duration: with a plain number of seconds the server exits at start
    "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P7D",
    # concurrency leases: kept in memory, they are lost on a restart and the slot is never released
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    # seconds until the slot of a killed run is released; living runs renew their lease
    "PREFECT_SERVER_CONCURRENCY_INITIAL_DEPLOYMENT_LEASE_DURATION": "60",
    "PREFECT_LOGGING_SERVER_LEVEL": "WARNING",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
}


def settings_environment(settings: Settings) -> dict[str, str]:
    """The settings as environment variables for a child process, with absolute paths: it has another working folder."""
    variables = {}
    for name, value in {**settings.model_dump(), "database_url": absolute_url(settings.database_url)}.items():
        plain = value.get_secret_value() if hasattr(value, "get_secret_value") else value
        if plain is not None and plain != ():
            variables[f"STORYWAKE_{name.upper()}"] = _write(plain)
    # a child finds no .env in its folder; by their names it can report the unknown settings of ours
    variables |= dict.fromkeys(unknown_names(), "")
    if secrets := os.environ.get(SECRETS_DIR):
        variables[SECRETS_DIR] = str(Path(secrets).resolve())
    return variables


def _write(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, Path):
        return str(value.resolve())
    return json.dumps(value) if isinstance(value, bool | int | float) else str(value)
