"""Keep processes spawned for a pass from importing this process's main module."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_NOTHING = ModuleType("__main__")


@contextmanager
def without_main() -> Iterator[None]:
    """Spawn processes that do not import our main module while the block runs.

    By default Python makes each of them import it, in case it defines the objects they are sent. In a Prefect run the
    main module is Prefect's engine, which would cost every process more than a second and 60 MB.
    """
    main = sys.modules["__main__"]
    if main is _NOTHING:  # another pass in this process has replaced it, and will restore it
        yield
        return
    sys.modules["__main__"] = _NOTHING
    try:
        yield
    finally:
        sys.modules["__main__"] = main
