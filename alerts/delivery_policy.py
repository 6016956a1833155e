"""When a delivery that keeps failing is given up. Pure."""

from datetime import datetime, timedelta

from news import DueDelivery

REFUSALS = 3  # a recipient refused so often for good, over so long a time, is given up
REFUSED_FOR = timedelta(days=1)  # a server set up wrongly says "for good" too, and is mended the next morning
PATIENCE = timedelta(days=5)  # as long as mail servers themselves keep trying


def is_hopeless(delivery: DueDelivery, now: datetime, *, permanent: bool) -> bool:
    """Whether to give a delivery up after one more failure, which its `attempts` do not count yet.

    `permanent`: the receiver says that trying again will not help. It is believed at the third failure at the earliest,
    and not within a day of the delivery's making; after any other failure we go on trying for five days.
    """
    waited = now - delivery.created_at
    if permanent:
        return delivery.attempts + 1 >= REFUSALS and waited >= REFUSED_FOR
    return waited > PATIENCE
