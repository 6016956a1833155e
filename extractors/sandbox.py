"""Parse untrusted bytes in child processes, where parsing can be stopped.

A hostile feed or page can keep a parser busy for minutes or make it allocate gigabytes, and a thread cannot be stopped.
A process that exceeds its time is killed, one that exceeds its memory limit fails to allocate; the next body gets a new
process. Two processes also use two cores, unlike threads in Python.
"""

import atexit
import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as TimedOutError
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from extractors.feeds.entries import FeedError, ParsedFeed
from extractors.feeds.parser import parse_feed
from extractors.models.language_detection import detect_language
from extractors.pages.article import Page, extract_page
from extractors.pages.refresh import find_refresh
from extractors.pages.skim import skim_pages, without_scripts
from extractors.pages.walls import WallError

LONGEST = 15.0  # seconds of wall time per body, however busy the machine is
READING_SECONDS = 1.5  # CPU time per body; the slowest recorded page takes 0.4 s, the slowest of 4,569 feeds 0.8 s
_MEMORY = 1 << 30  # bytes of data per process
_READINGS = 2_000  # per process, which is then replaced to free memory leaked by parsers
_LEAST_READERS, _MOST_READERS = 2, 8
_TRIES = 4  # to have a body read whose reader, or all of them, are ended through no fault of its own
_PATIENCE = 300.0  # seconds until a body is read, with those before it
_GLANCE = 1.0  # seconds between two looks at whether the pool is still there
T = TypeVar("T")
_starting = threading.Lock()
logger = logging.getLogger(__name__)


class ReadingError(Exception):
    """A body could not be parsed within the limits; the message is one line that names its URL.

    `is_local`: this machine failed to read it, for no fault of the body.
    """

    def __init__(self, url: str, problem: str, *, is_local: bool = False) -> None:
        super().__init__(f"{url}: {problem}")
        self.url = url
        self.problem = problem
        self.is_local = is_local


class _NoReaderError(Exception):
    """No process could be had to read a body."""


def read_page_apart(body: bytes, url: str, content_type: str = "") -> Page | None:
    """As `read_page`, in a child process, in at most `READING_SECONDS`.

    Raises ReadingError for any failure, and for a notice instead of an article.
    """
    page = run_apart(extract_page, (body, url, content_type), url, READING_SECONDS)
    return replace(page, language=detect_language(page.text)) if page else None


def skim_pages_apart(pages: Sequence[tuple[bytes, str, str]]) -> list[Page | None]:
    """As `skim_page` for (body, URL, content type) triples, in order, with one call to a child process for all.

    Returns None for all if one of them keeps the call from finishing in `READING_SECONDS`; reading the pages one by one
    then shows the error.
    """
    bare = [(without_scripts(body), url, content_type) for body, url, content_type in pages]
    try:
        return run_apart(skim_pages, (bare,), pages[0][1], READING_SECONDS)
    except ReadingError:
        return [None] * len(pages)


def find_refresh_apart(body: bytes, url: str, content_type: str = "") -> str:
    """As `find_refresh`, in a child process, in at most `READING_SECONDS`. Raises ReadingError."""
    return run_apart(find_refresh, (body, url, content_type), url, READING_SECONDS)


def parse_feed_apart(body: bytes, url: str, content_type: str = "") -> ParsedFeed:
    """As `parse_feed`, in a child process, in at most `READING_SECONDS`. Raises FeedError and ReadingError."""
    return run_apart(parse_feed, (body, url, content_type), url, READING_SECONDS, expected=FeedError)


def run_apart(
    read: Callable[..., T],
    arguments: tuple[Any, ...],
    url: str,
    seconds: float,
    *,
    expected: type[Exception] | tuple[type[Exception], ...] = (),
) -> T:
    """The result of an importable function, called in a child process for at most so many seconds of its CPU time.

    `url` names in errors what is read. Raises the `expected` errors of the function, and ReadingError for all else.
    """
    try:
        found: T = _result(_within, read, arguments, seconds)
    except TimedOutError as error:
        raise ReadingError(url, f"took more than {LONGEST:g} seconds to read") from error
    except expected:
        raise
    except _NoReaderError as error:
        raise ReadingError(url, f"could not be read on this machine: {error}", is_local=True) from error
    except WallError as wall:
        raise ReadingError(url, str(wall)) from wall
    except ProcessExpired as error:
        over = error.exitcode == -signal.SIGPROF
        limit = "a second" if seconds == 1 else f"{seconds:g} seconds"
        problem = f"took more than {limit} to read" if over else f"ended the process that read it: {error}"
        raise ReadingError(url, problem) from error
    except Exception as error:
        raise ReadingError(url, f"could not be read: {type(error).__name__}") from error
    return found


