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
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as TimedOutError
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from extractors.feeds.entries import FeedError, ParsedFeed
from extractors.feeds.parser import parse_feed
from extractors.models.language_detection import detect_language
from extractors.pages.article import Page, extract_page
from extractors.pages.skim import skim_pages, without_scripts

LONGEST = 15.0  # seconds by the clock for one body, on a machine however busy
PAGE_SECONDS, FEED_SECONDS = 2, 6  # of a processor; the slowest recorded page takes half of one, the largest feed three
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


def read_page_apart(body: bytes, url: str, content_type: str = "") -> Page | None:
    """As `read_page`, in at most `PAGE_SECONDS`. Raises ReadingError for whatever goes wrong."""
    page = _run(extract_page, (body, url, content_type), url, PAGE_SECONDS)
    return replace(page, language=detect_language(page.text)) if page else None


def skim_pages_apart(pages: Sequence[tuple[bytes, str, str]]) -> list[Page | None]:
    """As `skim_page` for (body, URL, content type) triples, in order: one trip to another process for all of them.

    None for all where one of them keeps it from coming back in `PAGE_SECONDS`: what is wrong, reading it says.
    """
    bare = [(without_scripts(body), url, content_type) for body, url, content_type in pages]
    try:
        return _run(skim_pages, (bare,), pages[0][1], PAGE_SECONDS)
    except ReadingError:
        return [None] * len(pages)


def parse_feed_apart(body: bytes, url: str, content_type: str = "") -> ParsedFeed:
    """As `parse_feed`, in at most `FEED_SECONDS`. Raises FeedError and ReadingError."""
    return _run(parse_feed, (body, url, content_type), url, FEED_SECONDS)


def _run(read: Callable[..., T], told: tuple[Any, ...], url: str, seconds: int) -> T:
    future = _pool().schedule(_within, args=(read, told, seconds), timeout=LONGEST)
    try:
        found: T = future.result()
    except TimedOutError as error:
        raise ReadingError(url, f"took more than {LONGEST:g} seconds to read") from error
    except FeedError:
        raise
    except ProcessExpired as error:
        over = error.exitcode == -signal.SIGXCPU
        problem = f"took more than {seconds} seconds to read" if over else f"ended the process that read it: {error}"
        raise ReadingError(url, problem) from error
    except Exception as error:
        raise ReadingError(url, f"could not be read: {type(error).__name__}") from error
    return found


def _within(read: Callable[..., T], told: tuple[Any, ...], seconds: int) -> T:
    """Read in this process; the system ends it when it has used so many seconds more of a processor."""
    with suppress(ImportError, ValueError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + seconds, most))
    return read(*told)


@cache
def _pool() -> ProcessPool:
    """The readers of this process, started with the first body and ended with the process."""
    readers = max(_LEAST_READERS, min(_MOST_READERS, os.cpu_count() or 1))
    context = multiprocessing.get_context("spawn")  # a forked child would inherit locks of threads that it has not
    pool = ProcessPool(readers, max_tasks=_READINGS, initializer=_prepare, context=context)
    atexit.register(pool.stop)
    return pool


def _end_with(parent: int) -> None:
    """End this process soon after its parent, which has no time to end it when it is killed itself.

    The kernel's own way (PR_SET_PDEATHSIG) would end it with the thread that started it.
    """
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


def _prepare() -> None:
    """Load what reading needs, before the first body's time runs, and take the memory limit."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends Ctrl-C to all; whoever started us ends us
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    try:
        import resource
    except ImportError:
        logging.getLogger(__name__).warning("this system knows no memory limit for a process")
    else:
        resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    skim_pages([(b"<p>Nothing yet.</p>", "", "")])
    extract_page(b"<p>Nothing yet.</p>", "")
