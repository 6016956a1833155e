"""The Prefect server and what is asked of it over its API; Prefect itself is not imported here.

Prefect reads its settings when it is imported, so server and deployments run as child processes, each with the
environment it needs; this process needs only HTTP.
"""

import json
import logging
import os
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from flows.children import ChildError, run_child, wait_until
from flows.settings import Settings

HOST = "127.0.0.1"
SERVER_DEADLINE = 120.0  # the first start makes the database; measured 8 to 13 s on two cores, more on a busy machine
SERVING_DEADLINE = 90.0
CANCEL_PATIENCE = 20.0
POLL = 0.3
BUSY = (429, 502, 503)  # what a server on SQLite says when its database is locked for too long
BUSY_TRIES = 10
PING_TIMEOUT = 5.0
DEPLOYMENTS = ("monitor/monitor", "housekeeping/housekeeping")
ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
logger = logging.getLogger(__name__)

# Why each: tried with Prefect 3.8.8.
SERVER_ENVIRONMENT = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    # by default only events are removed: runs, logs and artifacts would grow for ever
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(30 * 24 * 3600),
    # an ISO duration: a plain number of seconds ends the server at its start
    "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P7D",
    # who holds a deployment's slot: kept in memory, it is forgotten by a restart and the slot stays taken for ever
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    # seconds until a slot held by a run that was killed is free again; runs renew theirs while they live
    "PREFECT_SERVER_CONCURRENCY_INITIAL_DEPLOYMENT_LEASE_DURATION": "60",
    "PREFECT_LOGGING_SERVER_LEVEL": "WARNING",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
}


class ServerError(Exception):
    """The Prefect server cannot be had or does not do what was asked; one line that says why and what to do."""


@dataclass(frozen=True, slots=True)
class PrefectServer:
    """A reachable Prefect server. `started`: it is a child of ours and ends with us; `log`: its output."""

    api_url: str
    started: bool
    home: Path
    log: Path | None = None

    @property
    def ui_url(self) -> str:
        """Where a person looks at it."""
        return self.api_url.removesuffix("/api")

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to use this server."""
        return {"PREFECT_API_URL": self.api_url, "PREFECT_HOME": str(self.home.resolve())}


@dataclass(frozen=True, slots=True)
class FlowRun:
    """A run as the server tells it. `state`: SCHEDULED, PENDING, RUNNING, COMPLETED, FAILED, CRASHED, CANCELLED."""

    id: str
    name: str
    state: str
    message: str
    url: str

    @property
    def has_ended(self) -> bool:
        """Whether the state is final."""
        return self.state in ENDED


@contextmanager
def open_server(settings: Settings) -> Iterator[PrefectServer]:
    """Give a reachable Prefect server: the one of PREFECT_API_URL, else one on our port, else a child of ours.

    A child is stopped at the end. Raises ServerError when the port belongs to another program or the child does not
    come up in time.
    """
    found = find_server(settings)
    given = os.environ.get("PREFECT_API_URL", "")
    if found:
        yield PrefectServer(found, started=False, home=settings.prefect_home)
    elif given:
        raise ServerError(f"PREFECT_API_URL: no Prefect server answers at {given}")
    else:
        with _start_server(settings) as server:
            yield server


def find_server(settings: Settings) -> str:
    """The API address of a Prefect server that answers: PREFECT_API_URL's, else on our port; "" when none does."""
    api_url = expected_address(settings)
    return api_url if api_url and is_reachable(api_url) else ""


def expected_address(settings: Settings) -> str:
    """Where a Prefect server should be; "" when any free port would do."""
    given = os.environ.get("PREFECT_API_URL", "").rstrip("/")
    return given or (f"http://{HOST}:{settings.ui_port}/api" if settings.ui_port else "")


def is_reachable(api_url: str) -> bool:
    """Whether a Prefect server (not just any web server) answers at this API address."""
    try:
        with httpx.Client(timeout=PING_TIMEOUT, trust_env=False) as client:
            answer = client.get(f"{api_url}/health")
            return answer.status_code == httpx.codes.OK and answer.json() is True
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        return False


@contextmanager
def _start_server(settings: Settings) -> Iterator[PrefectServer]:
    port = _free_port(settings.ui_port)
    home = settings.prefect_home
    home.mkdir(parents=True, exist_ok=True)
    server = PrefectServer(f"http://{HOST}:{port}/api", started=True, home=home, log=home / "server.log")
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(port)]
    environment = {**SERVER_ENVIRONMENT, "PREFECT_HOME": str(home.resolve()), **_own_address(server)}
    with run_child("the Prefect server", command, environment, home / "server.log") as child:
        try:
            wait_until(lambda: is_reachable(server.api_url), child, SERVER_DEADLINE, POLL)
        except ChildError as error:
            raise ServerError(str(error)) from None
        yield server


def _own_address(server: PrefectServer) -> dict[str, str]:
    # the page takes its API's address from here; one left in the environment would lead it to another server
    return {"PREFECT_API_URL": server.api_url, "PREFECT_UI_API_URL": server.api_url}


