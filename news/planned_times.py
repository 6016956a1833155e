"""Decide whether a stored time is reached, also if a clock was wrong when it was stored.

A machine whose clock was ahead once (a dead battery, a wrong answer by NTP) stores times that lie far in the future.
Nothing may wait for them: what is planned for later than it can ever have been planned for is due now, and so is what
follows a past event that is stored in the future.
"""

from datetime import datetime, timedelta

CLOCK_SKEW = timedelta(minutes=5)  # by which the clocks of two machines may differ


def waiting_window(now: datetime, longest: timedelta) -> tuple[datetime, datetime]:
    """The times, after the first and up to the second, for which something planned is still to be waited for.

    `longest` is the longest time ahead for which it can have been planned. Whatever lies outside is due.
    """
    return now, now + longest + CLOCK_SKEW


def is_due(planned: datetime | None, now: datetime, longest: timedelta) -> bool:
    """Whether what is planned for a time (None: for no time in particular) is due now; `longest` as above."""
    after, until = waiting_window(now, longest)
    return planned is None or not after < planned <= until


def has_happened(moment: datetime, now: datetime) -> bool:
    """Whether a past event can have happened at this time; one in the future was dated by a wrong clock."""
    return moment <= now + CLOCK_SKEW
