"""A client for the Prefect server's API: runs, their states, and who serves our deployments.

Prefect itself is not imported: it reads its settings at import time, and this process only needs HTTP.
"""

import logging
import os
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from extractors import ApiAnswer, ApiError, call_api
from service.child_processes import ChildError, wait_until
from trails import counted

POLL = 0.3
BUSY = (429, 502, 503)  # from a server on SQLite whose database is locked for too long
BUSY_TRIES = 10
DEPLOYMENTS = tuple(f"{name}/{name}" for name in ("monitor", "digest", "housekeeping", "backfill", "inbox"))
ALARM = "storywake: "  # prefix of the names of our automations
WRITTEN_OFF = "left by a storywake that was stopped or killed"
ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
ASKS_AGAIN = 25.0  # seconds; a serving process polls for work every 3 s, or every 10 s by Prefect's default
LONG_SILENT = timedelta(minutes=2)  # a process that has not polled for this long no longer serves
logger = logging.getLogger(__name__)


class ServerError(Exception):
    """The Prefect server is unavailable or refused a request; one line that says why and what to do."""


@dataclass(frozen=True, slots=True)
class PrefectServer:
    """A reachable Prefect server. `started`: it is our child process and ends with us; `log`: its output file.

    `auth` is its user:password; "" if it needs none.
    """

    api_url: str
    started: bool
    home: Path
    log: Path | None = None
    auth: str = field(default="", repr=False)

    @property
    def ui_url(self) -> str:
        """The address of its UI."""
        return self.api_url.removesuffix("/api")

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables with which a process uses this server."""
        credentials = {"PREFECT_API_AUTH_STRING": self.auth} if self.auth else {}
        direct = _without_proxy(urlsplit(self.api_url).hostname or "")
        own = {"PREFECT_API_URL": self.api_url, "PREFECT_HOME": str(self.home.resolve()), "DO_NOT_TRACK": "1"}
        return {**own, **direct, **credentials}


def _without_proxy(host: str) -> dict[str, str]:
    """The variables that except a host from the proxies in our environment, which Prefect's client would use."""
    given = os.environ.get("no_proxy") or os.environ.get("NO_PROXY", "")
    excepted = ",".join(filter(None, (given, host)))
    return {"NO_PROXY": excepted, "no_proxy": excepted}


@dataclass(frozen=True, slots=True)
class FlowRun:
    """A flow run. `state`: SCHEDULED, PENDING, RUNNING, COMPLETED, FAILED, CRASHED, CANCELLED or CANCELLING."""

    id: str
    name: str
    state: str
    message: str
    url: str

    @property
    def has_ended(self) -> bool:
        """Whether the state is final."""
        return self.state in ENDED


def end_active_runs(server: PrefectServer, patience: float) -> None:
    """End the active runs of our deployments: cancel them, and after `patience` seconds mark the rest as crashed.

    A runner that is stopped during a run leaves it "running" for ever, and that run keeps the deployment's only
    concurrency slot. No work is lost: the next run takes up what the ended run had claimed.
    """
    try:
        active = _active_runs(server) if patience else {}
        for run_id in active:
            _set_state(server, run_id, "CANCELLING", "storywake is being stopped")
        with suppress(ChildError):
            wait_until(lambda: not _active_runs(server), None, patience, POLL)
        for run_id, state in _active_runs(server).items():
            # a CANCELLING run can only become CANCELLED
            _set_state(server, run_id, "CANCELLED" if state == "CANCELLING" else "CRASHED", WRITTEN_OFF)
    except ServerError as error:
        logger.warning("Active runs could not be ended: %s", error)


def _active_runs(server: PrefectServer) -> dict[str, str]:
    states = {"state": {"type": {"any_": ["PENDING", "RUNNING", "CANCELLING"]}}}
    deployments = {"name": {"any_": [name.partition("/")[2] for name in DEPLOYMENTS]}, "tags": {"all_": ["storywake"]}}
    found = ask(server, "POST", "/flow_runs/filter", {"flow_runs": states, "deployments": deployments})
    return {run["id"]: run["state_type"] for run in found}


def _set_state(server: PrefectServer, run_id: str, state: str, message: str) -> None:
    body = {"state": {"type": state, "name": state.capitalize(), "message": message}}
    answer = ask(server, "POST", f"/flow_runs/{run_id}/set_state", body)
    if answer.get("status") != "ACCEPT":  # probably it has ended in the meantime
        logger.info("Run %s did not become %s: %s", run_id, state, answer.get("details"))