def _free_port(wanted: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server itself will: TIME_WAIT is no owner
        try:
            probe.bind((HOST, wanted))
        except OSError as error:
            raise ServerError(
                f"port {wanted} is taken by another program ({error.strerror}); "
                "stop it, or set STORYWAKE_UI_PORT to a free one"
            ) from None
        return int(probe.getsockname()[1])


@contextmanager
def serve_deployments(server: PrefectServer, settings: Settings) -> Iterator[None]:
    """Serve the deployments on their schedules in a child process until the end of the block.

    Gives once they are registered. Raises ServerError when that does not happen in time.
    """
    log = server.home / "serving.log"
    server.home.mkdir(parents=True, exist_ok=True)
    environment = {**_variables(settings), **server.environment}
    if server.started:  # then nobody else can be serving, and what seems to run was left by a storywake that was killed
        end_active_runs(server, patience=0.0)
    before = _registered_at(server, DEPLOYMENTS[0])
    with run_child("serving the deployments", [sys.executable, "-m", "flows.serving"], environment, log) as child:
        try:
            wait_until(lambda: _registered_at(server, DEPLOYMENTS[0]) != before, child, SERVING_DEADLINE, POLL)
        except ChildError as error:
            raise ServerError(str(error)) from None
        try:
            yield
        finally:
            end_active_runs(server, CANCEL_PATIENCE)


def end_active_runs(server: PrefectServer, patience: float) -> None:
    """End the runs of our deployments that are going: cancelled within `patience` seconds, else written off as crashed.

    A runner that is stopped during a run leaves it "running" for ever, and with it the deployment's only slot taken.
    Nothing is lost by it: what a run had taken is taken up by the next one.
    """
    try:
        active = _active_runs(server)
        for run_id in active if patience else ():
            _set_state(server, run_id, "CANCELLING", "storywake is being stopped")
        with suppress(ChildError):
            wait_until(lambda: not _active_runs(server), None, patience, POLL)
        for run_id in _active_runs(server):
            _set_state(server, run_id, "CRASHED", "left by a storywake that was stopped or killed")
    except ServerError as error:
        logger.warning("Runs that were going could not be ended: %s", error)


def _active_runs(server: PrefectServer) -> list[str]:
    states = {"state": {"type": {"any_": ["PENDING", "RUNNING", "CANCELLING"]}}}
    deployments = {"name": {"any_": [name.partition("/")[2] for name in DEPLOYMENTS]}, "tags": {"all_": ["storywake"]}}
    found = _ask(server, "POST", "/flow_runs/filter", {"flow_runs": states, "deployments": deployments})
    return [run["id"] for run in found]


def _set_state(server: PrefectServer, run_id: str, state: str, message: str) -> None:
    body = {"state": {"type": state, "name": state.capitalize(), "message": message}}
    _ask(server, "POST", f"/flow_runs/{run_id}/set_state", body)


def trigger_run(server: PrefectServer, deployment: str, parameters: Mapping[str, Any] | None = None) -> FlowRun:
    """Ask for a run of "flow/deployment" now; raises ServerError when it is unknown or the parameters are refused."""
    found = _ask(server, "GET", f"/deployments/name/{deployment}")
    once = str(uuid4())  # asked again when the server was busy, it is still one run
    body = {"parameters": dict(parameters or {}), "state": {"type": "SCHEDULED"}, "idempotency_key": once}
    return _flow_run(server, _ask(server, "POST", f"/deployments/{found['id']}/create_flow_run", body))


def read_run(server: PrefectServer, run_id: str) -> FlowRun:
    """How a run is doing; raises ServerError."""
    return _flow_run(server, _ask(server, "GET", f"/flow_runs/{run_id}"))


def wait_for_run(server: PrefectServer, run_id: str, timeout: float = 300.0) -> FlowRun:
    """Wait until a run has ended, however it ended; raises ServerError when it has not within `timeout` seconds."""
    last: list[FlowRun] = []

    def has_ended() -> bool:
        last[:] = [read_run(server, run_id)]
        return last[0].has_ended

    try:
        wait_until(has_ended, None, timeout, POLL)
    except ChildError:
        raise ServerError(f"run {last[0].name} is still {last[0].state} after {timeout:.0f} s") from None
    return last[0]


def _ask(server: PrefectServer, method: str, path: str, body: Any = None) -> Any:
    answer = _request(server, method, path, body)
    for _ in range(BUSY_TRIES):
        if answer.status_code not in BUSY:
            break
        time.sleep(1.0)
        answer = _request(server, method, path, body)
    if answer.is_error:
        raise ServerError(f"the Prefect server refused {method} {path}: {answer.status_code} {answer.text[:300]}")
    return answer.json()


def _request(server: PrefectServer, method: str, path: str, body: Any) -> httpx.Response:
    try:
        with httpx.Client(timeout=30.0, trust_env=False) as client:
            return client.request(method, f"{server.api_url}{path}", json=body)
    except httpx.HTTPError as error:
        raise ServerError(f"the Prefect server at {server.api_url} does not answer: {error}") from None


def _flow_run(server: PrefectServer, told: Mapping[str, Any]) -> FlowRun:
    state = told.get("state") or {}
    url = f"{server.ui_url}/v2/runs/flow-run/{told['id']}"
    return FlowRun(told["id"], told["name"], state.get("type", "PENDING"), state.get("message") or "", url)


def _registered_at(server: PrefectServer, deployment: str) -> str:
    try:
        return str(_ask(server, "GET", f"/deployments/name/{deployment}")["updated"])
    except ServerError:
        return ""


def _variables(settings: Settings) -> dict[str, str]:
    """The settings as environment variables, so that a child has what we have, wherever it came from."""
    variables = {}
    for name, value in settings.model_dump().items():
        plain = value.get_secret_value() if hasattr(value, "get_secret_value") else value
        if plain is not None and plain != ():
            variables[f"STORYWAKE_{name.upper()}"] = _write(plain)
    return variables


def _write(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return json.dumps(value) if isinstance(value, bool | int | float) else str(value)
