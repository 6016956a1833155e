"""When a delivery is given up: after repeated permanent failures, or five days of other failures."""

from datetime import UTC, datetime, timedelta

import pytest

from alerts import should_give_up
from news import DueDelivery

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MOMENT = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("permanent", "attempts", "age", "expected"),
    [
        (True, 2, DAY, True),
        (True, 1, DAY, False),  # the second failure
        (True, 2, DAY - MOMENT, False),  # the server may be misconfigured
        (True, 9, timedelta(hours=1), False),
        (False, 0, 5 * DAY + MOMENT, True),
        (False, 99, 5 * DAY, False),
    ],
)
def test_when_a_delivery_is_given_up(permanent: bool, attempts: int, age: timedelta, expected: bool) -> None:
    delivery = DueDelivery(1, "treaty", "ann@example.org", "<x@example.org>", b"", attempts, NOON)
    assert should_give_up(delivery, NOON + age, permanent=permanent) is expected
