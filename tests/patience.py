"""Waiting for events, not for seconds: however busy the machine is, only what never happens fails a test."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tests.processes import living_in

PATIENCE = 900.0  # seconds; what should happen within one of them may take a hundred times as long on a busy machine
FoundT = TypeVar("FoundT")


def eventually(look: Callable[[], FoundT], shown: Callable[[], object] = lambda: "") -> FoundT:
    """What `look` gives as soon as it is something; fails with what `shown` says when it stays nothing."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError(f"not seen within {PATIENCE:.0f} s; {shown()}")


def nobody_lives_in(folder: Path) -> bool:
    """Whether all that was started in a folder has ended, or ends soon: a process that was stopped takes a moment."""
    return eventually(lambda: not living_in(folder), lambda: living_in(folder))
