"""Holding work: kept from other runs while it is being done, let go at the end, whatever ends it.

A claim or a lease ends by itself a few minutes after its run is gone; as long as the run lives, it is renewed.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from pipeline.outcomes import count_of
from pipeline.runtime import Runtime
from storage import Queue, StoreError

# How long the work of a run that was killed is kept from others: less than a quarter of an hour, so that the next
# scheduled run takes it up. Should it end too early, nothing is lost either: every write may be repeated.
LEASE = timedelta(minutes=5)
RENEWAL = 60.0  # seconds
Clock = Callable[[], datetime]
logger = logging.getLogger(__name__)


def clock_from(now: datetime) -> Clock:
    """A clock that goes on from this moment: for steps, which are given one."""
    began = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - began)


@contextmanager
def holding(runtime: Runtime, queue: Queue, clock: Clock) -> Iterator[set[int]]:
    """Ids that are claimed and not worked off: kept while the block runs, let go at its end.

    Not earlier: this run would take a batch that fails again and again.
    """
    held: set[int] = set()

    def renew() -> None:
        if ids := list(held):
            runtime.store.renew(queue, ids, clock() + LEASE)

    try:
        with _repeating(renew):
            yield held
    finally:
        if held:
            _let_go(count_of(len(held), "claim"), lambda: runtime.store.release(queue, sorted(held)))


def _let_go(what: str, release: Callable[[], None]) -> None:
    try:
        release()
    except StoreError as error:  # it may be what ended the work
        logger.warning("%s: kept until the lease ends, for it cannot be let go: %s", what, error)


@contextmanager
def alone(runtime: Runtime, work: str, now: datetime) -> Iterator[bool]:
    """Whether this run has a piece of work to itself while the block runs; False: another run is at it. StoreError."""
    store, clock = runtime.store, clock_from(now)
    if not store.take_lease(work, runtime.name, now, now + LEASE):
        logger.info("%s: another run is at it", work)
        yield False
        return
    try:
        with _repeating(lambda: store.take_lease(work, runtime.name, clock(), clock() + LEASE)):
            yield True
    finally:
        _let_go(work, lambda: store.drop_lease(work, runtime.name))


@contextmanager
def _repeating(do: Callable[[], object]) -> Iterator[None]:
    ended = threading.Event()

    def repeat() -> None:
        while not ended.wait(RENEWAL):
            try:
                do()
            except StoreError as error:
                logger.warning("what this run holds was not renewed: %s", error)

    thread = threading.Thread(target=repeat, name="renewing", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