def is_served(server: PrefectServer, stop: threading.Event | None = None) -> bool:
    """Whether a living process serves our deployments; takes up to half a minute. Raises StoppedError."""
    before = _last_asked(server)
    if before is None or datetime.now(UTC) - before > LONG_SILENT:
        return False
    try:
        wait_until(lambda: _last_asked(server) != before, None, ASKS_AGAIN, POLL, stop)
    except ChildError:
        return False
    return True


def _last_asked(server: PrefectServer) -> datetime | None:
    """When a process last polled the server for runs of the monitor."""
    polled = find_deployment(server, DEPLOYMENTS[0]).get("last_polled")
    return datetime.fromisoformat(polled) if polled else None


def find_deployment(server: PrefectServer, deployment: str) -> Mapping[str, Any]:
    """The server's record of "flow/deployment"; empty if there is none or the server does not answer."""
    try:
        return dict(ask(server, "GET", f"/deployments/name/{deployment}"))
    except ServerError:
        return {}


def describe_server(server: PrefectServer) -> str:
    """Count our deployments, automations and active runs on a server, in one line. Raises ServerError."""
    ours = {"deployments": {"tags": {"all_": ["storywake"]}}}
    deployments = len(ask(server, "POST", "/deployments/filter", ours))
    automations = len([one for one in ask(server, "POST", "/automations/filter", {}) if _is_ours(one)])
    summary = (
        f"{counted(deployments, 'deployment')}, {counted(automations, 'automation')}, "
        f"{counted(len(_active_runs(server)), 'run')} active"
    )
    return summary if deployments else f"{summary}: nothing is scheduled there"


def _is_ours(automation: Mapping[str, Any]) -> bool:
    return str(automation.get("name", "")).startswith(ALARM)


def trigger_run(server: PrefectServer, deployment: str, parameters: Mapping[str, Any] | None = None) -> FlowRun:
    """Start a run of "flow/deployment" now. Raises ServerError if it is unknown or the parameters are refused."""
    found = ask(server, "GET", f"/deployments/name/{deployment}")
    once = str(uuid4())  # a request repeated because the server was busy still creates only one run
    body = {"parameters": dict(parameters or {}), "state": {"type": "SCHEDULED"}, "idempotency_key": once}
    return _flow_run(server, ask(server, "POST", f"/deployments/{found['id']}/create_flow_run", body))


def read_run(server: PrefectServer, run_id: str) -> FlowRun:
    """Read the current state of a run. Raises ServerError."""
    return _flow_run(server, ask(server, "GET", f"/flow_runs/{run_id}"))


def wait_for_run(server: PrefectServer, run_id: str, timeout: float = 300.0) -> FlowRun:
    """Wait until a run has ended in any final state. Raises ServerError if it has not after `timeout` seconds."""
    last: list[FlowRun] = []

    def has_ended() -> bool:
        last[:] = [read_run(server, run_id)]
        return last[0].has_ended

    try:
        wait_until(has_ended, None, timeout, POLL)
    except ChildError:
        raise ServerError(f"run {last[0].name} is still {last[0].state} after {timeout:.0f} s") from None
    return last[0]


def ask(server: PrefectServer, method: str, path: str, body: Any = None) -> Any:
    """Send a request and return the JSON of the answer; repeats it while the server is busy. Raises ServerError."""
    answer = _request(server, method, path, body)
    for _ in range(BUSY_TRIES):
        if answer.status not in BUSY:
            break
        time.sleep(1.0)
        answer = _request(server, method, path, body)
    if answer.status == HTTPStatus.UNAUTHORIZED:
        raise ServerError(f"the Prefect server at {server.api_url} rejected the password: set STORYWAKE_UI_AUTH")
    if answer.is_error:
        raise ServerError(f"the Prefect server refused {method} {path}: {answer.status} {answer.text[:300]}")
    return answer.json()


def _request(server: PrefectServer, method: str, path: str, body: Any) -> ApiAnswer:
    try:
        return call_api(method, f"{server.api_url}{path}", body, auth=server.auth)
    except ApiError as error:
        raise ServerError(f"the Prefect server at {server.api_url} does not answer: {error}") from None


def _flow_run(server: PrefectServer, run: Mapping[str, Any]) -> FlowRun:
    state = run.get("state") or {}
    url = f"{server.ui_url}/v2/runs/flow-run/{run['id']}"
    return FlowRun(run["id"], run["name"], state.get("type", "PENDING"), state.get("message") or "", url)
