"""Rate limits per host, and Retry-After."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx2

LONGEST_RETRY_AFTER = timedelta(days=1)


def origin_of(url: httpx2.URL) -> str:
    """The scheme, host and port of a URL: what requests are spaced by."""
    return f"{url.scheme}://{url.netloc.decode()}"


@dataclass
class Turns:
    """The rate limiter: the earliest time of the next request to each host.

    `reserve`, given an origin and the seconds between two requests to it, reserves the next one where other processes
    do so too, and returns the seconds until it.
    """

    delay: float
    reserve: Callable[[str, float], float] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _next: dict[str, float] = field(default_factory=dict)
    _slower: dict[str, float] = field(default_factory=dict)

    def slow_down(self, origin: str, delay: float) -> None:
        """Increase the delay between two requests to one origin."""
        with self._lock:
            self._slower[origin] = delay

    def expected_wait(self, origin: str) -> float:
        """The seconds until a request to `origin` could start."""
        with self._lock:
            return max(0.0, self._next.get(origin, 0.0) - time.monotonic())

    def take(self, origin: str) -> float:
        """Take the next turn at `origin`, and return the seconds until it."""
        with self._lock:
            arrival = time.monotonic()
            pause = max(self.delay, self._slower.get(origin, 0.0))
            start = max(arrival, self._next.get(origin, 0.0))
            self._next[origin] = start + pause
        if self.reserve and pause:
            start = max(start, arrival + self.reserve(origin, pause))
            with self._lock:
                self._next[origin] = max(self._next[origin], start + pause)
        return max(0.0, start - time.monotonic())


def parse_retry_after(value: str, now: datetime) -> datetime | None:
    """Parse Retry-After (seconds or an HTTP date), at most a day ahead; None if invalid or in the past."""
    moment = _seconds_after(value.strip(), now) or _http_date(value)
    return min(moment, now + LONGEST_RETRY_AFTER) if moment and moment > now else None


def _seconds_after(value: str, now: datetime) -> datetime | None:
    if not (value.isascii() and value.isdigit()):
        return None
    return now + min(timedelta(seconds=int(value[:9])), LONGEST_RETRY_AFTER)


def _http_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
