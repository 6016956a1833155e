"""When a delivery is given up: refused for good often and long enough, or failing for longer than servers try."""

from datetime import UTC, datetime, timedelta

import pytest

from alerts import is_hopeless
from news import DueDelivery

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MOMENT = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("permanent", "attempts", "age", "hopeless"),
    [
        (True, 2, DAY, True),
        (True, 1, DAY, False),  # the second refusal
        (True, 2, DAY - MOMENT, False),  # a server set up wrongly says so too
        (True, 9, timedelta(hours=1), False),
        (False, 0, 5 * DAY + MOMENT, True),
        (False, 99, 5 * DAY, False),
    ],
)
def test_a_delivery_is_given_up_when_nothing_more_is_to_be_hoped_for(
    permanent: bool, attempts: int, age: timedelta, hopeless: bool
) -> None:
    delivery = DueDelivery(1, "treaty", "ann@example.org", "<x@example.org>", b"", attempts, NOON)
    assert is_hopeless(delivery, NOON + age, permanent=permanent) is hopeless
