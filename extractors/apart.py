"""Outside bytes read in processes of their own, where reading can be stopped.

A hostile feed or page can keep a parser busy for minutes or make it take gigabytes, and nothing stops a thread. A
process that exceeds its time is killed, one that asks for too much memory gets none; the next body has a new one. Two
of them also read on two cores, which threads in Python do not.
"""

import atexit
import logging
import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import TimeoutError as TimedOutError
from functools import cache
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

from extractors.articles import Page, extract_page
from extractors.entries import FeedError, ParsedFeed
from extractors.feeds import parse_feed

LONGEST = 10.0  # seconds for one body; the slowest of the recorded pages takes half of one
_MEMORY = 1 << 30  # bytes of data for one process
_READINGS = 2_000  # by one process, before a new one takes its place: what a parser leaks goes with it
_LEAST_READERS, _MOST_READERS = 2, 8
T = TypeVar("T")


class ReadingError(Exception):
    """A body could not be read within the limits; the text is one line that names its URL."""

    def __init__(self, url: str, problem: str) -> None:
        super().__init__(f"{url}: {problem}")
        self.url = url
        self.problem = problem


def read_page_apart(body: bytes, url: str, content_type: str = "", *, longest: float = LONGEST) -> Page | None:
    """As `extract_page`, in at most `longest` seconds. Raises ReadingError for whatever goes wrong."""
    return _run(extract_page, body, url, content_type, longest)


def parse_feed_apart(body: bytes, url: str, content_type: str = "", *, longest: float = LONGEST) -> ParsedFeed:
    """As `parse_feed`, in at most `longest` seconds. Raises FeedError and ReadingError."""
    return _run(parse_feed, body, url, content_type, longest)


def _run(read: Callable[[bytes, str, str], T], body: bytes, url: str, content_type: str, longest: float) -> T:
    future = _pool().schedule(read, args=(body, url, content_type), timeout=longest)
    try:
        found: T = future.result()
    except TimedOutError as error:
        raise ReadingError(url, f"took more than {longest:g} seconds to read") from error
    except FeedError:
        raise
    except ProcessExpired as error:
        raise ReadingError(url, f"ended the process that read it: {error}") from error
    except Exception as error:
        raise ReadingError(url, f"could not be read: {type(error).__name__}") from error
    return found


@cache
def _pool() -> ProcessPool:
    """The readers of this process, started with the first body and ended with the process."""
    readers = max(_LEAST_READERS, min(_MOST_READERS, os.cpu_count() or 1))
    context = multiprocessing.get_context("spawn")  # a forked child would inherit locks of threads that it has not
    pool = ProcessPool(readers, max_tasks=_READINGS, initializer=_prepare, context=context)
    atexit.register(pool.stop)
    return pool


def _prepare() -> None:
    """Load what reading needs, before the first body's time runs, and take the memory limit."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends Ctrl-C to all; whoever started us ends us
    try:
        import resource
    except ImportError:
        logging.getLogger(__name__).warning("this system knows no memory limit for a process")
    else:
        resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    extract_page(b"<p>Nothing yet.</p>", "")
