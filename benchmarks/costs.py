"""What a process costs, with all that it starts: seconds by the clock and of a processor, and memory at its most."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PAUSE = 0.2  # seconds between two looks at the memory
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
    with _watching(process.pid if watched else None) as seen:
        _, status, usage = os.wait4(process.pid, 0)  # unlike Popen's own waiting, it tells what the process used
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{arguments} ended with {process.returncode}: {output.read_text('utf-8')[-2000:]}")
    return Cost(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, max(seen, default=0.0))


@contextmanager
def _watching(pid: int | None) -> Iterator[list[float]]:
    """What a process and its descendants have in memory, in MB, looked at again and again while the block runs."""
    seen: list[float] = []
    ended = threading.Event()

    def look() -> None:
        while pid is not None and not ended.wait(_PAUSE):
            seen.append(sum(map(memory_of, family_of(pid))))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield seen
    finally:
        ended.set()
        watcher.join()


def family_of(pid: int) -> list[int]:
    """A process and its descendants, as far as they are there."""
    family = [pid]
    for member in family:  # which grows meanwhile
        for told in Path(f"/proc/{member}/task").glob("*/children"):
            with suppress(OSError):
                family += map(int, told.read_text().split())
    return family


def memory_of(pid: int) -> float:
    """The proportional set size of a process, in MB; 0 when it is gone."""
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000
    return 0.0


class Meter:
    """Processor seconds since a block began; `seconds` when it has ended."""

    seconds = 0.0


@contextmanager
def metered() -> Iterator[Meter]:
    """Take the processor seconds of a block, in this process and in those below it, whatever else the machine does."""
    meter, began = Meter(), _used_by_all()
    try:
        yield meter
    finally:
        meter.seconds = _used_by_all() - began


def _used_by_all() -> float:
    times = os.times()
    ended = times.children_user + times.children_system
    return time.process_time() + ended + sum(map(_used_by, family_of(os.getpid())[1:]))


def _used_by(pid: int) -> float:
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / _TICKS
    return 0.0
