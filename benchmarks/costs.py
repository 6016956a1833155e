"""Measure the cost of a process and its descendants: wall time, CPU time and peak memory."""

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
    """The cost of a process and its descendants: `wall` and `cpu` in seconds, peak `memory` in MB (0: not measured).

    Memory is the proportional set size, which counts a page shared by several processes once.
    """

    wall: float
    cpu: float
    memory: float = 0.0


def run_python(arguments: Sequence[str], variables: Mapping[str, str], folder: Path, *, watched: bool = False) -> Cost:
    """Run Python with these arguments in a folder until it exits. Raises SystemExit with its output if it fails."""
    output = folder / "output"
    # let it write compiled modules, as for a user of the program
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
        _, status, usage = os.wait4(process.pid, 0)  # unlike Popen.wait, it returns the resource usage
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{arguments} ended with {process.returncode}: {output.read_text('utf-8')[-2000:]}")
    return Cost(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, max(seen, default=0.0))


@contextmanager
def watching(look: Callable[[], object], pause: float = 0.2) -> Iterator[None]:
    """Call `look` repeatedly while the block runs, `pause` seconds apart."""
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
    """A process and its descendants; empty if it has exited."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    return []


def memory_of(pid: int) -> float:
    """The proportional set size of a process and its descendants, in MB; 0 if they have exited."""
    total = 0.0
    for process in family_of(pid):
        with suppress(psutil.Error):
            total += process.memory_full_info().pss / 1e6
    return total


def spent_by(pid: int) -> float:
    """CPU seconds used by a process and its descendants, including children that have exited."""
    total = 0.0
    for process in family_of(pid):
        with suppress(psutil.Error):
            times = process.cpu_times()
            # for this process, a finer clock than the system's hundredths of a second
            total += time.process_time() if process.pid == os.getpid() else times.user + times.system
            if process.pid == pid:
                total += times.children_user + times.children_system
    return total


class Meter:
    """The CPU seconds of a block, in `seconds` once it has ended."""

    seconds = 0.0


@contextmanager
def metered() -> Iterator[Meter]:
    """Measure the CPU seconds of a block in this process and its descendants."""
    meter, began = Meter(), spent_by(os.getpid())
    try:
        yield meter
    finally:
        meter.seconds = spent_by(os.getpid()) - began
