"""The Prefect server and what is asked of it over its API; Prefect itself is not imported here.

Prefect reads its settings when it is imported, so server and deployments run as child processes, each with the
environment it needs; this process needs only HTTP.
"""

import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from extractors import ApiError, call_api
from pipeline.settings import SECRETS_DIR, Settings
from service.child_processes import Child, ChildError, run_child, run_module, wait_until
from service.prefect_api import (
    DEPLOYMENTS,
    POLL,
    PrefectServer,
    ServerError,
    end_active_runs,
    find_deployment,
    is_served,
)
from storage import absolute_url

LOOPBACK = "127.0.0.1"
# The first start makes the database: 8 to 13 s on two cores, more on a busy machine. A child that ends is seen at once.
SERVER_DEADLINE = SERVING_DEADLINE = 300.0
CANCEL_PATIENCE = 20.0
PING_TIMEOUT = 5.0
# in seconds; the user's own environment wins
SERVING_ENVIRONMENT = {
    "PREFECT_RUNNER_POLL_FREQUENCY": "3",  # Prefect's own ten are long for a person who has pressed "Run"
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "60",  # by these a run whose process is gone is noticed
}

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


@contextmanager
def open_server(settings: Settings, stop: threading.Event | None = None) -> Iterator[PrefectServer]:
    """Give a reachable Prefect server: the one of PREFECT_API_URL, else one on our port, else a child of ours.

    A child is stopped at the end. Raises ServerError when the port belongs to another program or the child does not
    come up in time, StoppedError when `stop` is set before.
    """
    found = connect(settings)
    given = os.environ.get("PREFECT_API_URL", "")
    if found:
        yield found
    elif given:
        raise ServerError(f"PREFECT_API_URL: no Prefect server answers at {given}")
    else:
        with _start_server(settings, stop) as server:
            yield server


def find_server(settings: Settings) -> str:
    """The API address of a Prefect server that answers: PREFECT_API_URL's, else on our port; "" when none does."""
    api_url = expected_address(settings)
    return api_url if api_url and is_reachable(api_url) else ""


def connect(settings: Settings) -> PrefectServer | None:
    """The Prefect server that answers where one should be; None when none does."""
    found = find_server(settings)
    home = settings.prefect_home
    return PrefectServer(found, started=False, home=home, auth=server_auth(settings)) if found else None


def server_auth(settings: Settings) -> str:
    """The user:password of the Prefect server: the setting's, else Prefect's own; "" for none."""
    own = settings.ui_auth.get_secret_value() if settings.ui_auth else ""
    return own or os.environ.get("PREFECT_API_AUTH_STRING", "")


def expected_address(settings: Settings) -> str:
    """Where a Prefect server should be; "" when any free port would do."""
    given = os.environ.get("PREFECT_API_URL", "").rstrip("/")
    return given or (f"http://{_reached_at(settings)}:{settings.ui_port}/api" if settings.ui_port else "")


def _reached_at(settings: Settings) -> str:
    """Where this machine itself reaches a server that listens there; an address of all networks is no destination."""
    host = settings.ui_host
    if host in {"0.0.0.0", "::"}:  # noqa: S104  it is compared with, not listened on
        return LOOPBACK
    return f"[{host}]" if ":" in host else host


