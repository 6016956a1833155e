"""Decide when to poll a feed next, from the server's wishes, how often the feed changes and how often it fails."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

FIRST_INTERVAL = timedelta(minutes=10)  # shorter than the schedule's 15, so that a feed is always due at the next run
SHORTEST_INTERVAL = timedelta(minutes=5)
LONGEST_INTERVAL = timedelta(hours=24)
LONGEST_WAIT = 2 * LONGEST_INTERVAL + timedelta(hours=1)  # the longest interval, then a day of quiet hours to their end
FIRST_BACK_OFF = timedelta(minutes=15)
_FASTER, _SLOWER = 0.5, 1.1  # factors after a poll with and without news: a day is reached in ten quiet days
_JITTER = 0.1  # of a back-off, either way: feeds that failed together are not retried together
_MOVED = timedelta(days=1)  # a permanent redirect is followed for good once it has lasted this long


@dataclass(frozen=True, slots=True)
class Timing:
    """When to poll next, and the interval it is based on, from which the next decision starts."""

    next_poll_at: datetime
    interval: timedelta


def after_success(
    now: datetime,
    interval: timedelta | None,
    *,
    has_news: bool,
    asked: Collection[timedelta | None] = (),
    quiet_hours: Collection[int] = (),
) -> Timing:
    """Schedule the next poll of a feed that answered.

    The interval halves after a poll with news and grows by a tenth after one without, between five minutes and a day.
    `asked` are the waits that the server and the feed ask for, `quiet_hours` the hours (UTC) in which the feed does not
    change. Both delay the next poll, by a day at most.
    """
    usual = (interval or FIRST_INTERVAL) * (1.0 if interval is None else _FASTER if has_news else _SLOWER)
    usual = min(max(usual, SHORTEST_INTERVAL), LONGEST_INTERVAL)
    wait = min(max([usual, *(one for one in asked if one)]), LONGEST_INTERVAL)
    return Timing(_after_quiet(now + wait, quiet_hours), usual)


def after_failure(now: datetime, interval: timedelta | None, *, failures: int, name: str) -> Timing:
    """Schedule the next poll of a feed that failed `failures` times in a row.

    The back-off doubles from a quarter of an hour up to a day, with a jitter derived from the feed's `name`. No feed is
    ever given up.
    """
    wait = min(LONGEST_INTERVAL, FIRST_BACK_OFF * (1 << min(max(failures, 1) - 1, 10)))
    chance = int.from_bytes(blake2b(f"{name} {failures}".encode(errors="replace"), digest_size=4).digest()) / 2**32
    jittered = min(LONGEST_INTERVAL, wait * (1 + _JITTER * (2 * chance - 1)))
    return Timing(now + jittered, interval or FIRST_INTERVAL)


def is_outage(unreached: Sequence[tuple[str, int]], *, answered: int) -> bool:
    """Whether our own network is down, by the (host, failures in a row before) of feeds that could not be reached.

    That is so if no feed was answered by its host, and most of at least two hosts had not failed before.
    """
    worst: dict[str, int] = {}
    for host, failures in unreached:
        worst[host] = max(worst.get(host, 0), failures)
    return not answered and len(worst) >= 2 and 2 * sum(not failures for failures in worst.values()) > len(worst)


def is_settled(since: datetime | None, now: datetime) -> bool:
    """Whether a permanent redirect, seen at every poll since then, has lasted long enough to be followed for good."""
    return since is not None and now - since >= _MOVED


def _after_quiet(moment: datetime, quiet_hours: Collection[int]) -> datetime:
    later = moment
    while later.hour in quiet_hours and later - moment < LONGEST_INTERVAL:
        later = later.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return later
