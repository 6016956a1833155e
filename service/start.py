"""The work of `storywake start`: run a Prefect server and serve the deployments on their schedules until stopped."""

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import FrameType

from extractors import read_seeds
from news import describe_first_seed
from pipeline.interruption import StoppedError
from pipeline.runtime import Runtime, open_runtime
from pipeline.settings import Settings
from pipeline.stages import utc_now
from pipeline.stray_settings import find_stray_settings
from service.child_processes import Child, bound_log
from service.desk_process import DeskProcess, keeping_desk
from service.prefect_api import PrefectServer, ServerError
from service.prefect_server import describe_login, is_reachable, open_server, require_alone, serve_deployments

CHECK = 5.0  # seconds between two checks of the server
LOGS = ("server.log", "serving.log", "desk.log")
ANCHOR = datetime(2025, 1, 1, tzinfo=UTC)  # runs start at whole intervals from here, also after a restart


def run_until_stopped(settings: Settings, announce: Callable[[str], None], stop: threading.Event | None = None) -> None:
    """Run storywake on its schedules until SIGINT, SIGTERM or `stop`; its child processes end with it.

    Raises ServerError if the port is taken, the server or the serving process fails, or storywake already runs there;
    StoreError if the database cannot be used, OSError if the folder of the Prefect server cannot be written.
    """
    stopping = stop or threading.Event()
    with _listening(stopping):
        try:
            _run(settings, announce, stopping)
        except StoppedError:
            announce("Stopped before it was ready.")


def _run(settings: Settings, announce: Callable[[str], None], stopping: threading.Event) -> None:
    require_alone(settings, stopping)  # before the ports, which the other one holds
    with open_runtime(settings) as runtime:
        runtime.store.ping()  # migrates the database before several processes use it
        with (
            _endpoints(runtime),
            open_server(settings, stopping) as server,
            keeping_desk(settings, datetime.now(UTC), server) as desk,
            serve_deployments(server, settings, stopping) as serving,
        ):
            announce(_greeting(server, settings, datetime.now(UTC)))
            announce(describe_login(server, settings))
            if desk:
                announce(f"The desk: {desk.address}")
            for line in (*find_stray_settings(), *_describe_seeds(settings)):
                announce(line)
            _stay(server, serving, desk, announce, stopping)
            announce("Stopping ...")


@contextmanager
def _endpoints(runtime: Runtime) -> Iterator[None]:
    """Serve health and metrics while the block runs, if a port is set."""
    settings = runtime.settings
    if not settings.metrics_port:
        yield
        return
    from service.health_endpoint import serving_health

    try:
        listening = socket.create_server((settings.ui_host, settings.metrics_port))
    except OSError as error:
        raise ServerError(f"STORYWAKE_METRICS_PORT: {settings.metrics_port}: {error.strerror or error}") from None
    with listening, serving_health(runtime, utc_now, listening):
        yield


def _greeting(server: PrefectServer, settings: Settings, now: datetime) -> str:
    whose = "started here" if server.started else "already running"
    seconds = settings.monitor_interval
    number, unit = (seconds // 60, "minute") if seconds % 60 == 0 else (seconds, "second")
    rhythm = unit if number == 1 else f"{number} {unit}s"
    first = f"{next_run(now, seconds):%H:%M:%S} UTC"
    return f"Polling every {rhythm}, next at {first}. Prefect UI: {server.ui_url} ({whose}). Press Ctrl-C to stop."


def _describe_seeds(settings: Settings) -> Iterator[str]:
    """What to say about the stories: that there is none, or that one came with the program."""
    seeds, errors = read_seeds(settings.seeds_dir) if settings.seeds_dir.exists() else ([], [])
    if not seeds and not errors:
        yield f"{settings.seeds_dir}: no seeds yet: `storywake follow URL` follows the story that an article starts."
    yield from filter(None, map(describe_first_seed, seeds))


def next_run(now: datetime, interval: int) -> datetime:
    """When the schedule starts the next monitor run; `interval` in seconds."""
    step = timedelta(seconds=interval)
    return ANCHOR + ((now - ANCHOR) // step + 1) * step


def _stay(
    server: PrefectServer,
    serving: Child,
    desk: DeskProcess | None,
    announce: Callable[[str], None],
    stopping: threading.Event,
) -> None:
    missed = 0
    while not stopping.wait(CHECK):
        for name in LOGS:
            bound_log(server.home / name)
        if serving.has_ended:  # without it nothing runs, and nobody would notice
            raise ServerError(serving.describe_end())
        if desk and (said := desk.check(datetime.now(UTC))):
            announce(said)
        missed = 0 if is_reachable(server.api_url) else missed + 1
        if missed >= 6:  # half a minute: enough for a server that is being restarted
            raise ServerError(f"the Prefect server at {server.api_url} no longer answers")


@contextmanager
def _listening(stopping: threading.Event) -> Iterator[None]:
    """Set `stopping` on SIGINT and SIGTERM. Outside the main thread, where signals cannot be handled, do nothing."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def note(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    earlier = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)
