"""When a failing delivery is given up. Pure."""

from datetime import datetime, timedelta

from news import DueDelivery

REFUSALS = 3  # failures, of which the last is permanent, before a delivery is given up
REFUSED_FOR = timedelta(days=1)  # a misconfigured server refuses permanently too, and is usually fixed by the next day
PATIENCE = timedelta(days=5)  # the usual time for which mail servers themselves retry


def should_give_up(delivery: DueDelivery, now: datetime, *, permanent: bool) -> bool:
    """Whether to give up a delivery after another failure, which its `attempts` does not include yet.

    `permanent`: the receiver says that retrying will not help. Even then a delivery is given up only after three
    failures, and not within a day of its creation; after any other failure, five days after its creation.
    """
    waited = now - delivery.created_at
    if permanent:
        return delivery.attempts + 1 >= REFUSALS and waited >= REFUSED_FOR
    return waited > PATIENCE
