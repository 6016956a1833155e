"""Keep claims and leases while the work is being done, and release them at its end, however it ends.

They are renewed as long as the process lives, and expire a few minutes after it was killed.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import uuid4

from pipeline.runtime import Runtime
from storage import Queue, StoreError
from trails import counted

# How long the work of a killed run stays claimed: less than a quarter of an hour, so that the next scheduled run takes
# it over. Of work that two runs do, because a claim expired too early, every write may be repeated; a mail is sent by
# whoever holds its claim when the sending begins.
LEASE = timedelta(minutes=5)
RENEWAL = 60.0  # seconds
HELD_FOR = f"the lease of a killed run expires within {LEASE.seconds // 60} minutes"
Clock = Callable[[], datetime]
logger = logging.getLogger(__name__)


def clock_from(now: datetime) -> Clock:
    """A clock that starts at `now` and runs in real time; for steps, which are passed a time and not a clock."""
    began = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - began)


def never_back(clock: Clock) -> Clock:
    """The clock, except that it stands still where it would go back.

    What a pass has just done must not be older than its beginning, or it would do it again.
    """
    latest = clock()

    def read() -> datetime:
        nonlocal latest
        latest = max(latest, clock())
        return latest

    return read


class Held(set[int]):
    """The ids of claimed rows that are not done, and the name under which they are claimed."""

    def __init__(self, holder: str) -> None:
        super().__init__()
        self.holder = holder


def _new_holder(runtime: Runtime) -> str:
    """A name of its own for each piece of work: threads of one process share their runtime."""
    return f"{runtime.name}:{uuid4().hex[:8]}"


@contextmanager
def holding(runtime: Runtime, queue: Queue, clock: Clock) -> Iterator[Held]:
    """Renew the claims of the ids in the yielded set while the block runs, and release them at its end.

    The caller claims as `holder`, adds the ids and removes those that are done. The others are not released earlier, or
    this run would claim a failing batch again and again.
    """
    held = Held(_new_holder(runtime))

    def renew() -> None:
        if ids := list(held):
            runtime.store.renew(queue, ids, clock() + LEASE, holder=held.holder)

    try:
        with _repeating(renew):
            yield held
    finally:
        if held:
            left = sorted(held)
            _release(counted(len(left), "claim"), lambda: runtime.store.release(queue, left, holder=held.holder))


def _release(what: str, release: Callable[[], None]) -> None:
    try:
        release()
    except StoreError as error:  # perhaps the same error that ended the work
        logger.warning("%s: could not be released, so it stays until it expires: %s", what, error)


@contextmanager
def alone(runtime: Runtime, work: str, now: datetime) -> Iterator[bool]:
    """Hold the lease on a piece of work while the block runs; yields False if another run has it. Raises StoreError."""
    store, clock, holder = runtime.store, clock_from(now), _new_holder(runtime)
    if not store.take_lease(work, holder, now, now + LEASE):
        logger.info("%s: another run is doing this", work)
        yield False
        return
    try:
        with _repeating(lambda: store.take_lease(work, holder, clock(), clock() + LEASE)):
            yield True
    finally:
        _release(work, lambda: store.drop_lease(work, holder))


@contextmanager
def _repeating(do: Callable[[], object]) -> Iterator[None]:
    ended = threading.Event()

    def repeat() -> None:
        while not ended.wait(RENEWAL):
            try:
                do()
            except StoreError as error:
                logger.warning("Claims or leases of this run were not renewed: %s", error)

    thread = threading.Thread(target=repeat, name="renewing", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
