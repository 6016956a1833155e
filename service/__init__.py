"""The processes of an installation and their monitoring: Prefect server, child processes, health, metrics, doctor.

Prefect itself is not imported: it reads its settings at import time, so it runs in child processes. The HTTP modules
`service.health_endpoint` and `service.metrics` are not re-exported here because importing a web framework takes time.
"""

from service.child_environment import settings_environment
from service.desk_process import keeping_desk, wait_for_desk
from service.doctor import examine
from service.finding import Finding
from service.ports import find_port, reached_at
from service.prefect_api import FlowRun, PrefectServer, ServerError, ask, read_run, trigger_run, wait_for_run
from service.prefect_server import (
    connect,
    describe_login,
    find_server,
    has_foreign_server,
    open_server,
    serve_deployments,
)
from service.start import run_until_stopped

__all__ = [
    "Finding",
    "FlowRun",
    "PrefectServer",
    "ServerError",
    "ask",
    "connect",
    "describe_login",
    "examine",
    "find_port",
    "find_server",
    "has_foreign_server",
    "keeping_desk",
    "open_server",
    "reached_at",
    "read_run",
    "run_until_stopped",
    "serve_deployments",
    "settings_environment",
    "trigger_run",
    "wait_for_desk",
    "wait_for_run",
]
