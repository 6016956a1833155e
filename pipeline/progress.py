"""The progress of a running pass: what is done of each stage, reported to a callback."""

import threading
from collections import Counter
from collections.abc import Callable

ProgressCallback = Callable[[str, int, int], None]  # stage, done, total


class Progress:
    """Counts what is done of each stage and passes it to a callback; thread-safe.

    The total of a stage may grow, but what is done never exceeds it.
    """

    def __init__(self, callback: ProgressCallback | None = None) -> None:
        self._callback = callback
        self._lock = threading.Lock()
        self._done: Counter[str] = Counter()
        self._total: Counter[str] = Counter()

    def expect(self, stage: str, more: int) -> None:
        """Add to a stage's total."""
        self._change(stage, 0, more)

    def advance(self, stage: str, steps: int = 1) -> None:
        """Add to what is done of a stage."""
        self._change(stage, steps, 0)

    def _change(self, stage: str, steps: int, more: int) -> None:
        if self._callback is None:
            return
        with self._lock:  # held for the callback too, so that a progress bar never goes backwards
            self._done[stage] += steps
            self._total[stage] = max(self._total[stage] + more, self._done[stage])
            self._callback(stage, self._done[stage], self._total[stage])