def _is_private_to_us(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def is_reachable(api_url: str) -> bool:
    """Whether a Prefect server (not just any web server) answers at this API address."""
    try:
        answer = call_api("GET", f"{api_url}/health", timeout=PING_TIMEOUT)
        return answer.status == HTTPStatus.OK and answer.json() is True
    except (ApiError, ValueError):
        return False


@contextmanager
def _start_server(settings: Settings, stop: threading.Event | None) -> Iterator[PrefectServer]:
    host, home, auth = settings.ui_host, settings.prefect_home, server_auth(settings)
    if not auth and not _is_private_to_us(host):
        raise ServerError(f"STORYWAKE_UI_HOST: {host} lets others in: set a STORYWAKE_UI_AUTH=user:password for them")
    port = _free_port(host, settings.ui_port)
    home.mkdir(parents=True, exist_ok=True)
    api_url = f"http://{_reached_at(settings)}:{port}/api"
    server = PrefectServer(api_url, started=True, home=home, log=home / "server.log", auth=auth)
    command = run_module("prefect", "server", "start", "--host", host, "--port", str(port))
    environment = {**SERVER_ENVIRONMENT, **_own_address(server), **_own_auth(auth), "PREFECT_HOME": str(home.resolve())}
    with run_child("the Prefect server", command, environment, home / "server.log") as child:
        try:
            wait_until(lambda: is_reachable(server.api_url), child, SERVER_DEADLINE, POLL, stop)
        except ChildError as error:
            raise ServerError(str(error)) from None
        yield server


def _own_address(server: PrefectServer) -> dict[str, str]:
    # the page takes its API's address from here; one left in the environment would lead it to another server
    own = {"PREFECT_API_URL": server.api_url, "PREFECT_UI_API_URL": "/api"}
    # by default every web page in a browser of this machine may use the API
    return {**own, "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": server.ui_url}


def _own_auth(auth: str) -> dict[str, str]:
    return {"PREFECT_SERVER_API_AUTH_STRING": auth, "PREFECT_API_AUTH_STRING": auth} if auth else {}


def _free_port(host: str, wanted: int) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server itself will: TIME_WAIT is no owner
        try:
            probe.bind((host, wanted))
        except OSError as error:
            raise ServerError(
                f"port {wanted} is taken by another program ({error.strerror}); "
                "stop it, or name a free one with --port or STORYWAKE_UI_PORT"
            ) from None
        return int(probe.getsockname()[1])


@contextmanager
def serve_deployments(
    server: PrefectServer, settings: Settings, stop: threading.Event | None = None
) -> Iterator[Child]:
    """Serve the deployments on their schedules in a child process until the end of the block.

    Gives the child once they are registered. Raises ServerError when that does not happen in time, or when another
    process serves them already, and StoppedError when `stop` is set before.
    """
    log = server.home / "serving.log"
    server.home.mkdir(parents=True, exist_ok=True)
    frequencies = {name: os.environ.get(name, value) for name, value in SERVING_ENVIRONMENT.items()}
    environment = {**_variables(settings), **frequencies, **server.environment}
    _be_the_only_one(server, stop)
    before = find_deployment(server, DEPLOYMENTS[0]).get("updated")
    serving = run_child(
        "serving the deployments", run_module("flows.deployments"), environment, log, folder=_empty_folder(server)
    )
    with serving as child:
        try:
            _wait_for_registration(server, before, child, stop)
            yield child
        finally:
            end_active_runs(server, 0.0 if child.has_ended else CANCEL_PATIENCE)


def _empty_folder(server: PrefectServer) -> Path:
    """Where runs work: Prefect imports a flow from there first, and a package `flows` of the user's is not ours."""
    folder = server.home / "runs"
    folder.mkdir(exist_ok=True)
    return folder


def _be_the_only_one(server: PrefectServer, stop: threading.Event | None) -> None:
    if server.started:  # nobody else can be serving, and what seems to run was left by a storywake that was killed
        end_active_runs(server, patience=0.0)
    elif is_served(server, stop):  # the runs would fall to either, whichever settings it has
        raise ServerError(
            f"storywake already runs on the Prefect server at {server.ui_url}: stop it first, "
            "or give this one a server of its own with --port"
        )


def _wait_for_registration(server: PrefectServer, before: object, child: Child, stop: threading.Event | None) -> None:
    def is_registered() -> bool:
        return find_deployment(server, DEPLOYMENTS[0]).get("updated") not in (None, before)

    try:
        wait_until(is_registered, child, SERVING_DEADLINE, POLL, stop)
    except ChildError as error:
        raise ServerError(str(error)) from None


def _variables(settings: Settings) -> dict[str, str]:
    """The settings as environment variables, so that a child has what we have in whatever folder it works."""
    variables = {}
    for name, value in {**settings.model_dump(), "database_url": absolute_url(settings.database_url)}.items():
        plain = value.get_secret_value() if hasattr(value, "get_secret_value") else value
        if plain is not None and plain != ():
            variables[f"STORYWAKE_{name.upper()}"] = _write(plain)
    if secrets := os.environ.get(SECRETS_DIR):
        variables[SECRETS_DIR] = str(Path(secrets).resolve())
    return variables


def _write(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, Path):
        return str(value.resolve())
    return json.dumps(value) if isinstance(value, bool | int | float) else str(value)
