"""The hallway: settings, wiring and the order of steps, run by Prefect or without it. It decides nothing.

Importing this room imports neither Prefect nor a web framework. Its entry modules do, and are named by module path: the
flows (`flows.monitor`, `flows.digest`, `flows.housekeeping`, `flows.backfill`, `flows.inbox`), `flows.serving` and
`flows.deploying`, and what is served over HTTP (`flows.weblinks`, `flows.telling`, `flows.metrics`).
"""

from flows.answering import InboxOutcome, answer_link, read_inbox
from flows.asking import FlowRun, PrefectServer, ServerError, ask, read_run, trigger_run, wait_for_run
from flows.comparing import as_answered, compare
from flows.examination import Finding, examine
from flows.execution import Batch, Execution, PlainExecution, Stage
from flows.options import BackfillOptions, DigestOptions, HousekeepingOptions, MonitorOptions
from flows.outcomes import (
    CompareOutcome,
    DeliverOutcome,
    InputsOutcome,
    PassReport,
    PollOutcome,
    ReadOutcome,
)
from flows.passes import run_backfill, run_digest, run_pass
from flows.progress import Progress, ProgressCallback
from flows.pruning import prune
from flows.rehearsing import open_for
from flows.runtime import Runtime, current_runtime, open_runtime
from flows.server import connect, find_server, open_server, serve_deployments
from flows.settings import Settings, SettingsError, load_settings
from flows.stages import utc_now
from flows.starting import start

__all__ = [
    "BackfillOptions",
    "Batch",
    "CompareOutcome",
    "DeliverOutcome",
    "DigestOptions",
    "Execution",
    "Finding",
    "FlowRun",
    "HousekeepingOptions",
    "InboxOutcome",
    "InputsOutcome",
    "MonitorOptions",
    "PassReport",
    "PlainExecution",
    "PollOutcome",
    "PrefectServer",
    "Progress",
    "ProgressCallback",
    "ReadOutcome",
    "Runtime",
    "ServerError",
    "Settings",
    "SettingsError",
    "Stage",
    "answer_link",
    "as_answered",
    "ask",
    "compare",
    "connect",
    "current_runtime",
    "examine",
    "find_server",
    "load_settings",
    "open_for",
    "open_runtime",
    "open_server",
    "prune",
    "read_inbox",
    "read_run",
    "run_backfill",
    "run_digest",
    "run_pass",
    "serve_deployments",
    "start",
    "trigger_run",
    "utc_now",
    "wait_for_run",
]
