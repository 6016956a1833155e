"""The order in which entries are read: a host that takes long leaves time to the others."""

import math
import time
from collections.abc import Callable

import pytest

from news import Entry, QueuedEntry
from pipeline import host_time
from pipeline.host_time import HostTime

NO_WAIT: Callable[[str], float] = lambda _url: 0.0  # noqa: E731


def queue(*urls: str) -> list[QueuedEntry]:
    return [
        QueuedEntry(number, Entry(key=url, url=url, title="", published=None), "", "", 0)
        for number, url in enumerate(urls)
    ]


def read_all(timing: HostTime, seconds: dict[str, float]) -> list[str]:
    """Read each entry in the time given for its host, by moving the clock, and return the paths."""
    read = []
    for queued in timing:
        with timing.spent_on(queued):
            host = queued.entry.url.split("/")[2]
            CLOCK[0] += seconds.get(host, 0.01)
        read.append(queued.entry.url.removeprefix("https://"))
    return read


CLOCK = [0.0]


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    CLOCK[0] = time.monotonic()
    monkeypatch.setattr(host_time, "monotonic", lambda: CLOCK[0])


def test_a_slow_host_is_read_after_the_others_and_no_longer_than_its_share() -> None:
    slow = [f"https://slow.example/{number}" for number in range(40)]
    fast = [f"https://fast.example/{number}" for number in range(3)]
    timing = HostTime(queue(*slow, *fast), NO_WAIT, math.inf)
    read = read_all(timing, {"slow.example": 3.0})
    assert read[:4] == ["slow.example/0", "fast.example/0", "fast.example/1", "fast.example/2"]
    assert len(read) == 3 + 4  # 4 * 3 s is the first time beyond 10 s
    assert timing.left == tuple((number, "slow.example") for number in range(4, 40))


def test_a_host_with_long_pauses_is_not_waited_for_but_still_gets_one_page() -> None:
    pages = queue(*(f"https://calm.example/{number}" for number in range(3)))
    timing = HostTime(pages, lambda _url: 30.0, math.inf)
    assert read_all(timing, {}) == ["calm.example/0"]
    assert [number for number, _host in timing.left] == [1, 2]


def test_nothing_more_is_read_once_the_time_of_the_step_is_up() -> None:
    pages = queue(*(f"https://h{number}.example/" for number in range(9)))
    timing = HostTime(pages, NO_WAIT, CLOCK[0] + 10)
    assert len(read_all(timing, {f"h{number}.example": 4.0 for number in range(9)})) == 3
    assert len(timing.left) == 6


def test_entries_without_an_address_need_no_turn() -> None:
    timing = HostTime(queue("", "mailto:ann@example.org"), lambda _url: 1e9, math.inf)
    assert [queued.id for queued in timing] == [0, 1]
