"""The hallway: settings, wiring and the order of steps, run by Prefect or without it. It decides nothing.

Importing this room does not import Prefect. Its entry modules `flows.monitor`, `flows.housekeeping` and `flows.serving`
do, and are named by module path.
"""

from flows.answering import InboxOutcome, answer_link, read_inbox
from flows.asking import FlowRun, PrefectServer, ServerError, read_run, trigger_run, wait_for_run
from flows.comparing import as_answered, compare
from flows.examination import Finding, examine
from flows.execution import Batch, Execution, PlainExecution, Stage
from flows.options import HousekeepingOptions, MonitorOptions
from flows.outcomes import (
    CompareOutcome,
    DeliverOutcome,
    InputsOutcome,
    PassReport,
    PollOutcome,
    ReadOutcome,
)
from flows.passes import run_pass, utc_now
from flows.progress import Progress, ProgressCallback
from flows.pruning import prune
from flows.runtime import Runtime, current_runtime, open_runtime
from flows.server import find_server, open_server, serve_deployments
from flows.settings import Settings, SettingsError, load_settings
from flows.starting import start

__all__ = [
    "Batch",
    "CompareOutcome",
    "DeliverOutcome",
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
    "compare",
    "current_runtime",
    "examine",
    "find_server",
    "load_settings",
    "open_runtime",
    "open_server",
    "prune",
    "read_inbox",
    "read_run",
    "run_pass",
    "serve_deployments",
    "start",
    "trigger_run",
    "utc_now",
    "wait_for_run",
]
