"""When to poll next."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from news import next_poll

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)


def test_a_feed_that_answers_is_due_before_the_next_scheduled_run() -> None:
    assert next_poll(now=NOW, failures=0) <= NOW + timedelta(minutes=15)


@given(st.integers(1, 10_000))
def test_a_failing_feed_is_slowed_but_tried_every_day(failures: int) -> None:
    wait = next_poll(now=NOW, failures=failures) - NOW
    assert timedelta(minutes=15) <= wait <= timedelta(hours=24)
    assert wait <= next_poll(now=NOW, failures=failures + 1) - NOW
