"""What work costs: processor seconds of this process and of those it started, whatever else the machine is doing."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

_TICKS = os.sysconf("SC_CLK_TCK")


class Meter:
    """Processor seconds since a block began; `seconds` when it has ended."""

    seconds = 0.0


@contextmanager
def metered() -> Iterator[Meter]:
    """Take the processor seconds of a block, in this process and in the processes below it."""
    meter, began = Meter(), cpu_seconds()
    try:
        yield meter
    finally:
        meter.seconds = cpu_seconds() - began


def cpu_seconds() -> float:
    """Processor seconds that this process and all below it, ended ones included, have used so far."""
    own = os.times()
    waited = own.children_user + own.children_system
    return own.user + own.system + waited + sum(_used_by(child) for child in _below(os.getpid()))


def memory_of_all() -> int:
    """Bytes that this process and all below it take, what they share counted once."""
    return sum(_proportional(number) for number in (os.getpid(), *_below(os.getpid())))


def middle(values: Sequence[float]) -> float:
    """The median; 0 for nothing."""
    return median(values) if values else 0.0


def _below(parent: int) -> Iterator[int]:
    for number in _children(parent):
        yield number
        yield from _below(number)


def _children(parent: int) -> list[int]:
    found: list[int] = []
    for thread in Path(f"/proc/{parent}/task").glob("*/children"):
        try:
            found += map(int, thread.read_text().split())
        except OSError:
            continue
    return found


def _used_by(number: int) -> float:
    try:
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / _TICKS


def _proportional(number: int) -> int:
    try:
        lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
