"""Parsing in child processes that can be stopped."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest
from pebble import ProcessPool

from extractors import FeedError, ReadingError, parse_feed, parse_feed_apart, read_page, read_page_apart, sandbox
from tests.patience import eventually, nobody_lives_in
from tests.processes import living_in

URL = "https://news.example/a"
PAGE = b"<html><body><article><p>" + b"The ministers will sign the agreement on Wednesday. " * 20 + b"</p></article>"
FEED = b"<rss version='2.0'><channel><title>A</title><item><title>One</title><link>/1</link></item></channel></rss>"
ATTRIBUTES = b" ".join(b"a%d='1'" % number for number in range(60_000))


def test_pages_and_feeds_are_read_as_in_this_process() -> None:
    assert read_page_apart(PAGE, URL) == read_page(PAGE, URL)
    assert parse_feed_apart(FEED, URL) == parse_feed(FEED, URL)


def test_a_feed_error_is_passed_on() -> None:
    with pytest.raises(FeedError, match="is a web page, not a feed") as caught:
        parse_feed_apart(PAGE, URL)
    assert caught.value.url == URL


def test_a_body_that_takes_too_long_is_given_up_and_the_next_one_is_read() -> None:
    busy_page = b'<html><body><p title="<" ' + ATTRIBUTES + b">" + PAGE  # a tag whose attributes are not limited
    busy_feed = FEED.replace(b"<item>", b"<item " + ATTRIBUTES + b">")
    with pytest.raises(ReadingError, match=r"https://news\.example/a: took more than [\d.]+ seconds to read"):
        read_page_apart(busy_page, URL)
    with pytest.raises(ReadingError, match="took more than"):
        parse_feed_apart(busy_feed, URL)
    assert read_page_apart(PAGE, URL) == read_page(PAGE, URL)


def test_readers_that_end_between_two_bodies_are_replaced() -> None:
    for _ in range(2):
        assert read_page_apart(PAGE, URL) == read_page(PAGE, URL)
        readers = [reader.pid for reader in multiprocessing.active_children()]
        for reader in readers:
            os.kill(reader or 0, signal.SIGKILL)
        eventually(lambda: not {reader.pid for reader in multiprocessing.active_children()} & set(readers))  # noqa: B023


@pytest.mark.skipif(sys.platform != "linux", reason="open files are listed in /proc")
def test_a_pool_that_was_broken_leaves_no_threads_and_no_open_files() -> None:
    def count() -> tuple[int, int]:
        return threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))

    read_page_apart(PAGE, URL)
    before = count()
    for _ in range(2):
        readers = [reader.pid for reader in multiprocessing.active_children()]
        for reader in readers:
            os.kill(reader or 0, signal.SIGKILL)
        eventually(lambda: not {reader.pid for reader in multiprocessing.active_children()} & set(readers))  # noqa: B023
        assert read_page_apart(PAGE, URL) == read_page(PAGE, URL)
    eventually(lambda: all(now <= then for now, then in zip(count(), before, strict=True)))


def test_a_body_whose_pool_breaks_before_it_is_read_is_read_by_the_next_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    read_page_apart(PAGE, URL)
    schedule, calls = sandbox._schedule, list[Any]()

    def break_first(function: Any, *arguments: Any) -> Any:
        calls.append(function)
        if len(calls) > 1:
            return schedule(function, *arguments)
        future: Future[Any] = Future()
        future.set_exception(BrokenProcessPool("All workers expired"))
        return sandbox._pool(), future

    monkeypatch.setattr(sandbox, "_schedule", break_first)
    assert read_page_apart(PAGE, URL) == read_page(PAGE, URL)
    assert len(calls) == 2


def test_a_body_that_a_broken_pool_has_forgotten_is_read_by_the_next_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    schedule, patience, calls, waited_for = sandbox._schedule, sandbox._PATIENCE, list[Any](), list[ProcessPool]()
    forgetful = ProcessPool(1)
    forgetful.stop()  # type: ignore[no-untyped-call]

    def forget_first(function: Any, *arguments: Any) -> Any:
        calls.append(function)
        monkeypatch.setattr(sandbox, "_PATIENCE", patience if len(calls) > 1 else 0.1)
        return schedule(function, *arguments) if len(calls) > 1 else (forgetful, Future[Any]())

    monkeypatch.setattr(sandbox, "_schedule", forget_first)
    monkeypatch.setattr(sandbox, "_give_up", waited_for.append)
    monkeypatch.setattr(sandbox, "_GLANCE", 0.01)
    assert read_page_apart(PAGE, URL) == read_page(PAGE, URL)
    assert (len(calls), waited_for) == (2, [])


def test_a_pool_that_reads_nothing_for_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    read_page_apart(PAGE, URL)
    stuck = sandbox._pool()
    monkeypatch.setattr(sandbox, "_schedule", lambda *_: (stuck, Future[Any]()))
    monkeypatch.setattr(sandbox, "_GLANCE", 0.01)
    monkeypatch.setattr(sandbox, "_PATIENCE", 0.1)
    with pytest.raises(ReadingError, match="could not be read on this machine"):
        read_page_apart(PAGE, URL)
    assert sandbox._pool() is not stuck


def test_the_limit_of_cpu_time_is_counted_from_the_beginning_of_each_body() -> None:
    for seconds in (0.5, 0.5, 0.5):
        with pytest.raises(ReadingError, match=r"took more than 0\.5 seconds to read"):
            sandbox.run_apart(burn, (60.0,), URL, seconds)
    assert sandbox.run_apart(burn, (0.3,), URL, 0.9) >= 0.3
    assert sandbox.run_apart(burn, (0.3,), URL, 0.9) >= 0.3


def burn(seconds: float) -> float:
    """Use so much CPU time, and return how much it was."""
    began = time.process_time()
    while time.process_time() < began + seconds:
        pass
    return time.process_time() - began


ORPHANING = """
import sys, time
from extractors import read_page_apart
if __name__ == "__main__":
    read_page_apart(b"<p>" + b"The ministers will sign the agreement. " * 20, "https://news.example/a")
    print("read", flush=True)
    time.sleep(60)
"""


def test_reader_processes_exit_when_their_parent_is_killed(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", ORPHANING]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        assert parent.stdout.readline() == b"read\n"
        assert len(living_in(tmp_path)) >= 3
        parent.kill()
    assert nobody_lives_in(tmp_path)


def test_a_body_whose_readers_are_killed_by_the_system_is_not_blamed() -> None:
    with pytest.raises(ReadingError, match="could not be read on this machine") as caught:
        sandbox.run_apart(signal.raise_signal, (signal.SIGKILL,), URL, 2)
    assert caught.value.is_local
    assert read_page_apart(PAGE, URL) == read_page(PAGE, URL)


def test_a_body_too_large_for_the_memory_of_a_reader_is_blamed() -> None:
    with pytest.raises(ReadingError, match="MemoryError") as caught:
        sandbox.run_apart(bytearray, (3 << 30,), URL, 2)
    assert not caught.value.is_local
