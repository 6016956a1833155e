"""The order in which a batch of entries is read, so that a slow site takes time from no other.

Next comes an entry of the host that has used the least time so far, the wait for its turn included. A host that has
used its share, and every host once the time of the whole step is up, leaves its other entries unread.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic

from news import QueuedEntry
from pipeline.batches import host_of

HOST_SECONDS = 10.0  # for the pages of one host, before what has been read is compared and sent
STEP_SECONDS = 15.0  # for all pages, likewise


class HostTime:
    """Chooses the entries of a batch one by one. For one thread.

    `wait`: the seconds until a request to a URL may start; `until`: when the time of the step is up, by the clock of
    `monotonic`.
    """

    def __init__(self, entries: Iterable[QueuedEntry], wait: Callable[[str], float], until: float) -> None:
        self._wait = wait
        self._until = until
        self._used: dict[str, float] = defaultdict(float)
        self._waiting: dict[str, deque[QueuedEntry]] = defaultdict(deque)
        for queued in entries:
            self._waiting[host_of(queued.entry.url)].append(queued)

    def __iter__(self) -> Iterator[QueuedEntry]:
        """The entries in the order of reading; those that are not worth waiting for stay in `left`."""
        while (host := self._choose()) is not None:
            queued = self._waiting[host].popleft()
            if not self._waiting[host]:
                del self._waiting[host]
            yield queued

    def _choose(self) -> str | None:
        """The host to read from next; None if none is left that has time."""
        if monotonic() >= self._until:
            return None
        needed = {host: self._used[host] + self._wait_for(waiting[0]) for host, waiting in self._waiting.items()}
        # a host that asks for long pauses still gets one page
        ready = [host for host, seconds in needed.items() if seconds <= HOST_SECONDS or not self._used[host]]
        return min(ready, key=lambda host: needed[host], default=None)

    def _wait_for(self, queued: QueuedEntry) -> float:
        return self._wait(queued.entry.url) if queued.entry.url.startswith(("http://", "https://")) else 0.0

    @contextmanager
    def spent_on(self, queued: QueuedEntry) -> Iterator[None]:
        """Count the time of the block as used by the entry's host."""
        began = monotonic()
        try:
            yield
        finally:
            self._used[host_of(queued.entry.url)] += monotonic() - began

    @property
    def left(self) -> tuple[tuple[int, str], ...]:
        """The ids of the entries not chosen, with their hosts."""
        return tuple((queued.id, host) for host, waiting in self._waiting.items() for queued in waiting)
