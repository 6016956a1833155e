"""Find or start a Prefect server, and serve the deployments on it; Prefect itself is not imported here.

Prefect reads its settings at import time, so the server and the deployments run as child processes, each with its own
environment; this process only uses HTTP.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http import HTTPStatus
from ipaddress import ip_address
from pathlib import Path

from extractors import ApiError, call_api
from pipeline.settings import Settings
from service.child_environment import SERVER_ENVIRONMENT, SERVING_ENVIRONMENT, settings_environment
from service.child_processes import Child, ChildError, run_child, run_module, wait_until
from service.ports import find_port, reached_at
from service.prefect_api import (
    DEPLOYMENTS,
    POLL,
    PrefectServer,
    ServerError,
    end_active_runs,
    find_deployment,
    is_served,
)
from service.server_record import make_password, password_path, read_password, recorded, running_address
from storage import make_folder, make_private

# The first start creates the database: 8 to 13 s on two cores, more on a busy machine. A child that exits is noticed
# at once.
SERVER_DEADLINE = SERVING_DEADLINE = 300.0
CANCEL_PATIENCE = 20.0
PING_TIMEOUT = 5.0


def require_alone(settings: Settings, stop: threading.Event | None = None) -> None:
    """Raise ServerError if storywake already runs here, or serves its deployments on the server at PREFECT_API_URL.

    Either process could pick up a run, with different settings. Raises StoppedError.
    """
    if not os.environ.get("PREFECT_API_URL"):
        if running_address(settings.prefect_home) is not None:
            raise _already_here(settings.prefect_home)
    elif (server := connect(settings)) and is_served(server, stop):
        raise ServerError(
            f"storywake is already running on the Prefect server at {server.ui_url}: stop it first, "
            "or name another server in PREFECT_API_URL"
        )


@contextmanager
def open_server(settings: Settings, stop: threading.Event | None = None) -> Iterator[PrefectServer]:
    """Yield a reachable Prefect server: the one at PREFECT_API_URL, else one on our port, else a new child process.

    A child is stopped at the end. Raises ServerError if the port is taken by another program or the child does not
    start in time, OSError if its folder cannot be written, StoppedError if `stop` is set before.
    """
    found = connect(settings)
    given = os.environ.get("PREFECT_API_URL", "")
    if found:
        yield found
    elif given:
        raise ServerError(f"PREFECT_API_URL: no Prefect server is reachable at {given}")
    else:
        with _start_server(settings, stop) as server:
            yield server


def find_server(settings: Settings) -> str:
    """The API URL of a reachable Prefect server: PREFECT_API_URL, else that of this installation on our port.

    "" if there is none; a server of others on our port is not used.
    """
    api_url = expected_address(settings)
    is_given = bool(os.environ.get("PREFECT_API_URL", ""))
    is_trusted = bool(api_url) and (is_given or running_address(settings.prefect_home) == api_url)
    return api_url if is_trusted and is_reachable(api_url) else ""


def has_foreign_server(settings: Settings) -> bool:
    """Whether a Prefect server that is not of this installation answers on our port."""
    api_url = expected_address(settings)
    return bool(api_url) and not find_server(settings) and is_reachable(api_url)


def connect(settings: Settings) -> PrefectServer | None:
    """The running Prefect server at the expected address, or None."""
    found = find_server(settings)
    home, is_given = settings.prefect_home, bool(os.environ.get("PREFECT_API_URL", ""))
    auth = server_auth(settings) or ("" if is_given else read_password(home))  # our password is for our server only
    return PrefectServer(found, started=False, home=home, auth=auth) if found else None


def server_auth(settings: Settings) -> str:
    """The user:password that the user set, by STORYWAKE_UI_AUTH or PREFECT_API_AUTH_STRING; "" if neither."""
    own = settings.ui_auth.get_secret_value() if settings.ui_auth else ""
    return own or os.environ.get("PREFECT_API_AUTH_STRING", "")


def describe_login(server: PrefectServer, settings: Settings) -> str:
    """How to log in to the UI, in one line. A password that the user has set is not shown."""
    if server_auth(settings):
        return "Log in with the user:password in STORYWAKE_UI_AUTH or PREFECT_API_AUTH_STRING."
    if not server.auth:
        return "The UI asks for no password."
    return f"Log in with {server.auth} (kept in {password_path(server.home)})."


def expected_address(settings: Settings) -> str:
    """The API URL where a Prefect server should be; "" if any free port would do."""
    given = os.environ.get("PREFECT_API_URL", "").rstrip("/")
    return given or (f"http://{reached_at(settings.ui_host)}:{settings.ui_port}/api" if settings.ui_port else "")


def _is_private_to_us(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def is_reachable(api_url: str) -> bool:
    """Whether a Prefect server (not just any web server) answers at this API URL."""
    try:
        answer = call_api("GET", f"{api_url}/health", timeout=PING_TIMEOUT)
        return answer.status == HTTPStatus.OK and answer.json() is True
    except (ApiError, ValueError):
        return False


@contextmanager
def _start_server(settings: Settings, stop: threading.Event | None) -> Iterator[PrefectServer]:
    host, home = settings.ui_host, settings.prefect_home
    if not server_auth(settings) and not _is_private_to_us(host):
        raise ServerError(f"STORYWAKE_UI_HOST: {host} is open to others; set STORYWAKE_UI_AUTH=user:password")
    port = _free_port(host, settings.ui_port)
    make_folder(home)
    for database in home.glob("prefect.db*"):  # new ones are made private by the umask of the child process
        make_private(database)
    auth = server_auth(settings) or make_password(home)
    if not auth:
        raise ServerError(f"{password_path(home)} is empty: remove it, and a new password is made")
    api_url = f"http://{reached_at(settings.ui_host)}:{port}/api"
    server = PrefectServer(api_url, started=True, home=home, log=home / "server.log", auth=auth)
    command = run_module("prefect", "server", "start", "--host", host, "--port", str(port))
    # the block that mails alarms runs in the server, and reads the settings there
    environment = {
        **SERVER_ENVIRONMENT,
        **settings_environment(settings),
        **server.environment,
        **_own_address(server),
        "PREFECT_SERVER_API_AUTH_STRING": auth,
    }
    with (
        _recorded(home, api_url),
        run_child("the Prefect server", command, environment, home / "server.log") as child,
    ):
        try:
            wait_until(lambda: is_reachable(server.api_url), child, SERVER_DEADLINE, POLL, stop)
        except ChildError as error:
            raise ServerError(str(error)) from None
        yield server


@contextmanager
def _recorded(home: Path, api_url: str) -> Iterator[None]:
    with ExitStack() as opened:
        try:
            opened.enter_context(recorded(home, api_url))
        except BlockingIOError:
            raise _already_here(home) from None
        yield


def _already_here(home: Path) -> ServerError:
    where = (running_address(home) or "").removesuffix("/api") or "its server is starting"
    return ServerError(
        f"storywake already runs here ({where}): stop it first. "
        "A second installation needs a folder and a STORYWAKE_UI_PORT of its own"
    )


def _own_address(server: PrefectServer) -> dict[str, str]:
    # the UI takes its API's address from here; a value left in the environment could point it to another server
    own = {"PREFECT_API_URL": server.api_url, "PREFECT_UI_API_URL": "/api"}
    # by default, any web page open in a browser on this machine may call the API
    return {**own, "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": server.ui_url}


def _free_port(host: str, wanted: int) -> int:
    try:
        return find_port(host, wanted)
    except OSError as error:
        raise ServerError(
            f"port {wanted} is taken by another program ({error.strerror}); "
            "stop it, or choose a free port with --port or STORYWAKE_UI_PORT"
        ) from None


@contextmanager
def serve_deployments(
    server: PrefectServer, settings: Settings, stop: threading.Event | None = None
) -> Iterator[Child]:
    """Serve the deployments on their schedules in a child process while the block runs.

    Yields the child once they are registered. Raises ServerError if that does not happen in time, and StoppedError if
    `stop` is set before. Nobody else may serve them there: see `require_alone`.
    """
    log = server.home / "serving.log"
    make_folder(server.home)
    frequencies = {name: os.environ.get(name, value) for name, value in SERVING_ENVIRONMENT.items()}
    environment = {**settings_environment(settings), **frequencies, **server.environment}
    if server.started:  # nobody else can be serving; runs that seem active were left by a killed storywake
        end_active_runs(server, patience=0.0)
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
    """An empty working folder for runs: Prefect imports flows from there first and could find a user's own `flows`."""
    folder = server.home / "runs"
    make_folder(folder)
    return folder


def _wait_for_registration(server: PrefectServer, before: object, child: Child, stop: threading.Event | None) -> None:
    def is_registered() -> bool:
        return find_deployment(server, DEPLOYMENTS[0]).get("updated") not in (None, before)

    try:
        wait_until(is_registered, child, SERVING_DEADLINE, POLL, stop)
    except ChildError as error:
        raise ServerError(str(error)) from None
