"""A limit for signing in: how often a password may be wrong in a while, by user and by address."""

import threading
from collections import deque
from datetime import datetime, timedelta

_MOST = 10
_WITHIN = timedelta(minutes=10)
_REMEMBERED = 10_000  # names and addresses; the oldest are forgotten


class Attempts:
    """Counts failed attempts by key. Thread-safe; in memory, so a restart forgets them."""

    def __init__(self) -> None:
        self._failed: dict[str, deque[datetime]] = {}
        self._lock = threading.Lock()

    def may_try(self, keys: tuple[str, ...], now: datetime) -> bool:
        """Whether none of the keys has failed too often."""
        with self._lock:
            return all(sum(one >= now - _WITHIN for one in self._failed.get(key, ())) < _MOST for key in keys)

    def note_failure(self, keys: tuple[str, ...], now: datetime) -> None:
        """Count a failed attempt for each key."""
        with self._lock:
            for key in keys:
                self._failed.setdefault(key, deque(maxlen=_MOST)).append(now)
            while len(self._failed) > _REMEMBERED:
                self._failed.pop(next(iter(self._failed)))
