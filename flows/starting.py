"""What `storywake start` does: a Prefect server, the deployments on their schedules, until it is told to stop."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from flows.runtime import open_runtime
from flows.server import PrefectServer, ServerError, is_reachable, open_server, serve_deployments
from flows.settings import Settings

CHECK = 5.0  # seconds between two looks at the server


def start(settings: Settings, announce: Callable[[str], None], stop: threading.Event | None = None) -> None:
    """Run storywake on its schedules until SIGINT, SIGTERM or `stop`; children that were started end with it.

    Raises ServerError when the port is taken or the server is lost, StoreError when the database cannot be used.
    """
    stopping = stop or threading.Event()
    with open_runtime(settings) as runtime:
        runtime.store.ping()  # brings the tables up to date before several processes ask for them
    with _listening(stopping), open_server(settings) as server, serve_deployments(server, settings):
        announce(_greeting(server, settings))
        _stay(server, stopping)
        announce("Stopping ...")


def _greeting(server: PrefectServer, settings: Settings) -> str:
    whose = "started here" if server.started else "already running"
    minutes = settings.monitor_interval / 60
    return f"Polling every {minutes:g} minutes. Prefect UI: {server.ui_url} ({whose}). Ctrl-C stops."


def _stay(server: PrefectServer, stopping: threading.Event) -> None:
    missed = 0
    while not stopping.wait(CHECK):
        missed = 0 if is_reachable(server.api_url) else missed + 1
        if missed >= 6:  # half a minute: a server that is merely restarted is waited for
            raise ServerError(f"the Prefect server at {server.api_url} no longer answers")


@contextmanager
def _listening(stopping: threading.Event) -> Iterator[None]:
    """Take SIGINT and SIGTERM as the wish to stop; elsewhere than in the main thread the event alone is listened to."""
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
