"""How a pass that is to stop ends long waits and long work."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

GRACE = 2.0  # seconds in which an exchange under way may end by itself, so that its outcome is known


class StoppedError(Exception):
    """Stopped before the work was done; its claims are released for the next run."""

    def __init__(self) -> None:
        super().__init__("stopped before it was done")


class Stop(threading.Event):
    """Set when a pass is to stop. What is registered by `cutting` is cut when the grace is over."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.RLock()  # a signal can arrive while it is held
        self._cuts: dict[object, Callable[[], None]] = {}
        self._timer: threading.Timer | None = None
        self._is_over = False

    def set(self) -> None:
        """Ask everything to stop."""
        super().set()
        with self._lock:
            if self._timer is None:
                self._timer = threading.Timer(GRACE, self._cut_all)
                self._timer.daemon = True
                self._timer.start()

    def clear(self) -> None:
        """Let new work begin."""
        with self._lock:
            if self._timer:
                self._timer.cancel()
            self._timer, self._is_over = None, False
            super().clear()

    @contextmanager
    def cutting(self, cut: Callable[[], None]) -> Iterator[None]:
        """Have `cut` called if the block lasts longer than the grace; at once if that is over already."""
        key = object()
        with self._lock:
            self._cuts[key] = cut
            is_over = self._is_over
        try:
            if is_over:
                cut()
            yield
        finally:
            with self._lock:
                del self._cuts[key]

    def _cut_all(self) -> None:
        with self._lock:
            if self._timer is not threading.current_thread():
                return  # cleared meanwhile
            self._is_over = True
            cuts = list(self._cuts.values())
        for cut in cuts:
            cut()
