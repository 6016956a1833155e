"""The desk as a child process of `storywake start`, which starts it again when it ends."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta

from extractors import ApiError, call_api
from pipeline.settings import Settings
from service.child_environment import settings_environment
from service.child_processes import Child, ChildError, run_child, run_module, wait_until
from service.ports import find_port, reached_at
from service.prefect_api import PrefectServer, ServerError
from storage import make_folder

_PAUSE = timedelta(minutes=1)  # between two starts
_DEADLINE = 60.0  # seconds until it answers
_POLL = 0.2


class DeskProcess:
    """A desk that is kept running."""

    def __init__(self, settings: Settings, opened: ExitStack, now: datetime, also: Mapping[str, str]) -> None:
        self.address = f"http://{reached_at(settings.desk_host)}:{settings.desk_port}"
        self._settings = settings
        self._opened = opened
        self._environment = {**settings_environment(settings), **also}
        self.child = self._start(now)

    def check(self, now: datetime) -> str:
        """Start the desk again if it has ended, at most once a minute; what to say about it, "" for nothing."""
        if not self.child.has_ended or now < self._started + _PAUSE:
            return ""
        said = self.child.describe_end()
        self._opened.close()
        self.child = self._start(now)
        return f"{said} It is started again."

    def _start(self, now: datetime) -> Child:
        self._started = now
        home = self._settings.prefect_home
        make_folder(home)
        running = run_child("the desk", run_module("desk.serving"), self._environment, home / "desk.log")
        return self._opened.enter_context(running)


@contextmanager
def keeping_desk(
    settings: Settings, now: datetime, server: PrefectServer | None = None
) -> Iterator[DeskProcess | None]:
    """Serve the desk while the block runs; None if no port is set. Raises ServerError if the port is taken.

    `server` is the Prefect server to which the desk links.
    """
    if not settings.desk_port:
        yield None
        return
    _require_free(settings)
    with ExitStack() as opened:
        yield DeskProcess(settings, opened, now, server.environment if server else {})


def wait_for_desk(desk: DeskProcess) -> None:
    """Wait until the desk answers. Raises ServerError if it does not in time."""
    try:
        wait_until(lambda: _answers(desk.address), desk.child, _DEADLINE, _POLL)
    except ChildError as error:
        raise ServerError(str(error)) from None


def _answers(address: str) -> bool:
    try:
        return call_api("GET", f"{address}/health", timeout=_DEADLINE).status == 200
    except ApiError:
        return False


def _require_free(settings: Settings) -> None:
    try:
        find_port(settings.desk_host, settings.desk_port)
    except OSError as error:
        raise ServerError(
            f"STORYWAKE_DESK_PORT: {settings.desk_port} is taken by another program "
            f"({error.strerror or error}); choose a free one, or 0 for no desk"
        ) from None
