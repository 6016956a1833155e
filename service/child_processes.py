"""Child processes that end with this one: started with a log file, waited for, stopped cleanly."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.interruption import StoppedError
from storage import open_private

STOP_DEADLINE = 30.0
PRIVATE = 0o077  # umask: files that only their owner may read
TAIL = 300  # characters of a log shown in an error
LARGEST_LOG = 5_000_000  # bytes; a larger one is put aside
# A killed parent cannot stop its children, so on Linux the kernel sends them SIGINT instead (PR_SET_PDEATHSIG, 1).
_TETHERED = (
    "import ctypes, runpy, signal, sys; "
    # a script that starts us in the background has us ignore SIGINT, which the child would inherit
    "signal.signal(signal.SIGINT, signal.default_int_handler); "
    "sys.platform == 'linux' and ctypes.CDLL(None).prctl(1, signal.SIGINT); "
    "sys.argv[:] = sys.argv[1:]; "
    "runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)"
)


class ChildError(Exception):
    """A child process exited or did not become ready; one line that names it, with the end of its log."""


class Child:
    """A running child process, with a name for messages."""

    def __init__(self, name: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
        self.name = name
        self.log = log
        self._process = process

    @property
    def has_ended(self) -> bool:
        """Whether it has exited."""
        return self._process.poll() is not None

    def describe_end(self) -> str:
        """The message for an unexpected exit: its exit code and the end of its log."""
        words = " ".join(self.log.read_text("utf-8", errors="replace").split())[-TAIL:] if self.log.exists() else ""
        return f"{self.name} ended with exit code {self._process.returncode}; see {self.log}: ...{words}"

    def stop(self) -> None:
        """Ask it to exit, and kill it if it does not within STOP_DEADLINE seconds per signal."""
        # SIGINT first: on SIGTERM Prefect's runner kills its runs and leaves them "running" for ever
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            if self.has_ended:
                return
            self._process.send_signal(number)
            try:
                self._process.wait(STOP_DEADLINE)
            except subprocess.TimeoutExpired:
                continue


def run_module(module: str, *arguments: str) -> list[str]:
    """The command that runs a module like `python -m`, tied to this process: it ends if this process is killed."""
    # -P: packages in the user's working folder, such as one called `flows`, must not be taken for ours
    return [sys.executable, "-P", "-c", _TETHERED, module, *arguments]


@contextmanager
def run_child(
    name: str, command: Sequence[str], environment: Mapping[str, str], log: Path, *, folder: Path | None = None
) -> Iterator[Child]:
    """Run a command while the block runs, in `folder` (default: our working folder); its output goes to the log."""
    _put_aside(log)
    with open(log, "ab", opener=open_private) as output:
        process = subprocess.Popen(  # noqa: S603  the commands are ours
            command,
            env={**os.environ, **environment},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            umask=PRIVATE,  # the Prefect server's database has the credentials of the mail server
            start_new_session=True,  # Ctrl-C must only reach this process, which stops the children in the right order
        )
    child = Child(name, process, log)
    try:
        yield child
    finally:
        child.stop()


def _put_aside(log: Path) -> None:
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(_beside(log))


def _beside(log: Path) -> Path:
    return log.with_name(f"{log.name}.1")


def bound_log(log: Path) -> None:
    """Move what a large log holds aside while a child writes to it, which goes on at the beginning of the file."""
    with suppress(OSError):  # there is none, or the disk is full: then it stays as it is
        if log.stat().st_size > LARGEST_LOG:
            with log.open("rb") as whole, open(_beside(log), "wb", opener=open_private) as kept:
                shutil.copyfileobj(whole, kept)
            os.truncate(log, 0)


def wait_until(
    is_ready: Callable[[], bool],
    child: Child | None,
    deadline: float,
    pause: float,
    stop: threading.Event | None = None,
) -> None:
    """Wait until `is_ready()`, polling every `pause` seconds.

    Raises ChildError if the child exits first or `deadline` seconds pass, StoppedError if `stop` is set.
    """
    end = time.monotonic() + deadline
    while not is_ready():
        if stop is not None and stop.is_set():
            raise StoppedError
        if child is not None and child.has_ended:
            raise ChildError(child.describe_end())
        if time.monotonic() > end:
            raise ChildError(f"{child.name if child else 'it'} is not ready after {deadline:.0f} s")
        time.sleep(pause)
