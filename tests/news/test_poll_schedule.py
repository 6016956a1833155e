"""When to poll next."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news import Timing, after_failure, after_success, is_outage, is_settled

NOW = datetime(2025, 3, 1, 12, 30, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
URL = "https://courier.example/feed"
waits = st.timedeltas(timedelta(0), 40 * DAY)
intervals = st.one_of(st.none(), st.timedeltas(MINUTE, 2 * DAY))


def test_a_feed_that_answers_for_the_first_time_is_due_before_the_next_scheduled_run() -> None:
    assert after_success(NOW, None, has_news=True).next_poll_at < NOW + 15 * MINUTE


@pytest.mark.parametrize("has_news", [True, False])
def test_the_first_interval_of_a_feed_is_ten_minutes_whatever_its_first_poll_brings(has_news: bool) -> None:
    assert after_success(NOW, None, has_news=has_news) == Timing(NOW + 10 * MINUTE, 10 * MINUTE)
    assert after_failure(NOW, None, failures=1, name=URL).interval == 10 * MINUTE


def test_a_feed_is_polled_more_often_the_more_it_changes() -> None:
    quiet = busy = timedelta(hours=2)
    for _ in range(5):
        quiet = after_success(NOW, quiet, has_news=False).interval
        busy = after_success(NOW, busy, has_news=True).interval
    assert busy < 10 * MINUTE < 2 * HOUR < quiet < 4 * HOUR


def test_a_feed_quiet_for_a_fortnight_is_polled_once_a_day_and_not_before() -> None:
    now, interval, polls = NOW, None, 0
    while now < NOW + 14 * DAY:
        timing = after_success(now, interval, has_news=False)
        now, interval, polls = timing.next_poll_at, timing.interval, polls + 1
    assert interval == DAY
    assert after_success(NOW, 2 * HOUR, has_news=False).interval < 3 * HOUR
    assert 50 < polls < 70


@given(intervals, st.booleans(), st.lists(st.one_of(st.none(), waits), max_size=2), st.frozensets(st.integers(0, 23)))
def test_no_poll_comes_before_it_is_asked_for_nor_in_a_quiet_hour_nor_more_than_two_days_off(
    interval: timedelta | None, has_news: bool, asked: list[timedelta | None], quiet: frozenset[int]
) -> None:
    timing = after_success(NOW, interval, has_news=has_news, asked=asked, quiet_hours=quiet)
    wait = timing.next_poll_at - NOW
    assert 5 * MINUTE <= timing.interval <= DAY
    assert wait >= min(DAY, max([timing.interval, *(one for one in asked if one)]))
    assert wait <= 2 * DAY + HOUR
    assert timing.next_poll_at.hour not in quiet or len(quiet) == 24


@given(st.integers(1, 10_000), intervals)
def test_a_failing_feed_is_slowed_but_tried_every_day(failures: int, interval: timedelta | None) -> None:
    wait = after_failure(NOW, interval, failures=failures, name=URL).next_poll_at - NOW
    assert 13 * MINUTE <= wait <= DAY
    assert wait < after_failure(NOW, interval, failures=failures + 2, name=URL).next_poll_at - NOW or wait > 20 * HOUR


def test_feeds_that_failed_together_come_back_apart() -> None:
    waits = {after_failure(NOW, None, failures=3, name=f"{URL}/{number}").next_poll_at for number in range(20)}
    assert len(waits) == 20


@pytest.mark.parametrize(("since", "settled"), [(None, False), (NOW, False), (NOW - DAY, True), (NOW - 9 * DAY, True)])
def test_a_move_is_believed_when_it_has_held_for_a_day(since: datetime | None, settled: bool) -> None:
    assert is_settled(since, NOW) is settled


@pytest.mark.parametrize(
    ("unreached", "answered", "expected"),
    [
        ([("a", 0), ("b", 0)], 0, True),
        ([("a", 0), ("b", 0), ("c", 5)], 0, True),
        ([("a", 0), ("b", 0)], 1, False),
        ([("a", 0), ("a", 0)], 0, False),
        ([("a", 0), ("b", 1)], 0, False),
        ([("a", 0), ("b", 0), ("a", 3)], 0, False),
        ([], 0, False),
    ],
)
def test_an_outage_is_when_most_hosts_fail_that_did_not_before(
    unreached: list[tuple[str, int]], answered: int, *, expected: bool
) -> None:
    assert is_outage(unreached, answered=answered) is expected
