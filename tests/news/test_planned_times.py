"""Stored times that a wrong clock made."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news import has_happened, is_due, waiting_window
from news.planned_times import CLOCK_SKEW

NOON = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("planned", "due"),
    [
        (None, True),
        (NOON - HOUR, True),
        (NOON, True),
        (NOON + timedelta(seconds=1), False),
        (NOON + HOUR, False),
        (NOON + HOUR + CLOCK_SKEW, False),  # by a machine whose clock is a little ahead
        (NOON + HOUR + 2 * CLOCK_SKEW, True),  # farther off than it can have been planned
        (NOON + timedelta(days=1500), True),
    ],
)
def test_what_lies_farther_off_than_the_longest_interval_is_due(planned: datetime | None, due: bool) -> None:
    assert is_due(planned, NOON, HOUR) is due


@given(st.timedeltas(timedelta(0), timedelta(days=2000)), st.timedeltas(timedelta(seconds=1), timedelta(days=7)))
def test_nothing_is_waited_for_longer_than_its_longest_interval(ahead: timedelta, longest: timedelta) -> None:
    planned = NOON + ahead + longest  # by a clock that was ahead
    moment = NOON
    if not is_due(planned, moment, longest):
        assert planned - moment <= longest + CLOCK_SKEW
    after, until = waiting_window(moment, longest)
    assert after == moment
    assert until - after == longest + CLOCK_SKEW


def test_a_past_event_in_the_future_cannot_have_happened() -> None:
    assert has_happened(NOON, NOON)
    assert has_happened(NOON + CLOCK_SKEW, NOON)
    assert not has_happened(NOON + 2 * CLOCK_SKEW, NOON)
