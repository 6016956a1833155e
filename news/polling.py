"""When to poll a feed next."""

from datetime import datetime, timedelta

AFTER_SUCCESS = timedelta(minutes=10)  # shorter than the schedule's 15, so that no run finds a feed "not yet due"
FIRST_BACK_OFF = timedelta(minutes=15)
LONGEST_BACK_OFF = timedelta(hours=24)


def next_poll(*, now: datetime, failures: int) -> datetime:
    """The next time to poll, after `failures` failed polls in a row (0 after a success).

    Back-off doubles from a quarter of an hour to a day: no feed is ever given up, and none is pestered.
    """
    if failures <= 0:
        return now + AFTER_SUCCESS
    return now + min(LONGEST_BACK_OFF, FIRST_BACK_OFF * (1 << min(failures - 1, 10)))