def _result(function: Callable[..., T], *arguments: Any) -> T:
    """The result of a call to a reader; the call is made again if the pool broke, or the reader was killed, before.

    A call that ends its own reader raises ProcessExpired and is not made again. Raises _NoReaderError if no reader
    could be had.
    """
    trouble: Exception = _NoReaderError()
    for _ in range(_TRIES):
        try:
            return _wait_for(*_schedule(function, *arguments))
        except (BrokenProcessPool, _NoReaderError) as error:
            trouble = error
        except ProcessExpired as error:
            if error.exitcode != -signal.SIGKILL:  # by the system, which is short of memory: no limit of ours does it
                raise
            trouble = error
    raise _NoReaderError(f"the process that read it was ended {_TRIES} times: {trouble}") from trouble


def _wait_for(pool: ProcessPool, future: ProcessFuture[T]) -> T:
    """The result. Raises _NoReaderError if the pool is given up first: it forgets what it has not begun."""
    longest = time.monotonic() + _PATIENCE
    while True:
        try:
            return future.result(_GLANCE)
        except TimedOutError:
            if future.done():
                raise  # the body took too long
        if not pool.active and not future.done():
            raise _NoReaderError("the processes that read were ended before it was read")
        if time.monotonic() > longest:
            _give_up(pool)
            raise _NoReaderError(f"no process has read it within {_PATIENCE:g} seconds")


def _schedule(function: Callable[..., T], *arguments: Any) -> tuple[ProcessPool, ProcessFuture[T]]:
    """Hand work to the readers, and to new ones if pebble has given up the pool."""
    with _starting:
        pool = _pool()
        try:
            return pool, pool.schedule(function, args=arguments, timeout=LONGEST)
        except (RuntimeError, OSError) as error:
            # one reader that ends while none is at work, killed by the system say, breaks the pool for good
            logger.warning("the processes that read pages and feeds are started anew: %s", error)
            _give_up(pool)
        pool = _pool()
        try:
            return pool, pool.schedule(function, args=arguments, timeout=LONGEST)
        except (RuntimeError, OSError) as error:
            raise _NoReaderError(f"no process can be started: {error}") from error


def _within(read: Callable[..., T], arguments: tuple[Any, ...], seconds: float) -> T:
    """Parse in this process; the system kills it after that many more CPU seconds."""
    try:
        _limit_cpu(seconds)
        return read(*arguments)
    finally:
        _limit_cpu(0)  # a reader that is killed between two bodies takes the pool with it


def _limit_cpu(seconds: float) -> None:
    """Have the system kill this process by SIGPROF after so many more CPU seconds; 0 lifts the limit."""
    with suppress(AttributeError):
        signal.setitimer(signal.ITIMER_PROF, seconds)  # RLIMIT_CPU counts whole seconds only


@cache
def _pool() -> ProcessPool:
    """The pool of child processes, started with the first body and stopped with this process."""
    readers = max(_LEAST_READERS, min(_MOST_READERS, os.cpu_count() or 1))
    context = multiprocessing.get_context("spawn")  # a forked child would inherit locks held by other threads
    pool = ProcessPool(readers, max_tasks=_READINGS, initializer=_prepare, context=context)
    atexit.register(pool.stop)
    return pool


def _give_up(pool: ProcessPool) -> None:
    """Have the next body read by a new pool, and free the threads and pipes of this one."""
    if pool is _pool():
        _pool.cache_clear()
    atexit.unregister(pool.stop)
    threading.Thread(target=_close, args=(pool,), daemon=True).start()  # nobody waits for what is broken


def _close(pool: ProcessPool) -> None:
    with suppress(Exception):
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _end_with(parent: int) -> None:
    """Exit soon after the parent process, which cannot stop its children if it is killed.

    The kernel's mechanism (PR_SET_PDEATHSIG) would end this process with the thread that started it.
    """
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


def _prepare() -> None:
    """Import the parsers before the time of the first body starts, and set the memory limit."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends Ctrl-C to all processes; the parent stops this one
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    try:
        import resource
    except ImportError:
        logger.warning("this system knows no memory limit for a process")
    else:
        resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    skim_pages([(b"<p>Nothing yet.</p>", "", "")])
    extract_page(b"<p>Nothing yet.</p>", "")
