"""What a process costs, with all that it starts: seconds by the clock and of a processor, and memory at its most."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

_SOURCES = (str(Path(__file__).resolve().parent.parent), os.environ.get("PYTHONPATH", ""))


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process and those that it started took: `wall` and `cpu` in seconds; `memory` in MB, 0 where not watched.

    The memory is the proportional set size: a page that several processes share is counted once.
    """

    wall: float
    cpu: float
    memory: float = 0.0


def run_python(arguments: Sequence[str], variables: Mapping[str, str], folder: Path, *, watched: bool = False) -> Cost:
    """Run Python with these arguments in a folder to its end. Raises SystemExit with its words where it fails."""
    output = folder / "output"
    # compiled modules are kept, as they are for who uses the program
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    sources = os.pathsep.join(filter(None, _SOURCES))
    began = time.perf_counter()
    with output.open("wb") as words:
        process = subprocess.Popen(  # noqa: S603  the commands are ours
            [sys.executable, *arguments],
            cwd=folder,
            env={**environment, **variables, "PYTHONPATH": sources},
            stdout=words,
            stderr=subprocess.STDOUT,
        )
    seen: list[float] = []
    with watching(lambda: seen.append(memory_of(process.pid))) if watched else nullcontext():
        _, status, usage = os.wait4(process.pid, 0)  # unlike Popen's own waiting, it tells what the process used
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{arguments} ended with {process.returncode}: {output.read_text('utf-8')[-2000:]}")
    return Cost(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, max(seen, default=0.0))


@contextmanager
def watching(look: Callable[[], object], pause: float = 0.2) -> Iterator[None]:
    """Look again and again while the block runs, with so many seconds between."""
    ended = threading.Event()

    def look_again() -> None:
        while not ended.wait(pause):
            look()

    watcher = threading.Thread(target=look_again, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()


def family_of(pid: int) -> list[psutil.Process]:
    """A process and its descendants, as far as they are there."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    return []


def memory_of(pid: int) -> float:
    """The proportional set size of a process and its descendants, in MB; 0 when they are gone."""
    total = 0.0
    for process in family_of(pid):
        with suppress(psutil.Error):
            total += process.memory_full_info().pss / 1e6
    return total


def spent_by(pid: int) -> float:
    """Processor seconds that a process has used, with its descendants, ended children included."""
    total = 0.0
    for process in family_of(pid):
        with suppress(psutil.Error):
            times = process.cpu_times()
            # of itself a process knows it finer than by the system's hundredths
            total += time.process_time() if process.pid == os.getpid() else times.user + times.system
            if process.pid == pid:
                total += times.children_user + times.children_system
    return total


class Meter:
    """Processor seconds since a block began; `seconds` when it has ended."""

    seconds = 0.0


@contextmanager
def metered() -> Iterator[Meter]:
    """Take the processor seconds of a block, in this process and in those below it, whatever else the machine does."""
    meter, began = Meter(), spent_by(os.getpid())
    try:
        yield meter
    finally:
        meter.seconds = spent_by(os.getpid()) - began
