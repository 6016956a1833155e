"""Processes that Python spawns for a pass: they load what they work with, not what this one was started as."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_NOTHING = ModuleType("__main__")


@contextmanager
def without_main() -> Iterator[None]:
    """Let processes that are spawned while the block runs not import our main module again.

    Python has each do so, in case what it is sent is defined there. The main module of a run is Prefect's engine: more
    than a second and 60 MB for every process that reads pages.
    """
    main = sys.modules["__main__"]
    if main is _NOTHING:  # another pass of this process is at it, and puts it back
        yield
        return
    sys.modules["__main__"] = _NOTHING
    try:
        yield
    finally:
        sys.modules["__main__"] = main
