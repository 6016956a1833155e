"""The processes of an installation and what watches them: the Prefect server, children, health, metrics, the doctor.

Prefect itself is not imported: it reads its settings when it is, so it runs in children. What is served over HTTP is
imported by name, for a web framework takes time: `service.answer_pages`, `service.health_endpoint`, `service.metrics`.
"""

from service.doctor import Finding, examine
from service.prefect_api import FlowRun, PrefectServer, ServerError, ask, read_run, trigger_run, wait_for_run
from service.prefect_server import connect, find_server, open_server, serve_deployments
from service.start import run_until_stopped

__all__ = [
    "Finding",
    "FlowRun",
    "PrefectServer",
    "ServerError",
    "ask",
    "connect",
    "examine",
    "find_server",
    "open_server",
    "read_run",
    "run_until_stopped",
    "serve_deployments",
    "trigger_run",
    "wait_for_run",
]
